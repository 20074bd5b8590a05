// What the pages say. Words live in one catalogue per language: common ones here, each face's
// beside its views. An event speaks to people with Sie or du: "key~du" where that differs.
import { signal } from "../vendor/preact.js"

/** @typedef {Record<string, string>} Words */
/** @typedef {Record<string, string | number | undefined>} Values */

const spoken = signal({ words: /** @type {Words} */ ({}), language: "de", address: "sie" })

/**
 * Loads the words of a face; views that use t() are drawn again.
 * @param {string} language "de" or "en" @param {string} address "sie" or "du" @param {string} face
 */
export async function loadWords(language, address, face) {
  const known = language === "en" ? "en" : "de"
  const [common, own] = await Promise.all([
    import(`./words.${known}.js`),
    import(`../${face}/words.${known}.js`),
  ])
  setWords(known, address, { ...common.default, ...own.default })
}

/** @param {string} language @param {string} address @param {Words} words */
export function setWords(language, address, words) {
  spoken.value = { words, language, address }
  if (typeof document !== "undefined") document.documentElement.lang = language
}

/** The language spoken at present. */
export const language = () => spoken.value.language

/**
 * The text of a key, with {values} put in. With a `count`, "key.one" or "key.other".
 * @param {string} key @param {Values} [values] @returns {string}
 */
export function t(key, values = {}) {
  const text = find(key, values.count)
  if (text === undefined) return key
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === "number" ? n(value) : value
  })
}

/** @param {string} key */
export function has(key) {
  return key in spoken.value.words
}

/** @param {string} key @param {string | number | undefined} count */
function find(key, count) {
  const { words, language, address } = spoken.value
  const variants = [key]
  if (typeof count === "number") {
    variants.unshift(`${key}.${new Intl.PluralRules(language).select(count)}`, `${key}.other`)
  }
  for (const variant of variants) {
    const text = (address === "du" ? words[`${variant}~du`] : undefined) || words[variant]
    if (text !== undefined) return text
  }
  return undefined
}

/** What a refusal means to the person reading. @param {{ code: string }} refusal */
export function refusalText({ code }) {
  return has(`error.${code}`) ? t(`error.${code}`) : t("error.internal")
}

/** @param {number} number @returns {string} "1.234" */
export function n(number) {
  return new Intl.NumberFormat(spoken.value.language).format(number)
}

/** @param {string} iso "2026-11-30" @returns {string} "30. November 2026" */
export function date(iso) {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return iso
  return new Intl.DateTimeFormat(spoken.value.language === "en" ? "en-GB" : "de-DE", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(day)
}
