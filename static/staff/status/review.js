// A report that came in, beside what is known: accept it, or give it back with a reason.
import { get, post, Refusal } from "../../shared/api.js"
import { day, figure, span } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Button, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { can, Problem, useAction, useLoaded } from "../load.js"
import { LightRow } from "../measures/marks.js"
import { numberOf } from "../measures/reading.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"

/** @import { Report } from "../../status/report.js" */
/** @import { Measure } from "../types.js" */
/** @import { Standing } from "./status.js" */

/** @param {{ report: Report, data: Standing, onDone: () => Promise<void> }} props */
export function Review({ report, data, onDone }) {
  const measure = data.measures.get(report.measure)
  const [reason, setReason] = useState("")
  const [returning, setReturning] = useState(false)
  const [changed, setChanged] = useState(false)
  const deciding = useAction()
  const { data: whole } = useLoaded(
    /** @returns {Promise<{ measure: Measure }>} */ () => get(`/staff/api/measures/${report.measure}`),
    [report.measure],
  )
  /** @param {"accept" | "return"} what */
  const decide = (what) =>
    deciding.run(async () => {
      try {
        const sent =
          what === "accept" ? { version: report.version } : { version: report.version, reason: reason.trim() }
        await post(`/staff/api/status/reports/${report.id}/${what}`, sent)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "version") throw error
        setChanged(true) // it is drawn as it stands now, and decided anew
      }
      await onDone()
    })
  if (!measure) return null
  const { profile } = measure
  const { start, end } = report.current
  const moved = Boolean(start || end) && (start !== profile.current.start || end !== profile.current.end)
  const known = new Map((whole?.measure.profile.indicators ?? []).map((one) => [one.id, one.title]))
  return html`<article class="review" data-name="review">
    <h3>${h(Link, { to: pathTo("measure", measure.id), children: `${numberOf(measure, data.house)} ${profile.title}` })} <span class="muted">${report.period}, ${day(report.on)}</span></h3>
    ${changed && h(Notice, { tone: "warning", alert: true, children: html`<p>${t("reports.changed")}</p>` })}
    <dl class="review__facts">
      <dt>${t("status.progress")}</dt><dd>${figure(profile.progress)} → <strong>${figure(report.progress)}</strong></dd>
      <dt>${t("reports.lights")}</dt><dd>${h(LightRow, { lights: report.lights })}</dd>
      <dt>${t("status.times")}</dt><dd>${moved ? html`${span(profile.current) || "–"} → <strong>${span(report.current) || "–"}</strong>${report.date_reason && html`<br />${report.date_reason}`}` : span(profile.current) || "–"}</dd>
      ${Object.entries(report.actuals).map(([id, value]) => html`<dt key=${id}>${known.get(id) ?? t("status.indicators")}</dt><dd><strong>${figure(value)}</strong></dd>`)}
      ${/** @type {const} */ (["achievements", "outlook", "obstacles", "highlight"]).filter((key) => report[key]).map((key) => html`<dt key=${key}>${t(`status.${key}`)}</dt><dd class="own-words" lang="">${report[key]}</dd>`)}
    </dl>
    ${h(Problem, { refusal: deciding.refusal })}
    ${
      can("editPlan") &&
      html`${returning && h(Field, { label: t("reports.return.why"), type: "textarea", rows: 2, value: reason, onInput: setReason, input: { maxlength: 2000, name: "return" } })}
      <div class="actions">
        ${returning ? null : h(Button, { kind: "primary", busy: deciding.busy, name: "accept-report", onClick: () => decide("accept"), children: t("reports.accept") })}
        ${
          returning
            ? html`${h(Button, { kind: "primary", busy: deciding.busy, onClick: () => reason.trim() && decide("return"), children: t("reports.return") })}
              ${h(Button, { kind: "tertiary", onClick: () => setReturning(false), children: t("reports.return.not") })}`
            : h(Button, { onClick: () => setReturning(true), children: t("reports.return") })
        }
      </div>`
    }
  </article>`
}
