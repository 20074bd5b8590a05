// Tables: groups share a device or join a table, go round the questions, and come together again.

import { t } from "../../shared/text.js"
import { Button, Dialog, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { act, close, state } from "../desk.js"
import { printTents } from "../print/printing.js"

/** @import { Seating } from "../../shared/types.js" */

const MOST = 200
const NONE = /** @type {Seating} */ ({ tables: 0, step: 0 })

export function TablesDialog() {
  const seating = state.value.event?.seating
  return h(Dialog, {
    title: t("tables.title"),
    onClose: close,
    children: html`<div class="pair">
      <p>${t("tables.text")}</p>
      ${h(HowMany, { seating: seating || NONE })} ${seating?.tables ? h(Round, { seating }) : null}
    </div>`,
  })
}

/** @param {{ seating: Seating }} props */
function HowMany({ seating }) {
  const [typed, setTyped] = useState(seating.tables ? String(seating.tables) : "")
  const tables = Number(typed)
  const valid =
    typed !== "" && Number.isInteger(tables) && tables >= 0 && tables <= MOST && tables !== seating.tables

  /** @param {Event} submitted */
  function set(submitted) {
    submitted.preventDefault()
    if (valid) seat(t("did.tables", { count: tables }), { ...seating, tables }, seating)
  }

  return html`<form class="row" onSubmit=${set}>
    ${h(Field, { label: t("tables.count"), hint: t("tables.count.hint"), value: typed, onInput: setTyped, input: { inputmode: "numeric", autocomplete: "off", "data-name": "table-count", size: 4 } })}
    ${h(Button, { type: "submit", disabled: !valid, children: t("tables.set") })}
  </form>`
}

/** @param {{ seating: Seating }} props */
function Round({ seating }) {
  const { sessions, followed } = state.value
  const { tables, step, plenary } = seating
  return html`<section>
    <h3>${t("tables.where")}</h3>
    ${
      plenary
        ? html`<p>${t("tables.in_plenary", { title: titleOf(plenary) })}</p>`
        : html`<ul class="table-places">
            ${sessions.map((one, index) => html`<li key=${one.id}><strong>${one.title}</strong> <span>${t("tables.at", { tables: tablesAt(index, seating, sessions.length).join(", ") || "–" })}</span></li>`)}
          </ul>`
    }
    <div class="row">
      ${plenary && h(Button, { kind: "primary", name: "back-to-tables", onClick: () => seat(t("did.to_tables"), { tables, step }, seating), children: t("tables.back") })}
      ${!plenary && sessions.length > 1 && h(Button, { kind: "primary", name: "rotate", onClick: () => seat(t("did.rotated"), { tables, step: step + 1 }, seating), children: t("tables.rotate") })}
      ${!plenary && step > 0 && h(Button, { kind: "tertiary", onClick: () => seat(t("did.rotated_back"), { tables, step: step - 1 }, seating), children: t("tables.rotate_back") })}
      ${plenary !== followed && h(Button, { name: "plenary", onClick: () => seat(t("did.plenary", { title: titleOf(followed) }), { tables, step, plenary: followed }, seating), children: t("tables.plenary", { title: titleOf(followed) }) })}
      ${h(Button, { kind: "tertiary", icon: "download", onClick: () => printTents(tables), children: t("tables.print") })}
    </div>
  </section>`
}

/** @param {string} id */
const titleOf = (id) => state.value.sessions.find((one) => one.id === id)?.title || ""

/**
 * The tables that are at a session now.
 * @param {number} index of the session @param {Seating} seating @param {number} sessions how many there are
 */
export function tablesAt(index, { tables, step }, sessions) {
  return Array.from({ length: tables }, (_, i) => i + 1).filter(
    (table) => (table - 1 + step) % sessions === index,
  )
}

/** @param {string} text @param {Seating} to @param {Seating} was */
const seat = (text, to, was) => act(text, ["SetSeating", { ...to, was }])
