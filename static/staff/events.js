// All events, where to begin one, and what was deleted.
import { get, post, Refusal } from "../shared/api.js"
import { date, n, t } from "../shared/text.js"
import { Button, JoinCode } from "../shared/ui.js"
import { h, html, useRef } from "../vendor/preact.js"
import { Head } from "./frame.js"
import { Problem, useAction, useLoaded, Waiting } from "./load.js"
import { go, Link } from "./place.js"
import { pathTo } from "./routes.js"

/** @import { Deletion, EventInfo } from "./types.js" */

export function EventsPage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<{ events: EventInfo[], deletions: Deletion[] }>} */ () => get("/staff/api/events"),
    [],
  )
  return html`
    ${h(Head, {
      title: t("nav.events"),
      actions: html`${h(Link, { to: pathTo("create"), class: "kern-btn kern-btn--primary", children: html`<span class="kern-label">${t("events.create")}</span>` })} ${h(Import, {})}`,
    })}
    ${data ? h(Lists, data) : h(Waiting, { refusal, retry: reload })}`
}

/** @param {{ events: EventInfo[], deletions: Deletion[] }} props */
function Lists({ events, deletions }) {
  const byDate = [...events].sort(
    (a, b) => b.held_on.localeCompare(a.held_on) || a.title.localeCompare(b.title),
  )
  return html`
    ${
      byDate.length === 0
        ? html`<p class="empty">${t("events.empty")}</p>`
        : html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("nav.events")}><table class="table">
            <thead><tr>
              <th scope="col">${t("events.title")}</th>
              <th scope="col">${t("events.held")}</th>
              <th scope="col">${t("events.code")}</th>
              <th scope="col" class="numeric">${t("events.participants")}</th>
              <th scope="col" class="numeric">${t("events.ideas")}</th>
              <th scope="col" class="numeric">${t("events.rounds")}</th>
              <th scope="col">${t("events.deleted_on")}</th>
            </tr></thead>
            <tbody>${byDate.map((event) => h(EventRow, { key: event.id, event }))}</tbody>
          </table></div>`
    }
    ${
      deletions.length > 0 &&
      html`<details class="block"><summary><h2>${t("deletions.title")} <span class="muted">${n(deletions.length)}</span></h2></summary>
        <p class="muted">${t("deletions.about")}</p>
        <div class="table-wrap" role="region" tabindex="0" aria-label=${t("deletions.title")}><table class="table">
          <thead><tr>
            <th scope="col">${t("events.title")}</th>
            <th scope="col">${t("events.held")}</th>
            <th scope="col">${t("deletions.at")}</th>
            <th scope="col" class="numeric">${t("events.participants")}</th>
            <th scope="col" class="numeric">${t("events.ideas")}</th>
            <th scope="col" class="numeric">${t("deletions.ballots")}</th>
          </tr></thead>
          <tbody>${deletions.map(
            (gone) => html`<tr key=${gone.join_code}>
              <th scope="row">${gone.title}</th>
              <td>${date(gone.held_on)}</td>
              <td>${date(new Date(gone.deleted_at).toISOString())}</td>
              <td class="numeric">${n(gone.participants)}</td>
              <td class="numeric">${n(gone.ideas)}</td>
              <td class="numeric">${n(gone.ballots)}</td>
            </tr>`,
          )}</tbody>
        </table></div>
      </details>`
    }`
}

/** @param {{ event: EventInfo }} props */
function EventRow({ event }) {
  return html`<tr>
    <th scope="row">
      ${h(Link, { to: pathTo("event", event.id), children: event.title })}
      <span class="muted small cell-note">${event.admission === "open" ? t(`format.${event.format}`) : t(`admission.${event.admission}`)}</span>
    </th>
    <td>${date(event.held_on)}</td>
    <td>${h(JoinCode, { code: event.code })}</td>
    <td class="numeric">${n(event.participants)}</td>
    <td class="numeric">${event.ideas > 0 ? h(Link, { to: pathTo("contributions", event.id), children: n(event.ideas) }) : n(0)}</td>
    <td class="numeric">${n(event.rounds)}</td>
    <td>${date(event.delete_on)}</td>
  </tr>`
}

/** Takes in an event that was exported elsewhere. */
function Import() {
  const file = useRef(/** @type {HTMLInputElement | null} */ (null))
  const importing = useAction()
  /** @param {Event} event */
  function take(event) {
    const input = /** @type {HTMLInputElement} */ (event.target)
    const chosen = input.files?.[0]
    input.value = ""
    if (!chosen) return
    importing.run(async () => {
      const contents = await chosen
        .text()
        .then(JSON.parse)
        .catch(() => undefined)
      if (!contents || typeof contents !== "object") throw new Refusal({ code: "invalid", field: "file" })
      const event = await post("/staff/api/import", contents)
      go(pathTo("event", event.id))
    })
  }
  return html`
    <input ref=${file} type="file" accept=".json,application/json" hidden onChange=${take} />
    ${h(Button, { busy: importing.busy, onClick: () => file.current?.click(), children: t("events.import") })}
    ${
      importing.refusal?.code === "invalid"
        ? html`<p class="kern-error" role="alert">${t("events.import_invalid")}</p>`
        : h(Problem, { refusal: importing.refusal })
    }`
}
