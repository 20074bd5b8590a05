// The list of the inbox: every row with its votes, and the room they came from beside them.
import { Bar } from "../../shared/plots.js"
import { n, t } from "../../shared/text.js"
import { h, html, useEffect, useRef } from "../../vendor/preact.js"
import { Check, Words } from "../tables.js"
import { Became, Origin, Votes } from "./item.js"
import { coverage, keyOf } from "./selection.js"
import { sizeShare } from "./standing.js"

/** @import { Item } from "./types.js" */
/** @import { Selection } from "./selection.js" */

/**
 * @typedef {object} Props
 * @property {Item[]} items
 * @property {Selection} selection
 * @property {string} at key of the row the keyboard is on
 * @property {boolean} selectable
 * @property {(items: Item[], on: boolean) => void} onSelect
 * @property {(item: Item) => void} onOpen
 * @property {(key: string) => void} onAt
 */

/** @param {Props} props */
export function InboxTable({ items, selection, at, selectable, onSelect, onOpen, onAt }) {
  const largest = Math.max(0, ...items.map((item) => item.devices))
  return html`<div class="table-wrap" role="region" aria-label=${t("nav.inbox")}><table class="table inbox">
    <thead><tr>
      ${selectable ? html`<td>${h(Check, { label: t("table.all"), checked: coverage(selection, items) === "all", onChange: (on) => onSelect(items, on) })}</td>` : null}
      <th scope="col" class="numeric">${t("table.number")}</th>
      <th scope="col">${t("table.idea")}</th>
      <th scope="col">${t("inbox.vote")}</th>
      <th scope="col">${t("inbox.size")}</th>
      <th scope="col">${t("table.became")}</th>
    </tr></thead>
    <tbody>${items.map((item) => h(Row, { key: keyOf(item), item, largest, selectable, selected: selection.has(keyOf(item)), current: keyOf(item) === at, onSelect, onOpen, onAt }))}</tbody>
  </table></div>`
}

/**
 * @param {Pick<Props, "selectable" | "onSelect" | "onOpen" | "onAt"> & { item: Item, largest: number, selected: boolean, current: boolean }} props
 */
function Row({ item, largest, selectable, selected, current, onSelect, onOpen, onAt }) {
  const row = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    if (!current) return
    row.current?.scrollIntoView({ block: "nearest" })
    row.current?.querySelector(/** @type {"button"} */ (".inbox__open"))?.focus({ preventScroll: true })
  }, [current])
  return html`<tr ref=${row} class=${`${selected ? "is-chosen" : ""}${current ? " is-at" : ""}`}>
    ${selectable ? html`<td>${h(Check, { label: t("inbox.choose", { text: item.number ? `${item.number}` : item.text }), checked: selected, onChange: (on) => onSelect([item], on) })}</td>` : null}
    <th scope="row" class="numeric number">
      <button type="button" class="inbox__open" aria-label=${t("inbox.open", { text: item.number ? `${item.number}` : item.text })} onFocus=${() => onAt(keyOf(item))} onClick=${() => onOpen(item)}>${item.number ? n(item.number) : item.kind === "requirement" ? "§" : "›"}</button>
    </th>
    <td class="text">${item.kind === "field" || item.kind === "requirement" ? html`<strong lang="">${item.text}</strong>` : h(Words, { text: item.text })}${h(Origin, { item })}</td>
    <td class="inbox__votes">${h(Votes, { item })}</td>
    <td class="inbox__size">${item.event ? h(Size, { devices: item.devices, largest }) : html`<span class="muted">–</span>`}</td>
    <td>${h(Became, { item })}</td>
  </tr>`
}

/** How large an event was beside the largest one on show. @param {{ devices: number, largest: number }} props */
function Size({ devices, largest }) {
  return html`<span class="nowrap">${t("inbox.devices", { count: devices })}</span>
    <span class="size" aria-hidden="true">${h(Bar, { share: sizeShare(devices, largest) })}</span>`
}
