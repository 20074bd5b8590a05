// This phone's part in the open round, whatever its method: held in the hand, sent, arrived. Of a
// secret round nothing leaves the phone before it is cast, and nothing stays when it is counted.
import { asRefusal } from "../../shared/api.js"
import { openRound } from "../../shared/session.js"
import { computed, effect, signal } from "../../vendor/preact.js"
import {
  fromPoints,
  hasArrived,
  hearServer,
  nextVotes,
  openBallot,
  toPoints,
  voteArrived,
  voteFailed,
  voteRefused,
  want,
  wish,
} from "./ballot.js"
import { inOrder, toPlaces } from "./methods.js"
import {
  hearOrder,
  nextOrder,
  openOrder,
  orderArrived,
  orderFailed,
  orderHasArrived,
  orderRefused,
} from "./order.js"
import { fateOf, stageOf } from "./secret.js"

/** @import { Command, RoundView, State } from "../../shared/types.js" */
/** @import { Refusal } from "../../shared/api.js" */
/** @import { Connection } from "../../shared/connection.js" */
/** @import { Outbox } from "../../shared/outbox.js" */
/** @import { Signal } from "../../vendor/preact.js" */
/** @import { Ballot, Points } from "./ballot.js" */
/** @import { Keep } from "../keep.js" */
/** @import { Order } from "./order.js" */

/**
 * @typedef {{ kind: "points", round: string, ballot: Ballot }
 *   | { kind: "order", round: string, order: Order }
 *   | { kind: "secret", round: string, points: Points }} Held
 */

/** @typedef {ReturnType<typeof createVoting>} Voting */

const RETRY_VOTE_MS = 1500

/**
 * @param {object} options
 * @param {Signal<State>} options.state
 * @param {Keep} options.keep
 * @param {Connection} options.connection
 * @param {Outbox} options.outbox
 * @param {Signal<string>} options.trouble the last refusal worth showing
 */
export function createVoting({ state, keep, connection, outbox, trouble }) {
  const held = signal(/** @type {Held | null} */ (null))
  /** Secret rounds that counted this phone's ballot since the page was opened. */
  const counted = signal(/** @type {Set<string>} */ (new Set()))

  const rounds = computed(() => state.value.rounds)
  const open = computed(() => openRound(state.value))
  const votes = computed(() => state.value.mine && (state.value.mine.votes || {}))
  effect(() => {
    const isOver = rounds.value.filter(({ state: is, secrecy }) => is !== "open" && secrecy === "secret")
    for (const { id } of isOver) keep.setSecretDraft(id, undefined) // what was not cast goes with its round
  })
  effect(() => {
    const round = open.value
    if (!round) held.value = null
    else if (votes.value) hear(round, votes.value[round.id] || {})
  })
  effect(() => {
    if (connection.status.value !== "live") return
    const round = open.peek()
    if (round) queueMicrotask(() => send(round))
  })

  /** @typedef {{ counter?: number, points?: Record<string, number>, cast?: boolean }} Said */

  /** @param {RoundView} round @param {Said} said by the server of this phone's part */
  function hear(round, said) {
    const now = held.peek()
    const isNew = now?.round !== round.id
    if (round.secrecy === "secret") {
      if (isNew) hold({ kind: "secret", round: round.id, points: toPoints(keep.secretDraft(round.id)) })
      if (said.cast && !isPending(round)) forgetSecret(round.id)
      return
    }
    hold(isNew ? begun(round, said) : heard(now, said))
    if (isNew) queueMicrotask(() => send(round))
  }

  /** What was wanted here before counts more than what arrived. @param {RoundView} round @param {Said} said @returns {Held} */
  function begun({ id, method }, { counter = 0, points }) {
    const arrived = toPoints(points)
    const kept = keep.points(id)
    const wanted = kept ? toPoints(kept) : arrived
    if (method === "ranking") {
      const order = openOrder({ arrived: inOrder(arrived), counter }, inOrder(wanted))
      return { kind: "order", round: id, order }
    }
    return { kind: "points", round: id, ballot: openBallot({ arrived, counter }, wanted) }
  }

  /** @param {Held} now @param {Said} said @returns {Held} */
  function heard(now, { counter = 0, points: given }) {
    const points = toPoints(given)
    if (now.kind === "order")
      return { ...now, order: hearOrder(now.order, { items: inOrder(points), counter }) }
    if (now.kind === "points") return { ...now, ballot: hearServer(now.ballot, { points, counter }) }
    return now
  }

  /** @param {Held} next */
  function hold(next) {
    held.value = next
  }

  /** Holds it, and keeps it for when the page comes back. @param {Held} next */
  function change(next) {
    hold(next)
    const { round } = next
    if (next.kind === "secret") keep.setSecretDraft(round, fromPoints(next.points))
    else if (next.kind === "order") keep.setPoints(round, fromPoints(toPlaces(next.order.wanted)))
    else keep.setPoints(round, fromPoints(next.ballot.wanted))
  }

  /** @param {RoundView} round @returns {Held | null} */
  const heldOf = (round) => (held.value?.round === round.id ? held.value : null)

  /** @param {RoundView} round @param {number} item @param {number} points */
  function vote(round, item, points) {
    const now = heldOf(round)
    if (now?.kind === "points") change({ ...now, ballot: want(now.ballot, round, item, points) })
    if (now?.kind === "secret") change({ ...now, points: wish(now.points, round, item, points) })
    send(round)
  }

  /** @param {RoundView} round @param {number[]} items best first */
  function rank(round, items) {
    const now = heldOf(round)
    if (now?.kind === "order") change({ ...now, order: { ...now.order, wanted: items } })
    if (now?.kind === "secret") change({ ...now, points: toPlaces(items) })
    send(round)
  }

  /** @param {RoundView} round */
  function send(round) {
    const now = heldOf(round)
    if (now?.kind === "points") {
      const { ballot, votes } = nextVotes(now.ballot, round)
      if (votes.length) change({ ...now, ballot })
      for (const one of votes) deliver(round, "SetVote", one)
    }
    if (now?.kind === "order") {
      const { order, sent } = nextOrder(now.order)
      if (!sent) return
      change({ ...now, order })
      deliver(round, "SetOrder", sent)
    }
  }

  /**
   * @param {RoundView} round @param {"SetVote" | "SetOrder"} type
   * @param {any} one what is on its way: a vote, or an order
   */
  async function deliver(round, type, one) {
    try {
      await connection.send(type, { round: round.id, ...one }, { keep: false })
      settle(
        round,
        (ballot) => voteArrived(ballot, one),
        (order) => orderArrived(order, one),
      )
    } catch (error) {
      const { code } = asRefusal(error)
      if (code === "stale_counter" || code === "offline") {
        settle(round, (ballot) => voteFailed(ballot, one.item), orderFailed)
        if (code === "stale_counter") setTimeout(() => send(round), RETRY_VOTE_MS)
        return
      }
      if (settle(round, (ballot) => voteRefused(ballot, one.item), orderRefused)) trouble.value = code
    }
    send(round)
  }

  /** @param {RoundView} round @param {(ballot: Ballot) => Ballot} ofBallot @param {(order: Order) => Order} ofOrder */
  function settle(round, ofBallot, ofOrder) {
    const now = heldOf(round)
    if (now?.kind === "points") change({ ...now, ballot: ofBallot(now.ballot) })
    if (now?.kind === "order") change({ ...now, order: ofOrder(now.order) })
    return Boolean(now)
  }

  /** @param {RoundView} round */
  const isPending = (round) => stageOf(round.id, { pending: outbox.pending.value }) === "sending"

  /** Gives the secret ballot away, for good. @param {RoundView} round */
  function cast(round) {
    const now = heldOf(round)
    if (now?.kind !== "secret" || !now.points.size || isPending(round)) return
    connection.send("CastBallot", { round: round.id, points: fromPoints(now.points) })
  }

  /** @param {string} round */
  function forgetSecret(round) {
    keep.setSecretDraft(round, undefined)
    if (held.peek()?.round === round) hold({ kind: "secret", round, points: new Map() })
  }

  return {
    vote,
    rank,
    cast,

    /** What this phone wants in a round; null while it is not known yet. @param {RoundView} round @returns {Points | null} */
    wanted(round) {
      const now = heldOf(round)
      if (!now) return null
      if (now.kind === "order") return toPlaces(now.order.wanted)
      return now.kind === "secret" ? now.points : now.ballot.wanted
    },

    /** Whether the server has all of it. @param {RoundView} round */
    hasArrived(round) {
      const now = heldOf(round)
      if (now?.kind === "order") return orderHasArrived(now.order)
      return now?.kind === "points" && hasArrived(now.ballot)
    },

    /** @param {RoundView} round */
    stage: (round) =>
      stageOf(round.id, {
        isCast: state.value.mine?.votes?.[round.id]?.cast,
        isCounted: counted.value.has(round.id),
        pending: outbox.pending.value,
      }),

    /** Own choice in a closed round, as far as it is known anywhere. @param {RoundView} round @returns {Record<string, number>} */
    choice(round) {
      if (round.secrecy === "secret") return {}
      return keep.points(round.id) || state.value.mine?.votes?.[round.id]?.points || {}
    },

    /** A command of this phone was answered. @param {Command} command */
    answered({ type, data }) {
      if (type !== "CastBallot") return
      counted.value = new Set(counted.value).add(data.round)
      forgetSecret(data.round)
    },

    /** A command of this phone was refused for good. @param {Command} command @param {Refusal} refusal */
    refused({ type, data }, { code }) {
      if (type !== "CastBallot") return
      const fate = fateOf(code)
      if (fate === "missed") forgetSecret(data.round)
      else if (held.value?.round === data.round) {
        change({ kind: "secret", round: data.round, points: toPoints(data.points) })
      }
      trouble.value = fate === "missed" ? "cast_missed" : code
    },
  }
}
