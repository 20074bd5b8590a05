// The board by keyboard: where the focus goes, and what is chosen. Pure.

/** @import { Card, Lane } from "./lanes.js" */

/**
 * The card the focus goes to with an arrow key: up and down inside a column, left and right to
 * the same height of the next column that has cards.
 * @param {Lane[]} board
 * @param {number} number of the idea with the focus
 * @param {string} key
 * @returns {number} 0: stay
 */
export function neighbourCard(board, number, key) {
  const column = board.findIndex((lane) => lane.cards.some((card) => card.idea.number === number))
  if (column < 0) return 0
  const row = board[column].cards.findIndex((card) => card.idea.number === number)
  if (key === "ArrowUp" || key === "ArrowDown") {
    return board[column].cards[row + (key === "ArrowDown" ? 1 : -1)]?.idea.number || 0
  }
  const direction = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0
  if (!direction) return 0
  for (let at = column + direction; at >= 0 && at < board.length; at += direction) {
    const there = board[at].cards
    if (there.length) return there[Math.min(row, there.length - 1)].idea.number
  }
  return 0
}

/**
 * The card the focus goes to when some leave its column: the next one that stays, else the one
 * before.
 * @param {Lane[]} board
 * @param {number} number
 * @param {Set<number>} leaving
 * @returns {number} 0: none is left
 */
export function successor(board, number, leaving) {
  const lane = board.find(({ cards: there }) => there.some((card) => card.idea.number === number))
  if (!lane) return 0
  const row = lane.cards.findIndex((card) => card.idea.number === number)
  const stays = (/** @type {Card} */ card) => !leaving.has(card.idea.number)
  const next = lane.cards.slice(row).find(stays) || lane.cards.slice(0, row).reverse().find(stays)
  return next ? next.idea.number : 0
}

/**
 * Chosen cards after another was pointed at: alone, added or taken out with `toggle`, or
 * everything from the last one of the same column with `through`.
 * @param {Lane[]} board
 * @param {Set<number>} chosen
 * @param {number} number
 * @param {{ toggle?: boolean, through?: boolean, from?: number }} how
 * @returns {Set<number>}
 */
export function choose(board, chosen, number, { toggle, through, from }) {
  if (through && from) {
    const lane = board.find(({ cards: there }) => there.some((card) => card.idea.number === number))
    const order = lane ? lane.cards.map((card) => card.idea.number) : []
    const [first, last] = [order.indexOf(from), order.indexOf(number)].sort((a, b) => a - b)
    if (first >= 0) return new Set([...chosen, ...order.slice(first, last + 1)])
  }
  const next = new Set(chosen)
  if (toggle && next.has(number)) next.delete(number)
  else next.add(number)
  return next
}
