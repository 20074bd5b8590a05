// A vote in the hand: what is wanted, what is on its way, what has arrived. Values are absolute,
// one is on its way per item, and the server is never asked for more than the budget, whatever
// order its answers come in.
import { budgetOf, capOf } from "./methods.js"

/** @import { Bounds } from "./methods.js" */

/** @typedef {Map<number, number>} Points by item, no zeroes */

/**
 * @typedef {object} Ballot
 * @property {Points} wanted
 * @property {Points} arrived
 * @property {Points} onWay
 * @property {number} counter of the last value sent
 * @property {number} confirmed counter of the last value that arrived
 */

/** @param {Record<string, number>} [record] @returns {Points} */
export function toPoints(record = {}) {
  return new Map(
    Object.entries(record).flatMap(([item, points]) => (points > 0 ? [[Number(item), points]] : [])),
  )
}

/** @param {Points} points @returns {Record<string, number>} */
export function fromPoints(points) {
  return Object.fromEntries(points)
}

/** @param {Points} points */
export function spent(points) {
  return [...points.values()].reduce((sum, one) => sum + one, 0)
}

/** @param {Ballot} ballot */
export function hasArrived({ wanted, arrived, onWay }) {
  return onWay.size === 0 && differing(wanted, arrived).length === 0
}

/** @param {Points} a @param {Points} b @returns {number[]} items */
function differing(a, b) {
  return [...new Set([...a.keys(), ...b.keys()])].filter((item) => (a.get(item) || 0) !== (b.get(item) || 0))
}

/** @param {Points} points @param {number} item @param {number} value @returns {Points} */
function withPoints(points, item, value) {
  const changed = new Map(points)
  if (value > 0) changed.set(item, value)
  else changed.delete(item)
  return changed
}

/** @param {{ arrived: Points, counter: number }} known @param {Points} [wanted] @returns {Ballot} */
export function openBallot({ arrived, counter }, wanted = arrived) {
  return { wanted, arrived, onWay: new Map(), counter, confirmed: counter }
}

/**
 * Wants other points for an item; nothing happens beyond cap and budget.
 * @param {Ballot} ballot @param {Bounds} round @param {number} item @param {number} points
 * @returns {Ballot}
 */
export function want(ballot, round, item, points) {
  const wanted = wish(ballot.wanted, round, item, points)
  return wanted === ballot.wanted ? ballot : { ...ballot, wanted }
}

/** @param {Points} before @param {Bounds} round @param {number} item @param {number} points @returns {Points} */
export function wish(before, round, item, points) {
  const wanted = withPoints(before, item, Math.max(0, points))
  const isTooMuch = spent(wanted) > budgetOf(round) && spent(wanted) > spent(before)
  return points > capOf(round) || isTooMuch ? before : wanted
}

/**
 * The values that can be sent now: those taken back first, those given once there is room for sure.
 * @param {Ballot} ballot @param {Bounds} round
 * @returns {{ ballot: Ballot, votes: { item: number, points: number, counter: number }[] }}
 */
export function nextVotes(ballot, round) {
  const { wanted, arrived } = ballot
  const budget = budgetOf(round)
  const onWay = new Map(ballot.onWay)
  let counter = ballot.counter
  const votes = []
  const waiting = differing(wanted, arrived)
    .filter((item) => !onWay.has(item))
    .map((item) => ({
      item,
      points: wanted.get(item) || 0,
      more: (wanted.get(item) || 0) - (arrived.get(item) || 0),
    }))
    .sort((a, b) => a.more - b.more)
  for (const { item, points, more } of waiting) {
    if (more > 0 && atMost(arrived, onWay) + more > budget) continue
    counter += 1
    onWay.set(item, points)
    votes.push({ item, points, counter })
  }
  return { ballot: { ...ballot, onWay, counter }, votes }
}

/** What the server may count for us at worst. @param {Points} arrived @param {Points} onWay */
function atMost(arrived, onWay) {
  const items = new Set([...arrived.keys(), ...onWay.keys()])
  return [...items].reduce((sum, item) => sum + Math.max(arrived.get(item) || 0, onWay.get(item) || 0), 0)
}

/**
 * @param {Ballot} ballot @param {{ item: number, points: number, counter: number }} vote @returns {Ballot}
 */
export function voteArrived(ballot, { item, points, counter }) {
  const onWay = new Map(ballot.onWay)
  onWay.delete(item)
  const confirmed = Math.max(ballot.confirmed, counter)
  return { ...ballot, onWay, confirmed, arrived: withPoints(ballot.arrived, item, points) }
}

/** Not now: it is still wanted and will be sent again. @param {Ballot} ballot @param {number} item @returns {Ballot} */
export function voteFailed(ballot, item) {
  const onWay = new Map(ballot.onWay)
  onWay.delete(item)
  return { ...ballot, onWay }
}

/** Not at all: what counts is what had arrived. @param {Ballot} ballot @param {number} item @returns {Ballot} */
export function voteRefused(ballot, item) {
  const failed = voteFailed(ballot, item)
  return { ...failed, wanted: withPoints(failed.wanted, item, ballot.arrived.get(item) || 0) }
}

/**
 * The server's word on what it has of us. What is on its way stays; what nobody changed here follows.
 * @param {Ballot} ballot @param {{ points: Points, counter: number }} server @returns {Ballot}
 */
export function hearServer(ballot, { points, counter }) {
  if (counter < ballot.confirmed) return ballot // said before it had our latest
  let { arrived, wanted } = ballot
  for (const item of differing(points, arrived)) {
    if (ballot.onWay.has(item)) continue
    const untouched = (wanted.get(item) || 0) === (arrived.get(item) || 0)
    arrived = withPoints(arrived, item, points.get(item) || 0)
    if (untouched) wanted = withPoints(wanted, item, points.get(item) || 0)
  }
  return { ...ballot, arrived, wanted, counter: Math.max(ballot.counter, counter) }
}
