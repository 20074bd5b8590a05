// What each row of a table becomes, and every cell that could not be read, with what stands there.
import { has, n, t } from "../../../shared/text.js"
import { Button, Tabs } from "../../../shared/ui.js"
import { h, html, useState } from "../../../vendor/preact.js"
import { partName } from "./parts.js"

/** @import { Fault, Mapping, Preview, Row, Value } from "./import.js" */

const STEP = 50
const TABS = ["errors", "new", "changed", "same", "skipped"]

/** @param {{ preview: Preview, mapping: Mapping, busy: boolean, onLook: (change: Partial<Mapping>) => void }} props */
export function ImportRows({ preview, mapping, busy, onLook }) {
  const { counts, rows } = preview
  const [chosen, setTab] = useState("")
  const [limit, setLimit] = useState(STEP)
  const size = (/** @type {string} */ key) => counts[/** @type {keyof typeof counts} */ (key)]
  const tab = chosen || (TABS.find((key) => size(key) > 0) ?? "new")
  const wanted = rows.filter((row) => (tab === "errors" ? row.errors > 0 : row.match === tab))
  const missing = unknownOf(rows)
  return html`<section class="block">
    <h2>${t("measures.import_rows")}</h2>
    ${h(Tabs, {
      label: t("measures.import_rows"),
      current: tab,
      panel: "import-rows",
      onSelect: (key) => {
        setTab(key)
        setLimit(STEP)
      },
      tabs: TABS.map((key) => ({ key, label: t(`measures.import_tab.${key}`), count: size(key) })),
    })}
    <div id="import-rows" role="tabpanel" aria-label=${t(`measures.import_tab.${tab}`)}>
      ${
        tab === "errors" && missing.length > 0
          ? html`<div class="import__missing"><p>${t("measures.import_missing", { names: missing.map(({ title }) => `„${title}“`).join(", ") })}</p>
              ${h(Button, { busy, onClick: () => onLook({ create: [...(mapping.create ?? []), ...missing] }), children: t("measures.import_create", { count: missing.length }) })}</div>`
          : null
      }
      ${wanted.length === 0 ? html`<p class="muted">${t("measures.import_none")}</p>` : null}
      <ul class="import__rows">${wanted.slice(0, limit).map((row) => h(ImportRow, { key: row.row, row, onlyFaults: tab === "errors", left: (mapping.leave ?? []).includes(row.row), onLeave: (on) => onLook({ leave: on ? [...(mapping.leave ?? []), row.row] : (mapping.leave ?? []).filter((one) => one !== row.row) }) }))}</ul>
      ${wanted.length > limit ? html`<button type="button" class="more" onClick=${() => setLimit(limit + STEP)}>${t("measures.board.more", { count: wanted.length - limit })}</button>` : null}
    </div>
  </section>`
}

/** Names of fields, units and the like that the structure does not have yet. @param {Row[]} rows */
function unknownOf(rows) {
  /** @type {Map<string, { kind: string, title: string }>} */
  const found = new Map()
  for (const { values } of rows)
    for (const { error } of Object.values(values))
      if (error?.code === "unknown" && error.kind && error.said)
        found.set(`${error.kind} ${error.said}`, { kind: error.kind, title: error.said })
  return [...found.values()]
}

/** @param {{ row: Row, onlyFaults: boolean, left: boolean, onLeave: (on: boolean) => void }} props */
function ImportRow({ row, onlyFaults, left, onLeave }) {
  const cells = Object.entries(row.values).filter(([, value]) =>
    onlyFaults ? value.error : value.text || value.error,
  )
  return html`<li class="import__row">
    <div class="import__line">
      <p><span class="muted">${t("measures.import_row", { row: `${row.row}` })}</span> <strong lang="">${row.number ? `${row.number} ` : ""}${row.title || t("measures.import_untitled")}</strong> <span class="badge">${t(`measures.import_match.${row.match}`)}</span>
        ${row.skip ? html`<span class="muted">${has(`measures.import_skip.${row.skip}`) ? t(`measures.import_skip.${row.skip}`) : row.skip}</span>` : null}</p>
      <button type="button" class="more" onClick=${() => onLeave(!left)}>${t(left ? "measures.import_take_row" : "measures.import_leave_row")}</button>
    </div>
    ${cells.length > 0 ? (onlyFaults ? h(Cells, { cells }) : html`<details><summary class="small">${t("measures.import_cells", { count: cells.length })}</summary>${h(Cells, { cells })}</details>`) : null}
  </li>`
}

/** @param {{ cells: [string, Value][] }} props */
function Cells({ cells }) {
  return html`<table class="table import__cells">
    <thead><tr><th scope="col">${t("measures.import_part")}</th><th scope="col">${t("measures.import_text")}</th><th scope="col">${t("measures.import_read")}</th></tr></thead>
    <tbody>${cells.map(
      ([part, { text, value, note, error }]) => html`<tr key=${part}>
        <th scope="row">${partName(part)}</th>
        <td lang="" class="own-words">${text}</td>
        <td>${error ? html`<span class="late">${faultText(error)}</span>` : html`<span lang="">${shownOf(value)}</span>${note && has(`measures.import_note.${note}`) ? html` <span class="muted small">${t(`measures.import_note.${note}`)}</span>` : null}`}</td>
      </tr>`,
    )}</tbody>
  </table>`
}

/** @param {Fault} fault */
function faultText({ code, said, known }) {
  const text = has(`measures.import_fault.${code}`)
    ? t(`measures.import_fault.${code}`)
    : t("measures.import_fault.other")
  return [
    text,
    said && `„${said}“`,
    known && known.length > 0 && t("measures.import_known", { known: known.slice(0, 6).join(", ") }),
  ]
    .filter(Boolean)
    .join(" ")
}

/** @param {any} value @returns {string} */
function shownOf(value) {
  if (value === null || value === undefined || value === "") return "–"
  if (typeof value === "number") return n(value)
  if (Array.isArray(value)) return value.map(shownOf).join("; ")
  return typeof value === "object"
    ? Object.values(value).filter(Boolean).map(shownOf).join(" – ")
    : `${value}`
}
