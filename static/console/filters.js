// Which ideas a list shows, and in which order. Pure.

/** @import { IdeaView } from "../shared/types.js" */

/**
 * What a moderator looks for. Empty means anything. `field` is the id of a topic field or "none";
 * `mark` is "pinned", "supported", "nominated", "on_behalf", "merged" or "redacted".
 * @typedef {{ search: string, state: string, kind: string, field: string, mark: string }} Filter
 * @typedef {"newest" | "oldest" | "support"} Order
 */

/** @type {Filter} */
export const ANYTHING = { search: "", state: "", kind: "", field: "", mark: "" }

/**
 * A text as it is compared: small letters, no accents, ß as ss.
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "")
}

/**
 * The idea's number when somebody typed nothing else: "47", "#47", "Nr. 47".
 * @param {string} search
 */
export function numberIn(search) {
  const found = /^\s*(?:#|nr\.?)?\s*(\d{1,6})\s*$/i.exec(search)
  return found ? Number(found[1]) : 0
}

/**
 * @param {IdeaView} idea
 * @param {Filter} filter
 * @param {(id: string) => string} standsFor the topic field an id stands for now, "" for none
 */
export function matches(idea, filter, standsFor) {
  if (filter.state && idea.state !== filter.state) return false
  if (filter.kind && idea.kind !== filter.kind) return false
  if (filter.field && standsFor(idea.field || "") !== (filter.field === "none" ? "" : filter.field))
    return false
  if (!marked(idea, filter.mark)) return false
  const number = numberIn(filter.search)
  if (number) return idea.number === number || (idea.text || "").includes(String(number))
  const text = fold(idea.text || "")
  return fold(filter.search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/**
 * @param {IdeaView} idea
 * @param {string} mark
 */
function marked(idea, mark) {
  if (mark === "supported") return Boolean(idea.support)
  if (mark === "nominated") return Boolean(idea.nominated)
  if (mark === "on_behalf") return Boolean(idea.on_behalf)
  if (mark === "pinned") return Boolean(idea.pinned)
  if (mark === "redacted") return Boolean(idea.redacted)
  if (mark === "merged") return Boolean(idea.merged_into)
  return true
}

/** @param {Filter} filter */
export const filtering = (filter) => Object.values(filter).some(Boolean)

/**
 * @param {IdeaView[]} ideas
 * @param {Order} order
 */
export function ordered(ideas, order) {
  const sorted = [...ideas]
  if (order === "oldest") return sorted.sort((a, b) => a.number - b.number)
  if (order === "newest") return sorted.sort((a, b) => b.number - a.number)
  return sorted.sort((a, b) => (b.support || 0) - (a.support || 0) || a.number - b.number)
}

/**
 * Ideas the reader has before them, and how many wait above: nothing newer than `upTo` enters the
 * list until asked for.
 * @param {IdeaView[]} ideas
 * @param {number} upTo
 */
export function arrived(ideas, upTo) {
  const known = ideas.filter((idea) => idea.number <= upTo)
  return { known, waiting: ideas.length - known.length }
}
