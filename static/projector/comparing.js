// Two rounds side by side: rows of the later one, and where each stood before. Pure.
import { compare, isVoted } from "../shared/results.js"

/** @import { RoundView } from "../shared/types.js" */
/** @import { Pair, Standing } from "../shared/results.js" */
/** @import { Row } from "./bars.js" */

/** So many of the later round are compared. */
const SHOWN = 16

/**
 * The best of the later round with their place before, and how many of the earlier one did not come along.
 * @param {RoundView} before @param {RoundView} after
 * @returns {{ pairs: (Pair & { after: Standing })[], left: number }}
 */
export function compared(before, after) {
  const all = compare(before, after)
  const pairs = all.flatMap((pair) =>
    pair.after && isVoted(pair.after) ? [{ ...pair, after: pair.after }] : [],
  )
  return { pairs: pairs.slice(0, SHOWN), left: all.filter((pair) => !pair.after).length }
}

/**
 * Lines from where the rows of a page stood before, in that order, to where they stand now.
 * @param {Row[]} rows @param {Map<number, Pair>} pairs by the later round's item @param {number} height
 * @returns {{ item: number, from: number, to: number, rank: number, change: number }[]} heights in pixels
 */
export function slopes(rows, pairs, height) {
  const known = rows.flatMap((row) => {
    const pair = pairs.get(row.item.item)
    const to = row.top + Math.min(row.height, row.size * 1.25) / 2
    return pair?.before && row.part === 1
      ? [{ item: row.item.item, rank: pair.before.rank, change: pair.change ?? 0, to }]
      : []
  })
  const before = [...known].sort((a, b) => a.rank - b.rank || a.to - b.to)
  const heights = known.map(({ to }) => to).sort((a, b) => a - b)
  // As far apart as the rows are, so that a line that stays level means that nothing changed.
  return before.map((line, at) => ({ ...line, from: Math.min(heights[at], height) }))
}
