// Commands between being given and being answered. Unanswered ones are sent again after a
// reconnect, with the same id, so that none is lost and none counts twice. Knows no socket.
import { Refusal } from "./api.js"
import { randomHex } from "./random.js"

/** @import { Answer, Command, Frame } from "./types.js" */
/** @import { Outbox } from "./outbox.js" */

/**
 * @typedef {object} Given
 * @property {Command} command
 * @property {boolean} kept lies in the outbox
 * @property {boolean} sent on the present socket
 * @property {boolean} tried on any socket: the server may have taken it
 * @property {(answer: Answer) => void} resolve
 * @property {(refusal: Refusal) => void} reject
 */

const IN_FLIGHT = 8 // the server takes 16 per device
const UNSENT_FOR_MS = 10_000

/**
 * @param {object} options
 * @param {(command: Command) => void} options.transmit
 * @param {Outbox} [options.outbox]
 * @param {(command: Command, result: any) => void} [options.onAnswered] of a command that was kept
 * @param {(command: Command, refusal: Refusal) => void} [options.onRefused] for good, of a command that was kept
 */
export function createCourier({ transmit, outbox, onAnswered, onRefused }) {
  /** @type {Map<string, Given>} */
  const waiting = new Map()
  let isOpen = false
  let holdUntil = 0

  if (outbox) {
    for (const command of outbox.pending.value) {
      waiting.set(command.id, { command, kept: true, sent: false, tried: true, resolve() {}, reject() {} })
    }
  }

  /** Sends what waits, oldest first. */
  function pump() {
    if (!isOpen || Date.now() < holdUntil) return
    let inFlight = 0
    for (const given of waiting.values()) {
      if (!given.sent) {
        given.sent = given.tried = true
        transmit(given.command)
      }
      inFlight += 1
      if (inFlight >= IN_FLIGHT) return
    }
  }

  /** Everything waits while the server is short of breath, so that order is kept. @param {number} ms */
  function hold(ms) {
    holdUntil = Date.now() + ms
    setTimeout(pump, ms + 1)
  }

  /** @param {Given} given @param {Refusal} refusal */
  async function refuse(given, refusal) {
    waiting.delete(given.command.id)
    if (given.kept && onRefused) onRefused(given.command, refusal)
    if (given.kept && outbox) await outbox.remove(given.command.id)
    given.reject(refusal)
  }

  /** @param {Given} given @param {Answer} answer */
  async function accept(given, answer) {
    waiting.delete(given.command.id)
    if (given.kept && onAnswered) onAnswered(given.command, answer.result)
    if (given.kept && outbox) await outbox.remove(given.command.id)
    given.resolve(answer)
  }

  /** @param {Command} command @param {boolean} kept @returns {Promise<Answer>} */
  async function deliver(command, kept) {
    if (kept && outbox) await outbox.put(command)
    return new Promise((resolve, reject) => {
      waiting.set(command.id, { command, kept, sent: false, tried: false, resolve, reject })
      if (!kept) setTimeout(() => expire(command.id), UNSENT_FOR_MS)
      pump()
    })
  }

  /** @param {string} id */
  function expire(id) {
    const given = waiting.get(id)
    if (given && !given.tried) refuse(given, new Refusal({ code: "offline" }))
  }

  return {
    /**
     * @param {string} type @param {any} data
     * @param {{ keep?: boolean }} [options] keep: in the outbox until answered, otherwise it is
     *   refused "offline" when it could not be sent for a while
     * @returns {Promise<Answer>}
     */
    give(type, data, { keep = Boolean(outbox) } = {}) {
      const answered = deliver({ id: randomHex(16), type, data }, keep && Boolean(outbox))
      answered.catch(() => {}) // whoever does not look has still been told by onRefused
      return answered
    },

    opened() {
      isOpen = true
      pump()
    },

    closed() {
      isOpen = false
      for (const given of waiting.values()) given.sent = false
    },

    /** Gives up: nothing more will be answered. What is kept stays kept. @param {string} code */
    end(code) {
      isOpen = false
      for (const given of waiting.values()) {
        if (!given.kept) refuse(given, new Refusal({ code }))
      }
    },

    /** @param {Frame} frame */
    answered(frame) {
      const given = waiting.get(frame.re || "")
      if (!given) return
      if (frame.code && typeof frame.retry_ms === "number") {
        given.sent = false
        hold(frame.retry_ms)
      } else if (frame.code) {
        refuse(given, new Refusal(frame))
      } else {
        accept(given, { result: frame.result || {}, undo: frame.undo })
      }
      pump()
    },
  }
}
