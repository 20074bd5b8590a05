// What the staff interface tells, as types.

/** @import { EventView, FieldView, IdeaView, Outcome, RoundView } from "../shared/types.js" */

/**
 * @typedef {{ id: string, name: string, login: string }} Account
 * @typedef {{ account: Account | null, setup?: boolean }} Me
 * @typedef {{ name: string, notice: string }} House
 * @typedef {{ title: string, join_code: string, held_on: string, deleted_at: number | string, ideas: number, participants: number, ballots: number }} Deletion
 */

/**
 * @typedef {EventView & { id: string, notice?: string, participants: number, ideas: number, rounds: number,
 *   sessions?: { id: string, title: string, prompt?: string }[] }} EventInfo
 */

/**
 * @typedef {IdeaView & { session?: string, candidate?: number, outcome?: Outcome }} StaffIdea
 * @typedef {FieldView & { candidate?: number }} StaffField
 */

/**
 * @typedef {object} Source where a candidate comes from, with the votes it had
 * @property {number} [number]
 * @property {string} [field]
 * @property {string} [title]
 * @property {number} [round]
 * @property {number} points
 * @property {number} voters
 * @property {number} turnout
 * @property {number} admitted
 * @property {number} rank
 * @property {number} ties
 */

/**
 * @typedef {object} Candidate
 * @property {string} id
 * @property {number} number
 * @property {string} event
 * @property {string} title
 * @property {string} summary
 * @property {number} version
 * @property {number} created_at
 * @property {Source[]} sources
 */

/**
 * @typedef {object} Contributions
 * @property {StaffIdea[]} ideas
 * @property {StaffField[]} fields
 * @property {RoundView[]} rounds
 * @property {Candidate[]} candidates
 * @property {Outcome[]} outcomes
 */

/** @typedef {{ at: number, actor: string, actor_name?: string, action: string, event: string, about: string }} Audited */

export {}
