// A round as it is prepared: a plan, what it votes on, and what still stands against opening it. Pure.

/** @import { Criterion, Method, Phase, RoundPlan, Secrecy } from "../../shared/types.js" */

export const METHODS = /** @type {Method[]} */ (["dots", "approve", "yesno", "scale", "ranking"])
export const SECRECIES = /** @type {Secrecy[]} */ (["pseudonymous", "secret", "open"])
export const MAX_BUDGET = 99
export const MAX_RANKED = 50
export const MAX_CRITERIA = 3
export const MIN_SECRET = 5
export const MANY = 40 // more than this and few people read to the end

/**
 * @typedef {object} Draft a round being prepared
 * @property {string} phase it was prepared for
 * @property {RoundPlan} plan
 * @property {boolean} picked only what was picked by hand
 * @property {number[]} ideas picked ones, each speaking for its group
 * @property {string[]} fields picked ones
 * @property {boolean} freeze admits no more devices when it opens
 */

/** @type {RoundPlan} */
export const USUAL = {
  title: "",
  method: "dots",
  subject: "ideas",
  secrecy: "pseudonymous",
  budget: 5,
  cap: 2,
  hidden: true,
  exclude_own: false,
  criteria: [],
}

/** A draft from what a phase plans. @param {Phase | undefined} phase @returns {Draft} */
export function draftFor(phase) {
  const plan = { ...USUAL, ...phase?.vote, hidden: phase?.vote ? Boolean(phase.vote.hidden) : USUAL.hidden }
  return { phase: phase?.id || "", plan, picked: false, ideas: [], fields: [], freeze: false }
}

/**
 * Another method, with what it needs and the draft has not yet.
 * @param {RoundPlan} plan @param {Method} method @param {Criterion} first what a scale asks if nothing else is said
 * @returns {RoundPlan}
 */
export function withMethod(plan, method, first) {
  const next = { ...plan, method }
  if (method === "dots" && !next.budget) return { ...next, budget: USUAL.budget, cap: USUAL.cap }
  if (method === "approve") return { ...next, budget: 0 }
  if (method === "scale" && !next.criteria?.length) return { ...next, criteria: [first] }
  return next
}

/**
 * The plan as it is sent: only what its method uses.
 * @param {RoundPlan} plan @returns {RoundPlan}
 */
export function sent({
  title = "",
  method,
  subject,
  secrecy,
  budget = 0,
  cap = 1,
  hidden,
  exclude_own,
  criteria,
}) {
  return {
    title: title.trim(),
    method,
    subject,
    secrecy,
    budget: method === "dots" || method === "approve" ? budget : 0,
    cap: method === "dots" ? Math.min(cap, budget) : method === "approve" ? 1 : 0,
    hidden: secrecy === "secret" || Boolean(hidden),
    exclude_own: subject === "ideas" && Boolean(exclude_own),
    criteria: method === "scale" ? (criteria || []).map(trimmed) : [],
  }
}

/** @param {Criterion} criterion @returns {Criterion} */
const trimmed = ({ name, low, high, less }) => ({
  name: name.trim(),
  low: low.trim(),
  high: high.trim(),
  less: Boolean(less),
})

/**
 * What OpenRound is asked with.
 * @param {Draft} draft @param {string} session
 */
export function asked({ plan, picked, ideas, fields, freeze }, session) {
  const chosen = !picked ? {} : plan.subject === "ideas" ? { ideas } : { fields }
  return { session, ...sent(plan), ...chosen, freeze }
}

/**
 * What stands against opening: "nothing" to vote on, an item "alone" to be ranked or too many
 * ("ranked"), "criteria" without a name, a "secret" vote among too few.
 * @param {RoundPlan} plan @param {number} count items @param {number} admitted devices
 * @returns {("nothing" | "alone" | "ranked" | "criteria" | "secret")[]}
 */
export function obstacles(plan, count, admitted) {
  /** @type {ReturnType<typeof obstacles>} */
  const found = []
  if (count === 0) found.push("nothing")
  if (plan.method === "ranking" && count === 1) found.push("alone")
  if (plan.method === "ranking" && count > MAX_RANKED) found.push("ranked")
  if (plan.method === "scale" && !isAsking(plan.criteria)) found.push("criteria")
  if (plan.secrecy === "secret" && admitted < MIN_SECRET) found.push("secret")
  return found
}

/** @param {Criterion[]} [criteria] */
function isAsking(criteria = []) {
  return criteria.length > 0 && criteria.every(({ name }) => name.trim())
}

/**
 * How devices and heads differ: "more" devices than people, or "fewer"; "" when they agree or
 * nobody counted.
 * @param {number} admitted @param {number} [heads]
 */
export function against(admitted, heads = 0) {
  if (!heads || admitted === heads) return ""
  return admitted > heads ? "more" : "fewer"
}
