// The line to the server, and the only module that knows the socket: connects, resumes where it
// was, notices silence, comes back after a fall.
import { signal } from "../vendor/preact.js"
import { asRefusal } from "./api.js"
import { createCourier } from "./courier.js"
import { randomHex } from "./random.js"
import { applyFrame, follow, isBehind } from "./session.js"

/** @import { Answer, Command, Frame, State } from "./types.js" */
/** @import { Outbox } from "./outbox.js" */
/** @import { Refusal } from "./api.js" */
/** @import { ReadonlySignal, Signal } from "../vendor/preact.js" */

/** @typedef {"connecting" | "live" | "reconnecting" | "offline" | "ended"} Status */

/**
 * @typedef {object} Connection
 * @property {ReadonlySignal<Status>} status
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
const PONG_WITHIN_MS = 3000
const OPEN_WITHIN_MS = 10_000
const OFFLINE_AFTER_MS = 8000
const CLOSED_EVENT_OVER = 4001
const CLOSED_NOT_ALLOWED = 4003

/**
 * @param {object} options
 * @param {string} options.path of the socket, "/e/CODE/socket"
 * @param {string} [options.session] to follow; default the event's first
 * @param {Signal<State>} options.state
 * @param {Outbox} [options.outbox] keeps commands until they are answered
 * @param {(command: Command, result: any) => void} [options.onAnswered]
 * @param {(command: Command, refusal: Refusal) => void} [options.onRefused]
 * @param {() => Promise<unknown>} [options.probe] asked after failed attempts; throws a Refusal that says why
 * @returns {Connection}
 */
export function connect({ path, session, state, outbox, onAnswered, onRefused, probe }) {
  const status = signal(/** @type {Status} */ ("connecting"))
  const reason = signal("")
  /** @type {WebSocket | null} */
  let socket = null
  let attempts = 0
  let ping = ""
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
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command))
  }

  function open() {
    cancel("retry")
    const opening = new WebSocket(address(path, state.value))
    opening.binaryType = "arraybuffer"
    socket = opening
    let arrived = Promise.resolve()
    later("open", OPEN_WITHIN_MS, () => fall(opening))
    opening.onopen = () => {
      if (socket !== opening) return
      cancel("open", "offline")
      status.value = "live"
      later("settled", SETTLED_AFTER_MS, () => {
        attempts = 0
      })
      listen(opening)
      courier.opened()
    }
    // Frames are taken in as they came, although unpacking one takes a moment.
    opening.onmessage = ({ data }) => {
      arrived = arrived
        .then(() => decode(data))
        .then((frame) => {
          if (socket === opening) receive(opening, frame)
        })
        .catch(() => fall(opening))
    }
    opening.onclose = ({ code }) => {
      if (socket !== opening) return
      if (code === CLOSED_EVENT_OVER) end("event_closed")
      else if (code === CLOSED_NOT_ALLOWED) end("forbidden")
      else fall(opening)
    }
  }

  /** @param {WebSocket} from */
  function listen(from) {
    later("silence", SILENT_AFTER_MS, () => fall(from))
  }

  /** @param {WebSocket} from @param {Frame} frame */
  function receive(from, frame) {
    listen(from)
    if (frame.re) {
      if (frame.re === ping) cancel("pong")
      courier.answered(frame)
    } else if (frame.type === "Heartbeat") {
      const heads = frame.at || {}
      if (isBehind(state.value, heads)) {
        later("behind", CATCH_UP_MS, () => {
          if (isBehind(state.value, heads)) fall(from)
        })
      }
    } else {
      const next = applyFrame(state.value, frame)
      state.value = next.state
      if (next.gap) fall(from)
    }
  }

  /** The line is gone, or of no use: get a new one. @param {WebSocket} fallen */
  function fall(fallen) {
    if (socket !== fallen || status.value === "ended") return
    drop()
    if (status.value === "live") status.value = "reconnecting"
    if (!timers.offline) later("offline", OFFLINE_AFTER_MS, markOffline)
    if (isOffline()) markOffline()
    attempts += 1
    if (attempts >= 2 && probe) probe().catch(learn)
    later("retry", Math.random() * Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** attempts), open)
  }

  /** @param {unknown} error of the probe */
  function learn(error) {
    const { code, status: http, retry_ms } = asRefusal(error)
    const permanent = http >= 400 && http < 500 && http !== 429 && retry_ms === undefined
    if (permanent && status.value !== "live") end(code)
  }

  function markOffline() {
    if (status.value === "reconnecting" || status.value === "connecting") status.value = "offline"
  }

  function drop() {
    courier.closed()
    cancel("open", "silence", "settled", "behind", "pong", "retry")
    const old = socket
    socket = null
    if (old) old.close()
  }

  /** @param {string} code */
  function end(code) {
    drop()
    cancel("offline")
    reason.value = code
    status.value = "ended"
    courier.end(code)
  }

  /** The phone was asleep, or the network is back: is the line still good? */
  function wake() {
    if (status.value === "ended" || (typeof document !== "undefined" && document.hidden)) return
    if (!socket) {
      attempts = 0
      open()
    } else if (socket.readyState === WebSocket.OPEN) {
      const asked = socket
      ping = randomHex(16)
      transmit({ id: ping, type: "Ping", data: {} })
      later("pong", PONG_WITHIN_MS, () => {
        attempts = 0
        fall(asked)
      })
    }
  }

  /** Flight mode: the socket would notice much later, and there may be none at the moment. */
  function sleep() {
    if (socket) fall(socket)
    markOffline()
  }

  /** The network is back: an attempt begun without it may hang for long. */
  function back() {
    if (status.value === "ended") return
    if (socket && socket.readyState !== WebSocket.OPEN) drop()
    if (socket) return wake()
    attempts = 0
    open()
  }

  const reasons = /** @type {[EventTarget, string, () => void][]} */ ([
    [globalThis, "online", back],
    [globalThis, "offline", sleep],
    [globalThis, "pageshow", wake],
    [globalThis.document, "visibilitychange", wake],
  ])
  for (const [target, event, action] of reasons) target?.addEventListener(event, action)
  open()

  return {
    status,
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
      for (const [target, event, action] of reasons) target?.removeEventListener(event, action)
      end("closed")
    },
  }
}

const canUnzip = () => typeof DecompressionStream === "function"
const isOffline = () => typeof navigator !== "undefined" && navigator.onLine === false

/** @param {string} path @param {State} state */
function address(path, state) {
  const { protocol, host } = location
  const query = new URLSearchParams()
  if (state.followed) query.set("session", state.followed)
  if (state.at[""]) query.set("event_at", state.at[""].join("."))
  const known = state.followed && state.at[state.followed]
  if (known) query.set("session_at", known.join("."))
  if (canUnzip()) query.set("zip", "1")
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}${path}?${query}`
}

/** @param {string | ArrayBuffer} data @returns {Promise<Frame>} */
async function decode(data) {
  if (typeof data === "string") return JSON.parse(data)
  const unzipped = /** @type {ReadableStream} */ (new Response(data).body).pipeThrough(
    new DecompressionStream("gzip"),
  )
  return JSON.parse(await new Response(unzipped).text())
}
