// What was done here and can be taken back. Pure: steps in, list out.

/**
 * A step keeps the commands that take it back, in the order they are sent. A step that was undone
 * keeps those that do it again.
 * @typedef {{ type: string, data: object }} Inverse
 * @typedef {{ id: number, text: string, back: Inverse[], undone: boolean }} Done
 */

const KEPT = 100

/**
 * @param {Done[]} list newest first
 * @param {string} text
 * @param {Inverse[]} inverses in the order of the commands they answer
 * @returns {Done[]}
 */
export function did(list, text, inverses) {
  if (!inverses.length) return list
  const id = list.reduce((highest, step) => Math.max(highest, step.id), 0) + 1
  return [{ id, text, back: [...inverses].reverse(), undone: false }, ...list].slice(0, KEPT)
}

/**
 * The step that "undo" means without further words: the last one not yet undone.
 * @param {Done[]} list
 */
export const lastDone = (list) => list.find((step) => !step.undone)

/**
 * The list after a step was taken back, or done again. Without inverses it cannot be turned once
 * more and leaves the list.
 * @param {Done[]} list
 * @param {number} id
 * @param {Inverse[]} inverses
 * @returns {Done[]}
 */
export function turned(list, id, inverses) {
  return list.flatMap((step) => {
    if (step.id !== id) return [step]
    return inverses.length ? [{ ...step, back: [...inverses].reverse(), undone: !step.undone }] : []
  })
}

/**
 * @param {Done[]} list
 * @param {number} id
 */
export const forgotten = (list, id) => list.filter((step) => step.id !== id)

const KEPT_CHARACTERS = 200_000

/**
 * The list as a text to keep; the oldest steps are left out of one that would be too long.
 * @param {Done[]} list
 */
export function toText(list) {
  const kept = []
  let length = 0
  for (const step of list.slice(0, KEPT)) {
    length += JSON.stringify(step).length
    if (length > KEPT_CHARACTERS) break
    kept.push(step)
  }
  return JSON.stringify(kept)
}

/** The list that a text keeps; an empty one where it keeps none. @param {string | null} text @returns {Done[]} */
export function fromText(text) {
  try {
    const list = JSON.parse(text || "[]")
    return Array.isArray(list) ? list.filter(isDone).slice(0, KEPT) : []
  } catch {
    return []
  }
}

/** @param {any} step */
function isDone(step) {
  return (
    typeof step?.id === "number" &&
    typeof step.text === "string" &&
    typeof step.undone === "boolean" &&
    Array.isArray(step.back) &&
    step.back.every((/** @type {any} */ one) => typeof one?.type === "string" && typeof one.data === "object")
  )
}
