// What a page knows about its event and session. Pure: frames in, state out.

/** @import { CommentView, FieldView, Frame, IdeaView, Phase, Position, Pulse, RoundView, SessionView, State } from "./types.js" */

/** @param {string} [followed] @returns {State} */
export function emptyState(followed = "") {
  return {
    event: null,
    sessions: [],
    fields: [],
    projectors: [],
    moderators: [],
    tickets: [],
    followed,
    ideas: new Map(),
    rounds: [],
    comments: new Map(),
    pulse: {},
    mine: null,
    at: {},
  }
}

/**
 * Turns to another session: what was known of the old one is forgotten.
 * @param {State} state @param {string} session @returns {State}
 */
export function follow(state, session) {
  if (state.followed === session) return state
  const at = /** @type {Record<string, Position>} */ ({})
  if (state.at[""]) at[""] = state.at[""]
  return { ...state, followed: session, ideas: new Map(), rounds: [], comments: new Map(), pulse: {}, at }
}

/**
 * Takes in one frame. A gap means that something was missed: reconnect with the known positions.
 * @param {State} state @param {Frame} frame @returns {{ state: State, gap: boolean }}
 */
export function applyFrame(state, frame) {
  if (frame.type === "Mine") return { state: { ...state, mine: frame.data }, gap: false }
  if (frame.type === "Snapshot") return { state: applySnapshot(state, frame), gap: false }
  if (frame.s === undefined || (frame.s !== "" && frame.s !== state.followed)) return { state, gap: false }
  if (frame.type === "Pulse") return takePulse(state, frame.data)
  if (typeof frame.n !== "number") return { state, gap: false }

  const known = state.at[frame.s]
  if (!known) return { state, gap: true }
  if (frame.n <= known[1]) return { state, gap: false }
  if (frame.n > known[1] + 1) return { state, gap: true }
  const at = { ...state.at, [frame.s]: /** @type {Position} */ ([known[0], frame.n]) }
  return { state: { ...state, ...changes(state, frame), at }, gap: false }
}

/**
 * Takes in the volatile state. Of an open round's tally it may hold only what changed since the
 * pulse before.
 * @param {State} state @param {Pulse} pulse @returns {{ state: State, gap: boolean }}
 */
function takePulse(state, pulse) {
  const { round } = pulse
  if (!round?.tally || round.since === undefined) return { state: { ...state, pulse }, gap: false }
  const known = state.pulse.round
  if (!known?.tally || known.id !== round.id || (known.rev || 0) !== round.since) return { state, gap: true }
  const items = { ...known.tally.items, ...round.tally.items }
  return {
    state: { ...state, pulse: { ...pulse, round: { ...round, tally: { ...round.tally, items } } } },
    gap: false,
  }
}

/**
 * Reports whether a heartbeat knows of something that has not arrived.
 * @param {State} state @param {Record<string, Position>} heads
 */
export function isBehind(state, heads) {
  return Object.entries(heads).some(([stream, [epoch, n]]) => {
    if (stream !== "" && stream !== state.followed) return false
    const known = state.at[stream]
    return !known || known[0] !== epoch || known[1] < n
  })
}

/** @param {State} state @param {Frame} frame @returns {State} */
function applySnapshot(state, { s = "", epoch = "", n = 0, data }) {
  const position = /** @type {Position} */ ([epoch, n])
  if (s === "") {
    return {
      ...state,
      event: data.event,
      sessions: byPosition(data.sessions || []),
      fields: byPosition(data.fields || []),
      projectors: data.projectors || [],
      moderators: data.moderators || [],
      tickets: byNumber(data.tickets || []),
      at: { ...state.at, "": position },
    }
  }
  if (state.followed !== "" && state.followed !== s) return state
  return {
    ...state,
    followed: s,
    ideas: mapped(data.ideas || []),
    rounds: byNumber(data.rounds || []),
    comments: mapped(data.comments || []),
    at: { ...state.at, [s]: position },
  }
}

/** @param {State} state @param {Frame} frame @returns {Partial<State>} */
function changes(state, { type, data }) {
  switch (type) {
    case "EventShown":
      return { event: data.event }
    case "SessionsShown":
      return { sessions: byPosition(replace(state.sessions, data)) }
    case "FieldsShown":
      return { fields: byPosition(replace(state.fields, data)) }
    case "ProjectorsShown":
      return { projectors: replace(state.projectors, data) }
    case "ModeratorsShown":
      return { moderators: replace(state.moderators, data) }
    case "RoundsShown":
      return { rounds: byNumber(replace(state.rounds, data)) }
    case "IdeasShown":
      return { ideas: replaceNumbered(state.ideas, data) }
    case "CommentsShown":
      return { comments: replaceNumbered(state.comments, data) }
    case "TicketsShown":
      return { tickets: [...replaceNumbered(mapped(state.tickets), data).values()] }
    default:
      return {} // a type of a newer server
  }
}

/**
 * @template {{ id: string }} T
 * @param {T[]} known @param {{ shown?: T[], gone?: string[] }} update @returns {T[]}
 */
function replace(known, { shown = [], gone = [] }) {
  const things = new Map(known.map((thing) => [thing.id, thing]))
  for (const id of gone) things.delete(id)
  for (const thing of shown) things.set(thing.id, thing)
  return [...things.values()]
}

/**
 * @template {{ number: number }} T
 * @param {Map<number, T>} known @param {{ shown?: T[], gone?: number[] }} update
 */
function replaceNumbered(known, { shown = [], gone = [] }) {
  const things = new Map(known)
  for (const number of gone) things.delete(number)
  for (const thing of shown) things.set(thing.number, thing)
  return mapped([...things.values()])
}

/** @template {{ number: number }} T @param {T[]} things @returns {Map<number, T>} */
function mapped(things) {
  return new Map(byNumber(things).map((thing) => [thing.number, thing]))
}

/** @template {{ number: number }} T @param {T[]} things @returns {T[]} */
function byNumber(things) {
  return [...things].sort((a, b) => a.number - b.number)
}

/** @template {{ position?: number }} T @param {T[]} things @returns {T[]} */
function byPosition(things) {
  return [...things].sort((a, b) => (a.position || 0) - (b.position || 0))
}

/** Whether the followed session's ideas and rounds have arrived. @param {State} state */
export function hasSession(state) {
  return state.followed !== "" && state.at[state.followed] !== undefined
}

/** @param {State} state @returns {SessionView | undefined} */
export function currentSession(state) {
  return state.sessions.find((session) => session.id === state.followed)
}

/** @param {SessionView | undefined} session @returns {Phase | undefined} */
export function currentPhase(session) {
  return session?.phases.find((phase) => phase.id === session.phase)
}

/** @param {SessionView | undefined} session */
export function isCollecting(session) {
  const phase = currentPhase(session)
  return Boolean(phase && !phase.closed && (phase.kind === "collect" || phase.late_ideas))
}

/**
 * The idea that speaks for a merged group, as far as this page may see it.
 * @param {State} state @param {IdeaView} idea @returns {IdeaView}
 */
export function headOf(state, idea) {
  const seen = new Set([idea.number])
  let head = idea
  while (head.merged_into && !seen.has(head.merged_into)) {
    const next = state.ideas.get(head.merged_into)
    if (!next) break
    seen.add(next.number)
    head = next
  }
  return head
}

/**
 * Merged ideas gathered behind the one that speaks for them; heads by number.
 * @param {State} state @returns {{ head: IdeaView, members: IdeaView[] }[]}
 */
export function groups(state) {
  /** @type {Map<number, { head: IdeaView, members: IdeaView[] }>} */
  const found = new Map()
  for (const idea of state.ideas.values()) {
    const head = headOf(state, idea)
    const group = found.get(head.number) || { head, members: [] }
    if (idea !== head) group.members.push(idea)
    found.set(head.number, group)
  }
  return [...found.values()].sort((a, b) => a.head.number - b.head.number)
}

/**
 * The topic field an idea lies in: its group's, through joined fields.
 * @param {State} state @param {IdeaView} idea @returns {FieldView | undefined}
 */
export function fieldOf(state, idea) {
  return fieldById(state, headOf(state, idea).field)
}

/** @param {State} state @param {string | undefined} id @returns {FieldView | undefined} */
export function fieldById(state, id) {
  const seen = new Set()
  let field = state.fields.find((one) => one.id === id)
  while (field?.joined_into && !seen.has(field.id)) {
    seen.add(field.id)
    const into = field.joined_into
    const next = state.fields.find((one) => one.id === into)
    if (!next) break
    field = next
  }
  return field
}

/** Comments on an idea, in order. @param {State} state @param {number} idea @returns {CommentView[]} */
export function commentsOn(state, idea) {
  return [...state.comments.values()].filter((comment) => comment.idea === idea)
}

/**
 * The session a table is at, or all look at together; undefined where nobody sits at tables.
 * @param {State} state @param {number} [table] where somebody sits
 */
export function sessionOfTable({ event, sessions }, table) {
  const seating = event?.seating
  if (!seating?.tables || !sessions.length) return undefined
  if (seating.plenary) return sessions.find((session) => session.id === seating.plenary)
  return table ? sessions[(table - 1 + seating.step) % sessions.length] : undefined
}

/** @param {State} state @returns {RoundView | undefined} */
export function openRound(state) {
  return state.rounds.find((round) => round.state === "open")
}

/** @param {State} state @returns {RoundView | undefined} */
export function lastClosedRound(state) {
  return state.rounds.filter((round) => round.state === "closed").pop()
}
