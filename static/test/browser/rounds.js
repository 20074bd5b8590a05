// Rounds as a house would tell them, with votes that nobody cast.

import { standing } from "../../shared/results.js"

const ADMITTED = 180
const impact = { name: "Wirkung", low: "gering", high: "groß", less: false }
const effort = { name: "Aufwand", low: "gering", high: "hoch", less: true }

/** @type {Record<string, any>} */
const PLANS = {
  dots: { method: "dots", budget: 5, cap: 2, hidden: true },
  live: { method: "dots", budget: 3, cap: 1 },
  runoff: {
    method: "dots",
    budget: 3,
    cap: 1,
    hidden: true,
    title: "Stichwahl der besten zwölf",
    most: 12,
    of: "dots",
  },
  approve: { method: "approve", hidden: true },
  yesno: { method: "yesno", hidden: true, title: "Was sollen wir dem Verwaltungsvorstand vorschlagen?" },
  scale: { method: "scale", criteria: [impact, effort], hidden: true },
  fieldscale: { method: "scale", criteria: [impact, effort], hidden: true, subject: "fields" },
  ranking: { method: "ranking", hidden: true, most: 12 },
  secret: { method: "approve", secrecy: "secret", hidden: true, budget: 3 },
  fields: { method: "dots", subject: "fields", budget: 3, cap: 3, hidden: true },
  few: { method: "dots", budget: 3, cap: 1, hidden: true, most: 6, few: true },
}

/**
 * @param {string} kind @param {number} number @param {any[]} ideas @param {any[]} fields
 * @param {boolean} open whether it still runs
 * @returns {any}
 */
export function makeRound(kind, number, ideas, fields, open) {
  const { most = 500, few, ...plan } = PLANS[kind]
  const things =
    plan.subject === "fields"
      ? fields.map(({ id }) => ({ field: id, ideas: [] }))
      : ideas.filter((idea) => !idea.merged_into).map((idea) => ({ idea: idea.number, ideas: [idea.number] }))
  // A runoff is among the best of the first round.
  const best = plan.of ? sorted(things, plan.of) : things
  const items = best.slice(0, most).map((thing, at) => ({ item: at + 1, ...thing }))
  const round = {
    id: kind,
    number,
    session: "s",
    subject: "ideas",
    secrecy: "pseudonymous",
    state: open ? "open" : "closed",
    items,
    ...plan,
  }
  const tally = few ? { voters: 3, few, items: {} } : tallyOf(round, number)
  if (open) return { ...round, live: tally }
  const results = few ? [] : resultsOf({ ...round, tally })
  return { ...round, admitted: ADMITTED, tally: { ...tally, results: few ? undefined : results } }
}

/** Things as an earlier round had them, best first. @param {any[]} things @param {string} of */
function sorted(things, of) {
  const plan = PLANS[of]
  const points = (/** @type {any} */ thing) =>
    sumOf({ ...plan, items: things }, things.indexOf(thing), 1).points
  return [...things].sort((a, b) => points(b) - points(a))
}

/** Some chance that is the same every time. @param {number} a @param {number} b */
function chance(a, b) {
  const value = Math.sin(a * 127.1 + b * 311.7) * 43758.5453
  return value - Math.floor(value)
}

/** @param {any} round @param {number} seed */
function tallyOf(round, seed) {
  const sums = round.items.map((/** @type {any} */ item, /** @type {number} */ at) => [
    item.item,
    sumOf(round, at, seed),
  ])
  return { voters: 143, items: Object.fromEntries(sums) }
}

/** @param {any} round @param {number} at @param {number} seed */
function sumOf({ method, items, criteria = [], budget }, at, seed) {
  const luck = chance(at + 1, seed)
  const voters = Math.round(143 * (0.15 + 0.85 * luck))
  const most = Math.max(3, Math.round((143 * (budget ?? 4)) / Math.sqrt(items.length) / 4))
  switch (method) {
    case "yesno": {
      const abstain = Math.round(20 * chance(at, 5))
      const yes = Math.round(Math.max(0, voters - abstain) * (0.2 + 0.8 * chance(at, 9)))
      const no = Math.max(0, voters - abstain - yes)
      return { points: yes - no, voters: yes + no + abstain, counts: [yes, no, abstain] }
    }
    case "scale": {
      const counts = criteria.flatMap((/** @type {any} */ _, /** @type {number} */ criterion) =>
        grades(1 + 4 * chance(at * 3 + 1, criterion + 11), voters),
      )
      const points = counts.reduce(
        (/** @type {number} */ sum, /** @type {number} */ count, /** @type {number} */ i) => {
          const grade = (i % 5) + 1
          return sum + count * (criteria[Math.floor(i / 5)].less ? 6 - grade : grade)
        },
        0,
      )
      return { points, voters, counts }
    }
    case "ranking": {
      const place = luck * (items.length - 1)
      const counts = items.map((/** @type {any} */ _, /** @type {number} */ i) =>
        Math.round((140 / items.length) * 2 * Math.exp(-(((i - place) / 2.5) ** 2))),
      )
      const points = counts.reduce(
        (/** @type {number} */ sum, /** @type {number} */ count, /** @type {number} */ i) =>
          sum + count * (items.length - 1 - i),
        0,
      )
      return { points, voters: 143, counts }
    }
    default: {
      const points = method === "approve" ? voters : Math.round(most * luck ** 2)
      return { points, voters: Math.min(points, Math.ceil(points * 0.8)) }
    }
  }
}

/** @param {number} mean @param {number} voters @returns {number[]} */
function grades(mean, voters) {
  const weights = [1, 2, 3, 4, 5].map((grade) => Math.exp(-((grade - mean) ** 2)))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => Math.round((voters * weight) / all))
}

/** @param {any} round */
function resultsOf(round) {
  return standing(round).map(({ item, rank, tied, criteria }, at) => ({
    item,
    rank,
    tied,
    mean: 1,
    spread: 0.4,
    criteria: criteria.map(({ voters, mean, spread }) => ({ voters, mean, spread })),
    verdict: round.method !== "dots" && at % 4 === 0 ? "consensus" : at % 7 === 3 ? "contested" : undefined,
  }))
}
