// Contributions without an outcome for longer than the house allows: by event, never by person.
import { get } from "../../shared/api.js"
import { Bar } from "../../shared/plots.js"
import { date, n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { useLoaded, Waiting } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"

/** @import { Waiting as Row } from "./types.js" */

export function WaitingPage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<{ weeks: number, waiting: Row[] }>} */ () => get("/staff/api/waiting"),
    [],
  )
  return html`
    ${h(Head, { title: t("waiting.title"), up: { to: pathTo("inbox"), label: t("nav.inbox") }, children: data ? html`<p class="muted">${t("waiting.about", { count: data.weeks })}</p>` : null })}
    ${data ? h(Rows, { rows: data.waiting }) : h(Waiting, { refusal, retry: reload })}`
}

/** @param {{ rows: Row[] }} props */
function Rows({ rows }) {
  if (rows.length === 0) return html`<p class="empty">${t("waiting.none")}</p>`
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("waiting.title")}><table class="table waiting-table">
    <thead><tr>
      <th scope="col">${t("filter.event")}</th>
      <th scope="col">${t("events.held")}</th>
      <th scope="col" class="numeric">${t("waiting.count")}</th>
      <th scope="col">${t("waiting.share")}</th>
      <th scope="col">${t("waiting.oldest")}</th>
    </tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr key=${row.event}>
        <th scope="row">${h(Link, { to: `${pathTo("inbox")}?${new URLSearchParams({ event: row.event, state: "open", taken: "all", sort: "oldest" })}`, children: row.title })}</th>
        <td class="nowrap">${date(row.held_on)}</td>
        <td class="numeric"><strong>${n(row.waiting)}</strong></td>
        <td><span class="muted small nowrap">${t("waiting.of", { waiting: row.waiting, all: row.all })}</span><span class="size" aria-hidden="true">${h(Bar, { share: row.all > 0 ? row.waiting / row.all : 0 })}</span></td>
        <td class="nowrap">${date(row.oldest)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}
