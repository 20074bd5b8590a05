// Ballots on paper, as somebody types them in: a line each, in the fewest keys. Pure.
//
// Items are named by their number in the round, as paper ballots print it, or by an idea's own number
// with a sign: "#47". Dots "4 4 2:3", approve "4 2", yes/no "4j 2n 3e" (or + - o), a scale "4:5 2:3/4"
// with a grade for each criterion, a ranking "2 4 3" from the first place on.

/** @import { RoundView } from "../../shared/types.js" */

/** @typedef {"unknown" | "value" | "cap" | "budget" | "twice"} Problem */
/** @typedef {{ points: Record<string, number>, problem?: Problem, at?: string }} Read at: the part that is wrong */

const GRADES = 5
const ANSWERS = /** @type {Record<string, number>} */ ({
  j: 1,
  ja: 1,
  y: 1,
  yes: 1,
  "+": 1,
  n: 2,
  nein: 2,
  no: 2,
  "-": 2,
  "−": 2,
  e: 3,
  a: 3,
  o: 3,
  0: 3,
})

/** @param {string} line @param {RoundView} round @returns {Read} */
export function readBallot(line, round) {
  /** @type {Record<string, number>} */
  const points = {}
  let place = 0
  for (const part of line
    .trim()
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)) {
    const found = /^(#?)(\d+)[:=x*]?(.*)$/.exec(part)
    const item = found && itemNamed(round, Number(found[2]), Boolean(found[1]))
    if (!found || !item) return { points, problem: "unknown", at: part }
    const known = points[item]
    if (known && round.method !== "dots") return { points, problem: "twice", at: part }
    place += 1
    const given = value(found[3], round, place)
    if (!given) return { points, problem: "value", at: part }
    points[item] = (known || 0) + given
    if (round.method === "dots" && points[item] > (round.cap || 1))
      return { points, problem: "cap", at: part }
  }
  if (spent(points) > budget(round)) return { points, problem: "budget" }
  return { points }
}

/** @param {RoundView} round @param {number} number @param {boolean} isIdea @returns {number | undefined} the item's */
function itemNamed(round, number, isIdea) {
  const named = isIdea
    ? round.items.find(({ idea, ideas = [] }) => idea === number || ideas.includes(number))
    : round.items.find(({ item }) => item === number)
  return named?.item
}

/** What stands behind an item; undefined where it cannot be. @param {string} text @param {RoundView} round @param {number} place */
function value(text, round, place) {
  switch (round.method) {
    case "yesno":
      return ANSWERS[text]
    case "scale":
      return grades(text, round.criteria?.length || 1)
    case "ranking":
      return text ? undefined : place
    case "approve":
      return text && text !== "1" ? undefined : 1
    default:
      return text === "" ? 1 : /^\d{1,2}$/.test(text) ? Number(text) : undefined
  }
}

/** "5/3": 5 by the first criterion, 3 by the second; "-" is not rated. @param {string} text @param {number} criteria */
function grades(text, criteria) {
  const typed = text.replace(/\//g, "").replace(/-/g, "0")
  if (!/^\d+$/.test(typed) || typed.length !== criteria) return undefined
  const all = [...typed].map(Number)
  if (all.some((grade) => grade > GRADES)) return undefined
  return all.reduceRight((sum, grade) => sum * 10 + grade, 0)
}

/** @param {Record<string, number>} points */
const spent = (points) => Object.values(points).reduce((sum, given) => sum + given, 0)

/** @param {RoundView} round */
function budget({ method, budget: most = 0 }) {
  return method === "dots" || (method === "approve" && most > 0) ? most : Number.POSITIVE_INFINITY
}

/** How many ballots are sent at once. */
export const BATCH = 100

/**
 * The lines that say something, read; and the first that cannot be.
 * @param {string[]} lines @param {RoundView} round
 */
export function readBatch(lines, round) {
  const read = lines.map((line) => (line.trim() ? readBallot(line, round) : undefined))
  const ballots = read.flatMap((one) => (one && !one.problem ? [one.points] : []))
  return { read, ballots, wrong: read.findIndex((one) => one?.problem) }
}
