// The links that were made, shown this once, one for each unit.
import { day } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { nameOf } from "./status.js"

/** @import { Node } from "../types.js" */
/** @import { Linked } from "./status.js" */

/** @param {{ links: Linked[], units: Map<string, Node>, onClose: () => void }} props */
export function LinksDialog({ links, units, onClose }) {
  const [copied, setCopied] = useState("")
  /** @param {MouseEvent} event @param {Linked} one */
  async function copy(event, one) {
    const field = /** @type {HTMLElement} */ (event.currentTarget).closest("li")?.querySelector("input")
    field?.select()
    try {
      await navigator.clipboard.writeText(location.origin + one.link)
      setCopied(one.id)
    } catch {
      if (document.execCommand("copy")) setCopied(one.id) // over plain HTTP there is no clipboard to write to
    }
  }
  return h(Dialog, {
    title: t("reports.links"),
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose, children: t("link.done") }),
    children: html`<p>${t("reports.links.text")}</p>
      <ul class="reports__links">${links.map(
        (one) => html`<li key=${one.id}>
          <label class="kern-form-input">
            <span class="kern-label">${nameOf(units.get(one.unit))} <span class="muted">${t("reports.link.until", { day: day(new Date(one.expires_at).toISOString()) })}</span></span>
            <input class="kern-form-input__input" readonly data-name="status-link" value=${location.origin + one.link} onFocus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} />
          </label>
          <button type="button" class="kern-btn kern-btn--tertiary" onClick=${(/** @type {MouseEvent} */ event) => copy(event, one)}><span class="kern-label">${t("link.copy")}</span></button>
          <span role="status">${copied === one.id ? t("link.copied") : ""}</span>
        </li>`,
      )}</ul>`,
  })
}
