// Criteria and their weights, and how far an assessor is. Pure.

/** @import { Measure } from "../types.js" */
/** @import { Assessment, Criterion, Round } from "./types.js" */

export const MAX_SCORE = 4
/** 0 to 4. */
export const SCORES = Array.from({ length: MAX_SCORE + 1 }, (_, score) => score)

/** What share of the result each criterion decides, in whole percent that sum up to 100: the largest
 * remainders are rounded up. @param {Pick<Criterion, "weight">[]} criteria @returns {number[]} */
export function shares(criteria) {
  const sum = criteria.reduce((all, { weight }) => all + weight, 0)
  if (sum <= 0) return criteria.map(() => 0)
  const exact = criteria.map(({ weight }) => (weight / sum) * 100)
  const whole = exact.map(Math.floor)
  const left = 100 - whole.reduce((all, share) => all + share, 0)
  const order = exact.map((share, at) => ({ at, rest: share - Math.floor(share) }))
  for (const { at } of order.sort((a, b) => b.rest - a.rest || a.at - b.at).slice(0, left)) whole[at]++
  return whole
}

/** What keeps a round from being saved or opened. @param {Pick<Round, "title" | "criteria" | "measures">} round
 * @returns {("title" | "criteria" | "criterion" | "weights" | "measures")[]} */
export function missing({ title, criteria, measures }) {
  /** @type {("title" | "criteria" | "criterion" | "weights" | "measures")[]} */
  const lacks = []
  if (!title.trim()) lacks.push("title")
  if (criteria.length === 0) lacks.push("criteria")
  else if (criteria.some((one) => !one.title.trim())) lacks.push("criterion")
  if (criteria.length > 0 && shares(criteria).every((share) => share === 0)) lacks.push("weights")
  if (measures.length === 0) lacks.push("measures")
  return lacks
}

/** A weight as it is typed: whole, 0 to 100. @param {string} text */
export function weightIn(text) {
  const number = Math.round(Number(text.replace(",", ".")))
  return Number.isFinite(number) ? Math.min(100, Math.max(0, number)) : 0
}

/** Criteria without a score yet. @param {Criterion[]} criteria @param {Record<string, number>} scores */
export function unscored(criteria, scores) {
  return criteria.filter(({ id }) => !SCORES.includes(scores[id]))
}

/** What one's scores come to, 0 to 100, counted as the server counts.
 * @param {Criterion[]} criteria @param {Record<string, number>} scores */
export function worthOf(criteria, scores) {
  let sum = 0
  let weights = 0
  for (const { id, weight, inverse } of criteria) {
    const score = scores[id] ?? 0
    sum += (inverse ? MAX_SCORE - score : score) * weight
    weights += weight
  }
  return weights > 0 ? (100 * sum) / (MAX_SCORE * weights) : 0
}

/** Measures that one has not assessed yet, in the round's order. @param {Pick<Round, "measures">} round @param {Assessment[]} own */
export function waiting({ measures }, own) {
  const done = new Set(own.map(({ measure }) => measure))
  return measures.filter((id) => !done.has(id))
}

/** Where to go on after a measure: the next that waits, from there on and round again.
 * @param {Pick<Round, "measures">} round @param {Assessment[]} own @param {string} after */
export function nextOf(round, own, after) {
  const left = waiting(round, own).filter((id) => id !== after)
  const at = round.measures.indexOf(after)
  return left.find((id) => round.measures.indexOf(id) > at) ?? left[0]
}

/** What stands in the way of assessing a measure, as a key of words. @param {Measure} measure */
export function gateOf({ profile: { gate } }) {
  const answers = [gate?.competent?.answer, gate?.lawful?.answer, gate?.new?.answer]
  if (answers.includes("no")) return "assessing.gate_no"
  return answers.every((answer) => answer === "yes") ? "" : "assessing.gate_open"
}
