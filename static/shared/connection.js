// The line to the server, whichever way it goes: resumes where it was, notices silence, comes back
// after a fall and is right again soon after a sleep.
import { signal } from "../vendor/preact.js"
import { asRefusal } from "./api.js"
import { clock } from "./clock.js"
import { createCourier } from "./courier.js"
import { randomHex } from "./random.js"
import { applyFrame, follow, isBehind } from "./session.js"
import { openSocket } from "./socket.js"
import { watch } from "./waking.js"
import { seek } from "./ways.js"

/** @import { Answer, Command, Frame, State } from "./types.js" */
/** @import { Outbox } from "./outbox.js" */
/** @import { Refusal } from "./api.js" */
/** @import { Line } from "./socket.js" */
/** @import { ReadonlySignal, Signal } from "../vendor/preact.js" */

/** @typedef {"connecting" | "live" | "reconnecting" | "offline" | "ended"} Status */

/**
 * @typedef {object} Connection
 * @property {ReadonlySignal<Status>} status
 * @property {ReadonlySignal<"" | "portal" | "moved">} why it is offline, where that is known
 * @property {ReadonlySignal<string>} reason once ended: the code that says why
 * @property {(type: string, data: any, options?: { keep?: boolean }) => Promise<Answer>} send
 * @property {(session: string) => void} follow
 * @property {() => void} close
 */

const RETRY_FIRST_MS = 500
const RETRY_MOST_MS = 15_000
const SETTLED_AFTER_MS = 5000 // a line that held this long starts counting attempts anew
const SILENT_AFTER_MS = 50_000 // heartbeats come every 20 s
const CATCH_UP_MS = 3000
const OFFLINE_AFTER_MS = 8000
const PROBE_WITHIN_MS = 10_000
// On waking there are two seconds: half of one for the old line to answer, the rest for a new one.
const PONG_WITHIN_MS = 500
const WAKING_PATIENCE_MS = 700
const STALE_AFTER_MS = 1000 // an attempt older than this may have slept as well
const SOCKET_SOON_MS = 10_000
const SOCKET_AGAIN_MS = 5 * 60_000
const MOVED_AGAIN_MS = 60_000
const CLOSED_EVENT_OVER = 4001
const CLOSED_NOT_ALLOWED = 4003
const CLOSED_MOVED = 4010

/**
 * @param {object} options
 * @param {string} options.path of the face, "/e/CODE"
 * @param {string} [options.session] to follow; default the event's first
 * @param {Signal<State>} options.state
 * @param {Outbox} [options.outbox] keeps commands until they are answered
 * @param {(command: Command, result: any) => void} [options.onAnswered]
 * @param {(command: Command, refusal: Refusal) => void} [options.onRefused]
 * @param {(signal: AbortSignal) => Promise<unknown>} [options.probe] asked after failed attempts; throws a Refusal that says why
 * @returns {Connection}
 */
export function connect({ path, session, state, outbox, onAnswered, onRefused, probe }) {
  const status = signal(/** @type {Status} */ ("connecting"))
  const why = signal(/** @type {"" | "portal" | "moved"} */ (""))
  const reason = signal("")
  /** @type {Line | null} */
  let line = null
  /** @type {(() => void) | null} gives up looking for a line */
  let giveUp = null
  let soughtAt = 0
  let attempts = 0
  let ping = ""
  let isDoubted = false // the line slept, and has not answered since
  let isUrgent = false // just woken: the next fall is made good at once
  /** @type {AbortController | null} */
  let probing = null
  /** @type {Record<string, ReturnType<typeof setTimeout>>} */
  const timers = {}

  const courier = createCourier({ transmit, outbox, onAnswered, onRefused })
  if (session) state.value = follow(state.value, session)

  /** @param {string} name @param {number} ms @param {() => void} action */
  function later(name, ms, action) {
    clearTimeout(timers[name])
    timers[name] = setTimeout(() => {
      delete timers[name]
      action()
    }, ms)
  }

  /** @param {string[]} names */
  function cancel(...names) {
    for (const name of names) {
      clearTimeout(timers[name])
      delete timers[name]
    }
  }

  /** @param {{ id: string, type: string, data: any }} command */
  function transmit(command) {
    line?.send(command)
  }

  /** Looks for a line; one that is there stays until another speaks. @param {Parameters<typeof seek>[3]} [how] */
  function open(how) {
    cancel("retry")
    giveUp?.()
    soughtAt = Date.now()
    giveUp = seek(path, known(state.value), { found, heard, closed, failed }, how)
  }

  /** @param {Line} fresh */
  function found(fresh) {
    drop()
    line = fresh
    isUrgent = false
    cancel("offline")
    status.value = "live"
    why.value = ""
    later("settled", SETTLED_AFTER_MS, () => {
      attempts = 0
    })
    if (fresh.way === "events") later("socket", SOCKET_SOON_MS, tryForSocket)
    listen()
    courier.opened()
  }

  function listen() {
    later("silence", SILENT_AFTER_MS, fall)
  }

  /** @param {Line} from @param {Frame} frame */
  function heard(from, frame) {
    if (from !== line) return
    if (frame.re) {
      if (frame.re === ping) {
        clock.read(frame.result || {})
        trust()
      }
      courier.answered(frame)
      return
    }
    listen() // answers to events' requests say nothing about the events
    clock.read(frame)
    if (frame.type === "Heartbeat") {
      const heads = frame.at || {}
      if (isBehind(state.value, heads)) {
        later("behind", CATCH_UP_MS, () => {
          if (isBehind(state.value, heads)) fall()
        })
      }
    } else {
      const next = applyFrame(state.value, frame)
      state.value = next.state
      if (next.gap) fall()
    }
  }

  /** @param {Line} from the line, or one that was refused as such @param {number} code @param {string} [hint] */
  function closed(from, code, hint) {
    if (from !== line) giveUp = null
    if (code === CLOSED_EVENT_OVER) return end("event_closed")
    if (code === CLOSED_NOT_ALLOWED) return end("forbidden")
    if (isDoubted && giveUp) return lose() // the new one is on its way
    if (code === CLOSED_MOVED) return rest()
    fall()
    if (hint === "portal") meetPortal()
  }

  function failed() {
    giveUp = null
    if (line && !isDoubted) later("socket", SOCKET_AGAIN_MS, tryForSocket)
    else fall()
  }

  /** The network may have changed, or only been in a hurry: a socket that speaks takes over. */
  function tryForSocket() {
    open({ order: [openSocket] })
  }

  /** The line is gone, or of no use: get a new one. */
  function fall() {
    if (status.value === "ended") return
    const wait = isUrgent ? 0 : Math.random() * Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** (attempts + 1))
    drop()
    if (!timers.offline) later("offline", OFFLINE_AFTER_MS, markOffline)
    if (isOffline()) markOffline()
    isUrgent = false
    attempts += 1
    if (attempts >= 2) ask()
    later("retry", wait, open)
  }

  function lose() {
    courier.closed()
    cancel("silence", "settled", "behind", "pong", "socket")
    line?.close()
    line = null
    isDoubted = false
    if (status.value === "live") status.value = "reconnecting"
  }

  function drop() {
    lose()
    cancel("retry")
    giveUp?.()
    giveUp = null
  }

  /** Other pages of this device took the place: wait until somebody looks at this one. A wall that
   * nobody touches asks again by itself, as rarely as does no harm. */
  function rest() {
    drop()
    cancel("offline")
    why.value = "moved"
    status.value = "offline"
    later("retry", MOVED_AGAIN_MS, wake)
  }

  /** @param {string} code */
  function end(code) {
    drop()
    unwatch()
    cancel("offline", "probe")
    probing?.abort()
    reason.value = code
    status.value = "ended"
    courier.end(code)
  }

  /** Asks the server why there is no line. */
  function ask() {
    if (!probe || probing) return
    const asked = new AbortController()
    probing = asked
    later("probe", PROBE_WITHIN_MS, () => asked.abort())
    probe(asked.signal)
      .then(passPortal, learn)
      .then(() => {
        cancel("probe")
        probing = null
      })
  }

  /** @param {unknown} error of the probe */
  function learn(error) {
    const { code, status: http, retry_ms } = asRefusal(error)
    const permanent = http >= 400 && http < 500 && http !== 429 && retry_ms === undefined
    if (code === "portal") meetPortal()
    else if (permanent && status.value !== "live") end(code)
  }

  /** Somebody else answers in the server's place. */
  function meetPortal() {
    if (status.value === "live" || status.value === "ended") return
    why.value = "portal"
    status.value = "offline"
  }

  function passPortal() {
    if (why.value !== "portal") return
    why.value = ""
    attempts = 0
    if (timers.retry) open()
  }

  function markOffline() {
    if (status.value === "reconnecting" || status.value === "connecting") status.value = "offline"
  }

  /** The device was asleep, or the page out of sight: is the line still good? */
  function wake() {
    if (status.value === "ended" || globalThis.document?.hidden) return
    if (timers.pong || (giveUp && Date.now() - soughtAt < STALE_AFTER_MS)) return
    isUrgent = true
    if (line && line.way === "socket") {
      ping = randomHex(16)
      transmit({ id: ping, type: "Ping", data: {} })
      later("pong", PONG_WITHIN_MS, doubt)
    } else if (line) {
      doubt() // an answer would say nothing about the events
    } else {
      if (why.value === "moved") {
        status.value = "reconnecting"
        why.value = ""
      }
      attempts = 0
      open({ patience: WAKING_PATIENCE_MS })
    }
  }

  /** Looks for another line beside the one that does not answer; whichever speaks first is kept. */
  function doubt() {
    isDoubted = true
    attempts = 0
    open({ patience: WAKING_PATIENCE_MS })
  }

  /** The line answered after all. */
  function trust() {
    cancel("pong")
    isUrgent = false
    if (!isDoubted) return
    isDoubted = false
    giveUp?.()
    giveUp = null
  }

  function look() {
    if (why.value === "moved") wake()
  }

  /** Flight mode: the line would notice much later, and there may be none at the moment. */
  function sleep() {
    if (line || giveUp) fall()
    markOffline()
  }

  /** The network is back: an attempt begun without it may hang for long. */
  function back() {
    if (status.value === "ended" || why.value === "moved") return
    if (line) return wake()
    attempts = 0
    open()
  }

  const unwatch = watch({ wake, look, sleep, back })
  open()

  return {
    status,
    why,
    reason,
    send: courier.give,
    follow(id) {
      if (state.value.followed === id) return
      state.value = follow(state.value, id)
      if (status.value === "ended") return
      drop()
      open()
    },
    close() {
      end("closed")
    },
  }
}

const isOffline = () => typeof navigator !== "undefined" && navigator.onLine === false

/** What the page knows, for the server to go on from. @param {State} state */
function known(state) {
  const query = new URLSearchParams()
  if (state.followed) query.set("session", state.followed)
  if (state.at[""]) query.set("event_at", state.at[""].join("."))
  const at = state.followed && state.at[state.followed]
  if (at) query.set("session_at", at.join("."))
  return query
}
