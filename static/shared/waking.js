// When a device wakes, falls asleep, or is looked at: what the browser tells of it, and what shows
// in a clock that was late.

const TICK_MS = 1000
const SLEPT_MS = 5000

/**
 * @typedef {object} Watcher
 * @property {() => void} wake the page may have been asleep
 * @property {() => void} look somebody turned to the page
 * @property {() => void} sleep the network is gone, flight mode for one
 * @property {() => void} back the network is there again
 */

/** @param {Watcher} watcher @returns {() => void} stops watching */
export function watch({ wake, look, sleep, back }) {
  const { document } = globalThis
  const reasons = /** @type {[EventTarget | undefined, string, () => void][]} */ ([
    [globalThis, "online", back],
    [globalThis, "offline", sleep],
    [globalThis, "pageshow", wake],
    [globalThis, "focus", look],
    [document, "pointerdown", look],
    [document, "resume", wake],
    [document, "visibilitychange", wake],
  ])
  let ticked = Date.now()
  let timer = setTimeout(tick, TICK_MS)

  /** Not every sleep ends with an event: a closed lid leaves the page in sight. */
  function tick() {
    const late = Date.now() - ticked
    ticked = Date.now()
    timer = setTimeout(tick, TICK_MS)
    if (late > SLEPT_MS) wake()
  }

  for (const [target, event, action] of reasons) target?.addEventListener(event, action)
  return () => {
    clearTimeout(timer)
    for (const [target, event, action] of reasons) target?.removeEventListener(event, action)
  }
}
