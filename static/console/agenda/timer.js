// The timer as the moderator holds it: what is left, what its end does, how many are done.

import { clockText, leftOf, serverNow, timerState } from "../../shared/clock.js"
import { n, t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { act, phase, say, session, state } from "../desk.js"
import { minutes, secondsIn } from "./plan.js"

/** @import { Phase, SessionView, Timer } from "../../shared/types.js" */

const MINUTE_S = 60
const SOON_MS = 60_000
const USUAL_MINUTES = "5"

export function TimerPanel() {
  const here = session.value
  const now = phase.value
  if (!here || !now) return null
  return html`<section class="timer" aria-label=${t("timer.title")}>
    ${here.timer ? h(Running, { session: here, timer: here.timer, phase: now }) : now.kind !== "lobby" && h(Starting, { session: here, phase: now })}
    ${h(Done, { session: here })}
  </section>`
}

/** @param {SessionView} here @param {string} action @param {number} [seconds] */
function set(here, action, seconds) {
  const data = { session: here.id, action, ...(seconds ? { seconds } : {}) }
  return act(t(`did.timer.${action}`), ["SetTimer", data])
}

/** Starts the planned timer, holds it, or lets it run on. */
export function turnTimer() {
  const here = session.value
  if (!here) return
  if (here.timer) {
    const stands = timerState(here.timer)
    if (stands !== "over") set(here, stands === "paused" ? "resume" : "pause")
  } else if (phase.value?.seconds) set(here, "start", phase.value.seconds)
  else say(t("timer.none"))
}

export function addMinute() {
  if (session.value?.timer) set(session.value, "add", MINUTE_S)
  else say(t("timer.none"))
}

/** @param {{ session: SessionView, timer: Timer, phase: Phase }} props */
function Running({ session: here, timer, phase: now }) {
  const stands = timerState(timer)
  const left = leftOf(timer, serverNow())
  const over = stands === "over" || left === 0
  const looks = over ? "over" : stands === "paused" ? "paused" : left < SOON_MS ? "soon" : "running"
  return html`<p class=${`timer__left timer__left--${looks}`} role="timer" aria-live="off">
      <span>${over ? t("timer.over") : clockText(left)}</span> ${stands === "paused" && !over ? html`<small>${t("timer.paused")}</small>` : null}
    </p>
    ${h(Button, { kind: "tertiary", icon: "close", iconOnly: true, name: "timer-stop", onClick: () => set(here, "stop"), children: t("timer.stop") })}
    <div class="timer__buttons">
      ${
        !over &&
        h(Button, {
          name: "timer-pause",
          onClick: () => set(here, stands === "paused" ? "resume" : "pause"),
          children: t(stands === "paused" ? "timer.resume" : "timer.pause"),
        })
      }
      ${h(Button, { name: "timer-add", onClick: () => set(here, "add", MINUTE_S), children: t("timer.add") })}
    </div>
    ${!over && h(End, { phase: now })}`
}

/** @param {{ session: SessionView, phase: Phase }} props */
function Starting({ session: here, phase: now }) {
  const planned = now.seconds ? n(minutes(now.seconds)) : USUAL_MINUTES
  const [typed, setTyped] = useState({ phase: "", minutes: "" })
  const shown = typed.phase === now.id ? typed.minutes : planned
  const seconds = shown === planned && now.seconds ? now.seconds : secondsIn(shown)
  return html`<form
      class="timer__start"
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault()
        if (seconds) set(here, "start", seconds)
      }}
    >
      <label
        ><span class="kern-sr-only">${t("timer.minutes")}</span>
        <input
          inputmode="decimal"
          autocomplete="off"
          data-name="timer-minutes"
          value=${shown}
          onInput=${(/** @type {Event} */ event) => setTyped({ phase: now.id, minutes: /** @type {HTMLInputElement} */ (event.target).value })}
        />
        <span aria-hidden="true">${t("timer.unit")}</span></label
      >
      ${h(Button, { type: "submit", name: "timer-start", disabled: !seconds, label: t("timer.start.label"), children: t("timer.start") })}
    </form>
    ${h(End, { phase: now })}`
}

/** What happens by itself when time is up. @param {{ phase: Phase }} props */
function End({ phase: { end, kind } }) {
  if (!end) return null
  return html`<p class="timer__end">${t(`timer.end.${endName(end, kind)}`)}</p>`
}

/** @param {"next" | "close"} end @param {string} kind */
export const endName = (end, kind) =>
  end === "next" ? "next" : kind === "vote" ? "close_vote" : "close_ideas"

/** @param {{ session: SessionView }} props */
function Done({ session: here }) {
  const { done = 0, here: present = 0 } = state.value.pulse
  if (!done) return null
  return html`<p class="timer__done">
    <span>${t("timer.done")} <strong>${n(done)}</strong> <small>${t("timer.done.of", { count: present })}</small></span>
    ${h(Button, { kind: "tertiary", icon: "autorenew", iconOnly: true, onClick: () => act(t("did.done_cleared"), ["ClearDone", { session: here.id }]), children: t("timer.done.clear") })}
  </p>`
}
