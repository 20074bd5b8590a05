// What a new event starts with. Pure; the server has the templates, their words depend on the event's language and address.

/** @typedef {{ title: string, prompt: string }} SessionDraft */

/**
 * @typedef {object} Shipped a template that comes with Maßwerk
 * @property {string} key
 * @property {Record<string, string>} name by language
 * @property {Record<string, string>} about
 * @property {"workshop" | "barcamp" | "conference"} format
 * @property {number} minutes 0: it has no times
 * @property {number} tables
 * @property {Record<string, SessionDraft[]>} sessions by voice: "sie", "du", "en"
 */

/** @typedef {{ id: string, title: string, language: "de" | "en", minutes: number, sessions: SessionDraft[] }} Own */
/** @typedef {{ shipped: Shipped[], own: Own[] }} Templates */

/** Days an event is kept by default. */
export const KEPT_DAYS = 90

const OWN = "own:"

/** The name by which an event asks for a saved template. @param {Own} template */
export const keyOf = (template) => OWN + template.id

/** @param {Templates} templates @param {string} key @returns {Own | undefined} */
export const ownOf = ({ own }, key) => own.find((template) => keyOf(template) === key)

/** @param {Templates} templates @param {string} key @returns {Shipped | undefined} */
export const shippedOf = ({ shipped }, key) => shipped.find((template) => template.key === key)

/** The sessions a template brings.
 * @param {Templates} templates @param {string} key @param {string} language @param {string} address @returns {SessionDraft[]} */
export function sessionsOf(templates, key, language, address) {
  const voice = language === "de" ? address : language
  const sessions = ownOf(templates, key)?.sessions ?? shippedOf(templates, key)?.sessions[voice] ?? []
  return sessions.map((session) => ({ ...session }))
}

/** Whether sessions are still as some template wrote them, so that another may replace them.
 * @param {Templates} templates @param {SessionDraft[]} sessions */
export function untouched({ shipped, own }, sessions) {
  const said = JSON.stringify(sessions)
  const written = [
    ...shipped.flatMap((template) => Object.values(template.sessions)),
    ...own.map((template) => template.sessions),
  ]
  return written.some((words) => JSON.stringify(words) === said)
}

/** What follows from choosing another template: its format, unless somebody chose one, and the language of one's own.
 * @param {Templates} templates @param {string} from @param {string} to @param {string} format the one chosen now */
export function chosen(templates, from, to, format) {
  const was = shippedOf(templates, from)?.format ?? "workshop"
  const own = ownOf(templates, to)
  const next = shippedOf(templates, to)?.format
  return {
    template: to,
    ...(own && { language: own.language }),
    ...(next && format === was && { format: next }),
  }
}

/** A date so many days later. @param {string} iso "2026-11-30" @param {number} days @returns {string} */
export function later(iso, days) {
  const day = new Date(`${iso}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return ""
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** Today where the reader is. @param {Date} now @returns {string} */
export function dayOf(now) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0")
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Moves one entry of a list up (-1) or down (1); at the end nothing moves.
 * @template T @param {T[]} list @param {number} index @param {number} by @returns {T[]} */
export function moved(list, index, by) {
  const target = index + by
  if (target < 0 || target >= list.length) return list
  const copy = [...list]
  copy.splice(target, 0, ...copy.splice(index, 1))
  return copy
}
