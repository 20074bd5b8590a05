// Which picture the room sees. Pure: state in, scene out.

import { matrixAxes } from "../shared/results.js"
import { sceneOf } from "../shared/scenes.js"
import { lastClosedRound, openRound } from "../shared/session.js"

/** @import { Scene as Asked } from "../shared/scenes.js" */
/** @import { ProjectorView, RoundView, SessionView, State, Tally } from "../shared/types.js" */

/** @typedef {Asked | "blank"} Scene */

/** Who looks: a projector by its id; a preview without one is asked for a session. @typedef {{ projector: string, session: string }} Viewer */

/** What the console told this projector to do; nothing while it does not know it.
 * @param {State} state @param {Viewer} viewer @returns {ProjectorView | undefined} */
export function direction(state, { projector }) {
  return state.projectors.find((known) => known.id === projector)
}

/** The session on show: the directed one, else the followed one.
 * @param {State} state @param {Viewer} viewer @returns {SessionView | undefined} */
export function sessionShown(state, viewer) {
  const wanted = direction(state, viewer)?.session || viewer.session || state.followed
  return state.sessions.find((session) => session.id === wanted) ?? state.sessions[0]
}

/** The scene on show: blank beats all else.
 * @param {State} state @param {Viewer} viewer @returns {Scene} */
export function sceneShown(state, viewer) {
  const session = sessionShown(state, viewer)
  if (!session) return "join"
  if (session.blank) return "blank"
  return sceneOf(session, direction(state, viewer)?.scene, {
    lit: spotlit(state, session),
    sorted: state.fields.some((field) => !field.joined_into),
  })
}

/** Whether what everybody looks at may be seen in the room. @param {State} state @param {SessionView} session */
function spotlit(state, { spotlight }) {
  return Boolean(
    (spotlight?.idea && state.ideas.has(spotlight.idea)) ||
      (spotlight?.field && state.fields.some(({ id }) => id === spotlight.field)),
  )
}

/** The round a scene is about: the directed one, else the latest that has something to show.
 * @param {State} state @param {ProjectorView | undefined} directed @param {Scene} scene
 * @returns {RoundView | undefined} */
export function roundShown(state, directed, scene) {
  const asked = state.rounds.find((round) => round.id === directed?.round)
  if (scene === "vote") return asked ?? openRound(state) ?? lastClosedRound(state)
  const told = state.rounds.filter((round) => tallyOf(state, round)).reverse()
  if (scene === "matrix") return [asked, ...told].find((round) => round && matrixAxes(round))
  return asked ?? told.find((round) => round.state === "closed") ?? told[0]
}

/** The round that one is compared with: the directed one, the one it runs off, else the one before.
 * @param {State} state @param {ProjectorView | undefined} directed @param {RoundView} round
 * @returns {RoundView | undefined} */
export function roundAgainst(state, directed, round) {
  const others = state.rounds.filter((other) => other !== round && tallyOf(state, other))
  return (
    others.find(({ id }) => id === directed?.against) ??
    others.find(({ id }) => id === round.of) ??
    others.filter(({ number, subject }) => number < round.number && subject === round.subject).pop()
  )
}

/** What may be seen of a round's votes at present.
 * @param {State} state @param {RoundView} round @returns {Tally | undefined} */
export function tallyOf(state, round) {
  if (round.state === "closed") return round.tally
  if (round.hidden || state.pulse.round?.id !== round.id) return undefined
  return state.pulse.round.tally
}

/** Devices that voted, of devices admitted: frozen at close, live before. Ballots on paper count on both sides.
 * @param {State} state @param {RoundView} round */
export function attendance(state, round) {
  if (round.state === "closed")
    return { voters: round.tally?.voters ?? 0, admitted: (round.admitted ?? 0) + (round.paper ?? 0) }
  const live = state.pulse.round?.id === round.id ? state.pulse.round : undefined
  return {
    voters: live?.voters ?? live?.tally?.voters ?? 0,
    admitted: (state.pulse.admitted ?? 0) + (round.paper ?? 0),
  }
}
