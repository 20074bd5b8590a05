// Which picture a projector shows. Pure.

import { currentPhase } from "./session.js"

/** @import { Phase, SceneName, SessionView } from "./types.js" */

/** @typedef {Exclude<SceneName, "auto">} Scene */

/** Scenes that can be asked for, in the order in which they are offered. */
export const SCENES = /** @type {Scene[]} */ ([
  "join",
  "prompt",
  "wall",
  "board",
  "vote",
  "results",
  "ranking",
  "matrix",
  "compare",
  "spotlight",
  "agenda",
  "thanks",
])

/**
 * What a projector shows of a session: what it was told, else what is in the light, else what the
 * phase plans, else what phases of its kind show. A scene of a newer server counts as none.
 * @param {SessionView} session @param {string | undefined} told
 * @param {{ lit: boolean, sorted: boolean }} there whether something the room may see is in the light,
 *   and whether there are topic fields
 * @returns {Scene}
 */
export function sceneOf(session, told, { lit, sorted }) {
  const phase = currentPhase(session)
  const scene = known(told) ?? (lit ? "spotlight" : undefined) ?? known(phase?.scene) ?? usual(phase, sorted)
  if (scene === "spotlight" && !lit) return usual(phase, sorted)
  if (scene === "wall" && phase?.ideas_hidden) return "prompt"
  return scene
}

/** @param {string | undefined} scene */
function known(scene) {
  return SCENES.find((one) => one === scene)
}

/** What a phase shows by itself. @param {Phase | undefined} phase @param {boolean} sorted @returns {Scene} */
function usual(phase, sorted) {
  switch (phase?.kind) {
    case "collect":
      return phase.ideas_hidden ? "prompt" : "wall"
    case "cluster":
    case "discuss":
      return sorted ? "board" : "wall"
    case "vote":
      return "vote"
    case "results":
      return "results"
    default:
      return "join"
  }
}
