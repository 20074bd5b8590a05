// The time that is left, by the server's clock.

import { clockText, leftOf, serverNow, timerState } from "../shared/clock.js"
import { t } from "../shared/text.js"
import { html } from "../vendor/preact.js"

/** @import { Timer } from "../shared/types.js" */

const SOON_MS = 60_000

/** What a timer says at present. @param {Timer} timer */
function reading(timer) {
  const kind = timerState(timer)
  const left = leftOf(timer, kind === "running" ? serverNow() : 0)
  return { kind: kind === "running" && left === 0 ? "over" : kind, left, soon: left > 0 && left <= SOON_MS }
}

/** In the strip, on every scene. @param {{ timer: Timer }} props */
export function TimerSign({ timer }) {
  const { kind, left, soon } = reading(timer)
  const words = kind === "over" ? t("timer.over") : kind === "paused" ? t("timer.paused") : t("timer.left")
  return html`<p class=${`timer timer-${kind}${soon ? " timer-soon" : ""}`} role="timer">
    <span class="timer-words">${words}</span>
    ${kind === "over" ? null : html` <span class="timer-clock">${clockText(left)}</span>`}
  </p>`
}

/** A line along the strip that grows shorter. @param {{ timer: Timer }} props */
export function TimerLine({ timer }) {
  const { left } = reading(timer)
  const share = timer.total_ms > 0 ? Math.min(1, left / timer.total_ms) : 0
  return html`<span class="timer-line" aria-hidden="true" style=${{ transform: `scaleX(${share})` }}></span>`
}

/** A dial beside the prompt. @param {{ timer: Timer }} props */
export function Dial({ timer }) {
  const { kind, left, soon } = reading(timer)
  const share = timer.total_ms > 0 ? Math.min(1, left / timer.total_ms) : 0
  const around = 2 * Math.PI * 45
  return html`<div class=${`dial timer-${kind}${soon ? " timer-soon" : ""}`} aria-hidden="true">
    <svg viewBox="0 0 100 100" focusable="false">
      <circle class="dial-ground" cx="50" cy="50" r="45" />
      <circle class="dial-left" cx="50" cy="50" r="45" stroke-dasharray=${`${around * share} ${around}`} transform="rotate(-90 50 50)" />
    </svg>
    <p>
      <strong>${kind === "over" ? "0:00" : clockText(left)}</strong>
      <span>${kind === "over" ? t("timer.over") : kind === "paused" ? t("timer.paused") : t("timer.left")}</span>
    </p>
  </div>`
}
