// The keys of the list, for whoever presses "?".
import { t } from "../../shared/text.js"
import { Dialog } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"

const KEYS = ["move", "page", "open", "choose", "range", "search", "escape", "board", "help"]

/** @param {{ onClose: () => void }} props */
export function KeysDialog({ onClose }) {
  return h(Dialog, {
    title: t("measures.keys"),
    onClose,
    children: html`<dl class="keys">${KEYS.map(
      (key) =>
        html`<div key=${key}><dt>${t(`measures.key.${key}`)
          .split(" ")
          .map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${t(`measures.keys.${key}`)}</dd></div>`,
    )}</dl>`,
  })
}
