// The way through a session: what comes next, and how far one may step. Pure.

import { currentPhase } from "../shared/session.js"

/** @import { Phase, RoundView, SessionView } from "../shared/types.js" */

/**
 * The one next step. `enter` a phase, `open` a round, `close` it, `show` its results to phones,
 * go on with another `session`, or `done`.
 * @typedef {{ act: "enter", phase: Phase } | { act: "open" } | { act: "close", round: RoundView }
 *   | { act: "show", round: RoundView } | { act: "session", session: SessionView } | { act: "done" }} Step
 */

/** @param {SessionView} session */
export const phaseOf = (session) => currentPhase(session) || session.phases[0]

/**
 * The neighbour of the current phase, or undefined at either end.
 * @param {SessionView} session
 * @param {1 | -1} direction
 */
export function neighbour(session, direction) {
  return session.phases[session.phases.indexOf(phaseOf(session)) + direction]
}

/**
 * @param {SessionView} session
 * @param {RoundView[]} rounds of this session, by number
 * @param {SessionView[]} sessions all of the event
 * @returns {Step}
 */
export function nextStep(session, rounds, sessions) {
  const open = rounds.find((round) => round.state === "open")
  if (open) return { act: "close", round: open }
  const closed = rounds.filter((round) => round.state === "closed").pop()
  const phase = phaseOf(session)
  const next = neighbour(session, 1)
  if (phase?.kind === "vote" && !closed) return { act: "open" }
  if (phase?.kind === "results" && closed && !closed.results_open) return { act: "show", round: closed }
  if (next) return { act: "enter", phase: next }
  const later = sessions.find(
    (other) => (other.position || 0) > (session.position || 0) && neighbour(other, 1),
  )
  return later ? { act: "session", session: later } : { act: "done" }
}

/**
 * Whether a presenter remote may go on: never past an open round, whose end is a decision.
 * @param {SessionView} session
 * @param {RoundView[]} rounds
 * @param {1 | -1} direction
 * @returns {{ phase?: Phase, refused?: "round" | "end" }}
 */
export function remoteStep(session, rounds, direction) {
  if (rounds.some((round) => round.state === "open")) return { refused: "round" }
  const phase = neighbour(session, direction)
  return phase ? { phase } : { refused: "end" }
}

/**
 * The work that belongs to a phase.
 * @param {string} kind
 * @returns {"start" | "ideas" | "board" | "votes"}
 */
export function workFor(kind) {
  if (kind === "lobby") return "start"
  if (kind === "cluster") return "board"
  if (kind === "vote" || kind === "results") return "votes"
  return "ideas"
}
