// The way of one idea, as its author may follow it. Pure.
import { t } from "../shared/text.js"

/** @import { MeasureState, OwnIdea, Outcome, Stage, Trace } from "../shared/types.js" */

/** @typedef {"quiet" | "good" | "warn"} Tone */
/** @typedef {Partial<Record<MeasureState, string>>} StateNames the city's own wording */

/**
 * @typedef {object} Step
 * @property {string} key word: `journey.KEY`
 * @property {Record<string, string | number>} [values]
 * @property {string} [reason] somebody's own words
 * @property {Outcome} [outcome]
 * @property {string} [measure] "M07", of the outcome
 * @property {MeasureState} [state] of the outcome's measure
 * @property {string} [on] day
 * @property {Tone} tone
 */

/**
 * @param {OwnIdea | Trace} idea
 * @param {{ field?: string, covered?: boolean, remains?: boolean, found?: { measure?: string, steps?: Stage[] } }} [around]
 *   field: title of its topic field; covered: the phase shows nobody's ideas; remains: read with an
 *   idea link; found: what the idea link tells of its measure
 * @returns {Step[]} from the first to where it stands
 */
export function journey(idea, { field, covered, remains, found } = {}) {
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
  if (idea.outcome) steps.push(...became(idea.outcome, found))
  return steps
}

const GOOD_OUTCOMES = ["promoted", "joined", "goal", "in_progress"]
const QUIET_STATES = ["stopped", "merged"]

/** The outcome, and how its measure went on. @param {Outcome} outcome @param {{ measure?: string, steps?: Stage[] }} [found] @returns {Step[]} */
function became(outcome, found) {
  const stages = stagesOf(outcome, found?.steps)
  const [first] = stages
  const isTakenUp = outcome.kind === "promoted" && first?.state === "candidate"
  /** @type {Step} */
  const step = {
    key: "outcome",
    outcome,
    reason: outcome.reason,
    measure: found?.measure || measureOf(outcome),
    tone: GOOD_OUTCOMES.includes(outcome.kind) ? "good" : "quiet",
  }
  if (isTakenUp && first.on) step.on = first.on
  const later = isTakenUp ? stages.slice(1) : stages
  return [
    step,
    ...later.map(({ state, on, reason }) => {
      /** @type {Step} */
      const one = { key: "state", state, tone: QUIET_STATES.includes(state) ? "quiet" : "good" }
      if (on) one.on = on
      if (reason) one.reason = reason
      return one
    }),
  ]
}

/** What is known of the measure's stages: at least where it stands, which an open page hears first.
 * @param {Outcome} outcome @param {Stage[]} [known] @returns {Stage[]} */
function stagesOf({ measure_state: state }, known = []) {
  if (!state || known[known.length - 1]?.state === state) return known
  return [...known, { on: "", state }]
}

/** "M07", or "V12" before it has that number. @param {Outcome} outcome */
function measureOf({ candidate_number: candidate, measure_number: number }) {
  if (number) return `M${`${number}`.padStart(2, "0")}`
  return candidate ? `V${candidate}` : undefined
}

/** What the idea link is asked for again: whenever a measure moved. @param {{ number: number, outcome?: Outcome }[]} ideas */
export function movedSince(ideas) {
  return ideas
    .filter((idea) => idea.outcome?.candidate_number)
    .map(({ number, outcome }) => `${number} ${outcome?.measure_number || 0} ${outcome?.measure_state || ""}`)
    .join("; ")
}

/** @param {Step} step @param {StateNames} names @returns {string} */
export function wordsOf({ key, values, outcome, state }, names = {}) {
  if (outcome) return t(`outcome.${outcome.kind}`)
  if (state) return names[state] || t(`stage.${state}`)
  return t(`journey.${key}`, values)
}
