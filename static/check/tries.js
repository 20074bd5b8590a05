// The three things a network may let through, each tried with a number that only our server can
// give back.
import { asRefusal, get } from "../shared/api.js"
import { randomHex } from "../shared/random.js"

/**
 * @typedef {"reached" | "portal" | "unreachable"} Reach
 * @typedef {{ reach?: Reach, socket?: boolean, events?: boolean }} Found what is known so far
 */

const WITHIN_MS = 4000

/**
 * Tries all three at once and tells each outcome as it comes; done within four seconds.
 * @param {(found: Found) => void} tell
 */
export function tryAll(tell) {
  return Promise.all([
    tryToReach().then((reach) => tell({ reach })),
    trySocket().then((socket) => tell({ socket })),
    tryEvents().then((events) => tell({ events })),
  ])
}

/** @returns {Promise<Reach>} */
async function tryToReach() {
  const nonce = randomHex()
  const leaving = new AbortController()
  const late = setTimeout(() => leaving.abort(), WITHIN_MS)
  try {
    const { masswerk } = await get(`/check/reached?nonce=${nonce}`, leaving.signal)
    return masswerk === nonce ? "reached" : "portal"
  } catch (error) {
    return asRefusal(error).code === "portal" ? "portal" : "unreachable"
  } finally {
    clearTimeout(late)
  }
}

/** @returns {Promise<boolean>} */
function trySocket() {
  const nonce = randomHex()
  const { protocol, host } = location
  const socket = new WebSocket(`${protocol === "https:" ? "wss:" : "ws:"}//${host}/check/socket`)
  return settled((found) => {
    socket.onopen = () => socket.send(nonce)
    socket.onmessage = ({ data }) => found(data === nonce)
    socket.onclose = () => found(false)
  }).finally(() => socket.close())
}

/** @returns {Promise<boolean>} */
function tryEvents() {
  const nonce = randomHex()
  const source = new EventSource(`/check/events?nonce=${nonce}`)
  return settled((found) => {
    source.onmessage = ({ data }) => found(data === JSON.stringify({ masswerk: nonce }))
    source.onerror = () => found(false)
  }).finally(() => source.close())
}

/** What was found, or false when nothing was in time. @param {(found: (good: boolean) => void) => void} begin */
function settled(begin) {
  return new Promise((/** @type {(good: boolean) => void} */ resolve) => {
    const late = setTimeout(() => resolve(false), WITHIN_MS)
    begin((good) => {
      clearTimeout(late)
      resolve(good)
    })
  })
}
