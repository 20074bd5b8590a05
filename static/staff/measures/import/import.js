// Taking in a plan that so far stood in a table: choose the file, look what each cell becomes, then apply.
import { asRefusal } from "../../../shared/api.js"
import { pairs } from "../../../shared/format.js"
import { n, refusalText, t } from "../../../shared/text.js"
import { Button, Notice } from "../../../shared/ui.js"
import { h, html, useRef, useState } from "../../../vendor/preact.js"
import { Select } from "../../form.js"
import { Head } from "../../frame.js"
import { useAction } from "../../load.js"
import { Link } from "../../place.js"
import { pathTo } from "../../routes.js"
import { PART_GROUPS, partName } from "./parts.js"
import { ImportRows } from "./rows.js"
import { send } from "./sending.js"

/**
 * @typedef {{ row: number, column: string, title: string, part: string, text: string, code: string, kind?: string, said?: string, known?: string[] }} Fault
 * @typedef {{ text: string, value?: any, note?: string, error?: Fault }} Value
 * @typedef {{ row: number, title: string, number: string, id?: string, match: string, skip?: string, values: Record<string, Value>, errors: number }} Row
 * @typedef {{ at: number, name: string, title: string, part: string, confidence: number }} Column
 * @typedef {{ sheets: string[], sheet: string, header_row: number, header_lines: number, columns: Column[], rows: Row[],
 *   counts: { new: number, same: number, changed: number, skipped: number, errors: number } }} Preview
 * @typedef {{ sheet?: string, header_row?: number, header_lines?: number, columns?: Record<number, string>, leave?: number[], create?: { kind: string, title: string }[] }} Mapping
 * @typedef {{ created: number, changed: number, same: number, skipped?: { row: number }[] }} Applied
 */

export function ImportPage() {
  const [file, setFile] = useState(/** @type {File | null} */ (null))
  const [mapping, setMapping] = useState(/** @type {Mapping} */ ({}))
  const [preview, setPreview] = useState(/** @type {Preview | null} */ (null))
  const [applied, setApplied] = useState(/** @type {Applied | null} */ (null))
  const reading = useAction()
  const applying = useAction()
  /** @param {File} chosen @param {Mapping} next */
  const look = (chosen, next) =>
    reading.run(async () => {
      setPreview(await send("/staff/api/measures/import", chosen, next))
      setMapping(next)
    })
  /** @param {File} chosen */
  const take = (chosen) => {
    setFile(chosen)
    setPreview(null)
    setApplied(null)
    look(chosen, {})
  }
  const apply = () =>
    applying.run(async () => {
      if (file && preview)
        setApplied(await send("/staff/api/measures/import/apply", file, settled(preview, mapping)))
    })
  return html`
    ${h(Head, { title: t("measures.import"), up: { to: pathTo("measures"), label: t("nav.measures") }, children: html`<p class="muted import__about">${t("measures.import_about")}</p>` })}
    ${
      applied
        ? h(Done, { applied, again: () => setApplied(null) })
        : html`${h(Upload, { file, busy: reading.busy, onTake: take })}
          ${reading.refusal ? h(Notice, { tone: "danger", alert: true, children: html`<p>${refusalOf(reading.refusal)}</p>` }) : null}
          ${
            file && preview
              ? html`${h(Sheets, { preview, mapping, busy: reading.busy, onLook: (next) => look(file, next) })}
                ${h(Columns, { preview, busy: reading.busy, onLook: (columns) => look(file, { ...settled(preview, mapping), columns }) })}
                ${h(ImportRows, { preview, mapping, busy: reading.busy, onLook: (next) => look(file, { ...settled(preview, mapping), ...next }) })}
                ${applying.refusal ? h(Notice, { tone: "danger", alert: true, children: html`<p>${refusalOf(applying.refusal)}</p>` }) : null}
                ${h(Apply, { preview, busy: applying.busy, onApply: apply })}`
              : null
          }`
    }`
}

/** What somebody saw is what is applied: nothing is guessed a second time.
 * @param {Preview} preview @param {Mapping} mapping @returns {Mapping} */
function settled({ sheet, header_row, header_lines, columns }, mapping) {
  return {
    ...mapping,
    sheet,
    header_row,
    header_lines,
    columns: Object.fromEntries(columns.map(({ at, part }) => [at, part])),
  }
}

/** @param {import("../../../shared/api.js").Refusal} refusal */
const refusalOf = (refusal) => {
  const { code } = asRefusal(refusal)
  return ["sheet_unreadable", "sheet_too_large", "sheet_unknown", "sheet_no_head"].includes(code)
    ? t(`measures.import_refused.${code}`)
    : refusalText({ code })
}

/** @param {{ file: File | null, busy: boolean, onTake: (file: File) => void }} props */
function Upload({ file, busy, onTake }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  /** @param {Event} event */
  const choose = (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target)
    const chosen = field.files?.[0]
    field.value = ""
    if (chosen) onTake(chosen)
  }
  return html`<div class="upload"
    onDragOver=${(/** @type {DragEvent} */ event) => event.preventDefault()}
    onDrop=${(/** @type {DragEvent} */ event) => {
      event.preventDefault()
      const dropped = event.dataTransfer?.files[0]
      if (dropped) onTake(dropped)
    }}
  >
    <input ref=${input} type="file" accept=".xlsx,.csv,text/csv" hidden aria-label=${t("measures.import_file")} onChange=${choose} />
    ${h(Button, { kind: file ? "secondary" : "primary", busy, onClick: () => input.current?.click(), children: t(file ? "measures.import_other" : "measures.import_file") })}
    <p class="muted" role="status">${busy ? t("measures.import_reading") : file ? file.name : t("measures.import_drop")}</p>
  </div>`
}

/** @param {{ preview: Preview, mapping: Mapping, busy: boolean, onLook: (mapping: Mapping) => void }} props */
function Sheets({ preview, onLook }) {
  const rows = Array.from({ length: Math.max(15, preview.header_row) }, (_, at) => `${at + 1}`)
  return html`<div class="pair import__sheet">
    ${preview.sheets.length > 1 ? h(Select, { id: "import-sheet", label: t("measures.import_sheet"), value: preview.sheet, onInput: (sheet) => onLook({ sheet }), options: pairs(preview.sheets, (sheet) => sheet) }) : null}
    ${h(Select, { id: "import-head", label: t("measures.import_head"), hint: t("measures.import_head_hint"), value: `${preview.header_row}`, onInput: (row) => onLook({ sheet: preview.sheet, header_row: Number(row) }), options: pairs(rows, (row) => t("measures.import_row", { row })) })}
  </div>`
}

/** @param {{ preview: Preview, busy: boolean, onLook: (columns: Record<number, string>) => void }} props */
function Columns({ preview, onLook }) {
  const { columns, rows } = preview
  const untaken = columns.filter(({ part }) => !part).length
  /** @param {number} at @param {string} part */
  const map = (at, part) =>
    onLook(Object.fromEntries(columns.map((column) => [column.at, column.at === at ? part : column.part])))
  const known = new Set(PART_GROUPS.flatMap(([, parts]) => parts))
  return html`<section class="block">
    <h2>${t("measures.import_columns")}</h2>
    <p class="muted">${t("measures.import_columns_about")}${untaken > 0 ? ` ${t("measures.import_untaken", { count: untaken })}` : ""}</p>
    <div class="table-wrap import__columns" role="region" tabindex="0" aria-label=${t("measures.import_columns")}><table class="table">
      <thead><tr><th scope="col">${t("measures.import_heading")}</th><th scope="col">${t("measures.import_example")}</th><th scope="col">${t("measures.import_becomes")}</th></tr></thead>
      <tbody>${columns.map(
        (column) => html`<tr key=${column.at}>
          <th scope="row"><span class="muted">${column.name}</span> ${column.title || t("measures.import_untitled")}</th>
          <td class="import__example muted" lang="">${exampleOf(rows, column)}</td>
          <td><div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" aria-label=${t("measures.import_map", { column: column.title || column.name })} value=${column.part} onChange=${(/** @type {Event} */ event) => map(column.at, /** @type {HTMLSelectElement} */ (event.target).value)}>
            <option value="" selected=${!column.part}>${t("measures.import_leave")}</option>
            ${column.part && !known.has(column.part) ? html`<option value=${column.part} selected>${partName(column.part)}</option>` : null}
            ${PART_GROUPS.map(([group, parts]) => html`<optgroup key=${group} label=${t(`measure.section.${group}`)}>${parts.map((part) => html`<option key=${part} value=${part} selected=${part === column.part}>${partName(part)}</option>`)}</optgroup>`)}
          </select></div>${column.part && column.confidence < 0.8 ? html` <span class="small late">${t("measures.import_unsure")}</span>` : null}</td>
        </tr>`,
      )}</tbody>
    </table></div>
  </section>`
}

/** The first thing a column says. @param {Row[]} rows @param {Column} column */
function exampleOf(rows, { part }) {
  const found = part && rows.find(({ values }) => values[part]?.text)
  return found ? found.values[part].text.slice(0, 80) : "–"
}

/** @param {{ preview: Preview, busy: boolean, onApply: () => void }} props */
function Apply({ preview: { counts }, busy, onApply }) {
  const count = counts.new + counts.changed
  return html`<div class="save-bar">
    <p role="status">${t("measures.import_counts", { fresh: n(counts.new), changed: n(counts.changed), same: n(counts.same), skipped: n(counts.skipped) })}${counts.errors > 0 ? ` ${t("measures.import_errors", { count: counts.errors })}` : ""}</p>
    <div class="actions">${h(Button, { kind: "primary", busy, disabled: count === 0, onClick: onApply, children: count === 0 ? t("measures.import_nothing") : t("measures.import_do", { count }) })}</div>
  </div>`
}

/** @param {{ applied: Applied, again: () => void }} props */
function Done({ applied, again }) {
  return html`${h(Notice, {
    tone: "success",
    alert: true,
    title: t("measures.import_done"),
    children: html`<p>${t("measures.import_result", { fresh: n(applied.created), changed: n(applied.changed), same: n(applied.same), skipped: n(applied.skipped?.length ?? 0) })}</p>`,
  })}
  <div class="actions import__after">
    ${h(Link, { to: pathTo("measures"), class: "kern-btn kern-btn--primary", children: html`<span class="kern-label">${t("measures.import_to_list")}</span>` })}
    ${h(Button, { onClick: again, children: t("measures.import_back") })}
  </div>`
}
