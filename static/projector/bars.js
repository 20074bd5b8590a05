// A tally as rows of bars: ranks with ties, lengths, pages. Pure.
import { ranking } from "../shared/session.js"

/** @typedef {import('../shared/types.js').RoundView} RoundView */
/** @typedef {import('../shared/types.js').Tally} Tally */

/**
 * One bar. `length` is its share of the longest, 0 to 1; `tied` says that others share its rank.
 * @typedef {{ item: number, points: number, voters: number, rank: number, tied: boolean, length: number }} Bar
 */

/** Bars of a tally, most points first; equal points share a rank. Items without a point stand last, without one.
 * @param {RoundView} round @param {Tally | undefined} tally @returns {Bar[]} */
export function bars(round, tally) {
  const rows = ranking({ ...round, tally })
  const most = rows[0]?.points ?? 0
  return rows.map(({ item, points, voters, rank, tied }) => ({
    item,
    points,
    voters,
    rank: points > 0 ? rank : 0,
    tied: points > 0 && tied,
    length: most > 0 ? points / most : 0,
  }))
}

/** Where a row stands when `perPage` fit: its page and its place on it.
 * @param {number} index @param {number} perPage */
export function place(index, perPage) {
  const fit = Math.max(1, perPage)
  return { page: Math.floor(index / fit), row: index % fit }
}

/** Turnout as a share, 0 to 1. @param {number} voters @param {number} admitted */
export function turnout(voters, admitted) {
  return admitted > 0 ? Math.min(1, voters / admitted) : 0
}
