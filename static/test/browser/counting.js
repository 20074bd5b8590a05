// Counts ballots once more, by the words of the rules and not by the program's code. Pure.

/**
 * What one voter did, by what stood on the card: dots given; 1 for approval; "yes", "no" or "abstain"; a grade
 * for each criterion, 0 for none; the place from 1.
 * @typedef {Record<string, number | string | number[]>} Ballot
 * @typedef {{ method: string, labels: string[], less?: boolean[] }} Counted less: by criterion, whether less is better
 * @typedef {{ points: number, voters: number, counts?: number[], means?: number[], worth: number, rank: number }} Sum
 */

const ANSWERS = ["yes", "no", "abstain"]

/**
 * @param {Counted} counted @param {Ballot[]} ballots
 * @returns {Map<string, Sum>} by label; what nobody voted for is not in it
 */
export function count({ method, labels, less = [] }, ballots) {
  /** @type {Map<string, Sum>} */
  const sums = new Map()
  for (const label of labels) {
    const given = ballots.flatMap((ballot) => (ballot[label] === undefined ? [] : [ballot[label]]))
    if (given.length) sums.set(label, { ...sum(method, labels.length, less, given), rank: 0 })
  }
  for (const one of sums.values()) {
    one.rank = 1 + [...sums.values()].filter(({ worth }) => worth > one.worth).length
  }
  return sums
}

/** @param {string} method @param {number} items @param {boolean[]} less @param {any[]} given @returns {Omit<Sum, "rank">} */
function sum(method, items, less, given) {
  const voters = given.length
  const add = (/** @type {number[]} */ numbers) => numbers.reduce((all, one) => all + one, 0)
  switch (method) {
    case "yesno": {
      const counts = ANSWERS.map((answer) => given.filter((one) => one === answer).length)
      const points = counts[0] - counts[1]
      return { points, voters, counts, worth: points }
    }
    case "scale": {
      const rated = less.map((_, at) => given.map((grades) => grades[at]).filter(Boolean))
      const counts = rated.flatMap((all) =>
        [1, 2, 3, 4, 5].map((grade) => all.filter((one) => one === grade).length),
      )
      const points = add(rated.map((all, at) => add(all.map((grade) => (less[at] ? 6 - grade : grade)))))
      const means = rated.map((all) => add(all) / all.length)
      return { points, voters, counts, means, worth: points / rated.flat().length }
    }
    case "ranking": {
      const counts = Array.from(
        { length: items },
        (_, at) => given.filter((place) => place === at + 1).length,
      )
      const points = add(given.map((place) => items - place))
      return { points, voters, counts, worth: points }
    }
    default: {
      const points = add(given)
      return { points, voters, worth: points }
    }
  }
}

/** The number a screen shows first, in German. @param {string} method @param {Sum} sum */
export function mainNumber(method, { points, worth }) {
  if (method === "yesno" && points > 0) return `+${points}`
  if (method !== "scale") return String(points)
  return worth.toLocaleString("de", { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
