// Which rows of a long list stand on the page. Pure.

/**
 * Where each row begins, and the height of all.
 * @param {string[]} keys
 * @param {Map<string, number>} heights measured so far
 * @param {number} estimate for rows not yet measured
 */
export function offsets(keys, heights, estimate) {
  const tops = []
  let total = 0
  for (const key of keys) {
    tops.push(total)
    total += heights.get(key) ?? estimate
  }
  return { tops, total }
}

/**
 * The rows that touch the view, widened by `margin` pixels on both sides: [from, to).
 * @param {number[]} tops
 * @param {number} total
 * @param {number} scrolled
 * @param {number} view height of the view
 * @param {number} margin
 */
export function range(tops, total, scrolled, view, margin) {
  const first = scrolled - margin
  const last = scrolled + view + margin
  let from = 0
  while (from < tops.length && (tops[from + 1] ?? total) <= first) from++
  let to = from
  while (to < tops.length && tops[to] < last) to++
  return { from, to }
}

/**
 * How far to scroll so that the row that was the first in view stays where it is, whatever came
 * or went above it. A list scrolled to its top stays there.
 * @param {{ key: string, into: number } | null} anchor row, and how far it was scrolled into
 * @param {string[]} keys
 * @param {number[]} tops
 * @param {number} scrolled
 */
export function held(anchor, keys, tops, scrolled) {
  if (!anchor || scrolled <= 0) return scrolled
  const index = keys.indexOf(anchor.key)
  return index < 0 ? scrolled : tops[index] + anchor.into
}

/**
 * @param {string[]} keys
 * @param {number[]} tops
 * @param {number} scrolled
 */
export function anchorAt(keys, tops, scrolled) {
  let index = 0
  while (index + 1 < tops.length && tops[index + 1] <= scrolled) index++
  return keys.length ? { key: keys[index], into: scrolled - tops[index] } : null
}
