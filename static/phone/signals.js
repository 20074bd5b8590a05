// What a phone lets the moderator know at a touch: ready with this phase, wanting to speak.
import { t } from "../shared/text.js"
import { Notice } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"

/** @import { Phase, SessionView } from "../shared/types.js" */
/** @import { Attendance } from "./attend.js" */

const CHECK = "M5 12.500l4.500 4.500L19 7.500"
const HAND =
  "M8 12.500v-6.200a1.400 1.400 0 0 1 2.800 0v4.700m0-1v-5.200a1.400 1.400 0 0 1 2.800 0v5.200m0 .6v-3.800a1.400 1.400 0 0 1 2.800 0v7.500c0 3.700-2 6.200-5.200 6.200c-2.300 0-3.800-1-4.900-3l-2.600-4.700c-.9-1.700 1.200-3 2.300-1.600z"

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Signals({ attendance, session, phase }) {
  const { switches, state } = attendance
  if (phase.kind === "lobby" || phase.kind === "results") {
    if (!phase.hands) return null
  }
  const hand = switches.hand(session.id)
  const isDone = switches.isDone(session.id)
  const now = state.value.pulse.called
  return html`${
    hand.isCalled && phase.hands
      ? html`<div class="called" role="alert" data-name="called">${h(Notice, { tone: "success", title: t("hand.called"), children: html`<p>${t("hand.called.text")}</p>` })}</div>`
      : phase.hands && now && html`<p class="called__other small muted">${t("hand.now", { number: now })}</p>`
  }
  <div class="signals">
    ${
      phase.hands &&
      h(Signal, {
        name: "hand",
        on: hand.isUp,
        path: HAND,
        onClick: () => switches.raiseHand(session.id, !hand.isUp),
        text: hand.isUp
          ? hand.number
            ? t("hand.up", { number: hand.number })
            : t("hand.sent")
          : t("hand.raise"),
      })
    }
    ${
      phase.kind !== "lobby" &&
      phase.kind !== "results" &&
      h(Signal, {
        name: "done",
        on: isDone,
        path: CHECK,
        onClick: () => switches.signalDone(session.id, !isDone),
        text: t("done.ready"),
      })
    }
  </div>`
}

/** @param {{ name: string, on: boolean, path: string, text: string, onClick: () => void }} props */
function Signal({ name, on, path, text, onClick }) {
  return html`<button type="button" class="signal" data-name=${`signal-${name}`} aria-pressed=${on ? "true" : "false"} onClick=${onClick}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>
    <span>${text}</span>
  </button>`
}
