// One scene above, beside it who speaks, the join strip below.
import { currentPhase } from "../shared/session.js"
import { t } from "../shared/text.js"
import { h, html, useRef } from "../vendor/preact.js"
import { Agenda } from "./agenda.js"
import { Board } from "./board.js"
import { Compare } from "./compare.js"
import { anyHands, Hands } from "./hands.js"
import { Blank, Join, Prompt, Strip } from "./join.js"
import { Matrix } from "./matrix.js"
import { Ranking, Results } from "./results.js"
import { direction, sceneShown, sessionShown } from "./scene.js"
import { Spotlight } from "./spotlight.js"
import { Thanks } from "./thanks.js"
import { Vote } from "./vote.js"
import { Wall } from "./wall.js"

/** @import { State } from "../shared/types.js" */
/** @import { Viewer } from "./scene.js" */
/**
 * @template T
 * @typedef {import('../vendor/preact.js').Signal<T>} Signal
 */

/**
 * @param {{ state: Signal<State>, status: { value: string }, viewer: Viewer }} props
 */
export function Stage({ state: { value: state }, status, viewer }) {
  const { event, pulse } = state
  const known = useRef(0)
  // Turning to another session, nothing is known for a moment; the room has not emptied meanwhile.
  if (Object.keys(pulse).length > 0) known.current = pulse.here ?? 0
  const here = known.current
  if (!event)
    return html`<main class="single"><p class="lead" role="status">${t("sign.connecting")}</p></main>`
  const session = sessionShown(state, viewer)
  const phase = currentPhase(session)
  const scene = sceneShown(state, viewer)
  const speaking = phase?.kind === "discuss" && phase.hands && scene !== "blank" && anyHands(pulse)
  return html`
    <div class=${`stage${speaking ? " stage-speaking" : ""}`}>
      <main class="picture" data-scene=${scene}>${picture(state, viewer, here)}</main>
      ${speaking ? h(Hands, { pulse }) : null}
      ${h(Strip, {
        event,
        pulse,
        here,
        session: state.sessions.length > 1 ? (session?.title ?? "") : "",
        timer: session?.timer,
        sign: sign(status.value),
      })}
    </div>`
}

/** @param {State} state @param {Viewer} viewer @param {number} here */
function picture(state, viewer, here) {
  const session = sessionShown(state, viewer)
  const { event } = state
  if (!event || !session) return null
  const phase = currentPhase(session)
  const heading = { prompt: session.prompt || session.title || event.title }
  const directed = direction(state, viewer)
  const props = { key: session.id, heading, state, directed }
  switch (sceneShown(state, viewer)) {
    case "blank":
      return h(Blank, { event })
    case "prompt": {
      const instruction = phase?.instruction || (phase?.ideas_hidden ? t("prompt.hidden") : "")
      return h(Prompt, { heading, instruction, timer: session.timer })
    }
    case "wall":
      return h(Wall, props)
    case "board":
      return h(Board, props)
    case "vote":
      return h(Vote, props)
    case "results":
      return h(Results, props)
    case "matrix":
      return h(Matrix, props)
    case "ranking":
      return h(Ranking, props)
    case "compare":
      return h(Compare, props)
    case "spotlight":
      return h(Spotlight, { ...props, session })
    case "agenda":
      return h(Agenda, { key: session.id, heading, session })
    case "thanks":
      return h(Thanks, { state, event })
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
