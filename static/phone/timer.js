// The time that is left, in a corner; said aloud a minute before the end, and at the end.
import { clockText, leftOf, serverNow, timerState } from "../shared/clock.js"
import { t } from "../shared/text.js"
import { Live } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"

/** @import { Timer } from "../shared/types.js" */

const WARN_MS = 60_000

/** Drawn every second, and nothing else with it. @param {{ timer: Timer }} props */
export function TimeLeft({ timer }) {
  const left = leftOf(timer, timer.ends_at ? serverNow() : 0)
  const said = saidOf(timer, left)
  const isOver = said === "timer.over"
  return html`<span class=${`time-left${isOver ? " time-left--over" : ""}`} role="timer" data-name="timer">
      ${isOver ? t("timer.short") : html`<span class="kern-sr-only">${t("timer.left")} </span>${clockText(left)}${timerState(timer) === "paused" ? html` <span>${t("timer.paused")}</span>` : null}`}
    </span>
    ${h(Live, { message: said && t(said) })}`
}

/** What is worth saying aloud about a timer: a word's key, or nothing. @param {Timer} timer @param {number} left */
export function saidOf(timer, left) {
  if (left <= 0) return "timer.over"
  return timer.ends_at && timer.total_ms > WARN_MS && left <= WARN_MS ? "timer.minute" : ""
}
