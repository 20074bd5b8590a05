// One scene above, the join strip below.
import { t } from "../shared/text.js"
import { h, html, useRef } from "../vendor/preact.js"
import { Board } from "./board.js"
import { Blank, Join, Prompt, Strip } from "./join.js"
import { sceneShown, sessionShown } from "./scene.js"
import { Results, Vote } from "./vote.js"
import { Wall } from "./wall.js"

/** @typedef {import('../shared/types.js').State} State */
/**
 * @template T
 * @typedef {import('../vendor/preact.js').Signal<T>} Signal
 */

/**
 * @param {{ state: Signal<State>, status: { value: string }, projector: string}} props
 */
export function Stage({ state: { value: state }, status, projector }) {
  const { event, pulse } = state
  const known = useRef(0)
  // Turning to another session, nothing is known for a moment; the room has not emptied meanwhile.
  if (Object.keys(pulse).length > 0) known.current = pulse.here ?? 0
  const here = known.current
  if (!event)
    return html`<main class="single"><p class="lead" role="status">${t("sign.connecting")}</p></main>`
  return html`
    <div class="stage">
      <main class="picture">${scene(state, projector, here)}</main>
      ${h(Strip, { event, here, session: several(state, projector), sign: sign(status.value) })}
    </div>`
}

/** @param {State} state @param {string} projector @param {number} here */
function scene(state, projector, here) {
  const session = sessionShown(state, projector)
  const { event } = state
  if (!event || !session) return null
  const phase = session.phases.find((known) => known.id === session.phase)
  const heading = { prompt: session.prompt || session.title || event.title }
  switch (sceneShown(state, projector)) {
    case "blank":
      return h(Blank, { event })
    case "prompt":
      return h(Prompt, { heading, instruction: phase?.instruction ?? "", here })
    case "wall":
      return h(Wall, { key: session.id, heading, state })
    case "board":
      return h(Board, { key: session.id, heading, state })
    case "vote":
      return h(Vote, { key: session.id, heading, state })
    case "results":
      return h(Results, { key: session.id, heading, state })
    default:
      return h(Join, { event, here })
  }
}

/** What is said of the connection: nothing when all is well.
 * @param {string} status */
function sign(status) {
  if (status === "live") return ""
  return status === "offline" ? t("sign.offline") : t("sign.reconnecting")
}

/** The name of the session on show, where there are several.
 * @param {State} state @param {string} projector */
function several(state, projector) {
  return state.sessions.length > 1 ? (sessionShown(state, projector)?.title ?? "") : ""
}
