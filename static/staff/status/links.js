// The links that were made, shown this once, one for each unit.
import { day } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { CopyField } from "../people/copyfield.js"
import { nameOf } from "./status.js"

/** @import { Node } from "../types.js" */
/** @import { Linked } from "./status.js" */

/** @param {{ links: Linked[], units: Map<string, Node>, onClose: () => void }} props */
export const LinksDialog = ({ links, units, onClose }) =>
  h(Dialog, {
    title: t("reports.links"),
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose, children: t("link.done") }),
    children: html`<p>${t("reports.links.text")}</p>
      <ul class="reports__links">${links.map(
        (one) =>
          html`<li key=${one.id}>${h(CopyField, {
            label: html`${nameOf(units.get(one.unit))} <span class="muted">${t("reports.link.until", { day: day(new Date(one.expires_at).toISOString()) })}</span>`,
            path: one.link,
            name: "status-link",
          })}</li>`,
      )}</ul>`,
  })
