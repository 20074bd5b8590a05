// What a measure says about itself in short: its number, its state, whether it is late. Pure.

/** @import { House, Lights, Measure, Node, Profile } from "../types.js" */

/** The core states in the order of the way forward; the last three leave it. */
export const STATES = [
  "candidate",
  "in_work",
  "assessed",
  "proposed",
  "adopted",
  "planned",
  "running",
  "done",
  "stopped",
  "merged",
  "carried_over",
]

/** States in which nothing is waited for any more. */
const ENDED = ["done", "stopped", "merged"]

/** Keys of the scale of a house that has none of its own, as store.DefaultPriorities has them. */
export const USUAL_PRIORITIES = ["high", "medium", "low"]

/** "M07" once it is proposed for the plan, "V12" before. @param {Measure} measure @param {House} house */
export function numberOf({ number, candidate_number }, { prefix }) {
  return number ? `${prefix || "M"}${`${number}`.padStart(2, "0")}` : `V${candidate_number}`
}

/** Numbered measures first, as in a printed plan. @param {Measure} measure */
export const orderOf = ({ number, candidate_number }) => (number ? number : 1e6 + candidate_number)

/** By how many days the current end lies behind the baseline; nothing when one of them is not known.
 * @param {Profile} profile @returns {number | undefined} */
export function slipDays({ baseline, current }) {
  const days = (Date.parse(current?.end || "") - Date.parse(baseline?.end || "")) / 86_400_000
  return Number.isFinite(days) ? Math.round(days) : undefined
}

/** The worst of the lights; empty when none is set. @param {Lights} lights */
export function worst({ time, result, budget }) {
  return ["red", "yellow", "green"].find((light) => [time, result, budget].includes(light)) ?? ""
}

/** Should have ended and has not, or is to end behind its baseline.
 * @param {Measure} measure @param {string} today "2026-11-23" */
export function isLate({ state, profile }, today) {
  if (ENDED.includes(state)) return false
  const end = profile.current?.end
  return (Boolean(end) && end < today) || (slipDays(profile) ?? 0) > 0
}

/** As store/lifecycle.go flags them. @param {Measure} measure @param {string} flag @param {string} today */
export function hasFlag(measure, flag, today) {
  const { at_risk, paused, requirements, legal_basis } = measure.profile
  switch (flag) {
    case "at_risk":
      return Boolean(at_risk)
    case "paused":
      return Boolean(paused)
    case "late":
      return isLate(measure, today)
    case "duty":
      return (requirements ?? []).length > 0 || Boolean(legal_basis)
    default:
      return true
  }
}

export const FLAGS = ["at_risk", "paused", "late", "duty"]

/** @param {Measure} measure @param {string} today @returns {string[]} */
export const flagsOf = (measure, today) => FLAGS.filter((flag) => hasFlag(measure, flag, today))

/** All costs of a measure in euros, once and running. @param {Profile} profile */
export const costOf = ({ costs }) => (costs ?? []).reduce((sum, cost) => sum + cost.amount, 0)

/** The day somebody sees on the calendar. @param {Date} now */
export function dayOf(now) {
  const two = (/** @type {number} */ value) => `${value}`.padStart(2, "0")
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** A part of the structure with all that lies below it. @param {Node[]} nodes @param {string} id @returns {Set<string>} */
export function withBelow(nodes, id) {
  const found = new Set([id])
  for (let grew = true; grew; ) {
    grew = false
    for (const node of nodes) {
      if (node.parent && found.has(node.parent) && !found.has(node.id)) {
        found.add(node.id)
        grew = true
      }
    }
  }
  return found
}

/**
 * The parts of some kinds in the order of a table of contents, with their depth. What was removed is
 * left out, unless it is still chosen.
 * @param {Node[]} nodes @param {string[]} kinds @param {string[]} [chosen]
 * @returns {{ node: Node, depth: number }[]}
 */
export function outline(nodes, kinds, chosen = []) {
  const wanted = nodes.filter(
    (node) => kinds.includes(node.kind) && (!node.removed || chosen.includes(node.id)),
  )
  const known = new Set(wanted.map((node) => node.id))
  /** @param {string} parent @param {number} depth @returns {{ node: Node, depth: number }[]} */
  const under = (parent, depth) =>
    wanted
      .filter((node) => (node.parent && known.has(node.parent) ? node.parent : "") === parent)
      .sort((a, b) => a.position - b.position)
      .flatMap((node) => [{ node, depth }, ...under(node.id, depth + 1)])
  return under("", 0)
}

/** The field a sub-topic lies in, whose colour it wears. @param {Node[]} nodes @param {string} id */
export function fieldOf(nodes, id) {
  let node = nodes.find((one) => one.id === id)
  for (let steps = 0; node?.parent && steps < nodes.length; steps++)
    node = nodes.find((one) => one.id === node?.parent) ?? node
  return node
}

/** "FB 10" when there is a short name. @param {Node | undefined} node */
export const shortOf = (node) => node?.short || node?.title || ""

/** @param {Node | undefined} node */
export const nameOf = (node) => (node ? [node.short, node.title].filter(Boolean).join(" ") : "")
