// Which way leads to the server from here: a web socket or, where the network breaks those, events
// and requests. A way counts once the server has said something on it: some networks let a socket
// open and then pass nothing.
import { openEvents } from "./events.js"
import { openSocket } from "./socket.js"

/** @import { Frame } from "./types.js" */
/** @import { Ears, Line } from "./socket.js" */

/**
 * @typedef {object} Seeker
 * @property {(line: Line) => void} found the first line that spoke; the others are closed
 * @property {(line: Line, frame: Frame) => void} heard on the line found
 * @property {(line: Line, code: number, why?: string) => void} closed the line found, or another by the
 *   server's own word; then the search is over
 * @property {() => void} failed no way leads to the server
 */

/** @typedef {(path: string, query: URLSearchParams, ears: Ears) => Line} Way */

const SILENT_FOR_MS = 2500
const FAILED_AFTER_MS = 10_000
const RESTART = 1012
const OWN_CODES = 4000
const KEY = "masswerk needs events" // as long as this tab is open: networks change

/** @returns {Way[]} the likelier first */
export const ways = () => (remembered() ? [openEvents, openSocket] : [openSocket, openEvents])

/**
 * Tries one way after the other: the next begins when one fails, or was silent for a while.
 * @param {string} path @param {URLSearchParams} query @param {Seeker} seeker
 * @param {{ order?: Way[], patience?: number }} [how]
 * @returns {() => void} gives up what has not been found yet
 */
export function seek(path, query, seeker, { order = ways(), patience = SILENT_FOR_MS } = {}) {
  const waiting = [...order]
  /** @type {Set<Line>} */
  const silent = new Set()
  let isOver = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let impatient
  const late = setTimeout(fail, FAILED_AFTER_MS)

  function stop() {
    isOver = true
    clearTimeout(impatient)
    clearTimeout(late)
    for (const line of silent) line.close()
    silent.clear()
  }

  function fail() {
    if (isOver) return
    stop()
    seeker.failed()
  }

  function next() {
    clearTimeout(impatient)
    const way = waiting.shift()
    if (!way) return silent.size ? undefined : fail()
    if (waiting.length) impatient = setTimeout(next, patience)
    begin(way)
  }

  /** @param {Way} way */
  function begin(way) {
    let isFound = false
    /** @type {Line} */
    const line = way(path, query, {
      heard(frame) {
        if (!isFound && isOver) return
        if (!isFound) {
          isFound = true
          silent.delete(line)
          stop()
          remember(line.way)
          seeker.found(line)
        }
        seeker.heard(line, frame)
      },
      closed(code, why) {
        silent.delete(line)
        if (isFound) return seeker.closed(line, code, why)
        if (isOver) return
        if (code >= OWN_CODES) {
          stop()
          seeker.closed(line, code)
        } else if (code === RESTART) fail()
        else next()
      },
    })
    silent.add(line)
  }

  next()
  return stop
}

function remembered() {
  try {
    return sessionStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

/** @param {Line["way"]} way that led to the server */
function remember(way) {
  try {
    if (way === "events") sessionStorage.setItem(KEY, "")
    else sessionStorage.removeItem(KEY)
  } catch {
    // The next page finds out by itself.
  }
}
