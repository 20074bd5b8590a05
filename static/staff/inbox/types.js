// What the inbox tells, as types.

/** @import { Outcome, OutcomeKind } from "../../shared/types.js" */
/** @import { Source } from "../types.js" */

/** @typedef {{ event: string, event_title: string, number: number, id: string }} Joined */

/**
 * @typedef {object} Item something that may become part of the plan
 * @property {"idea" | "expectation" | "field" | "requirement"} kind
 * @property {string} [event] absent for a requirement
 * @property {string} [event_title]
 * @property {string} [held_on]
 * @property {number} devices of the event: its size
 * @property {number} [number]
 * @property {string} id
 * @property {string} text
 * @property {string} [field] title of the topic field
 * @property {number} [ideas] in a topic field
 * @property {boolean} [nominated]
 * @property {boolean} [picked]
 * @property {number} [support]
 * @property {Source} [votes] of the last closed round
 * @property {number} [items] so many stood to be voted on in it
 * @property {Joined[]} [joined] from other events
 * @property {number} [voters] of it and all joined
 * @property {Joined} [joined_to]
 * @property {Decided} [outcome]
 * @property {number} [measure] number of the candidate
 * @property {string} [measure_id]
 * @property {"text" | "summary"} [release]
 */

/** @typedef {Outcome & { node?: string }} Decided node: id of a goal or guideline */
/** @typedef {OutcomeKind} Kind */

/** @typedef {{ items: Item[], total: number }} Page */
/** @typedef {{ event: string, title: string, held_on: string, waiting: number, all: number, oldest: string }} Waiting */
/** @typedef {{ number: number, kind: "" | "text" | "summary", summary?: string }} Release */

export {}
