// How measures stand: who was asked, what came in, what is still open, by unit and never by person.
import { get, post } from "../../shared/api.js"
import { day } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can, Problem, useAction, useLoaded, Waiting } from "../load.js"
import { numberOf } from "../measures/reading.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { AskDialog } from "./ask.js"
import { LinksDialog } from "./links.js"
import { Review } from "./review.js"

/** @import { Report, StatusRequest } from "../../status/report.js" */
/** @import { House, Measure, Node } from "../types.js" */

/**
 * @typedef {{ unit: string, request: string, period: string, due: string, measures: string[], returned: string[] }} Open
 * @typedef {{ requests: StatusRequest[], reports: Record<string, Report[]>, open: Open[] }} Answer
 * @typedef {{ answer: Answer, measures: Map<string, Measure>, units: Map<string, Node>, nodes: Node[], house: House }} Standing
 * @typedef {StatusRequest & { link: string }} Linked
 */

/** @returns {Promise<Standing>} */
async function load() {
  const [answer, { measures }, { nodes }, house] = await Promise.all([
    get("/staff/api/status"),
    get("/staff/api/measures"),
    get("/staff/api/structure"),
    get("/staff/api/house"),
  ])
  const units = new Map(
    nodes
      .filter((/** @type {Node} */ node) => node.kind === "unit")
      .map((/** @type {Node} */ node) => [node.id, node]),
  )
  return {
    answer,
    measures: new Map(measures.map((/** @type {Measure} */ one) => [one.id, one])),
    units,
    nodes,
    house,
  }
}

export function StatusPage() {
  const { data, refusal, reload } = useLoaded(load, [])
  const [asking, setAsking] = useState(false)
  const [links, setLinks] = useState(/** @type {Linked[]} */ ([]))
  const ask = can("editPlan")
    ? h(Button, {
        kind: "primary",
        name: "ask-status",
        onClick: () => setAsking(true),
        children: t("reports.ask"),
      })
    : null
  return html`
    ${h(Head, { title: t("nav.status"), actions: ask, children: html`<p class="muted">${t("reports.about")}</p>` })}
    ${data ? h(Page, { data, reload }) : h(Waiting, { refusal, retry: reload })}
    ${
      asking && data
        ? h(AskDialog, {
            data,
            onClose: () => setAsking(false),
            onAsked: (made) => {
              setAsking(false)
              setLinks(made)
              reload()
            },
          })
        : null
    }
    ${links.length > 0 && data ? h(LinksDialog, { links, units: data.units, onClose: () => setLinks([]) }) : null}`
}

/** @param {{ data: Standing, reload: () => Promise<void> }} props */
function Page({ data, reload }) {
  const reports = Object.values(data.answer.reports).flat()
  const waiting = reports.filter(({ state }) => state === "submitted")
  const accepted = reports.filter(({ state }) => state === "accepted")
  return html`
    <section class="block" aria-labelledby="waiting">
      <h2 id="waiting">${t("reports.waiting")} <span class="muted">${n(waiting.length)}</span></h2>
      ${waiting.length === 0 ? html`<p class="empty">${t("reports.waiting.none")}</p>` : waiting.map((report) => h(Review, { key: report.id, report, data, onDone: reload }))}
    </section>
    ${h(OpenOnes, { data })}
    ${h(Requests, { data, reload })}
    ${accepted.length > 0 && h(Accepted, { reports: accepted, data })}`
}

/** What is asked for and not there, by unit. @param {{ data: Standing }} props */
function OpenOnes({ data: { answer, units, measures, house } }) {
  return html`<section class="block" aria-labelledby="open">
    <h2 id="open">${t("reports.open")}</h2>
    ${
      answer.open.length === 0
        ? html`<p class="empty">${t("reports.open.none")}</p>`
        : html`<div class="table-wrap" role="region" tabindex="0" aria-labelledby="open"><table class="table">
            <thead><tr><th scope="col">${t("account.unit")}</th><th scope="col">${t("reports.period")}</th><th scope="col">${t("reports.due")}</th><th scope="col">${t("reports.measures")}</th></tr></thead>
            <tbody>${answer.open.map(
              (one) => html`<tr key=${one.request}>
                <th scope="row">${nameOf(units.get(one.unit))}</th>
                <td>${one.period}</td>
                <td class="nowrap">${day(one.due)}</td>
                <td>${one.measures.map((id) => {
                  const measure = measures.get(id)
                  const name = measure ? numberOf(measure, house) : id.slice(0, 8)
                  return html`<span key=${id} class="reports__one">${h(Link, { to: pathTo("measure", id), children: name })}${one.returned.includes(id) ? html` <span class="muted small">${t("reports.returned")}</span>` : null}</span>`
                })}</td>
              </tr>`,
            )}</tbody>
          </table></div>`
    }
  </section>`
}

/** @param {{ data: Standing, reload: () => Promise<void> }} props */
function Requests({ data: { answer, units }, reload }) {
  const ending = useAction()
  if (answer.requests.length === 0) return null
  const now = Date.now()
  /** @param {string} id */
  const end = (id) =>
    ending.run(async () => {
      await post(`/staff/api/status/${id}/revoke`)
      await reload()
    })
  return html`<section class="block" aria-labelledby="requests">
    <h2 id="requests">${t("reports.requests")}</h2>
    ${h(Problem, { refusal: ending.refusal })}
    <div class="table-wrap" role="region" tabindex="0" aria-labelledby="requests"><table class="table">
      <thead><tr><th scope="col">${t("account.unit")}</th><th scope="col">${t("reports.period")}</th><th scope="col">${t("reports.due")}</th><th scope="col" class="numeric">${t("reports.measures")}</th><th scope="col">${t("reports.link")}</th>${can("editPlan") && html`<td></td>`}</tr></thead>
      <tbody>${answer.requests.map((one) => {
        const ended = one.revoked || one.expires_at <= now
        return html`<tr key=${one.id}>
          <th scope="row">${nameOf(units.get(one.unit))}</th>
          <td>${one.period}</td>
          <td class="nowrap">${day(one.due)}</td>
          <td class="numeric">${n(one.measures.length)}</td>
          <td class="nowrap">${one.revoked ? t("reports.link.revoked") : ended ? t("reports.link.ended") : t("reports.link.until", { day: day(new Date(one.expires_at).toISOString()) })}</td>
          ${
            can("editPlan") &&
            html`<td class="actions">
              <a class="kern-link" href=${`/staff/api/status/${one.id}.xlsx`} download>${t("reports.workbook")}</a>
              ${ended ? null : h(Button, { kind: "tertiary", busy: ending.busy, onClick: () => end(one.id), children: t("reports.end") })}
            </td>`
          }
        </tr>`
      })}</tbody>
    </table></div>
  </section>`
}

/** What was accepted stays as it was said. @param {{ reports: Report[], data: Standing }} props */
function Accepted({ reports, data: { measures, house } }) {
  return html`<section class="block" aria-labelledby="accepted">
    <h2 id="accepted">${t("reports.accepted")}</h2>
    <div class="table-wrap" role="region" tabindex="0" aria-labelledby="accepted"><table class="table">
      <thead><tr><th scope="col">${t("reports.measure")}</th><th scope="col">${t("reports.period")}</th><th scope="col">${t("status.on")}</th><th scope="col" class="numeric">${t("status.progress")}</th><th scope="col">${t("status.achievements")}</th></tr></thead>
      <tbody>${reports.map((report) => {
        const measure = measures.get(report.measure)
        return html`<tr key=${report.id}>
          <th scope="row">${h(Link, { to: pathTo("measure", report.measure), children: measure ? `${numberOf(measure, house)} ${measure.profile.title}` : report.measure })}</th>
          <td>${report.period}</td>
          <td class="nowrap">${day(report.on)}</td>
          <td class="numeric">${n(report.progress)} %</td>
          <td lang="">${report.highlight || report.achievements}</td>
        </tr>`
      })}</tbody>
    </table></div>
  </section>`
}

/** @param {Node | undefined} unit */
export const nameOf = (unit) =>
  unit ? [unit.short, unit.title].filter(Boolean).join(" ") : t("reports.unit_gone")
