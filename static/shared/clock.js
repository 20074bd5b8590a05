// The server's clock as this page knows it: what it said last, and how long ago by a clock that no
// one sets.
import { signal } from "../vendor/preact.js"

/** @import { Timer } from "./types.js" */

const REMEMBERED = 3 // readings: one that was long on its way is outdone by another
const TICK_MS = 1000

/** @typedef {{ now: number, rate: number, at: number }} Reading */

/** @param {() => number} uptime milliseconds of a clock that only runs forwards */
export function createClock(uptime) {
  /** @type {Reading[]} */
  let readings = []

  /** @param {Reading} reading */
  const told = ({ now, rate, at }) => now + (uptime() - at) * rate

  return {
    /** @param {{ now?: number, rate?: number }} frame that tells the server's time */
    read({ now, rate = 1 }) {
      if (now === undefined) return
      readings = [...readings, { now, rate, at: uptime() }].slice(-REMEMBERED)
    },
    /** Milliseconds by the server's clock; 0 before it told them. Messages are late, never early. */
    now() {
      return Math.max(0, ...readings.map(told))
    },
    /** Forgets what another server told. */
    forget() {
      readings = []
    },
  }
}

export const clock = createClock(() => performance.now())

const second = signal(0)
let looked = 0
/** @type {ReturnType<typeof setTimeout> | undefined} */
let ticking

/**
 * Milliseconds by the server's clock. A view that calls this is drawn again every second, as long
 * as it does.
 */
export function serverNow() {
  looked = second.value
  if (ticking === undefined) ticking = setTimeout(tick, TICK_MS - (clock.now() % TICK_MS))
  return clock.now()
}

function tick() {
  ticking = undefined
  if (looked < second.peek()) return // nobody looks any more
  second.value += 1
}

/**
 * What is left of a timer in milliseconds, never less than 0.
 * @param {Timer} timer @param {number} now by the server's clock
 */
export function leftOf(timer, now) {
  if (timer.ends_at) return Math.max(0, timer.ends_at - now)
  return timer.left_ms || 0
}

/** @param {Timer} timer @returns {"running" | "paused" | "over"} */
export function timerState(timer) {
  if (timer.ends_at) return "running"
  return timer.left_ms ? "paused" : "over"
}

/** Minutes and seconds as a clock shows them, "4:05"; a second that has begun counts. @param {number} ms */
export function clockText(ms) {
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}
