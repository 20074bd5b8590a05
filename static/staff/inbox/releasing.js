// What may be told outside: from what is stored to a form, and from the form to what is sent. Pure.
import { keyOf } from "./selection.js"

/** @import { Item, Release } from "./types.js" */

/** @typedef {Item & { event: string, number: number }} Contribution */
/** @typedef {{ kind: "" | "text" | "summary", summary: string }} Choice */
/** @typedef {Record<string, Choice>} Choices by item's key */

/** @param {Contribution[]} items @param {Map<string, Release[]>} stored @returns {Choices} */
export function choicesOf(items, stored) {
  return Object.fromEntries(
    items.map((item) => {
      const known = stored.get(item.event)?.find(({ number }) => number === item.number)
      return [keyOf(item), { kind: known?.kind ?? "", summary: known?.summary ?? "" }]
    }),
  )
}

/** Summaries that nobody wrote yet. @param {Choices} choices @returns {string[]} keys */
export function unwritten(choices) {
  return Object.keys(choices).filter((key) => choices[key].kind === "summary" && !choices[key].summary.trim())
}

/** What is sent for one event: a summary only where it is what is told.
 * @param {Contribution[]} items @param {Choices} choices @returns {Release[]} */
export function releasesOf(items, choices) {
  return items.map((item) => {
    const { kind, summary } = choices[keyOf(item)]
    return { number: item.number, kind, summary: kind === "summary" ? summary.trim() : "" }
  })
}
