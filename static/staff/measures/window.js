// Which rows of a long list to draw, and where a key leads in it. Pure.

/** Rows drawn beyond what is in sight, so that scrolling meets no gap. */
const SPARE = 12

/** @param {number} count @param {number} high of a row @param {number} top in sight @param {number} height in sight */
export function windowOf(count, high, top, height) {
  const from = Math.max(0, Math.min(count, Math.floor(top / high)) - SPARE)
  const to = Math.min(count, Math.ceil((top + height) / high) + SPARE)
  return { from, to: Math.max(to, Math.min(count, from + SPARE)) }
}

/** @param {string} key @param {number} at @param {number} count @param {number} page
 * @returns {number | undefined} nothing for a key that leads nowhere */
export function stepOf(key, at, count, page) {
  /** @type {Record<string, number>} */
  const steps = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }
  if (!(key in steps)) return undefined
  return Math.max(0, Math.min(count - 1, steps[key]))
}
