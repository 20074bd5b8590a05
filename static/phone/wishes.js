// What is switched on and off with one tap: what was tapped counts at once, and one wish for each
// switch is on its way. The server's word takes over when it has answered.
import { signal } from "../vendor/preact.js"

/** @typedef {ReturnType<typeof createWishes>} Wishes */

/** @param {(key: string, on: boolean) => Promise<unknown>} send */
export function createWishes(send) {
  const wishes = signal(/** @type {Map<string, { on: boolean, sent: boolean }>} */ (new Map()))

  /** @param {string} key @param {{ on: boolean, sent: boolean } | null} next */
  function set(key, next) {
    const changed = new Map(wishes.value)
    if (next) changed.set(key, next)
    else changed.delete(key)
    wishes.value = changed
  }

  /** @param {string} key @param {boolean} on */
  async function wish(key, on) {
    const isSent = wishes.value.get(key)?.sent
    set(key, { on, sent: true })
    if (isSent) return // its answer brings us back here
    try {
      await send(key, on)
    } catch {
      return set(key, null) // the caller has been told, if anybody has to be
    }
    const latest = wishes.value.get(key)
    if (!latest) return
    set(key, { on: latest.on, sent: false })
    if (latest.on !== on) wish(key, latest.on)
  }

  return {
    wish,
    /** The server said how things are: answered wishes are in it. */
    heard() {
      const known = wishes.peek() // whoever calls this watches something else
      if ([...known.values()].every(({ sent }) => sent)) return
      wishes.value = new Map([...known].filter(([, { sent }]) => sent))
    },
    /** What is on, as it stands with what was tapped. @param {Iterable<string>} known @returns {Set<string>} */
    over(known) {
      const all = new Set(known)
      for (const [key, { on }] of wishes.value) {
        if (on) all.add(key)
        else all.delete(key)
      }
      return all
    },
  }
}
