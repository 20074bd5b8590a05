// What a staff council asks for, generated from this very build: what is stored, what is shown and
// exported, which lines lead in and out, who may do what.
import { get } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Tabs } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useLoaded, Waiting } from "../load.js"
import { Room } from "./rooms.js"

/**
 * @typedef {{ key: string, kind?: string, text: string, said?: Record<string, string> }} Entry
 * @typedef {{ name: string, purpose: string, basis: string, retention: string, roles: string }} Column
 * @typedef {Column & { columns: Column[] }} Stored
 * @typedef {{ role: string, text: string, rights: string[], routes: string[] }} RoleRights
 * @typedef {{ stored: Stored[], fields: Entry[], shown: Entry[], interfaces: Entry[], roles: RoleRights[] }} Catalogues
 */

const KINDS = ["stored", "fields", "shown", "interfaces", "roles"]

export function CataloguesPage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<Catalogues>} */ () => get("/staff/api/catalogues"),
    [],
  )
  const [kind, setKind] = useState("stored")
  const paper = html`<a class="kern-link" href="/staff/api/catalogues.html" target="_blank" rel="noopener">${t("catalogues.print")}</a>`
  return h(Room, {
    view: "catalogues",
    actions: paper,
    children: html`<p class="muted">${t("catalogues.about")}</p>
      ${
        data
          ? html`${h(Tabs, { label: t("room.catalogues"), tabs: KINDS.map((key) => ({ key, label: t(`catalogues.${key}`), count: data[/** @type {keyof Catalogues} */ (key)].length })), current: kind, onSelect: setKind, panel: "catalogue" })}
            <div id="catalogue" role="tabpanel" class="catalogue">${panel(data, kind)}</div>`
          : h(Waiting, { refusal, retry: reload })
      }`,
  })
}

/** @param {Catalogues} data @param {string} kind */
function panel(data, kind) {
  if (kind === "stored") return data.stored.map((table) => h(Table, { key: table.name, table }))
  if (kind === "roles") return data.roles.map((role) => h(Role, { key: role.role, role }))
  const entries = kind === "fields" ? data.fields : kind === "shown" ? data.shown : data.interfaces
  return h(Entries, { kind, entries })
}

/** @param {{ table: Stored }} props */
function Table({ table }) {
  return html`<details class="catalogue__table">
    <summary><code>${table.name}</code> ${table.purpose}</summary>
    <p class="small muted">${t("catalogues.basis")}: ${table.basis} · ${t("catalogues.retention")}: ${table.retention} · ${t("catalogues.readers")}: ${table.roles}</p>
    <div class="table-wrap" role="region" tabindex="0" aria-label=${table.name}><table class="table">
      <thead><tr><th scope="col">${t("catalogues.column")}</th><th scope="col">${t("catalogues.purpose")}</th><th scope="col">${t("catalogues.basis")}</th><th scope="col">${t("catalogues.retention")}</th><th scope="col">${t("catalogues.readers")}</th></tr></thead>
      <tbody>${table.columns.map(
        (column) =>
          html`<tr key=${column.name}><th scope="row"><code>${column.name}</code></th><td>${column.purpose}</td><td>${column.basis}</td><td>${column.retention}</td><td>${column.roles}</td></tr>`,
      )}</tbody>
    </table></div>
  </details>`
}

/** @param {{ kind: string, entries: Entry[] }} props */
function Entries({ kind, entries }) {
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t(`catalogues.${kind}`)}><table class="table">
    <thead><tr><th scope="col">${t("catalogues.what")}</th><th scope="col">${t("catalogues.purpose")}</th></tr></thead>
    <tbody>${entries.map(
      (entry) => html`<tr key=${entry.key}>
        <th scope="row"><code>${entry.key}</code>${entry.kind ? html` <span class="muted small">${entry.kind}</span>` : null}</th>
        <td>${entry.text}${Object.entries(entry.said ?? {}).map(([name, text]) => html`<br key=${name} /><span class="small muted">${name}: ${text}</span>`)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}

/** @param {{ role: RoleRights }} props */
function Role({ role }) {
  return html`<details class="catalogue__table">
    <summary>${t(`role.${role.role}`)} <span class="muted">${role.text}</span></summary>
    <ul class="catalogue__routes">${role.routes.map((route) => html`<li key=${route}><code>${route}</code></li>`)}</ul>
  </details>`
}
