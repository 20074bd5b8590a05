// The words of the wire as types: what the server shows, what a page keeps of it.

/**
 * @typedef {"lobby" | "collect" | "cluster" | "vote" | "discuss" | "results"} PhaseKind
 * @typedef {"idea" | "expectation"} IdeaKind
 * @typedef {"held" | "shown" | "returned" | "hidden" | "withdrawn"} IdeaState
 * @typedef {"promoted" | "joined" | "goal" | "parked" | "in_progress" | "not_competent" | "declined"} OutcomeKind
 * @typedef {"candidate" | "in_work" | "assessed" | "proposed" | "adopted" | "planned" | "running" | "done" | "stopped" | "merged" | "carried_over"} MeasureState
 * @typedef {"internal" | "committee" | "public"} Publication
 * @typedef {"sie" | "du"} Address
 * @typedef {"open" | "tickets" | "closed"} Admission
 * @typedef {"dots" | "approve" | "yesno" | "scale" | "ranking"} Method
 * @typedef {"open" | "pseudonymous" | "secret"} Secrecy
 * @typedef {"agree" | "question" | "concern"} ReactionKind
 * @typedef {"auto" | "join" | "prompt" | "wall" | "board" | "vote" | "results" | "matrix" | "ranking" | "compare" | "spotlight" | "agenda" | "thanks"} SceneName
 * @typedef {"dark" | "light" | "bright"} Theme
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
 * @property {Admission} admission
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
 * @property {Admission} admission
 * @property {string} [welcome]
 * @property {boolean} [notice_sample]
 * @property {string} address_url
 * @property {Seating} [seating] absent: nobody sits at tables
 * @property {number} [heads] console: people counted in the room
 * @property {{ from: number, to: number }[]} [cards] console: idea numbers printed on paper cards
 */

/**
 * @typedef {object} Seating tables that go round the sessions
 * @property {number} tables numbered from 1
 * @property {number} step how often they went on; table t is at session (t - 1 + step) modulo sessions
 * @property {string} [plenary] id of the session all look at together
 */

/**
 * @typedef {object} PhasePlan what a phase is meant to be
 * @property {PhaseKind} kind
 * @property {string} [title] empty: the kind's own name
 * @property {string} [instruction]
 * @property {number} [seconds] what the timer starts with
 * @property {"next" | "close"} [end] what happens when the timer has run out
 * @property {number} [opens_at] milliseconds UTC: entered by itself, once
 * @property {SceneName} [scene] what projectors that follow the phase show; absent: as its kind has it
 * @property {RoundPlan} [vote] of a vote phase
 */

/**
 * @typedef {object} PhaseSettings switches a moderator may turn while a phase runs
 * @property {boolean} [ideas_hidden]
 * @property {boolean} [release_first]
 * @property {boolean} [late_ideas]
 * @property {boolean} [closed] no more ideas are taken
 * @property {boolean} [comments]
 * @property {boolean} [reactions]
 * @property {boolean} [hands]
 */

/** @typedef {{ id: string, position?: number } & PhasePlan & PhaseSettings} Phase */

/**
 * @typedef {object} Timer
 * @property {number} total_ms with what was added
 * @property {number} [ends_at] while it runs: milliseconds by the server's clock (shared/clock.js)
 * @property {number} [left_ms] while it is paused; neither: it has run out
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
 * @property {{ idea?: number, field?: string }} [spotlight]
 * @property {Timer} [timer]
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
 * @property {boolean} [on_behalf] typed in by a moderator for someone without a phone
 * @property {boolean} [redacted] a name was taken out
 * @property {boolean} [pinned] stands before the others
 * @property {number} [table] where its author sat
 * @property {number} [support]
 * @property {Partial<Record<ReactionKind, number>>} [reactions] console; others while the phase has reactions
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
 * @typedef {object} CommentView
 * @property {number} number
 * @property {number} idea
 * @property {string} text
 * @property {boolean} [moderator] written by a moderator
 * @property {"shown" | "hidden"} [state] console and helper
 */

/**
 * @typedef {object} ItemTally see store/method.go for how each method counts
 * @property {number} points
 * @property {number} voters
 * @property {number[]} [counts] yes, no, abstain; how many gave 1 to 5, by criterion; once closed, of dots: how
 *   many gave 1, 2, 3 …; of a ranking: how many put it first, second …
 */

/**
 * @typedef {object} ItemResult
 * @property {number} item
 * @property {number} rank
 * @property {boolean} [tied]
 * @property {number} mean
 * @property {number} spread
 * @property {{ voters: number, mean: number, spread: number }[]} [criteria]
 * @property {"consensus" | "contested"} [verdict]
 */

/**
 * @typedef {object} Tally
 * @property {number} [voters]
 * @property {Record<string, ItemTally>} [items]
 * @property {ItemResult[]} [results] once closed, by rank
 * @property {boolean} [few] too few voters to break anything down
 */

/** @typedef {{ name: string, low: string, high: string, less: boolean }} Criterion less: less is better */

/**
 * @typedef {object} RoundPlan
 * @property {string} [title]
 * @property {Method} method
 * @property {"ideas" | "fields"} subject
 * @property {Secrecy} secrecy
 * @property {number} [budget] dots: points in all; approve: items at most, absent for any number
 * @property {number} [cap] dots: points for one item
 * @property {boolean} [hidden]
 * @property {boolean} [exclude_own]
 * @property {Criterion[]} [criteria]
 */

/**
 * @typedef {RoundPlan & {
 *   id: string, number: number, session: string, state: "open" | "closed" | "unopened", results_open?: boolean,
 *   of?: string, admitted?: number, heads?: number, paper?: number, items: RoundItem[], tally?: Tally
 * }} RoundView
 */

/**
 * @typedef {object} Pulse
 * @property {number} [here]
 * @property {number} [admitted]
 * @property {{ id: string, rev?: number, since?: number, voters?: number, tally?: Tally }} [round] since: rev of the
 *   pulse before, when the tally has only the items changed since then
 * @property {number} [done] how many are ready with the phase
 * @property {{ number: number, called?: boolean, table?: number }[]} [hands] raised ones in order; console and projector
 * @property {number} [called] the raised hand that speaks now
 * @property {"disk" | "log" | "slow"} [alarm] console: what is wrong with storing
 */

/**
 * @typedef {object} Outcome
 * @property {number} number
 * @property {OutcomeKind} kind
 * @property {string} reason
 * @property {string} [review_on] parked: the day
 * @property {string} [link] already under way: an address, or words
 * @property {string} [whose] not our competence
 * @property {string} [node_title] goal or guideline
 * @property {string} [joined_event] what it goes on with: that one's event, by title
 * @property {number} [joined_number]
 * @property {number} [candidate_number]
 * @property {string} [candidate_title]
 * @property {number} [measure_number] in the plan
 * @property {MeasureState} [measure_state]
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
 * @property {boolean} [redacted]
 * @property {string} [field]
 * @property {number} [merged_into]
 * @property {boolean} [nominated]
 * @property {Outcome} [outcome]
 */

/**
 * @typedef {object} Mine
 * @property {number} [place] the how manieth this phone joined, from 1: decides with which item it starts
 * @property {number} [table] where it sits
 * @property {OwnIdea[]} [ideas]
 * @property {number[]} [supports]
 * @property {{ number: number, idea: number }[]} [comments] own ones
 * @property {{ idea: number, kind: ReactionKind }[]} [reactions]
 * @property {Record<string, { done?: boolean, hand?: number, called?: boolean }>} [signals] by session
 * @property {Record<string, { counter?: number, points?: Record<string, number>, cast?: boolean }>} [votes] by round;
 *   cast: of a secret one, and nothing more is known
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
 * @property {string} [measure] "M07"
 * @property {Stage[]} [steps] of the measure, oldest first
 */

/** @typedef {{ on: string, state: MeasureState, reason?: string }} Stage */

/**
 * @typedef {object} Receipt
 * @property {string} title
 * @property {string} held_on
 * @property {"de" | "en"} language
 * @property {Address} address
 * @property {boolean} [deleted]
 * @property {Partial<Record<MeasureState, string>>} [state_names] the city's own wording
 * @property {Trace[]} ideas
 */

/**
 * @typedef {object} ProjectorView
 * @property {string} id
 * @property {string} [session]
 * @property {SceneName} scene
 * @property {string} [round] absent: the latest
 * @property {string} [against] the round it compares that one with
 * @property {number} step how many places of a result are revealed, from the last; -1: all
 * @property {Theme} theme
 */

/**
 * @typedef {{ id: string, label: string, role: "moderator" | "helper", account?: boolean, revoked?: boolean }} ModeratorView
 * @typedef {{ number: number, used?: boolean, revoked?: boolean }} TicketView
 * @typedef {[epoch: string, n: number]} Position
 */

/**
 * @typedef {object} State what a page knows
 * @property {EventView | null} event
 * @property {SessionView[]} sessions by position
 * @property {FieldView[]} fields by position
 * @property {ProjectorView[]} projectors
 * @property {ModeratorView[]} moderators
 * @property {TicketView[]} tickets console, by number
 * @property {string} followed id of the session whose stream is followed
 * @property {Map<number, IdeaView>} ideas of the followed session, by number
 * @property {RoundView[]} rounds of the followed session, by number
 * @property {Map<number, CommentView>} comments of the followed session, by number
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
 * @property {number} [now] milliseconds by the server's clock
 * @property {number} [rate] how fast that clock runs, when not as clocks do
 */

export {}
