// Which picture the room sees. Pure: state in, scene out.
import { lastClosedRound, openRound } from "../shared/session.js"

/** @typedef {import('../shared/types.js').State} State */
/** @typedef {import('../shared/types.js').RoundView} RoundView */

/** @typedef {'join' | 'prompt' | 'wall' | 'board' | 'vote' | 'results' | 'blank'} Scene */

/** What the console told this projector to do; nothing while it does not know it.
 * @param {State} state @param {string} projector */
export function direction(state, projector) {
  return state.projectors.find((known) => known.id === projector)
}

/** The session on show: the directed one, else the followed one.
 * @param {State} state @param {string} projector */
export function sessionShown(state, projector) {
  const wanted = direction(state, projector)?.session || state.followed
  return state.sessions.find((session) => session.id === wanted) ?? state.sessions[0]
}

/** The scene on show: blank beats a direction, a direction beats the phase.
 * @param {State} state @param {string} projector @returns {Scene} */
export function sceneShown(state, projector) {
  const session = sessionShown(state, projector)
  if (!session) return "join"
  if (session.blank) return "blank"
  const directed = direction(state, projector)?.scene
  const phase = session.phases.find((known) => known.id === session.phase)
  switch (directed || "auto") {
    case "join":
      return "join"
    case "wall":
      return phase?.ideas_hidden ? "prompt" : "wall"
    case "board":
      return "board"
    case "vote":
      return "vote"
    case "results":
      return "results"
  }
  switch (phase?.kind) {
    case "collect":
      return phase.ideas_hidden ? "prompt" : "wall"
    case "cluster":
    case "discuss":
      return state.fields.some((field) => !field.joined_into) ? "board" : "wall"
    case "vote":
      return "vote"
    case "results":
      return "results"
    default:
      return "join"
  }
}

/** The round the voting scene is about: the open one, else the latest.
 * @param {State} state @returns {RoundView | undefined} */
export function roundShown(state) {
  return openRound(state) ?? lastClosedRound(state)
}
