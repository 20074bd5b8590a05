// How a measure stood, period by period. Accepted reports are never changed again.

import { day, figure, span } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { LightRow } from "./marks.js"
import { Prose } from "./prose.js"

/** @import { Dates, Lights, Profile } from "../types.js" */
/** @import { Plan } from "./sifting.js" */

/**
 * @typedef {{ id: string, period: string, state: string, on: string, progress: number, lights: Lights, current: Dates,
 *   date_reason: string, actuals: Record<string, number>, reached: Record<string, string>, achievements: string,
 *   outlook: string, obstacles: string, highlight: string, return?: string }} Report
 */

/** @param {{ plan: Plan, reports: Report[], profile: Profile }} props */
export function Reports({ reports, profile }) {
  if (reports.length === 0)
    return html`<p class="muted">${t("measure.reports_none")} <span class="no-print">${h(Link, { to: pathTo("status"), children: t("nav.status") })}</span></p>`
  return html`${reports.map(
    (report, at) => html`<details key=${report.id} class="report" open=${at === 0}>
      <summary><strong>${report.period}</strong> <span class="muted">${day(report.on)}</span> <span class="badge">${t(`measure.report.${report.state}`)}</span></summary>
      ${h(Said, { report, profile })}
    </details>`,
  )}`
}

/** @param {{ report: Report, profile: Profile }} props */
function Said({ report, profile }) {
  const indicators = new Map(profile.indicators.map((one) => [one.id, one]))
  const milestones = new Map(profile.milestones.map((one) => [one.id, one.title]))
  return html`<div class="report__said">
    <p>${t("measure.progress_said", { percent: n(report.progress) })} · ${h(LightRow, { lights: report.lights })}${span(report.current) ? ` · ${span(report.current)}` : ""}</p>
    ${report.date_reason ? html`<p lang="">${report.date_reason}</p>` : null}
    ${Object.entries(report.actuals ?? {}).map(([id, value]) => html`<p key=${id}>${indicators.get(id)?.title ?? t("measure.gone")}: ${figure(value)} ${indicators.get(id)?.unit ?? ""}</p>`)}
    ${Object.entries(report.reached ?? {}).map(([id, on]) => html`<p key=${id}>✓ ${milestones.get(id) ?? t("measure.gone")} (${day(on)})</p>`)}
    ${/** @type {const} */ (["achievements", "outlook", "obstacles", "highlight"]).map((key) => (report[key] ? html`<section key=${key}><h4>${t(`measure.report_of.${key}`)}</h4>${h(Prose, { text: report[key] })}</section>` : null))}
    ${report.return ? html`<p class="late">${t("measure.report_returned", { why: report.return })}</p>` : null}
  </div>`
}
