// Picking by hand what a round votes on: search, one topic field, tick.

import { t } from "../../shared/text.js"
import { Button, FieldBadge, IdeaNumber } from "../../shared/ui.js"
import { h, html, useMemo, useState } from "../../vendor/preact.js"
import { board, chosen, fields, known } from "../desk.js"
import { ANYTHING, matches } from "../filters.js"
import { heads, standsFor } from "../lanes.js"
import { LongList } from "../list.js"
import { draft, set, votable } from "./draft.js"

/** @import { Card } from "../lanes.js" */

export function Picker() {
  return draft.value.plan.subject === "fields" ? h(FieldPicker, {}) : h(IdeaPicker, {})
}

function FieldPicker() {
  const picked = draft.value.fields
  return html`<ul class="picker__fields" aria-label=${t("picker.fields")}>
    ${votable.value.fields.map(
      (field) => html`<li key=${field.id}>
        <label class="tick">
          <input type="checkbox" checked=${picked.includes(field.id)} onChange=${() => set({ fields: toggled(picked, field.id) })} />
          ${h(FieldBadge, { field })}
        </label>
      </li>`,
    )}
  </ul>`
}

function IdeaPicker() {
  const [search, setSearch] = useState("")
  const [field, setField] = useState("")
  const picked = draft.value.ideas
  const now = known()
  const of = (/** @type {string} */ id) => standsFor(now, id)
  const shown = board.value
    .flatMap(({ cards }) => cards)
    .filter(({ idea }) => matches(idea, { ...ANYTHING, search, field }, of))
  const numbers = shown.map(({ idea }) => idea.number)
  const onBoard = numbers.filter((number) => chosen.value.has(number))
  const row = useMemo(() => (/** @type {Card} */ card) => pickRow(card, picked), [picked])
  return html`<div class="picker">
    <div class="row">
      <input
        type="search"
        class="picker__search"
        aria-label=${t("filter.search")}
        placeholder=${t("filter.search")}
        value=${search}
        onInput=${(/** @type {Event} */ event) => setSearch(/** @type {HTMLInputElement} */ (event.target).value)}
      />
      <select
        aria-label=${t("filter.field")}
        class=${field ? "chosen" : ""}
        onChange=${(/** @type {Event} */ event) => setField(/** @type {HTMLSelectElement} */ (event.target).value)}
      >
        <option value="" selected=${field === ""}>${t("filter.field")}</option>
        <option value="none" selected=${field === "none"}>${t("field.none")}</option>
        ${heads(fields.value).map(({ id, title }) => html`<option key=${id} value=${id} selected=${field === id}>${title}</option>`)}
      </select>
    </div>
    <div class="row">
      ${h(Button, { kind: "tertiary", disabled: !numbers.length, onClick: () => set({ ideas: [...new Set([...picked, ...numbers])] }), children: t("picker.all", { count: numbers.length }) })}
      ${h(Button, { kind: "tertiary", disabled: !picked.length, onClick: () => set({ ideas: picked.filter((number) => !numbers.includes(number)) }), children: t("picker.none") })}
      ${onBoard.length > 0 && h(Button, { kind: "tertiary", onClick: () => set({ ideas: onBoard }), children: t("picker.board", { count: onBoard.length }) })}
    </div>
    ${
      shown.length
        ? h(LongList, {
            items: shown,
            keyOf: keyOf,
            row,
            estimate: 52,
            label: t("picker.ideas"),
            class: "picker__ideas",
          })
        : html`<p class="hint">${t("ideas.none_found")}</p>`
    }
  </div>`
}

const keyOf = (/** @type {Card} */ { idea }) => String(idea.number)

/** @param {Card} card @param {number[]} picked */
function pickRow({ idea, members }, picked) {
  return html`<label class="tick">
    <input type="checkbox" checked=${picked.includes(idea.number)} onChange=${() => set({ ideas: toggled(picked, idea.number) })} />
    <span>${h(IdeaNumber, { number: idea.number })} <span class="idea-text">${idea.text}</span>
      ${members.length > 1 ? html` <small>${t("same.members", { count: members.length })}</small>` : null}</span>
  </label>`
}

/** @template T @param {T[]} list @param {T} one */
const toggled = (list, one) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one])
