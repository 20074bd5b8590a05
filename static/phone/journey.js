// The way of one idea, as its author may follow it. Pure.

/** @import { OwnIdea, Outcome, Trace } from "../shared/types.js" */

/** @typedef {"quiet" | "good" | "warn"} Tone */

/**
 * @typedef {object} Step
 * @property {string} key word: `journey.KEY`
 * @property {Record<string, string | number>} [values]
 * @property {string} [reason] somebody's own words
 * @property {Outcome} [outcome]
 * @property {Tone} tone
 */

/**
 * @param {OwnIdea | Trace} idea @param {{ field?: string, covered?: boolean, remains?: boolean }} [around]
 *   field: title of its topic field; covered: the phase shows nobody's ideas; remains: read with an
 *   idea link
 * @returns {Step[]} from the first to where it stands
 */
export function journey(idea, { field, covered, remains } = {}) {
  /** @type {Step[]} */
  const steps = [{ key: "arrived", values: { number: idea.number }, tone: "quiet" }]
  if (idea.state === "withdrawn") {
    steps.push({ key: "withdrawn", tone: "quiet" })
    return steps
  }
  if (idea.state === "held") steps.push({ key: "held", tone: "quiet" })
  if (idea.state === "hidden") steps.push({ key: "hidden", tone: "warn" })
  if (idea.state === "returned") steps.push({ key: "returned", reason: idea.reason, tone: "warn" })
  if (idea.state === "shown" && !remains)
    steps.push(covered ? { key: "covered", tone: "quiet" } : { key: "shown", tone: "good" })
  if (idea.merged_into) steps.push({ key: "merged", values: { number: idea.merged_into }, tone: "quiet" })
  if (field) steps.push({ key: "field", values: { field }, tone: "quiet" })
  if (idea.nominated) steps.push({ key: "nominated", tone: "good" })
  if (idea.outcome) {
    const { reason, kind } = idea.outcome
    const good = kind === "promoted" || kind === "goal" || kind === "in_progress"
    steps.push({ key: "outcome", reason, outcome: idea.outcome, tone: good ? "good" : "quiet" })
  }
  return steps
}
