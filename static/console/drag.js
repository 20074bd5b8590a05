// Dragging cards, on top of what buttons and keys do. SortableJS lifts the card and carries its
// picture; nothing on the page moves until the server has said so.

import { t } from "../shared/text.js"
import Sortable from "../vendor/sortable.js"
import { merge, move, unchoose } from "./actions.js"
import { board, chosen, fields, openRound, say } from "./desk.js"

const DWELL_MS = 450

/**
 * Where a card would go: onto another card, when it rests there or comes from the same column;
 * else into the column.
 * @typedef {{ card: HTMLElement | null, lane: HTMLElement | null }} Target
 */

/**
 * Makes the cards of one column draggable; returns how to stop.
 * @param {HTMLElement} list whose items each hold a card
 */
export function dragging(list) {
  let carried = /** @type {number[]} */ ([])
  let over = { card: /** @type {HTMLElement | null} */ (null), since: 0 }
  let marked = /** @type {Element[]} */ ([])
  let timer = 0

  const sortable = Sortable.create(list, {
    draggable: "li",
    filter: "button",
    preventOnFilter: false,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 6,
    delay: 180,
    delayOnTouchOnly: true,
    ghostClass: "card--lifted",
    fallbackClass: "card--carried",
    scroll: true,
    forceAutoScrollFallback: true,
    bubbleScroll: true,
    onMove: () => false,
    onStart(/** @type {{ item: HTMLElement }} */ { item }) {
      const number = Number(item.dataset.key)
      carried = chosen.value.has(number) ? [...chosen.value] : [number]
      document.body.dataset.carried = String(carried.length)
      document.addEventListener("pointermove", follow)
      document.addEventListener("touchmove", follow)
    },
    onEnd(/** @type {{ originalEvent: PointerEvent | TouchEvent }} */ { originalEvent }) {
      document.removeEventListener("pointermove", follow)
      document.removeEventListener("touchmove", follow)
      clearTimeout(timer)
      mark([])
      delete document.body.dataset.carried
      drop(targetAt(originalEvent))
    },
  })

  /** @param {PointerEvent | TouchEvent} event */
  function follow(event) {
    const { card, lane } = under(event)
    if (card !== over.card) over = { card, since: Date.now() }
    clearTimeout(timer)
    timer = window.setTimeout(() => follow(event), DWELL_MS)
    const target = targetAt(event)
    mark(target.card ? [target.card] : lane ? [lane] : [])
  }

  /** @param {PointerEvent | TouchEvent} event @returns {Target} */
  function targetAt(event) {
    const { card, lane } = under(event)
    if (!card) return { card: null, lane }
    const rested = card === over.card && Date.now() - over.since >= DWELL_MS
    return rested || laneOf(carried[0]) === lane?.dataset.lane ? { card, lane } : { card: null, lane }
  }

  /** @param {PointerEvent | TouchEvent} event @returns {Target} */
  function under(event) {
    const { clientX, clientY } = "changedTouches" in event ? event.changedTouches[0] : event
    const element = document.elementFromPoint(clientX, clientY)
    const card = /** @type {HTMLElement | null} */ (element?.closest("[data-card]") || null)
    const own = card && carried.includes(Number(card.dataset.card))
    return { card: own ? null : card, lane: element?.closest("[data-lane]") || null }
  }

  /** @param {Element[]} elements */
  function mark(elements) {
    for (const element of marked) element.classList.remove("drop-target")
    for (const element of elements) element.classList.add("drop-target")
    marked = elements
  }

  /** @param {Target} target */
  function drop({ card, lane }) {
    const to = lane?.dataset.lane
    if (card && openRound.value) say(t("same.round_open"), { bad: true })
    else if (card) merge(carried, Number(card.dataset.card))
    else if (to !== undefined && carried.some((number) => laneOf(number) !== to)) {
      move(carried, to, fields.value.find(({ id }) => id === to)?.title || "")
    }
    if (card || to !== undefined) unchoose()
  }

  return () => sortable.destroy()
}

/** @param {number} number @returns {string | undefined} id of the column a card lies in */
const laneOf = (number) =>
  board.value.find((lane) => lane.cards.some(({ idea }) => idea.number === number))?.id
