// The same form as a workbook: out, filled in elsewhere, and back.
import { Refusal } from "../shared/api.js"
import { refusalText, t } from "../shared/text.js"
import { Button, Notice } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"

/** @import { FormMeasure, Report } from "./report.js" */

const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/**
 * @typedef {{ row: number, column: string, title: string, text: string, code: string }} Fault
 * @typedef {{ saved: Report[], same: number, failed: { measure: string, code: string, field?: string }[], errors: Fault[] }} Taken
 */

/** @param {File} file @returns {Promise<Taken>} */
async function send(file) {
  const response = await fetch("/status/form.xlsx", {
    method: "POST",
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual",
    headers: { "Content-Type": WORKBOOK },
    body: file,
  }).catch(() => {
    throw new Refusal({ code: "offline" })
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok && Array.isArray(answer.saved)) return answer
  throw new Refusal({ ...answer, status: response.status })
}

/** @param {{ measures: FormMeasure[], onTaken: () => void }} props */
export function Workbook({ measures, onTaken }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [taken, setTaken] = useState(/** @type {Taken | undefined} */ (undefined))
  const [refusal, setRefusal] = useState(/** @type {Refusal | undefined} */ (undefined))
  const [busy, setBusy] = useState(false)
  const titles = new Map(measures.map((one) => [one.id, one.title]))

  /** @param {File | undefined} file */
  async function take(file) {
    if (!file || busy) return
    setBusy(true)
    setRefusal(undefined)
    setTaken(undefined)
    try {
      setTaken(await send(file))
      onTaken()
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : new Refusal())
    }
    if (input.current) input.current.value = ""
    setBusy(false)
  }

  return html`<section class="workbook">
    <h2>${t("status.workbook")}</h2>
    <p class="muted">${t("status.workbook.hint")}</p>
    <div class="actions">
      <a class="kern-btn kern-btn--secondary" href="/status/form.xlsx" download><span class="kern-label">${t("status.workbook.get")}</span></a>
      <input ref=${input} class="kern-sr-only" type="file" accept=${`.xlsx,${WORKBOOK}`} id="workbook" tabindex="-1" aria-label=${t("status.workbook.give")} onChange=${(/** @type {Event} */ event) => take(/** @type {HTMLInputElement} */ (event.target).files?.[0])} />
      ${h(Button, { busy, onClick: () => input.current?.click(), children: t("status.workbook.give") })}
    </div>
    <div role="status">
      ${taken && html`<p>${t("status.workbook.taken", { count: taken.saved.length })} ${t("status.workbook.same", { count: taken.same })}</p>`}
    </div>
    ${
      taken && (taken.errors.length > 0 || taken.failed.length > 0)
        ? h(Notice, {
            tone: "warning",
            alert: true,
            title: t("status.workbook.wrong"),
            children: html`<ul>
              ${taken.errors.map((one) => html`<li key=${`${one.row} ${one.column}`}>${t("status.workbook.cell", { cell: `${one.column}${one.row}`, title: one.title, text: one.text })}</li>`)}
              ${taken.failed.map((one) => html`<li key=${one.measure}>${titles.get(one.measure) ?? one.measure}: ${refusalText({ code: one.code })}</li>`)}
            </ul>`,
          })
        : null
    }
    ${refusal && h(Notice, { tone: "danger", alert: true, children: html`<p>${refusalText(refusal)}</p>` })}
  </section>`
}
