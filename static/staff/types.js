// What the staff interface tells, as types.

/** @import { EventView, FieldView, IdeaView, Outcome, RoundView } from "../shared/types.js" */

/**
 * @typedef {{ id: string, name: string, login: string, roles: string[], rights: string[], unit: string, passwordless: boolean }} Account
 * @typedef {{ id: string, name: string, login: string, roles: string[], unit: string, disabled: boolean, passwordless: boolean, waiting: boolean, created_at: number }} Person an account as those who manage accounts see it
 * @typedef {{ account: Account | null, setup?: boolean, oidc?: boolean, oidc_name?: string }} Me
 * @typedef {{ key: string, title: string, meaning: string }} Priority
 * @typedef {{ name: string, notice: string, state_names?: Record<string, string>, priorities?: Priority[],
 *   default_priorities?: Priority[], answer_weeks?: number, audit_days?: number, prefix?: string }} House
 * @typedef {{ title: string, join_code: string, held_on: string, deleted_at: number | string, ideas: number, participants: number, ballots: number }} Deletion
 */

/**
 * @typedef {EventView & { id: string, notice?: string, participants: number, ideas: number, rounds: number,
 *   sessions?: { id: string, title: string, prompt?: string }[] }} EventInfo
 */

/**
 * @typedef {IdeaView & { session?: string, candidate?: number, measure?: string, outcome?: Outcome }} StaffIdea
 * @typedef {FieldView & { candidate?: number, measure?: string }} StaffField
 */

/**
 * @typedef {object} Source where a measure comes from, with the votes it had
 * @property {number} [number] of an idea
 * @property {string} [field] id of an event's topic field
 * @property {string} [requirement] id of a requirement
 * @property {string} [title] of the topic field or requirement
 * @property {string} [event]
 * @property {number} [round]
 * @property {number} points
 * @property {number} voters
 * @property {number} turnout
 * @property {number} admitted
 * @property {number} rank
 * @property {number} ties
 */

/**
 * @typedef {{ start: string, end: string }} Dates days "2026-10-01", or empty
 * @typedef {{ at: number, from: Dates, to: Dates, reason: string }} DateChange
 * @typedef {{ id: string, title: string, due: string, done: string }} Milestone
 * @typedef {{ id: string, number: string, title: string, lead: string, phase: string, start: string, end: string }} Project
 * @typedef {{ on: string, value: number }} Actual
 * @typedef {{ id: string, title: string, unit: string, baseline: number | null, target: number | null, due: string, actuals: Actual[] }} Indicator
 * @typedef {{ id: string, kind: string, year: number, amount: number, certainty: string, note: string }} Cost
 * @typedef {{ fte: number, days: number, note: string }} Effort
 * @typedef {{ id: string, title: string, answer: string }} Risk
 * @typedef {{ kind: string, state: string, on: string, file: string, note: string }} Obligation
 * @typedef {{ answer: string, why: string }} Answered
 * @typedef {{ time: string, result: string, budget: string }} Lights
 * @typedef {{ competent: Answered, lawful: Answered, new: Answered }} Gate
 */

/**
 * @typedef {object} Profile what a measure's profile says; every part is edited by its name
 * @property {string} title
 * @property {string} summary
 * @property {string} kind "" | "digital" | "organisational"
 * @property {string} effect
 * @property {string} situation
 * @property {string} field
 * @property {string[]} areas
 * @property {string[]} goals
 * @property {string[]} requirements
 * @property {string} legal_basis
 * @property {string} lead
 * @property {string} lead_function
 * @property {string} group
 * @property {string[]} involved
 * @property {string} external
 * @property {string} audience
 * @property {number} affected
 * @property {Dates} baseline
 * @property {Dates} current
 * @property {DateChange[]} date_changes
 * @property {Milestone[]} milestones
 * @property {Project[]} projects
 * @property {Indicator[]} indicators
 * @property {Cost[]} costs
 * @property {string[]} funding
 * @property {string} funding_note
 * @property {Effort} effort
 * @property {string} priority
 * @property {string} priority_why
 * @property {string[]} depends_on
 * @property {Risk[]} risks
 * @property {Obligation[]} obligations
 * @property {Answered} accessibility
 * @property {Answered} analogue
 * @property {number} progress
 * @property {Lights} lights
 * @property {string} at_risk
 * @property {string} paused
 * @property {string} visibility
 * @property {string} embargo
 * @property {Gate} gate
 */

/**
 * @typedef {object} Measure of the plan, from candidate on
 * @property {string} id
 * @property {number} candidate_number
 * @property {number} [number] of the plan, once it is proposed
 * @property {string} event
 * @property {number} version
 * @property {number} created_at
 * @property {number} changed_at
 * @property {Source[]} sources
 * @property {string} state
 * @property {string} [into]
 * @property {Profile} profile
 */

/**
 * @typedef {object} Node a part of what measures refer to
 * @property {string} id
 * @property {string} kind
 * @property {string} [parent]
 * @property {number} position
 * @property {string} title
 * @property {string} [short]
 * @property {string} [text]
 * @property {string} [lead]
 * @property {string} [group]
 * @property {number} [color]
 * @property {string} [unit]
 * @property {number | null} [baseline]
 * @property {number | null} [target]
 * @property {string} [due]
 * @property {Actual[]} [actuals]
 * @property {string} [norm]
 * @property {string} [section]
 * @property {Source[]} [sources]
 * @property {number} version
 * @property {boolean} [removed]
 */

/**
 * @typedef {object} Contributions
 * @property {StaffIdea[]} ideas
 * @property {StaffField[]} fields
 * @property {RoundView[]} rounds
 * @property {Measure[]} candidates
 * @property {Outcome[]} outcomes
 */

/** @typedef {{ at: number, actor: string, actor_name?: string, action: string, event: string, about: string }} Audited */

export {}
