// What the points of a ballot mean, method by method. Pure.

/** @import { RoundPlan, RoundView } from "../../shared/types.js" */
/** @import { Points } from "./ballot.js" */

export const YES = 1
export const NO = 2
export const ABSTAIN = 3
export const GRADES = [1, 2, 3, 4, 5]

/** @typedef {Pick<RoundPlan, "budget" | "cap"> & Partial<Pick<RoundPlan, "method" | "criteria">>} Bounds */

/** Points, or items to approve, that a ballot may give in all. @param {Bounds} round */
export function budgetOf({ method, budget = 0 }) {
  if (method === "yesno" || method === "scale" || method === "ranking") return Number.POSITIVE_INFINITY
  return method === "approve" && !budget ? Number.POSITIVE_INFINITY : budget
}

/** The most points for one item. @param {Bounds} round */
export function capOf({ method, cap = 1 }) {
  if (method === "approve") return 1
  return method === "dots" || method === undefined ? cap : Number.POSITIVE_INFINITY
}

/** What a scale's points say by a criterion, counted from 0: 1 to 5, or 0. @param {number} points @param {number} criterion */
export function rated(points, criterion) {
  return Math.floor(points / 10 ** criterion) % 10
}

/** @param {number} points @param {number} criterion @param {number} grade 0: not rated any more */
export function withRating(points, criterion, grade) {
  return points + (grade - rated(points, criterion)) * 10 ** criterion
}

/** Whether nothing is open any more about an item. @param {Bounds} round @param {number} points */
export function isAnswered({ method, criteria = [] }, points) {
  if (method !== "scale") return points > 0
  return criteria.every((_, index) => rated(points, index) > 0)
}

/** Whether a round asks something about each item, so that what is not answered stands out. @param {Pick<RoundPlan, "method">} round */
export function asksEach({ method }) {
  return method === "yesno" || method === "scale"
}

/** A ranking's items, best first. @param {Points} places @returns {number[]} */
export function inOrder(places) {
  return [...places].sort(([, a], [, b]) => a - b).map(([item]) => item)
}

/** @param {number[]} order @returns {Points} places from 1 */
export function toPlaces(order) {
  return new Map(order.map((item, index) => [item, index + 1]))
}

/**
 * Puts an item at a place counted from 0, from wherever it was.
 * @param {number[]} order @param {number} item @param {number} at @returns {number[]}
 */
export function placed(order, item, at) {
  const rest = order.filter((one) => one !== item)
  const index = Math.max(0, Math.min(at, rest.length))
  return [...rest.slice(0, index), item, ...rest.slice(index)]
}

/** One up (-1) or down (1); at the ends nothing happens. @param {number[]} order @param {number} item @param {number} by */
export function moved(order, item, by) {
  const at = order.indexOf(item)
  const to = at + by
  return at < 0 || to < 0 || to >= order.length ? order : placed(order, item, to)
}

/** A round's items that this phone brought. @param {Pick<RoundView, "items">} round @param {Set<number>} own numbers @returns {Set<number>} */
export function ownItems({ items }, own) {
  return new Set(
    items.flatMap(({ item, idea, field, ideas = [] }) =>
      !field && [idea || 0, ...ideas].some((number) => own.has(number)) ? [item] : [],
    ),
  )
}
