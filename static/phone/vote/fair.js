// The order in which a phone shows what can be voted for, so that no idea is first everywhere. Pure.

const GOLDEN = 0.6180339887 // its multiples spread evenly, however many phones there are

/**
 * Each phone begins elsewhere in the same circle.
 * @template T @param {T[]} all @param {number} place the how manieth phone this is, from 1
 */
export function inFairOrder(all, place) {
  const from = Math.floor(((place * GOLDEN) % 1) * all.length)
  return [...all.slice(from), ...all.slice(0, from)]
}

/** What is still open first, for who comes back. @template T @param {T[]} all @param {(one: T) => boolean} isDone */
export function openFirst(all, isDone) {
  return [...all.filter((one) => !isDone(one)), ...all.filter(isDone)]
}
