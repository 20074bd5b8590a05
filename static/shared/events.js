// A line to the server where the network breaks web sockets: server-sent events bring what the
// server says, and each command goes out as a request of its own.
import { asRefusal, post } from "./api.js"
import { BROKEN } from "./socket.js"

/** @import { Command, Frame } from "./types.js" */
/** @import { Ears, Line } from "./socket.js" */

const ANSWER_WITHIN_MS = 10_000

/**
 * @param {string} path of the face, "/e/CODE" @param {URLSearchParams} query what the page knows
 * @param {Ears} ears @returns {Line}
 */
export function openEvents(path, query, { heard, closed }) {
  const source = new EventSource(`${path}/events?${query}`)
  const leaving = new AbortController()
  let isOver = false
  let turn = Promise.resolve()

  /** @param {number} code @param {string} [why] */
  function end(code, why) {
    if (isOver) return
    close()
    closed(code, why)
  }

  function close() {
    isOver = true
    source.close()
    leaving.abort()
  }

  /** Whatever cannot be read ends the line. @param {string} text @param {(said: any) => void} take */
  function read(text, take) {
    try {
      if (!isOver) take(JSON.parse(text))
    } catch {
      end(BROKEN)
    }
  }

  source.onmessage = ({ data }) => read(data, heard)
  source.addEventListener("end", ({ data }) => read(data, ({ code }) => end(code)))
  source.onerror = () => end(BROKEN) // it would come back by itself, but only to what it knew at first

  /** @param {Command} command */
  async function deliver(command) {
    if (isOver) return
    const late = setTimeout(() => end(BROKEN), ANSWER_WITHIN_MS)
    try {
      const answer = await post(`${path}/commands`, command, leaving.signal)
      if (isOver) return
      if (answer.re === command.id) heard(answer)
      else end(BROKEN, "portal")
    } catch (error) {
      end(BROKEN, asRefusal(error).code === "portal" ? "portal" : undefined)
    } finally {
      clearTimeout(late)
    }
  }

  return {
    way: "events",
    // One request at a time, so that commands arrive in the order in which they were given.
    send(command) {
      turn = turn.then(() => deliver(command))
    },
    close,
  }
}
