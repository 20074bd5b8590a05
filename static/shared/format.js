// Days, money and files as people write them.
import { language, t } from "./text.js"

const place = () => (language() === "en" ? "en-GB" : "de-DE")

/** "01.10.2026", or nothing. @param {string} iso */
export function day(iso) {
  const at = new Date(`${(iso || "").slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return iso || ""
  return new Intl.DateTimeFormat(place(), {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    timeZone: "UTC",
  }).format(at)
}

/** A moment, in the reader's time. @param {number} at milliseconds */
export const moment = (at) =>
  new Intl.DateTimeFormat(place(), { dateStyle: "medium", timeStyle: "short" }).format(at)

/** "01.10.2026 bis 31.12.2027", as far as known. @param {{ start?: string, end?: string } | undefined} dates */
export function span(dates) {
  const [start, end] = [day(dates?.start || ""), day(dates?.end || "")]
  if (start && end) return t("span", { start, end })
  if (start) return t("span_from", { start })
  return end ? t("span_to", { end }) : ""
}

/** "1.200.000 €" @param {number} euros */
export function amount(euros) {
  return new Intl.NumberFormat(place(), {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: 0,
  }).format(euros)
}

/** A number as it was given, "12,5". @param {number | null | undefined} value */
export const figure = (value) =>
  value === null || value === undefined
    ? "–"
    : new Intl.NumberFormat(place(), { maximumFractionDigits: 2 }).format(value)

/** What somebody typed as a number; nothing when it is none. "1.234,5" is German, "1,234.5" English.
 * @param {string} text @returns {number | null} */
export function typedNumber(text) {
  const german = language() !== "en"
  const plain = text
    .trim()
    .replace(german ? /\.(?=\d{3}\b)/g : /,(?=\d{3}\b)/g, "")
    .replace(",", ".")
  const value = Number(plain)
  return plain && Number.isFinite(value) ? value : null
}

/** Keys with their words, as a choice wants them.
 * @param {readonly string[]} keys @param {(key: string) => string} word @returns {[string, string][]} */
export const pairs = (keys, word) => keys.map((key) => [key, word(key)])
