// An agenda as a plan: when phases begin, in which order they stand, what one of them says. Pure.

import { leftOf } from "../../shared/clock.js"
import { phaseOf } from "../steps.js"

/** @import { Phase, PhasePlan, PhaseSettings, SessionView } from "../../shared/types.js" */

const MINUTE_MS = 60_000

/** The switches of a phase, in the order they are shown. */
export const SWITCHES = /** @type {const} */ ([
  "release_first",
  "ideas_hidden",
  "late_ideas",
  "closed",
  "comments",
  "reactions",
  "hands",
])

/** @param {Phase} phase @returns {Required<PhaseSettings>} */
export function settingsOf(phase) {
  return /** @type {Required<PhaseSettings>} */ (
    Object.fromEntries(SWITCHES.map((name) => [name, Boolean(phase[name])]))
  )
}

/** What a phase is meant to be, without its switches. @param {Phase} phase @returns {PhasePlan} */
export function planOf({ kind, title, instruction, seconds, end, opens_at, scene, vote }) {
  return cleaned({ kind, title, instruction, seconds, end, opens_at, scene, vote })
}

/** Without what says nothing: the wire leaves it out as well. @param {PhasePlan} plan @returns {PhasePlan} */
export function cleaned(plan) {
  const { kind, vote, ...rest } = plan
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => Boolean(value)))
  return { kind, ...said, ...(kind === "vote" && vote ? { vote } : {}) }
}

/**
 * When phases after the present one begin if all take as long as planned, in milliseconds by the
 * server's clock. A phase with a date begins no sooner.
 * @param {SessionView} session @param {number} now by the server's clock
 * @returns {{ begins: Map<string, number>, ends: number }} begins: by phase; ends: of the last one
 */
export function clockTimes(session, now) {
  const current = phaseOf(session)
  const begins = new Map()
  if (!current) return { begins, ends: now }
  const left = session.timer ? leftOf(session.timer, now) : (current.seconds || 0) * 1000
  let at = now + left
  for (const phase of session.phases.slice(session.phases.indexOf(current) + 1)) {
    at = Math.max(at, phase.opens_at || 0)
    begins.set(phase.id, at)
    at += (phase.seconds || 0) * 1000
  }
  return { begins, ends: at }
}

/** @param {Phase[]} phases @returns {number} planned minutes of all */
export const plannedMinutes = (phases) => minutes(phases.reduce((sum, { seconds = 0 }) => sum + seconds, 0))

/** @param {number} seconds */
export const minutes = (seconds) => Math.round((seconds / 60) * 10) / 10

/**
 * "14:20"; on another day with its date, "12.01., 14:20".
 * @param {number} at @param {number} now @param {string} language @param {string} [timeZone] the device's by default
 */
export function clockTime(at, now, language, timeZone) {
  const locale = language === "en" ? "en-GB" : "de-DE"
  const minute = Math.ceil(at / MINUTE_MS) * MINUTE_MS
  /** @param {number} ms @param {Intl.DateTimeFormatOptions} how */
  const said = (ms, how) => new Intl.DateTimeFormat(locale, { timeZone, ...how }).format(ms)
  const time = said(minute, { hour: "2-digit", minute: "2-digit" })
  const day = /** @type {const} */ ({ day: "2-digit", month: "2-digit" })
  return said(minute, day) === said(now, day) ? time : `${said(minute, day)}, ${time}`
}

/**
 * The order after one phase moved a place.
 * @param {Phase[]} phases @param {string} id @param {1 | -1} direction @returns {string[]} ids
 */
export function moved(phases, id, direction) {
  const ids = phases.map((phase) => phase.id)
  const from = ids.indexOf(id)
  const to = from + direction
  if (from < 0 || to < 0 || to >= ids.length) return ids
  ids.splice(to, 0, ...ids.splice(from, 1))
  return ids
}

/**
 * A moment as an input of type datetime-local writes it, in the device's time.
 * @param {number} [ms]
 */
export function toLocal(ms) {
  if (!ms) return ""
  const here = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS)
  return here.toISOString().slice(0, 16)
}

/** @param {string} text of an input of type datetime-local @returns {number} 0: none */
export function fromLocal(text) {
  const ms = new Date(text).getTime()
  return Number.isNaN(ms) ? 0 : ms
}

/** Minutes as people type them, "2,5", in whole seconds; 0 where that is no number. @param {string} text */
export function secondsIn(text) {
  const typed = Number(text.trim().replace(",", "."))
  return typed > 0 ? Math.round(Math.min(typed, 24 * 60) * 60) : 0
}
