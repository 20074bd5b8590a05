// What values are typed and chosen with: texts with a preview, choices, parts of the structure, rows.

import { figure, typedNumber } from "../../shared/format.js"
import { randomHex } from "../../shared/random.js"
import { t } from "../../shared/text.js"
import { Button, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Select } from "../form.js"
import { nodeOptions } from "./filters.js"
import { Prose } from "./prose.js"
import { nameOf, outline } from "./reading.js"

/** @import { Node } from "../types.js" */

let made = 0
const freshId = () => `editor-${++made}`

/** @param {{ value: string, set: (value: string) => void, label: string, max?: number }} props */
export function TextEditor({ value, set, label, max = 10000 }) {
  const [preview, setPreview] = useState(false)
  return html`<div class="writing">
    ${preview ? html`<div class="writing__preview">${h(Prose, { text: value })}</div>` : h(Field, { label, type: "textarea", rows: Math.min(24, Math.max(5, value.split("\n").length + Math.ceil(value.length / 90))), value, onInput: set, input: { maxlength: max } })}
    <p class="writing__line"><button type="button" class="more" aria-pressed=${preview} onClick=${() => setPreview(!preview)}>${t(preview ? "measure.write" : "measure.preview")}</button> <span class="muted small">${t("measure.markdown")}</span></p>
  </div>`
}

/** @param {{ value: string, set: (value: string) => void, label: string, max?: number, type?: string }} props */
export const LineEditor = ({ value, set, label, max = 500, type }) =>
  h(Field, { label, value, onInput: set, type, input: type ? {} : { maxlength: max } })

/** A number as people write it; what is none is not taken over.
 * @param {{ value: number | null, set: (value: number | null) => void, label: string, plain?: boolean }} props plain: a year, say, without dots between its digits */
export function NumberEditor({ value, set, label, plain }) {
  const [text, setText] = useState(
    value === null || value === undefined ? "" : plain ? `${value}` : figure(value),
  )
  const wrong = text.trim() !== "" && typedNumber(text) === null
  return h(Field, {
    label,
    value: text,
    error: wrong ? t("measure.number_wrong") : "",
    onInput: (next) => {
      setText(next)
      const typed = typedNumber(next)
      if (typed !== null || !next.trim()) set(typed)
    },
    input: { inputmode: "decimal" },
  })
}

/** @param {{ value: string, set: (value: string) => void, label: string, options: [string, string][] }} props */
export function ChoiceEditor({ value, set, label, options }) {
  const [id] = useState(freshId)
  return h(Select, { id, label, value, onInput: set, options: [["", t("measure.not_said")], ...options] })
}

/** @param {{ value: string, set: (value: string) => void, label: string, nodes: Node[], kinds: string[] }} props */
export const NodeEditor = ({ value, set, label, nodes, kinds }) =>
  h(ChoiceEditor, { value, set, label, options: nodeOptions(nodes, kinds, [value]) })

/** @param {{ value: string[], set: (value: string[]) => void, nodes: Node[], kinds: string[] }} props */
export function NodesEditor({ value, set, nodes, kinds }) {
  const all = outline(nodes, kinds, value)
  if (all.length === 0) return html`<p class="muted">${t("measure.structure_empty")}</p>`
  return h(ManyEditor, {
    value,
    set,
    options: all.map(({ node, depth }) => ({ key: node.id, label: nameOf(node), depth })),
  })
}

/** @param {{ value: string[], set: (value: string[]) => void, options: { key: string, label: string, depth?: number }[] }} props */
export function ManyEditor({ value, set, options }) {
  const [q, setQ] = useState("")
  const shown = options.filter(
    ({ key, label }) =>
      value.includes(key) || label.toLocaleLowerCase("de").includes(q.toLocaleLowerCase("de")),
  )
  return html`<div class="many">
    ${options.length > 12 ? h(Field, { label: t("measure.find"), type: "search", value: q, onInput: setQ }) : null}
    <ul class="many__list">${shown
      .slice(0, 200)
      .map(
        ({ key, label, depth = 0 }) =>
          html`<li key=${key} class=${`many__item many__item--${Math.min(depth, 3)}`}><label><input type="checkbox" checked=${value.includes(key)} onChange=${() => set(value.includes(key) ? value.filter((one) => one !== key) : [...value, key])} /> ${label}</label></li>`,
      )}</ul>
  </div>`
}

/**
 * @typedef {{ key: string, label: string, type?: "text" | "date" | "number" | "whole" | "choice" | "long", options?: [string, string][] }} Cell
 */

/**
 * Rows of a list: add, change, remove, order by arrows.
 * @param {{ value: any[], set: (value: any[]) => void, cells: Cell[], blank: () => any, add: string, named: (row: any) => string }} props
 */
export function RowsEditor({ value, set, cells, blank, add, named }) {
  /** @param {number} at @param {any} change */
  const change = (at, change) => set(value.map((row, index) => (index === at ? { ...row, ...change } : row)))
  /** @param {number} at @param {number} by */
  const move = (at, by) => {
    const next = [...value]
    const [row] = next.splice(at, 1)
    next.splice(at + by, 0, row)
    set(next)
  }
  return html`<div class="rows">
    ${value.map(
      (row, at) => html`<fieldset key=${row.id ?? at} class="rows__row">
        <legend class="kern-sr-only">${named(row) || `${at + 1}.`}</legend>
        <div class="rows__cells">${cells.map((cell) => h(CellEditor, { key: cell.key, cell, value: row[cell.key], set: (next) => change(at, { [cell.key]: next }) }))}</div>
        <div class="rows__buttons">
          ${at > 0 ? h(Button, { kind: "tertiary", icon: "arrow-up", iconOnly: true, onClick: () => move(at, -1), children: t("measure.row_up", { row: named(row) }) }) : null}
          ${h(Button, { kind: "tertiary", icon: "delete", iconOnly: true, onClick: () => set(value.filter((_, index) => index !== at)), children: t("measure.row_remove", { row: named(row) }) })}
        </div>
      </fieldset>`,
    )}
    ${h(Button, { icon: "add", onClick: () => set([...value, { id: randomHex(), ...blank() }]), children: add })}
  </div>`
}

/** @param {{ cell: Cell, value: any, set: (value: any) => void }} props */
function CellEditor({ cell: { label, type = "text", options = [] }, value, set }) {
  switch (type) {
    case "number":
      return html`<div class="rows__cell">${h(NumberEditor, { label, value, set })}</div>`
    case "whole":
      return html`<div class="rows__cell">${h(NumberEditor, { label, value, set: (next) => set(Math.round(next ?? 0)), plain: true })}</div>`
    case "choice":
      return html`<div class="rows__cell">${h(ChoiceEditor, { label, value: value ?? "", set, options })}</div>`
    case "long":
      return html`<div class="rows__cell rows__cell--long">${h(Field, { label, type: "textarea", rows: 2, value: value ?? "", onInput: set, input: { maxlength: 2000 } })}</div>`
    default:
      return html`<div class=${`rows__cell${type === "text" ? " rows__cell--text" : ""}`}>${h(Field, { label, type, value: value ?? "", onInput: set })}</div>`
  }
}
