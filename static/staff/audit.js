// What staff and moderators did in an event: who, what, when, about what; never contents, never votes.
import { get } from "../shared/api.js"
import { has, language, t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { Head } from "./frame.js"
import { me, useLoaded, Waiting } from "./load.js"
import { pathTo } from "./routes.js"

/** @import { Audited } from "./types.js" */

/** @param {{ id: string }} props */
export function AuditPage({ id }) {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<{ audit: Audited[] }>} */ () => get(`/staff/api/events/${id}/audit`),
    [id],
  )
  return html`
    ${h(Head, { title: t("audit.title"), up: { to: pathTo("event", id), label: t("event.this") }, children: html`<p class="muted">${t("audit.about")}</p>` })}
    ${data ? h(Entries, data) : h(Waiting, { refusal, retry: reload })}`
}

/** @param {{ audit: Audited[] }} props */
export function Entries({ audit }) {
  if (audit.length === 0) return html`<p class="empty">${t("audit.empty")}</p>`
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("audit.title")}><table class="table">
    <thead><tr>
      <th scope="col">${t("audit.at")}</th>
      <th scope="col">${t("audit.actor")}</th>
      <th scope="col">${t("audit.action")}</th>
      <th scope="col">${t("audit.what")}</th>
    </tr></thead>
    <tbody>${audit.map(
      (entry, index) => html`<tr key=${index}>
        <td class="nowrap">${moment(entry.at)}</td>
        <td>${entry.actor_name || nameOf(entry.actor)}</td>
        <td>${actionText(entry.action)}</td>
        <td class="about">${entry.about.split(" ").map(short).join(" ")}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}

/** One's own name; of others only the id is known here. @param {string} actor */
function nameOf(actor) {
  return actor === me.value?.account?.id
    ? me.value.account.name
    : html`<span class="id">${short(actor)}</span>`
}

/** @param {string} action */
function actionText(action) {
  return has(`audit.${action}`) ? t(`audit.${action}`) : action
}

/** Ids are long and only have to be told apart. @param {string} id */
export function short(id) {
  return /^[0-9a-f]{8}-/.test(id) ? id.slice(0, 8) : id
}

/** @param {number} at */
function moment(at) {
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "de-DE", {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(at)
}
