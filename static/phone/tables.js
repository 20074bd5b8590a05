// Where one sits: asked once, changed any time.
import { n, t } from "../shared/text.js"
import { Button, Dialog, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"

/** @import { Attendance } from "./attend.js" */

/** @param {{ attendance: Attendance }} props */
export function TableChoice({ attendance }) {
  return html`<h1>${t("table.title")}</h1>
    <p class="muted">${t("table.hint")}</p>
    ${h(TableList, { attendance, onChosen: () => {} })}
    ${h(Button, { kind: "tertiary", name: "no-table", onClick: attendance.seat.goWithout, children: t("table.none") })}`
}

/** @param {{ attendance: Attendance }} props */
export function TableSwitch({ attendance }) {
  const [open, setOpen] = useState(false)
  const { table, sit } = attendance.seat
  return html`${h(Button, { kind: "tertiary", name: "table", onClick: () => setOpen(true), children: table.value ? t("table.number", { table: table.value }) : t("table.choose") })}
    ${
      open &&
      h(Dialog, {
        title: t("table.title"),
        onClose: () => setOpen(false),
        children: html`${h(TableList, { attendance, onChosen: () => setOpen(false) })}
          ${
            table.value > 0 &&
            h(Button, {
              kind: "tertiary",
              onClick: () => {
                sit(0)
                setOpen(false)
              },
              children: t("table.leave"),
            })
          }`,
      })
    }`
}

/** @param {{ attendance: Attendance, onChosen: () => void }} props */
function TableList({ attendance: { seat }, onChosen }) {
  return html`<ul class="tables">
    ${Array.from({ length: seat.tables.value }, (_, index) => index + 1).map(
      (table) => html`<li key=${table}>
        <button type="button" class="table" data-name=${`table-${table}`} aria-label=${t("table.number", { table })} aria-current=${table === seat.table.value ? "true" : undefined} onClick=${() => {
          seat.sit(table)
          onChosen()
        }}>${n(table)}</button>
      </li>`,
    )}
  </ul>`
}

/** The table went on while something was being written: it can still be sent where it belongs. @param {{ attendance: Attendance }} props */
export function LeftBehind({ attendance }) {
  const { seat, state, draft, write, submit } = attendance
  const session = state.value.sessions.find(({ id }) => id === seat.left.value)
  if (!session || session.id === state.value.followed) return null
  const { text, kind } = draft(session.id)
  if (!text.trim()) return null
  const done = () => {
    seat.left.value = ""
  }
  return h(Notice, {
    title: t("table.left"),
    onClose: done,
    children: html`<p>${t("table.left.text", { session: session.title })}</p>
      <p class="own-words notice__quote">${text}</p>
      ${h(Button, {
        kind: "secondary",
        name: "send-left",
        onClick: () => {
          submit(session.id, kind, text.trim()).catch(() => {}) // shown among the own ideas
          write(session.id, { kind, text: "" })
          done()
        },
        children: t("table.left.send"),
      })}`,
  })
}
