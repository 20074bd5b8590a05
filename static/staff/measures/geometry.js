// Where things stand on the roadmap: days to places, years and quarters to columns. Pure.

/** @import { Dates, Measure } from "../types.js" */

const DAY = 86_400_000

/** @typedef {{ from: number, to: number, unit: number, width: number }} Scale times in ms; unit: px for a day */
/** @typedef {{ x: number, width: number, year: number, quarter?: number }} Column */

/** Pixels for a day, by zoom. */
const UNITS = { year: 0.4, quarter: 1.1 }

/** @param {string} date @returns {number} NaN when there is none */
export const timeOf = (date) => Date.parse(`${date}T00:00:00Z`)

/**
 * Whole years around all dates, today's among them.
 * @param {Measure[]} measures @param {string} today @param {"year" | "quarter"} zoom @returns {Scale}
 */
export function scaleOf(measures, today, zoom) {
  const times = measures
    .flatMap(({ profile: { baseline, current, milestones } }) => [
      baseline?.start,
      baseline?.end,
      current?.start,
      current?.end,
      ...(milestones ?? []).map(({ due }) => due),
    ])
    .map((date) => timeOf(date || ""))
    .filter(Number.isFinite)
  times.push(timeOf(today))
  const first = times.reduce((a, b) => Math.min(a, b))
  const last = times.reduce((a, b) => Math.max(a, b))
  const from = Date.UTC(new Date(first).getUTCFullYear(), 0, 1)
  const to = Date.UTC(new Date(last).getUTCFullYear() + 1, 0, 1)
  const unit = UNITS[zoom]
  return { from, to, unit, width: ((to - from) / DAY) * unit }
}

/** @param {Scale} scale @param {string} date @returns {number} */
export const placeOf = ({ from, unit }, date) => ((timeOf(date) - from) / DAY) * unit

/** @param {Scale} scale @param {"year" | "quarter"} zoom @returns {Column[]} */
export function columnsOf({ from, to, unit }, zoom) {
  const months = zoom === "year" ? 12 : 3
  /** @type {Column[]} */
  const columns = []
  for (let at = new Date(from); at.getTime() < to; ) {
    const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1))
    columns.push({
      x: ((at.getTime() - from) / DAY) * unit,
      width: ((next.getTime() - at.getTime()) / DAY) * unit,
      year: at.getUTCFullYear(),
      ...(zoom === "quarter" ? { quarter: at.getUTCMonth() / 3 + 1 } : {}),
    })
    at = next
  }
  return columns
}

/**
 * The bar of a span of days, both ends included. With one end known it is a short one that says so.
 * @param {Scale} scale @param {Dates | undefined} dates
 * @returns {{ x: number, width: number, open: "" | "start" | "end" } | undefined}
 */
export function barOf(scale, dates) {
  const { start = "", end = "" } = dates ?? {}
  const [from, to] = [placeOf(scale, start), placeOf(scale, end) + scale.unit]
  const stub = 30 * scale.unit
  if (Number.isFinite(from) && Number.isFinite(to))
    return { x: from, width: Math.max(to - from, 2), open: "" }
  if (Number.isFinite(from)) return { x: from, width: stub, open: "end" }
  if (Number.isFinite(to)) return { x: to - stub, width: stub, open: "start" }
  return undefined
}

/** From the planned end to the current one, when that is later. @param {Scale} scale @param {Measure["profile"]} profile */
export function slipOf(scale, { baseline, current }) {
  const [planned, now] = [placeOf(scale, baseline?.end || ""), placeOf(scale, current?.end || "")]
  return now > planned ? { x: planned + scale.unit, width: now - planned } : undefined
}

/**
 * Measures by topic field, fields in their order, those without one last.
 * @template F @param {Measure[]} measures @param {(measure: Measure) => F | undefined} fieldOf @param {(field: F) => number} position
 * @returns {{ field: F | undefined, measures: Measure[] }[]}
 */
export function byField(measures, fieldOf, position) {
  /** @type {Map<F | undefined, Measure[]>} */
  const groups = new Map()
  for (const measure of measures) {
    const field = fieldOf(measure)
    groups.set(field, [...(groups.get(field) ?? []), measure])
  }
  const order = (/** @type {F | undefined} */ field) =>
    field === undefined ? Number.POSITIVE_INFINITY : position(field)
  return [...groups]
    .map(([field, list]) => ({ field, measures: list }))
    .sort((a, b) => (order(a.field) === order(b.field) ? 0 : order(a.field) - order(b.field)))
}

/**
 * The first so many measures of all groups, in their order.
 * @template F @param {{ field: F, measures: Measure[] }[]} groups @param {number} limit
 * @returns {{ field: F, measures: Measure[] }[]}
 */
export function firstOf(groups, limit) {
  let left = limit
  return groups.flatMap(({ field, measures }) => {
    const shown = measures.slice(0, Math.max(0, left))
    left -= shown.length
    return shown.length > 0 ? [{ field, measures: shown }] : []
  })
}
