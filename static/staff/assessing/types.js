// What the interface tells about assessments, as types.

/** @import { Measure, Source } from "../types.js" */

/**
 * @typedef {object} Criterion
 * @property {string} id
 * @property {string} title
 * @property {string} text
 * @property {number} weight 0 to 100, against the others'
 * @property {boolean} inverse less is better
 */

/**
 * @typedef {object} Round
 * @property {string} id
 * @property {string} title
 * @property {Criterion[]} criteria
 * @property {string[]} measures ids
 * @property {"draft" | "open" | "closed"} state
 * @property {string} [opened_on]
 * @property {string} [closed_on]
 * @property {number} version
 */

/**
 * @typedef {object} Assessment what one assessor says of one measure
 * @property {string} measure
 * @property {string} [account]
 * @property {string} [name]
 * @property {boolean} biased
 * @property {Record<string, number>} scores by criterion
 * @property {string} note
 */

/** @typedef {{ criterion: string, mean: number, low: number, high: number }} Spread */

/**
 * @typedef {object} Result
 * @property {string} measure
 * @property {number} count assessors who gave scores
 * @property {number} biased
 * @property {boolean} enough
 * @property {number} value 0 to 100
 * @property {number} spread
 * @property {Spread[]} criteria
 * @property {number[]} values
 */

/**
 * @typedef {object} Detail a round as whoever asks may see it
 * @property {Round} round
 * @property {Assessed[]} measures
 * @property {Assessment[]} own
 * @property {Result[]} results of a closed round, or of what one has assessed
 * @property {Assessment[]} others what others said of the same
 * @property {Record<string, number>} counts how many gave scores, by measure; for who leads the round
 */

/**
 * @typedef {object} Assessed a measure in a round, with the staff's votes beside it
 * @property {string} id
 * @property {number} [number]
 * @property {number} candidate_number
 * @property {string} title
 * @property {string} [field]
 * @property {boolean} [duty] answers a legal requirement
 * @property {Source[]} [votes] of its sources
 */

/**
 * @typedef {object} Spot a measure between value and effort, as the server tells it
 * @property {string} measure
 * @property {number} [number]
 * @property {number} candidate_number
 * @property {string} title
 * @property {string} state
 * @property {number} value 0 to 100
 * @property {number} effort 0 to 100
 * @property {number} cost
 * @property {boolean} legal
 * @property {number} count assessors
 */

/** @typedef {Pick<Spot, "measure" | "title" | "value" | "effort" | "cost" | "legal"> & { number: string, color?: number, field?: string }} Point */

export {}
