// What is selected in the inbox. It outlives the page of the list on which it was selected. Pure.

/** @import { Item } from "./types.js" */

/** By key, in the order of selecting. @typedef {Map<string, Item>} Selection */

/** So many can be acted on at once. */
export const MOST_SELECTED = 1000

/** @param {Pick<Item, "kind" | "id">} item */
export const keyOf = ({ kind, id }) => `${kind} ${id}`

/** @param {Selection} selection @param {Item[]} items @param {boolean} on @returns {Selection} */
export function select(selection, items, on) {
  const copy = new Map(selection)
  for (const item of items) {
    if (!on) copy.delete(keyOf(item))
    else if (copy.size < MOST_SELECTED || copy.has(keyOf(item))) copy.set(keyOf(item), item)
  }
  return copy
}

/** What is selected, as it is known now: a list that was loaded anew knows better.
 * @param {Selection} selection @param {Item[]} items @returns {Selection} */
export function refreshed(selection, items) {
  if (!items.some((item) => selection.has(keyOf(item)))) return selection
  const copy = new Map(selection)
  for (const item of items) if (copy.has(keyOf(item))) copy.set(keyOf(item), item)
  return copy
}

/** From one row to another, both included: what Shift selects.
 * @param {Item[]} items @param {string} from @param {string} to @returns {Item[]} */
export function between(items, from, to) {
  const [a, b] = [from, to].map((key) => items.findIndex((item) => keyOf(item) === key))
  if (b < 0) return []
  if (a < 0) return [items[b]]
  return items.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** Whether all, some or none of a list is selected.
 * @param {Selection} selection @param {Item[]} items @returns {"all" | "some" | "none"} */
export function coverage(selection, items) {
  const count = items.filter((item) => selection.has(keyOf(item))).length
  if (count === 0) return "none"
  return count === items.length ? "all" : "some"
}

/** How many of the selected ones are not on show. @param {Selection} selection @param {Item[]} items */
export function elsewhere(selection, items) {
  return selection.size - items.filter((item) => selection.has(keyOf(item))).length
}

/** Only contributions have an outcome: topic fields and requirements have no author.
 * @param {Iterable<Item>} items @returns {(Item & { event: string, number: number })[]} */
export function contributions(items) {
  return /** @type {any} */ ([...items].filter(isContribution))
}

/** @param {Item} item */
export function isContribution({ kind, event, number }) {
  return (kind === "idea" || kind === "expectation") && Boolean(event) && Boolean(number)
}

/** By event, in the order of appearance.
 * @template {{ event?: string }} T @param {Iterable<T>} items @returns {Map<string, T[]>} */
export function byEvent(items) {
  /** @type {Map<string, T[]>} */
  const found = new Map()
  for (const item of items) {
    const event = item.event || ""
    const known = found.get(event)
    if (known) known.push(item)
    else found.set(event, [item])
  }
  return found
}

/** What a promotion names: both kinds of contributions are ideas there.
 * @param {Iterable<Item>} items @returns {{ kind: "idea" | "field" | "requirement", id: string }[]} */
export function namedFor(items) {
  return [...items].map(({ kind, id }) => ({ kind: kind === "expectation" ? "idea" : kind, id }))
}

/** The one most people stand behind, to begin with. @param {Item[]} items */
export function strongest(items) {
  /** @param {Item} item */
  const behind = (item) => item.voters ?? item.votes?.voters ?? item.support ?? 0
  return items.reduce((best, item) => (behind(item) > behind(best) ? item : best))
}

/** Those that will point to another one: already pointing there or elsewhere is left as it is.
 * @param {Item[]} items @param {Item} into */
export function joiners(items, into) {
  return items.filter((item) => item.id !== into.id && !item.joined_to)
}
