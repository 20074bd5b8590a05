// What a round's numbers say: places, shares, one criterion against another, two rounds side by side.
// Pure. Of an open round it reads the running count, of a closed one what the server found.

/** @import { Criterion, ItemResult, ItemTally, RoundItem, RoundView, Tally } from "./types.js" */

/**
 * @typedef {object} Grades how an item was rated by one criterion
 * @property {number} voters
 * @property {number} mean 1 to 5; 0: nobody rated it
 * @property {number} spread
 * @property {number[]} counts how many gave 1 to 5; empty where too few voted
 */

/**
 * @typedef {RoundItem & { points: number, voters: number, counts: number[], rank: number, tied: boolean,
 *   mean?: number, spread?: number, criteria: Grades[], verdict?: "consensus" | "contested" }} Standing
 */

/** @typedef {{ yes: number, no: number, abstain: number }} Votes */
/** @typedef {{ x: number, y: number }} Axes indexes of the criteria that span a matrix */
/** @typedef {{ item: Standing, x: number, y: number }} Point x and y from 1 to 5 */
/** @typedef {{ key: string, before?: Standing, after?: Standing, change?: number }} Pair change: places won */

const GRADES = 5
/** So many of the best are revealed one by one, however many were voted on. */
const PLACES = 10

/**
 * A round's items by rank, equal ones by their number; equal ones share a rank.
 * @param {RoundView} round @param {Tally | undefined} [tally] @returns {Standing[]}
 */
export function standing(round, tally = round.tally) {
  const found = new Map((tally?.results || []).map((result) => [result.item, result]))
  const counted = round.items.map((item) => {
    const sum = tally?.items?.[item.item] || { points: 0, voters: 0 }
    return { item, sum, result: found.get(item.item), worth: worth(round, sum) }
  })
  const places = ranks(counted.map(({ worth }) => worth))
  return counted
    .map(({ item, sum, result, worth }) => ({
      ...item,
      points: sum.points,
      voters: sum.voters,
      counts: sum.counts || [],
      criteria: criteriaOf(round, sum, result),
      mean: result?.mean,
      spread: result?.spread,
      verdict: result?.verdict,
      rank: result?.rank ?? places.get(worth)?.rank ?? 1,
      tied: result ? Boolean(result.tied) : (places.get(worth)?.count ?? 1) > 1,
    }))
    .sort((a, b) => a.rank - b.rank || a.item - b.item)
}

/** What the order is by. An item that nobody rated on a scale comes last.
 * @param {RoundView} round @param {ItemTally} sum */
function worth(round, { points, voters, counts = [] }) {
  if (round.method !== "scale") return points
  const ratings = total(counts) || voters
  return ratings > 0 ? points / ratings : Number.NEGATIVE_INFINITY
}

/** The rank that each worth has, and how many share it. @param {number[]} worths */
function ranks(worths) {
  /** @type {Map<number, { rank: number, count: number }>} */
  const places = new Map()
  worths
    .sort((a, b) => b - a)
    .forEach((worth, at) => {
      const place = places.get(worth)
      if (place) place.count++
      else places.set(worth, { rank: at + 1, count: 1 })
    })
  return places
}

/** @param {RoundView} round @param {ItemTally} sum @param {ItemResult | undefined} result @returns {Grades[]} */
function criteriaOf(round, { counts = [] }, result) {
  if (round.method !== "scale") return []
  return (round.criteria || []).map((_, index) => {
    const own = counts.slice(index * GRADES, (index + 1) * GRADES)
    return { ...summary(own), ...result?.criteria?.[index], counts: own }
  })
}

/** @param {number[]} counts how many gave 1, 2 … */
function summary(counts) {
  const voters = total(counts)
  if (voters === 0) return { voters, mean: 0, spread: 0 }
  const mean = counts.reduce((sum, count, at) => sum + count * (at + 1), 0) / voters
  const variance = counts.reduce((sum, count, at) => sum + count * (at + 1 - mean) ** 2, 0) / voters
  return { voters, mean, spread: Math.sqrt(variance) }
}

/** Whether an item has been voted on at all. @param {Standing} item */
export function isVoted({ points, voters }) {
  return voters > 0 || points !== 0
}

/**
 * The best items of a result, which a moderator may reveal from the last place on. Items that share a
 * place are one step; `done` from the last step on, or with step -1.
 * @param {Standing[]} items by rank @param {number} step places revealed; -1: all
 * @returns {{ steps: number, done: boolean, places: { item: Standing, shown: boolean }[] }}
 */
export function reveal(items, step) {
  const best = items.filter(isVoted).slice(0, PLACES)
  const ranks = [...new Set(best.map(({ rank }) => rank))]
  const done = step < 0 || step >= ranks.length
  const shown = new Set(done ? ranks : ranks.slice(ranks.length - step))
  return {
    steps: ranks.length,
    done,
    places: best.map((item) => ({ item, shown: shown.has(item.rank) })),
  }
}

/** Votes of a yes/no round on an item. @param {Standing} item @returns {Votes} */
export function votesOf({ counts: [yes = 0, no = 0, abstain = 0] }) {
  return { yes, no, abstain }
}

/**
 * How strongly the room is for an item, 0 to 1: yes of yes and no; those who approve of those who
 * voted; its part of all dots; how far its mean is up the scale; its part of what a ranking could
 * give it. Undefined while nobody has voted, or where too few did.
 * @param {Standing} item @param {RoundView} round @param {Tally | undefined} [tally]
 * @returns {number | undefined}
 */
export function share(item, round, tally = round.tally) {
  const { points, voters, counts } = item
  const all = tally?.voters || 0
  switch (round.method) {
    case "yesno": {
      const { yes, no } = votesOf(item)
      return part(yes, yes + no)
    }
    case "approve":
      return part(points, all)
    case "scale": {
      const ratings = total(counts)
      return ratings > 0 ? (points / ratings - 1) / (GRADES - 1) : undefined
    }
    case "ranking":
      return voters > 0 ? part(points, all * (round.items.length - 1)) : undefined
    default:
      return part(points, total(Object.values(tally?.items || {}).map((sum) => sum.points)))
  }
}

/** @param {number} some @param {number} all */
function part(some, all) {
  return all > 0 ? some / all : undefined
}

/**
 * Which criteria span a round's matrix: across the one where less is better (effort), else the second.
 * @param {RoundView} round @returns {Axes | undefined}
 */
export function matrixAxes(round) {
  const criteria = round.criteria || []
  if (round.method !== "scale" || criteria.length < 2) return undefined
  const less = criteria.findIndex((criterion) => criterion.less)
  const x = less >= 0 ? less : 1
  return { x, y: criteria.findIndex((_, index) => index !== x) }
}

/**
 * Where items stand in a matrix, by rank. What nobody rated by both criteria is not in it.
 * @param {RoundView} round @param {Tally | undefined} [tally] @returns {Point[]}
 */
export function matrixPoints(round, tally = round.tally) {
  const axes = matrixAxes(round)
  if (!axes) return []
  return standing(round, tally)
    .map((item) => ({ item, x: item.criteria[axes.x].mean, y: item.criteria[axes.y].mean }))
    .filter(({ x, y }) => x > 0 && y > 0)
}

/**
 * Two rounds side by side: items matched by field, or by an idea that is in both groups. By rank in
 * the later one, then what was only in the earlier.
 * @param {RoundView} before @param {RoundView} after @returns {Pair[]}
 */
export function compare(before, after) {
  const first = standing(before)
  const second = standing(after)
  const left = new Set(first)
  const pairs = second.map((item) => {
    const match =
      first.find((other) => left.has(other) && isSame(other, item)) ||
      first.find((other) => left.has(other) && overlaps(other, item))
    if (match) left.delete(match)
    return pair(match, item)
  })
  return [...pairs, ...first.filter((item) => left.has(item)).map((item) => pair(item, undefined))]
}

/** @param {Standing | undefined} before @param {Standing | undefined} after @returns {Pair} */
function pair(before, after) {
  const item = /** @type {Standing} */ (after || before)
  const change = before && after ? before.rank - after.rank : undefined
  return { key: item.field || `#${item.idea ?? item.item}`, before, after, change }
}

/** @param {RoundItem} a @param {RoundItem} b */
function isSame(a, b) {
  if (a.field || b.field) return a.field === b.field
  return a.idea !== undefined && a.idea === b.idea
}

/** Whether groups that were merged differently meanwhile share an idea.
 * @param {RoundItem} a @param {RoundItem} b */
function overlaps(a, b) {
  return !a.field && !b.field && (a.ideas || []).some((idea) => b.ideas?.includes(idea))
}

/** @param {number[]} numbers */
function total(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0)
}
