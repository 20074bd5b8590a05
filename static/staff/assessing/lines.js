// The results of a round in their order. Pure.

/** @import { Source } from "../types.js" */
/** @import { Assessed, Result } from "./types.js" */

/** @typedef {{ measure: Assessed, result: Result | undefined, place: number }} Line place: 0 without a result */

/**
 * Measures of one class by value, equal values in one place; what has too few scores comes last.
 * @param {Assessed[]} measures @param {Result[]} results @returns {Line[]}
 */
export function linesOf(measures, results) {
  const found = new Map(results.map((result) => [result.measure, result]))
  const lines = measures.map((measure) => ({ measure, result: found.get(measure.id), place: 0 }))
  const ranked = lines
    .filter(({ result }) => result?.enough)
    .sort((a, b) => (b.result?.value ?? 0) - (a.result?.value ?? 0))
  ranked.forEach((line, at) => {
    const before = ranked[at - 1]
    const same = before && Math.round(before.result?.value ?? 0) === Math.round(line.result?.value ?? 0)
    line.place = same ? before.place : at + 1
  })
  return [...ranked, ...lines.filter(({ result }) => !result?.enough)]
}

/** The vote that counts most devices. @param {Source[]} votes @returns {Source | undefined} */
export function strongestVote(votes = []) {
  return votes
    .filter((vote) => vote.round)
    .reduce(
      (best, vote) => (!best || vote.turnout > best.turnout ? vote : best),
      /** @type {Source | undefined} */ (undefined),
    )
}
