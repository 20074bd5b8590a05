// How an item stood in a vote, never without its room: rank, points, devices. Pure.

/** @import { Item } from "./types.js" */

/** Tallies with fewer voters are not published outside the room. */
const MIN_PUBLISHED = 5
/** Below so many devices a rank says little: it is marked wherever it is shown. */
export const SMALL = 30

/**
 * @typedef {object} Standing
 * @property {number} rank 0: none
 * @property {number} of so many items; 0: not known
 * @property {boolean} tied
 * @property {number} points
 * @property {number} voters
 * @property {number} turnout
 * @property {number} admitted
 * @property {boolean} small few devices took part
 * @property {boolean} few not to be published
 */

/** @param {Item} item @returns {Standing | undefined} */
export function standingOf({ votes, items = 0 }) {
  if (!votes?.round) return undefined
  const { rank, ties, points, voters, turnout, admitted } = votes
  return {
    rank,
    of: items,
    tied: ties > 0,
    points,
    voters,
    turnout,
    admitted,
    small: turnout < SMALL,
    few: turnout < MIN_PUBLISHED,
  }
}

/** How large an event is beside the largest on show, 0 to 1. @param {number} devices @param {number} largest */
export function sizeShare(devices, largest) {
  return largest > 0 ? Math.min(1, Math.max(0, devices / largest)) : 0
}
