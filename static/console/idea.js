// One idea in full, and everything that can be done with it.

import { fieldOf, headOf } from "../shared/session.js"
import { t } from "../shared/text.js"
import { Button, Dialog, Field, FieldShape, IdeaNumber } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { merge, moderate, move, nominate, part, pin, spotlight, unchoose, withdraw } from "./actions.js"
import { chosen, close, fieldLetters, fields, helps, ideas, known, openRound, session } from "./desk.js"
import { ANYTHING, matches, numberIn } from "./filters.js"
import { Marks, show } from "./ideas.js"
import { heads } from "./lanes.js"
import { GiveBack } from "./queue.js"
import { About } from "./talk/discussion.js"
import { Redact } from "./talk/redact.js"

/** @import { IdeaView } from "../shared/types.js" */

/** @param {{ idea: number }} props */
export function IdeaDialog({ idea: number }) {
  const [doing, setDoing] = useState("")
  const idea = ideas.value.get(number)
  if (!idea) return null
  const { state = "shown" } = idea
  const leads = state === "shown" && !helps.value
  const body =
    doing === "return"
      ? h(GiveBack, { number, onDone: close, onCancel: () => setDoing("") })
      : doing === "withdraw"
        ? h(Withdraw, { number, onCancel: () => setDoing("") })
        : doing === "redact"
          ? h(Redact, { idea, onDone: () => setDoing(""), onCancel: () => setDoing("") })
          : html`${leads && h(Places, { numbers: [number], current: fieldOf(known(), idea)?.id || "" })}
            ${leads && h(SameAs, { numbers: [number] })}
            ${h(Verbs, { idea, onReturn: () => setDoing("return"), onWithdraw: () => setDoing("withdraw"), onRedact: () => setDoing("redact") })}
            ${h(About, { idea })}`
  return h(Dialog, {
    title: `#${number} · ${t(`kind.${idea.kind}`)}`,
    onClose: close,
    children: html`<div class="idea-sheet">
      <p class="idea-text idea-sheet__text">${idea.text}</p>
      ${h(Marks, { idea })} ${h(Members, { idea })} ${body}
    </div>`,
  })
}

/** Ideas said to be the same. @param {{ idea: IdeaView }} props */
function Members({ idea }) {
  const state = known()
  const head = headOf(state, idea)
  const members = [...state.ideas.values()].filter((other) => headOf(state, other) === head)
  if (members.length < 2) return null
  return html`<section>
    <h3>${t("same.members", { count: members.length })}</h3>
    <ul class="members">
      ${members.map(
        (member) => html`<li key=${member.number}>
          ${h(IdeaNumber, { number: member.number })}
          <span class="idea-text">${member.text}</span>
          ${
            member === head
              ? html`<span class="mark">${t("same.speaks")}</span>`
              : !helps.value &&
                h(Button, {
                  kind: "tertiary",
                  disabled: Boolean(openRound.value),
                  onClick: () => part(member.number),
                  label: `${t("same.part")}: #${member.number}`,
                  children: t("same.part"),
                })
          }
        </li>`,
      )}
    </ul>
    ${openRound.value && !helps.value && html`<p class="hint">${t("same.round_open")}</p>`}
  </section>`
}

/** Every topic field as a button, with its letter. @param {{ numbers: number[], current: string }} props */
export function Places({ numbers, current }) {
  const all = heads(fields.value)
  if (!all.length) return null
  /** @param {string} field @param {string} title */
  const to = (field, title) => () => {
    close()
    if (field !== current) move(numbers, field, title)
    unchoose()
  }
  return html`<section>
    <h3>${t("field.place")}</h3>
    <div class="places">
      <button type="button" class="place" aria-pressed=${current === ""} onClick=${to("", "")}>
        <span>${t("field.none")}</span><kbd>0</kbd>
      </button>
      ${all.map(
        (field) => html`<button
          key=${field.id}
          type="button"
          class=${`place field-${field.color || 0}`}
          aria-pressed=${current === field.id}
          onClick=${to(field.id, field.title)}
        >
          ${h(FieldShape, { color: field.color })}<span>${field.title}</span><kbd>${fieldLetters.value.get(field.id)}</kbd>
        </button>`,
      )}
    </div>
  </section>`
}

const OFFERED = 5

/** "The same as …": by number, or by words. @param {{ numbers: number[] }} props */
export function SameAs({ numbers }) {
  const [search, setSearch] = useState("")
  if (openRound.value)
    return html`<section><h3>${t("same.title")}</h3><p class="hint">${t("same.round_open")}</p></section>`
  const state = known()
  const typed = numberIn(search)
  const own = new Set(
    numbers.map((number) => ideas.value.get(number)).map((idea) => idea && headOf(state, idea)),
  )
  const found = search.trim()
    ? [...ideas.value.values()]
        .filter((idea) => idea.state === "shown" && !own.has(headOf(state, idea)))
        .filter((idea) => matches(idea, { ...ANYTHING, search }, String))
        .sort((a, b) => Number(b.number === typed) - Number(a.number === typed))
    : []
  return html`<section class="same">
    ${h(Field, {
      label: t("same.title"),
      hint: t("same.hint"),
      value: search,
      onInput: setSearch,
      input: { "data-name": "same", autocomplete: "off" },
    })}
    <ul class="matches">
      ${found.slice(0, OFFERED).map(
        (idea) => html`<li key=${idea.number}>
          <button type="button" class="match" onClick=${() => mergeInto(numbers, idea.number)}>
            ${h(IdeaNumber, { number: idea.number })} <span>${idea.text}</span>
          </button>
        </li>`,
      )}
    </ul>
    ${search.trim() && !found.length && html`<p class="hint">${t("ideas.none_found")}</p>`}
  </section>`
}

/** @param {number[]} numbers @param {number} into */
function mergeInto(numbers, into) {
  close()
  unchoose()
  merge(numbers, into)
}

/** @param {{ idea: IdeaView, onReturn: () => void, onWithdraw: () => void, onRedact: () => void }} props */
function Verbs({ idea, onReturn, onWithdraw, onRedact }) {
  const { number, state = "shown", nominated, pinned } = idea
  const lit = session.value?.spotlight?.idea === number
  /** @param {() => void} action */
  const then = (action) => () => {
    close()
    action()
  }
  const leads = !helps.value
  return html`<div class="verbs">
    ${leads && h(Button, { pressed: Boolean(nominated), onClick: () => nominate(number, !nominated), children: t(nominated ? "idea.unnominate" : "idea.nominate") })}
    ${
      state === "shown"
        ? h(Button, {
            icon: "visibility-off",
            onClick: then(() => moderate([number], "hidden")),
            children: t("idea.hide"),
          })
        : h(Button, {
            icon: "visibility",
            onClick: then(() => moderate([number], "shown")),
            children: t(show(state)),
          })
    }
    ${leads && state === "shown" && h(Button, { pressed: lit, name: "spotlight", onClick: () => spotlight(lit ? {} : { idea: number }), children: t(lit ? "idea.unlight" : "idea.light") })}
    ${leads && state === "shown" && h(Button, { pressed: Boolean(pinned), name: "pin", onClick: () => pin(number, !pinned), children: t(pinned ? "idea.unpin" : "idea.pin") })}
    ${h(Button, { kind: "tertiary", name: "redact-idea", onClick: onRedact, children: t("idea.redact") })}
    ${state !== "returned" && !idea.on_behalf && h(Button, { kind: "tertiary", onClick: onReturn, children: t("idea.return") })}
    ${leads && idea.on_behalf && h(Button, { kind: "tertiary", danger: true, icon: "delete", onClick: onWithdraw, children: t("idea.withdraw") })}
  </div>`
}

/** A withdrawn text does not come back, so this asks first. @param {{ number: number, onCancel: () => void }} props */
function Withdraw({ number, onCancel }) {
  return html`<section class="confirm">
    <h3>${t("withdraw.title", { number: String(number) })}</h3>
    <p>${t("withdraw.text")}</p>
    <div class="row">
      ${h(Button, {
        danger: true,
        icon: "delete",
        onClick: () => {
          close()
          withdraw(number)
        },
        children: t("withdraw.do"),
      })}
      ${h(Button, { kind: "tertiary", onClick: onCancel, children: t("do.cancel") })}
    </div>
  </section>`
}

/** What can be done with several at once. */
export function Chosen() {
  const numbers = [...chosen.value]
    .filter((number) => ideas.value.get(number)?.state === "shown")
    .sort((a, b) => a - b)
  const [placing, setPlacing] = useState(false)
  if (!numbers.length) return null
  return html`<section class="chosen-bar" aria-label=${t("chosen.title")}>
    <p role="status">${t("chosen.count", { count: numbers.length })}</p>
    ${h(Button, { kind: "tertiary", expanded: placing, onClick: () => setPlacing(!placing), children: t("field.place") })}
    ${numbers.length > 1 && h(Button, { kind: "tertiary", disabled: Boolean(openRound.value), onClick: () => mergeInto(numbers.slice(1), numbers[0]), children: t("chosen.merge", { number: String(numbers[0]) }) })}
    ${h(Button, { kind: "tertiary", icon: "visibility-off", onClick: () => finish(() => moderate(numbers, "hidden")), children: t("idea.hide") })}
    ${h(Button, { kind: "tertiary", icon: "close", onClick: unchoose, children: t("chosen.clear") })}
    ${placing && h(Places, { numbers, current: "-" })}
  </section>`
}

/** @param {() => void} action */
function finish(action) {
  unchoose()
  action()
}
