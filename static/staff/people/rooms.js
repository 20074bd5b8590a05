// The rooms of the administration: each has an address of its own, and only who may enter sees its door.
import { t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */

/** @type {[view: string, right: string][]} */
const ROOMS = [
  ["house", "readPlan"],
  ["accounts", "manageAccounts"],
  ["catalogues", "readCatalogues"],
  ["plan_audit", "readAudit"],
  ["own", "self"],
]

/** @param {{ view: string, actions?: ComponentChildren, children: ComponentChildren }} props */
export function Room({ view, actions, children }) {
  return html`${h(Head, { title: t("nav.house"), actions })}
    <div class="looks no-print">
      <nav class="looks__tabs" aria-label=${t("rooms")}>${ROOMS.filter(([, right]) => can(right)).map(
        ([room]) =>
          h(Link, {
            key: room,
            to: pathTo(room),
            class: "looks__tab",
            current: room === view,
            children: t(`room.${room}`),
          }),
      )}</nav>
    </div>
    <div class="room">${children}</div>`
}
