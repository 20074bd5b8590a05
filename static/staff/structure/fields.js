// Which fields a part of the structure has, and how what is typed becomes what is sent. Pure.

/** @import { Actual, Node } from "../types.js" */

/**
 * @typedef {object} Draft numbers as they are typed
 * @property {string} title
 * @property {string} short
 * @property {string} text
 * @property {string} parent
 * @property {string} lead
 * @property {string} group
 * @property {number} color
 * @property {string} unit
 * @property {string} baseline
 * @property {string} target
 * @property {string} due
 * @property {string} norm
 * @property {string} section
 * @property {{ on: string, value: string }[]} actuals
 */

/** In the order of the form. @type {Record<string, (keyof Draft)[]>} */
const FIELDS = {
  vision: ["title", "text"],
  guideline: ["title", "text"],
  goal: ["title", "parent", "text"],
  target: ["title", "unit", "baseline", "target", "due", "actuals"],
  area: ["title", "text"],
  field: ["short", "title", "parent", "color", "lead", "group", "text"],
  requirement: ["title", "norm", "section", "due", "text"],
  unit: ["short", "title", "parent"],
  group: ["title", "text"],
}

/** @param {string} kind */
export const fieldsOf = (kind) => FIELDS[kind] ?? ["title"]

/** @param {Partial<Node>} node @param {string} language @returns {Draft} */
export function draftOf(node, language) {
  /** @param {number | null | undefined} number */
  const typed = (number) => (typeof number === "number" ? spelled(number, language) : "")
  return {
    title: node.title ?? "",
    short: node.short ?? "",
    text: node.text ?? "",
    parent: node.parent ?? "",
    lead: node.lead ?? "",
    group: node.group ?? "",
    color: node.color ?? 0,
    unit: node.unit ?? "",
    baseline: typed(node.baseline),
    target: typed(node.target),
    due: node.due ?? "",
    norm: node.norm ?? "",
    section: node.section ?? "",
    actuals: (node.actuals ?? []).map(({ on, value }) => ({ on, value: typed(value) })),
  }
}

/** @param {number} number @param {string} language */
function spelled(number, language) {
  return language === "en" ? `${number}` : `${number}`.replace(".", ",")
}

/**
 * A number as people type it: "1.234,5" and "1234.5" alike. Nothing for an empty text, NaN for what
 * is no number. A single dot before three digits groups them in German and parts them in English.
 * @param {string} text @param {string} language @returns {number | undefined}
 */
export function numberIn(text, language) {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "")
  if (!bare) return undefined
  const grouped = language === "en" ? /^-?\d{1,3}(,\d{3})+(\.\d+)?$/ : /^-?\d{1,3}(\.\d{3})+(,\d+)?$/
  if (grouped.test(bare)) {
    const [group, point] = language === "en" ? [/,/g, "."] : [/\./g, ","]
    return Number(bare.replace(group, "").replace(point, "."))
  }
  return /^-?\d+([.,]\d+)?$/.test(bare) ? Number(bare.replace(",", ".")) : Number.NaN
}

/** The fields that keep a draft from being saved. @param {string} kind @param {Draft} draft @param {string} language */
export function wrongOf(kind, draft, language) {
  const fields = fieldsOf(kind)
  /** @type {(keyof Draft)[]} */
  const wrong = []
  if (!draft.title.trim()) wrong.push("title")
  for (const name of /** @type {const} */ (["baseline", "target"]))
    if (fields.includes(name) && Number.isNaN(numberIn(draft[name], language))) wrong.push(name)
  if (fields.includes("actuals") && draft.actuals.some((one) => isBroken(one, language)))
    wrong.push("actuals")
  return wrong
}

/** @param {{ on: string, value: string }} actual @param {string} language */
function isBroken({ on, value }, language) {
  if (!on && !value.trim()) return false
  const number = numberIn(value, language)
  return !on || number === undefined || Number.isNaN(number)
}

/**
 * What is sent of a draft: all that its kind has, actuals by day, empty rows left out.
 * @param {string} kind @param {Draft} draft @param {string} language
 * @returns {Partial<Node>}
 */
export function sentOf(kind, draft, language) {
  /** @type {Record<string, unknown>} */
  const sent = {}
  for (const name of fieldsOf(kind)) {
    if (name === "actuals") sent.actuals = actualsIn(draft, language)
    else if (name === "baseline" || name === "target") sent[name] = numberIn(draft[name], language) ?? null
    else if (name === "color") sent.color = draft.color
    else sent[name] = draft[name].trim()
  }
  return sent
}

/** @param {Draft} draft @param {string} language @returns {Actual[]} */
function actualsIn({ actuals }, language) {
  return actuals
    .filter(({ on, value }) => on && value.trim())
    .map(({ on, value }) => ({ on, value: numberIn(value, language) ?? 0 }))
    .sort((a, b) => a.on.localeCompare(b.on))
}
