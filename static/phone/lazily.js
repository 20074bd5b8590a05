// Views that are not needed before the first word come when they are, or while nothing happens.
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { dressVotes } from "./later.js"

/** @import { ComponentChildren, ComponentType } from "../vendor/preact.js" */

const AGAIN_MS = 2000

// Everything an event needs, named here so that it comes at once and not module by module. A test
// holds this list against what the modules import.
const AHEAD = [
  "./attend.js",
  "./collect.js",
  "./compose.js",
  "./event.js",
  "./feed.js",
  "./heading.js",
  "./journey.js",
  "./lobby.js",
  "./own.js",
  "./remarks.js",
  "./seat.js",
  "./signals.js",
  "./switches.js",
  "./times.js",
  "./vote/ballot.js",
  "./vote/methods.js",
  "./vote/order.js",
  "./vote/secret.js",
  "./vote/voting.js",
  "./wishes.js",
  "../shared/clock.js",
  "../shared/connection.js",
  "../shared/courier.js",
  "../shared/events.js",
  "../shared/outbox.js",
  "../shared/session.js",
  "../shared/socket.js",
  "../shared/waking.js",
  "../shared/ways.js",
  "../vendor/idb.js",
]
const LATER = [
  "./board.js",
  "./vote/vote.js",
  "./vote/results.js",
  "./mine.js",
  "./talk.js",
  "./sessions.js",
  "./tables.js",
  "./timer.js",
  "./spotlight.js",
]

/** @param {string[]} modules */
const fetchAll = (modules) => Promise.all(modules.map((module) => import(module))).catch(() => {})

export const fetchAhead = () => fetchAll(AHEAD)

/** The rest, while nothing else happens, so that it is there when the network is not. */
export const fetchLater = () =>
  setTimeout(() => {
    fetchAll(LATER)
    dressVotes()
  }, 3000)

/** Stands in for a whole view. */
const WAITING = html`<div class="waiting" aria-busy="true"></div>`

/**
 * @template P
 * @param {() => Promise<ComponentType<P>>} load
 * @param {ComponentChildren} [meanwhile] what stands there until it has come
 * @returns {ComponentType<P>}
 */
export function lazily(load, meanwhile = WAITING) {
  /** @type {ComponentType<P> | undefined} */
  let view
  return function Lazy(props) {
    const [, setReady] = useState(Boolean(view))
    useEffect(() => {
      /** @type {ReturnType<typeof setTimeout>} */
      let again
      const attempt = async () => {
        try {
          view = view || (await load())
          setReady(true)
        } catch {
          again = setTimeout(attempt, AGAIN_MS)
        }
      }
      if (!view) attempt()
      return () => clearTimeout(again)
    }, [])
    return view ? h(/** @type {ComponentType<any>} */ (view), props) : html`${meanwhile}`
  }
}
