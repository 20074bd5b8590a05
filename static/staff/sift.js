// The table of contributions: what each row knows, which rows are wanted, in which order. Pure.
import { standing } from "../shared/results.js"

/** @import { RoundItem, RoundView } from "../shared/types.js" */
/** @import { Contributions, StaffField, StaffIdea } from "./types.js" */

/** Tallies with fewer voters are not published outside the room. */
export const MIN_PUBLISHED = 5

/**
 * @typedef {{ points: number, voters: number, rank: number, tied: boolean, counts: number[], mean?: number,
 *   verdict?: "consensus" | "contested", few?: boolean, untold?: boolean }} Count few: not broken down; untold: secret as well
 */

/**
 * @typedef {object} Row
 * @property {StaffIdea} idea
 * @property {StaffField | undefined} field where it lies, through merging and joined fields
 * @property {Record<string, Count>} counts by round, of the item it was part of
 * @property {number} points of the latest closed round that had it
 */

/**
 * @typedef {object} Wanted
 * @property {string} q words or a number
 * @property {string} field id; "none" for ideas without one
 * @property {string} session
 * @property {string} only "" | "nominated" | "undecided" | "drafted" | "taken"
 * @property {string} sort "" (nominated first) | "points" | "support" | "number"
 */

/** Rounds that have been counted, by subject.
 * @param {Contributions} all @param {"ideas" | "fields"} subject @returns {RoundView[]} */
export function countedRounds(all, subject) {
  return all.rounds.filter((round) => round.state === "closed" && round.subject === subject)
}

/** What a closed round says of each of its items, by rank.
 * @param {RoundView} round @returns {[RoundItem, Count][]} */
export function countsOf(round) {
  const few = Boolean(round.tally?.few)
  const untold = few && round.secrecy === "secret"
  return standing(round).map(({ points, voters, rank, tied, counts, mean, verdict, ...item }) => [
    item,
    { points, voters, rank, tied, counts, mean, verdict, few, untold },
  ])
}

/** @param {Contributions} all @returns {Row[]} */
export function rowsOf(all) {
  const ideas = new Map(all.ideas.map((idea) => [idea.number, idea]))
  const fields = new Map(all.fields.map((field) => [field.id, field]))
  /** @type {Map<number, Record<string, Count>>} */
  const counts = new Map(all.ideas.map((idea) => [idea.number, {}]))
  /** @type {Map<number, number>} */
  const points = new Map()
  for (const round of countedRounds(all, "ideas")) {
    for (const [item, count] of countsOf(round)) {
      for (const number of item.ideas ?? []) {
        const known = counts.get(number)
        if (known) known[round.id] = count
        points.set(number, count.points)
      }
    }
  }
  return all.ideas.map((idea) => ({
    idea,
    field: joined(fields, head(ideas, idea).field),
    counts: counts.get(idea.number) ?? {},
    points: points.get(idea.number) ?? 0,
  }))
}

/** @param {Map<number, StaffIdea>} ideas @param {StaffIdea} idea */
function head(ideas, idea) {
  let found = idea
  for (let steps = 0; found.merged_into && steps < ideas.size; steps++)
    found = ideas.get(found.merged_into) ?? found
  return found
}

/** @param {Map<string, StaffField>} fields @param {string | undefined} id */
function joined(fields, id) {
  let field = fields.get(id ?? "")
  for (let steps = 0; field?.joined_into && steps < fields.size; steps++)
    field = fields.get(field.joined_into) ?? field
  return field
}

/** @param {URLSearchParams} query @returns {Wanted} */
export function wantedOf(query) {
  const of = (/** @type {string} */ key) => query.get(key) ?? ""
  return { q: of("q"), field: of("field"), session: of("session"), only: of("only"), sort: of("sort") }
}

/** @param {Row[]} rows @param {Wanted} wanted @returns {Row[]} */
export function sift(rows, wanted) {
  const words = wanted.q.toLocaleLowerCase("de").split(/\s+/).filter(Boolean)
  return rows
    .filter(
      (row) =>
        words.every((word) => says(row.idea, word)) &&
        (!wanted.session || row.idea.session === wanted.session) &&
        (!wanted.field || (wanted.field === "none" ? !row.field : row.field?.id === wanted.field)) &&
        is(row.idea, wanted.only),
    )
    .sort(ORDERS[wanted.sort] ?? ORDERS.nominated)
}

/** @param {StaffIdea} idea @param {string} word */
function says(idea, word) {
  return idea.text.toLocaleLowerCase("de").includes(word) || `${idea.number}` === word.replace(/^#/, "")
}

/** @param {StaffIdea} idea @param {string} only */
function is(idea, only) {
  switch (only) {
    case "nominated":
      return Boolean(idea.nominated)
    case "undecided":
      return !idea.outcome && idea.state !== "withdrawn"
    case "drafted":
      return Boolean(idea.outcome && !idea.outcome.published)
    case "taken":
      return Boolean(idea.candidate)
    default:
      return true
  }
}

/** @type {Record<string, (a: Row, b: Row) => number>} */
const ORDERS = {
  nominated: (a, b) =>
    Number(b.idea.nominated ?? false) - Number(a.idea.nominated ?? false) ||
    b.points - a.points ||
    a.idea.number - b.idea.number,
  points: (a, b) => b.points - a.points || a.idea.number - b.idea.number,
  support: (a, b) => (b.idea.support ?? 0) - (a.idea.support ?? 0) || a.idea.number - b.idea.number,
  number: (a, b) => a.idea.number - b.idea.number,
}

/** What publishing would tell: drafted outcomes, how many by kind, and how many of them somebody can find.
 * Ideas typed in for others have no device that would learn of it.
 * @param {Contributions} all */
export function drafts(all) {
  const onBehalf = new Set(all.ideas.filter((idea) => idea.on_behalf).map((idea) => idea.number))
  const waiting = all.outcomes.filter((outcome) => !outcome.published)
  /** @type {Record<string, number>} */
  const kinds = {}
  for (const { kind } of waiting) kinds[kind] = (kinds[kind] ?? 0) + 1
  const unseen = waiting.filter(({ number }) => onBehalf.has(number)).length
  return { waiting, kinds, learn: waiting.length - unseen, unseen }
}
