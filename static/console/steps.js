// The way through a session: what comes next, and how far one may step. Pure.

import { reveal, standing } from "../shared/results.js"
import { sceneOf } from "../shared/scenes.js"
import { currentPhase } from "../shared/session.js"

/** @import { Phase, ProjectorView, RoundView, SessionView } from "../shared/types.js" */

/**
 * The one next step. `enter` a phase, `open` a round, `close` it, `reveal` a place of its result on
 * a projector, `show` its results to phones, go on with another `session`, or `done`.
 * @typedef {{ act: "enter", phase: Phase } | { act: "open" } | { act: "close", round: RoundView }
 *   | ({ act: "reveal" } & Revealing) | { act: "show", round: RoundView }
 *   | { act: "session", session: SessionView } | { act: "done" }} Step
 * @typedef {{ projector: ProjectorView, round: RoundView }} Revealing
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
 * @param {{ since?: number, projectors?: ProjectorView[] }} [more] since: the last round's number when the
 *   phase was entered, if that was seen
 * @returns {Step}
 */
export function nextStep(session, rounds, sessions, { since, projectors = [] } = {}) {
  const open = rounds.find((round) => round.state === "open")
  if (open) return { act: "close", round: open }
  const closed = rounds.filter((round) => round.state === "closed").pop()
  const phase = phaseOf(session)
  const next = neighbour(session, 1)
  if (phase?.kind === "vote" && !hasVoted(session, rounds, since)) return { act: "open" }
  const revealed = revealing(session, rounds, projectors)
  if (revealed) return { act: "reveal", ...revealed }
  if (phase?.kind === "results" && closed && !closed.results_open) return { act: "show", round: closed }
  if (next) return { act: "enter", phase: next }
  const later = sessions.find(
    (other) => (other.position || 0) > (session.position || 0) && neighbour(other, 1),
  )
  return later ? { act: "session", session: later } : { act: "done" }
}

/**
 * Whether the present phase had its vote. Rounds do not say to which phase they belong: without
 * having seen the phase begin, one round is counted for each phase of voting so far.
 * @param {SessionView} session @param {RoundView[]} rounds @param {number} [since]
 */
function hasVoted(session, rounds, since) {
  const held = rounds.filter((round) => round.state === "closed" && !round.of)
  if (since !== undefined) return held.some((round) => round.number > since)
  const at = session.phases.indexOf(phaseOf(session))
  return held.length >= session.phases.filter(({ kind }, index) => kind === "vote" && index <= at).length
}

/** In how many steps a result is revealed: what shares a place is one. @param {RoundView} round */
export const places = (round) => reveal(standing(round), 0).steps

/**
 * The projector that reveals a result step by step and has not come to its end.
 * @param {SessionView} session @param {RoundView[]} rounds @param {ProjectorView[]} projectors
 * @returns {Revealing | undefined}
 */
export function revealing(session, rounds, projectors) {
  const closed = rounds.filter((round) => round.state === "closed")
  for (const projector of projectors) {
    if (projector.session !== session.id || !showsResult(projector, session)) continue
    const round = projector.round
      ? closed.find(({ id }) => id === projector.round)
      : closed[closed.length - 1]
    if (round && projector.step >= 0 && projector.step < places(round)) return { projector, round }
  }
  return undefined
}

/** @param {ProjectorView} projector @param {SessionView} session */
function showsResult(projector, session) {
  const lit = Boolean(session.spotlight?.idea || session.spotlight?.field)
  const shown = sceneOf(session, projector.scene, { lit, sorted: true })
  return shown === "results" || shown === "ranking"
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
