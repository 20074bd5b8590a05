// Periods of reporting, and who leads what is under way. Pure.

/** @import { Measure, Node } from "../types.js" */

/** The states in which there is something to report; a test holds them against the server's. */
export const REPORTING = ["adopted", "planned", "running", "carried_over"]

/** The half-year that a day lies in: "2026-H2". @param {Date} today */
export function periodOf(today) {
  return `${today.getFullYear()}-H${today.getMonth() < 6 ? 1 : 2}`
}

/**
 * The units that lead measures under way themselves, with how many.
 * @param {Measure[]} measures @param {Node[]} units
 * @returns {{ unit: Node, count: number }[]}
 */
export function leading(measures, units) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { state, profile } of measures) {
    if (REPORTING.includes(state) && profile.lead)
      counts.set(profile.lead, (counts.get(profile.lead) ?? 0) + 1)
  }
  return units
    .filter((unit) => counts.has(unit.id) && !unit.removed)
    .map((unit) => ({ unit, count: counts.get(unit.id) ?? 0 }))
}
