// When a measure begins and ends: as it was planned, as it stands, and why that changed.

import { moment, span } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Button, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { same } from "./diffing.js"
import { LineEditor } from "./editors.js"
import { Part } from "./part.js"
import { slipDays } from "./reading.js"

/** @import { DateChange, Dates } from "../types.js" */
/** @import { Desk } from "./part.js" */

/** @param {{ desk: Desk }} props */
export function Times({ desk }) {
  const { saving } = desk
  const changes = /** @type {DateChange[]} */ (saving.valueOf("date_changes") ?? [])
  const profile = /** @type {any} */ ({
    baseline: saving.valueOf("baseline"),
    current: saving.valueOf("current"),
  })
  const slip = slipDays(profile)
  return html`
    ${h(Part, { desk, part: "baseline", show: (dates) => span(dates) || null, edit: (dates, set) => h(DatesEditor, { dates, set }) })}
    ${h(Part, {
      desk,
      part: "current",
      hint: t("measure.current_hint"),
      show: (dates) =>
        span(dates)
          ? html`${span(dates)}${slip ? html` <span class=${slip > 0 ? "late" : "muted"}>${t(slip > 0 ? "measure.later" : "measure.earlier", { count: Math.abs(slip) })}</span>` : null}`
          : null,
      edit: (dates, set) => h(CurrentEditor, { desk, dates, set }),
    })}
    ${
      changes.length > 0
        ? html`<div class="part part--wide"><h3 class="part__label">${t("measure.date_changes")}</h3>
            <div class="part__value table-wrap"><table class="table table--print">
              <thead><tr><th scope="col">${t("measure.changed_at")}</th><th scope="col">${t("measure.from")}</th><th scope="col">${t("measure.to")}</th><th scope="col">${t("measures.reason")}</th></tr></thead>
              <tbody>${[...changes].reverse().map(({ at, from, to, reason }) => html`<tr key=${at}><th scope="row" class="nowrap">${moment(at)}</th><td>${span(from) || "–"}</td><td>${span(to) || "–"}</td><td lang="">${reason}</td></tr>`)}</tbody>
            </table></div></div>`
        : null
    }`
}

/** @param {{ dates: Dates, set: (dates: Dates) => void }} props */
function DatesEditor({ dates, set }) {
  return html`<div class="rows__cells">
    ${h(LineEditor, { label: t("measure.start"), type: "date", value: dates?.start ?? "", set: (start) => set({ ...dates, start }) })}
    ${h(LineEditor, { label: t("measure.end"), type: "date", value: dates?.end ?? "", set: (end) => set({ ...dates, end }) })}
  </div>`
}

/** Once there is a plan to hold them against, changed dates are saved on purpose and with a reason.
 * @param {{ desk: Desk, dates: Dates, set: (dates: Dates) => void }} props */
function CurrentEditor({ desk: { saving }, dates, set }) {
  const [reason, setReason] = useState("")
  const [tried, setTried] = useState(false)
  const planned = saving.valueOf("baseline")
  if (!planned?.start && !planned?.end) return h(DatesEditor, { dates, set })
  const edit = saving.edits.current
  const changed = Boolean(edit) && !same(edit.value, edit.from)
  const send = () => {
    setTried(true)
    if (!reason.trim()) return
    saving.send("current", reason.trim()).then(() => {
      setReason("")
      setTried(false)
    })
  }
  return html`
    ${h(DatesEditor, { dates, set: (next) => saving.set("current", next, { hold: true }) })}
    ${
      changed
        ? html`${h(Field, { label: t("measure.date_reason"), value: reason, onInput: setReason, error: tried && !reason.trim() ? t("form.needed") : "", input: { maxlength: 500 } })}
          <div class="actions">
            ${h(Button, { kind: "primary", busy: saving.status === "saving", onClick: send, children: t("measure.date_save") })}
            ${h(Button, { kind: "tertiary", onClick: () => saving.drop("current"), children: t("draft.discard") })}
          </div>`
        : null
    }`
}
