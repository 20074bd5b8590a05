// The words of the wire as types: what the server shows, what a page keeps of it.

/**
 * @typedef {"lobby" | "collect" | "cluster" | "vote" | "discuss" | "results"} PhaseKind
 * @typedef {"idea" | "expectation"} IdeaKind
 * @typedef {"held" | "shown" | "returned" | "hidden" | "withdrawn"} IdeaState
 * @typedef {"promoted" | "goal" | "parked" | "in_progress" | "not_competent" | "declined"} OutcomeKind
 * @typedef {"internal" | "committee" | "public"} Publication
 * @typedef {"sie" | "du"} Address
 */

/**
 * @typedef {object} About what anybody with the join code may know before joining
 * @property {string} code
 * @property {string} title
 * @property {"workshop" | "barcamp" | "conference"} format
 * @property {"de" | "en"} language
 * @property {Address} address
 * @property {string} held_on
 * @property {string} delete_on
 * @property {Publication} publication
 * @property {"open" | "closed"} admission
 * @property {string} [welcome]
 * @property {string} notice
 * @property {boolean} [notice_sample]
 * @property {string} [house]
 * @property {{ id: string, title: string, prompt: string }[]} sessions
 */

/**
 * @typedef {object} EventView
 * @property {string} [id]
 * @property {string} code
 * @property {string} title
 * @property {"workshop" | "barcamp" | "conference"} format
 * @property {"de" | "en"} language
 * @property {Address} address
 * @property {string} held_on
 * @property {string} delete_on
 * @property {Publication} publication
 * @property {"open" | "closed"} admission
 * @property {string} [welcome]
 * @property {boolean} [notice_sample]
 * @property {string} address_url
 */

/**
 * @typedef {object} Phase
 * @property {string} id
 * @property {number} [position]
 * @property {PhaseKind} kind
 * @property {string} [title]
 * @property {string} [instruction]
 * @property {boolean} [ideas_hidden]
 * @property {boolean} [release_first]
 * @property {boolean} [late_ideas]
 */

/**
 * @typedef {object} SessionView
 * @property {string} id
 * @property {number} [position]
 * @property {string} title
 * @property {string} [prompt]
 * @property {string} phase
 * @property {boolean} [blank]
 * @property {boolean} [support_shown]
 * @property {Phase[]} phases
 */

/**
 * @typedef {object} FieldView
 * @property {string} id
 * @property {string} title
 * @property {number} [color] 0 to 11
 * @property {number} [position]
 * @property {string} [joined_into]
 * @property {boolean} [nominated]
 */

/**
 * @typedef {object} IdeaView
 * @property {number} number
 * @property {IdeaKind} kind
 * @property {string} text
 * @property {string} [field]
 * @property {number} [merged_into]
 * @property {boolean} [on_behalf]
 * @property {number} [support]
 * @property {IdeaState} [state] console only
 * @property {string} [reason] console only
 * @property {boolean} [nominated] console only
 */

/**
 * @typedef {object} RoundItem
 * @property {number} item
 * @property {number} [idea]
 * @property {string} [field]
 * @property {string} [title]
 * @property {number[]} [ideas]
 */

/**
 * @typedef {{ points: number, voters: number }} ItemTally
 * @typedef {{ voters?: number, items?: Record<string, ItemTally> }} Tally
 */

/**
 * @typedef {object} RoundView
 * @property {string} id
 * @property {number} number
 * @property {string} session
 * @property {"dots"} method
 * @property {"ideas" | "fields"} subject
 * @property {"open" | "pseudonymous"} secrecy
 * @property {number} budget
 * @property {number} cap
 * @property {boolean} [hidden]
 * @property {"open" | "closed" | "unopened"} state
 * @property {boolean} [results_open]
 * @property {number} [admitted]
 * @property {RoundItem[]} items
 * @property {Tally} [tally]
 */

/** @typedef {RoundItem & { points: number, voters: number, rank: number, tied: boolean }} Ranked */

/**
 * @typedef {object} Pulse
 * @property {number} [here]
 * @property {number} [admitted]
 * @property {{ id: string, rev?: number, since?: number, voters?: number, tally?: Tally }} [round] since: rev of the
 *   pulse before, when the tally has only the items changed since then
 * @property {"disk" | "log" | "slow"} [alarm] console: what is wrong with storing
 */

/**
 * @typedef {object} Outcome
 * @property {number} number
 * @property {OutcomeKind} kind
 * @property {string} reason
 * @property {number} [candidate_number]
 * @property {string} [candidate_title]
 * @property {boolean} [published]
 */

/**
 * @typedef {object} OwnIdea
 * @property {number} number
 * @property {string} session
 * @property {IdeaKind} kind
 * @property {string} [text]
 * @property {IdeaState} state
 * @property {string} [reason]
 * @property {string} [field]
 * @property {number} [merged_into]
 * @property {boolean} [nominated]
 * @property {Outcome} [outcome]
 */

/**
 * @typedef {object} Mine
 * @property {OwnIdea[]} [ideas]
 * @property {number[]} [supports]
 * @property {Record<string, { counter: number, points?: Record<string, number> }>} [votes]
 */

/**
 * @typedef {object} Trace what an idea link finds
 * @property {number} number
 * @property {IdeaKind} kind
 * @property {string} [text]
 * @property {IdeaState} state
 * @property {string} [reason]
 * @property {number} [merged_into]
 * @property {string} [field] the topic field's title
 * @property {boolean} [nominated]
 * @property {Outcome} [outcome]
 */

/**
 * @typedef {object} Receipt
 * @property {string} title
 * @property {string} held_on
 * @property {"de" | "en"} language
 * @property {Address} address
 * @property {boolean} [deleted]
 * @property {Trace[]} ideas
 */

/**
 * @typedef {{ id: string, session?: string, scene: string }} ProjectorView
 * @typedef {{ id: string, label: string, account?: boolean, revoked?: boolean }} ModeratorView
 * @typedef {[epoch: string, n: number]} Position
 */

/**
 * @typedef {object} State what a page knows
 * @property {EventView | null} event
 * @property {SessionView[]} sessions by position
 * @property {FieldView[]} fields by position
 * @property {ProjectorView[]} projectors
 * @property {ModeratorView[]} moderators
 * @property {string} followed id of the session whose stream is followed
 * @property {Map<number, IdeaView>} ideas of the followed session, by number
 * @property {RoundView[]} rounds of the followed session, by number
 * @property {Pulse} pulse
 * @property {Mine | null} mine
 * @property {Record<string, Position>} at positions known, by stream
 */

/**
 * @typedef {{ id: string, type: string, data: any }} Command
 * @typedef {{ result: any, undo?: { type: string, data: any } }} Answer
 */

/**
 * @typedef {object} Frame anything the server says
 * @property {string} [re]
 * @property {any} [result]
 * @property {{ type: string, data: any }} [undo]
 * @property {string} [code]
 * @property {string} [field]
 * @property {number} [retry_ms]
 * @property {string} [s]
 * @property {string} [type]
 * @property {string} [epoch]
 * @property {number} [n]
 * @property {any} [data]
 * @property {Record<string, Position>} [at]
 */

export {}
