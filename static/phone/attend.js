// This device at one event: its line, what it knows, what it says. Views read the signals and
// call the verbs.
import { asRefusal, get, post } from "../shared/api.js"
import { connect } from "../shared/connection.js"
import { openOutbox } from "../shared/outbox.js"
import { emptyState } from "../shared/session.js"
import { computed, effect, signal } from "../vendor/preact.js"
import {
  fromPoints,
  hearServer,
  nextVotes,
  openBallot,
  toPoints,
  voteArrived,
  voteFailed,
  voteRefused,
  want,
} from "./ballot.js"

/** @import { About, Command, IdeaKind, OwnIdea, RoundView, State } from "../shared/types.js" */
/** @import { Refusal } from "../shared/api.js" */
/** @import { Ballot } from "./ballot.js" */
/** @import { Keep, RefusedIdea } from "./keep.js" */

/** @typedef {Awaited<ReturnType<typeof attend>>} Attendance */
/** @typedef {{ text: string, kind: IdeaKind }} Draft */

/**
 * @typedef {object} OwnEntry an own idea wherever it is on its way
 * @property {string} key
 * @property {"waiting" | "arrived" | "refused"} place
 * @property {number} number 0 until it arrived
 * @property {string} session
 * @property {IdeaKind} kind
 * @property {string} text
 * @property {OwnIdea} [idea] as the server has it
 * @property {string} [code] why it was refused
 */

const RETRY_VOTE_MS = 1500

/** @param {About} about @param {Keep} keep */
export async function attend(about, keep) {
  const { code } = about
  const outbox = await openOutbox(code)
  const state = signal(/** @type {State} */ (emptyState()))
  /** Ideas acknowledged that the server's own list does not show yet. */
  const acknowledged = signal(/** @type {Map<string, OwnEntry>} */ (new Map()))
  const refused = signal(keep.refused())
  const withdrawing = signal(/** @type {Set<number>} */ (new Set()))
  /** Last thing worth saying aloud, and the last refusal worth showing. */
  const spoken = signal(
    /** @type {{ key: string, values?: Record<string, string | number> } | null} */ (null),
  )
  const trouble = signal("")
  const drafts = signal(/** @type {Record<string, Draft>} */ ({}))

  const known = about.sessions.some((one) => one.id === keep.session()) ? keep.session() : ""
  const only = about.sessions.length === 1 ? about.sessions[0].id : ""
  const chosen = signal(known || only)

  const connection = connect({
    path: `/e/${code}`,
    session: chosen.value || undefined,
    state,
    outbox,
    onAnswered: answered,
    onRefused: refusedForGood,
    probe: async (signal) => {
      await get(`/e/${code}/about`, signal)
      await post(`/e/${code}/join`, { secret: keep.joinSecret() }, signal)
    },
  })

  /** @param {Command} command @param {any} result */
  function answered({ id, type, data }, result) {
    if (type === "SubmitIdea") {
      const { session, kind, text } = data
      const entry = {
        key: id,
        place: /** @type {const} */ ("arrived"),
        number: result.number,
        session,
        kind,
        text,
      }
      acknowledged.value = new Map(acknowledged.value).set(id, entry)
      spoken.value = { key: "collect.arrived", values: { number: result.number } }
    }
    if (type === "WithdrawIdea") {
      doneWithdrawing(data.idea)
      acknowledged.value = new Map([...acknowledged.value].filter(([, entry]) => entry.number !== data.idea))
    }
  }

  /** @param {Command} command @param {Refusal} refusal */
  function refusedForGood({ id, type, data }, refusal) {
    if (type === "SubmitIdea") {
      const { session, kind, text } = data
      setRefused([...refused.value, { id, session, kind, text, code: refusal.code }])
      spoken.value = { key: "collect.refused" }
    } else {
      if (type === "WithdrawIdea") doneWithdrawing(data.idea)
      if (type === "Support") supportWish.value = without(supportWish.value, data.idea)
      trouble.value = refusal.code
    }
  }

  /** @param {RefusedIdea[]} ideas */
  function setRefused(ideas) {
    refused.value = ideas
    keep.setRefused(ideas)
  }

  /** @param {number} number */
  function doneWithdrawing(number) {
    const rest = new Set(withdrawing.value)
    rest.delete(number)
    withdrawing.value = rest
  }

  const own = computed(() => {
    const ideas = state.value.mine?.ideas || []
    const numbers = new Set(ideas.map((idea) => idea.number))
    const gone = new Set(acknowledged.value.keys())
    /** @type {OwnEntry[]} */
    const entries = ideas.map((idea) => ({
      key: `#${idea.number}`,
      place: "arrived",
      number: idea.number,
      session: idea.session,
      kind: idea.kind,
      text: idea.text || "",
      idea,
    }))
    for (const entry of acknowledged.value.values()) if (!numbers.has(entry.number)) entries.push(entry)
    for (const { id, type, data } of outbox.pending.value) {
      if (type !== "SubmitIdea" || gone.has(id)) continue
      const { session, kind, text } = data
      entries.push({ key: id, place: "waiting", number: 0, session, kind, text })
    }
    for (const { id, session, kind, text, code: why } of refused.value) {
      entries.push({ key: id, place: "refused", number: 0, session, kind, text, code: why })
    }
    return entries.reverse()
  })

  const ownNumbers = computed(() => new Set(own.value.flatMap(({ number }) => (number ? [number] : []))))

  // Support: what was tapped counts at once; one wish per idea is on its way.
  const supportWish = signal(/** @type {Map<number, { on: boolean, sent: boolean }>} */ (new Map()))
  const supports = computed(() => {
    const all = new Set(state.value.mine?.supports || [])
    for (const [idea, { on }] of supportWish.value) {
      if (on) all.add(idea)
      else all.delete(idea)
    }
    return all
  })

  /** @param {number} idea @param {boolean} on */
  async function support(idea, on) {
    const before = supportWish.value.get(idea)
    supportWish.value = new Map(supportWish.value).set(idea, { on, sent: true })
    if (before?.sent) return // its answer brings us back here
    try {
      await connection.send("Support", { idea, on })
    } catch {
      return // shown by refusedForGood
    }
    const latest = supportWish.value.get(idea)
    if (latest && latest.on !== on) {
      supportWish.value = without(supportWish.value, idea)
      support(idea, latest.on)
    } else if (latest) {
      supportWish.value = new Map(supportWish.value).set(idea, { on, sent: false })
    }
  }

  // Votes of the open round.
  const ballot = signal(/** @type {(Ballot & { round: string }) | null} */ (null))
  effect(() => {
    const round = state.value.rounds.find((one) => one.state === "open")
    const { mine } = state.value
    if (!round || !mine) {
      if (ballot.peek() && !round) ballot.value = null
      return
    }
    const server = mine.votes?.[round.id] || { counter: 0, points: {} }
    const points = toPoints(server.points)
    const held = ballot.peek()
    if (held && held.round === round.id) {
      ballot.value = { ...hearServer(held, { points, counter: server.counter }), round: round.id }
    } else {
      const kept = keep.points(round.id)
      const wanted = kept ? toPoints(kept) : points
      ballot.value = { ...openBallot({ arrived: points, counter: server.counter }, wanted), round: round.id }
      queueMicrotask(() => sendVotes(round))
    }
  })
  effect(() => {
    if (connection.status.value !== "live") return
    const round = state.peek().rounds.find((one) => one.state === "open")
    if (round) queueMicrotask(() => sendVotes(round))
  })

  /** @param {RoundView} round @param {Ballot} next */
  function holdBallot(round, next) {
    ballot.value = { ...next, round: round.id }
    keep.setPoints(round.id, fromPoints(next.wanted))
  }

  /** @param {RoundView} round @param {number} item @param {number} points */
  function vote(round, item, points) {
    const held = ballot.value
    if (!held || held.round !== round.id) return
    holdBallot(round, want(held, round, item, points))
    sendVotes(round)
  }

  /** @param {RoundView} round */
  function sendVotes(round) {
    const held = ballot.value
    if (!held || held.round !== round.id) return
    const { ballot: next, votes } = nextVotes(held, round)
    if (!votes.length) return
    holdBallot(round, next)
    for (const one of votes) deliverVote(round, one)
  }

  /** @param {RoundView} round @param {{ item: number, points: number, counter: number }} one */
  async function deliverVote(round, one) {
    const still = () => (ballot.value && ballot.value.round === round.id ? ballot.value : null)
    try {
      await connection.send("SetVote", { round: round.id, ...one }, { keep: false })
      const held = still()
      if (held) holdBallot(round, voteArrived(held, one))
    } catch (error) {
      const { code: why } = asRefusal(error)
      const held = still()
      if (!held) return
      if (why === "stale_counter" || why === "offline") {
        holdBallot(round, voteFailed(held, one.item))
        if (why === "stale_counter") setTimeout(() => sendVotes(round), RETRY_VOTE_MS)
        return
      }
      holdBallot(round, voteRefused(held, one.item))
      trouble.value = why
    }
    sendVotes(round)
  }

  return {
    about,
    code,
    keep,
    outbox,
    state,
    connection,
    chosen,
    own,
    ownNumbers,
    supports,
    ballot,
    withdrawing,
    spoken,
    trouble,
    support,
    vote,

    /** @param {string} session */
    choose(session) {
      keep.setSession(session)
      chosen.value = session
      connection.follow(session)
    },

    /** What is being written, kept with every key. @param {string} session @returns {Draft} */
    draft: (session) => drafts.value[session] || keep.draft(session),
    /** @param {string} session @param {Draft} draft */
    write(session, draft) {
      drafts.value = { ...drafts.value, [session]: draft }
      keep.setDraft(session, draft)
    },

    /** @param {string} session @param {IdeaKind} kind @param {string} text */
    submit(session, kind, text) {
      return connection.send("SubmitIdea", { session, kind, text, receipt: keep.receiptSecret() })
    },

    /** @param {number} number */
    withdraw(number) {
      withdrawing.value = new Set(withdrawing.value).add(number)
      return connection.send("WithdrawIdea", { idea: number })
    },

    /** @param {string} key */
    discard(key) {
      setRefused(refused.value.filter((idea) => idea.id !== key))
    },
  }
}

/** @template K, V @param {Map<K, V>} map @param {K} key @returns {Map<K, V>} */
function without(map, key) {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
