// The board: topic fields as columns, ideas as cards. By mouse, finger and keyboard alike.

import { t } from "../shared/text.js"
import { Button, FieldShape, IdeaNumber } from "../shared/ui.js"
import { h, html, signal, useEffect, useRef } from "../vendor/preact.js"
import { moderate, move, unchoose } from "./actions.js"
import { board, chosen, fieldLetters, fields, open } from "./desk.js"
import { dragging } from "./drag.js"
import { NewField } from "./fields.js"
import { choose, neighbourCard, successor } from "./focus.js"
import { Chosen } from "./idea.js"
import { Marks } from "./ideas.js"
import { LongList } from "./list.js"

/** @import { Card, Lane } from "./lanes.js" */

const current = signal(0) // number of the card the arrow keys move from
let anchored = 0 // number of the card a range begins at

export function Board() {
  const place = useRef(/** @type {HTMLElement | null} */ (null))
  return html`<div class="board-view">
    ${!fields.value.length && html`<p class="board-view__start">${t("board.start")}</p>`}
    <div class="board" ref=${place} onKeyDown=${(/** @type {KeyboardEvent} */ event) => onKey(event, place.current)} onClick=${onClick} onDblClick=${onDoubleClick}>
      ${board.value.map((lane) => h(Column, { key: lane.id, lane }))} ${h(NewField, {})}
    </div>
    ${h(Chosen, {})}
  </div>`
}

/** @param {{ lane: Lane }} props */
function Column({ lane }) {
  const { id, field, cards } = lane
  const title = field ? field.title : t("field.none")
  const place = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    const list = /** @type {HTMLElement | null | undefined} */ (place.current?.querySelector("ul"))
    return list ? dragging(list) : undefined
  }, [cards.length > 0])
  return html`<section class=${`lane${field ? ` field-${field.color || 0}` : " lane--none"}`} data-lane=${id} aria-label=${title} ref=${place}>
    <header class="lane__head">
      ${field && h(FieldShape, { color: field.color })}
      <h2 title=${title}>${title}</h2>
      <p class="lane__count">
        ${t("ideas.count", { count: cards.length })} <kbd title=${t("board.letter")}>${field ? fieldLetters.value.get(id) : "0"}</kbd>
      </p>
      ${field && h(Button, { kind: "tertiary", icon: "more-vert", iconOnly: true, onClick: () => open("field", { field: id }), children: t("field.more", { field: title }) })}
    </header>
    ${lane.joined.length > 0 && html`<p class="lane__joined">${t("field.with", { fields: lane.joined.map((one) => one.title).join(", ") })}</p>`}
    ${field?.nominated && html`<p class="lane__joined"><span class="mark mark--nominated">${t("idea.nominated")}</span></p>`}
    ${
      cards.length
        ? h(LongList, {
            items: cards,
            keyOf: (/** @type {Card} */ card) => String(card.idea.number),
            row: (/** @type {Card} */ card) => h(BoardCard, { card, stop: isStop(lane, card) }),
            estimate: 92,
            label: title,
            keep: String(current.value),
            class: "lane__cards",
          })
        : html`<p class="lane__empty">${t(field ? "board.empty_field" : "board.all_placed")}</p>`
    }
  </section>`
}

/** Each column is one stop of the Tab key. @param {Lane} lane @param {Card} card */
function isStop(lane, card) {
  const here = lane.cards.some(({ idea }) => idea.number === current.value)
  return here ? card.idea.number === current.value : card === lane.cards[0]
}

/** @param {{ card: Card, stop: boolean }} props */
function BoardCard({ card, stop }) {
  const { idea, members } = card
  const { number } = idea
  const picked = chosen.value.has(number)
  return html`<div
    class=${`card${picked ? " card--chosen" : ""}`}
    role="group"
    tabindex=${stop ? 0 : -1}
    data-card=${number}
    aria-labelledby=${`card-${number}`}
    onFocus=${() => {
      current.value = number
    }}
  >
    <div class="card__text" id=${`card-${number}`}>
      ${h(IdeaNumber, { number })} <span class="idea-text">${idea.text}</span>
      ${picked && html`<span class="kern-sr-only">${t("chosen.this")}</span>`}
    </div>
    ${
      members.length > 1 &&
      html`<p class="card__group">${t("same.with", {
        numbers: members
          .slice(1)
          .map((one) => `#${one.number}`)
          .join(", "),
      })}</p>`
    }
    ${h(Marks, { idea, field: false })}
    <button type="button" class="card__more" tabindex="-1" onClick=${() => open("idea", { idea: number })}>
      <span class="kern-icon kern-icon--more-vert" aria-hidden="true"></span>
      <span class="kern-sr-only">${t("idea.more", { number: String(number) })}</span>
    </button>
  </div>`
}

/** @param {Event} event */
function numberOf(event) {
  const card = /** @type {Element} */ (event.target).closest("[data-card]")
  return Number(card?.getAttribute("data-card") || 0)
}

/** A click chooses with Ctrl, Cmd or Shift held. @param {MouseEvent} event */
function onClick(event) {
  const number = numberOf(event)
  if (!number || !(event.ctrlKey || event.metaKey || event.shiftKey)) return
  pick(number, event.shiftKey)
}

/** @param {MouseEvent} event */
function onDoubleClick(event) {
  const number = numberOf(event)
  if (number) open("idea", { idea: number })
}

/** @param {number} number @param {boolean} through */
function pick(number, through) {
  chosen.value = choose(
    board.value,
    chosen.value,
    number,
    through ? { through, from: anchored } : { toggle: true },
  )
  anchored = number
}

/** @param {KeyboardEvent} event @param {HTMLElement | null} place */
function onKey(event, place) {
  const number = numberOf(event)
  if (!number || !place || event.ctrlKey || event.metaKey || event.altKey) return
  if (/** @type {Element} */ (event.target).closest("button, input")) return
  if (handle(event, number, place)) event.preventDefault()
}

/** @param {KeyboardEvent} event @param {number} number @param {HTMLElement} place @returns {boolean} */
function handle({ key, shiftKey }, number, place) {
  if (key.startsWith("Arrow")) {
    const to = neighbourCard(board.value, number, key)
    if (!to) return true
    if (shiftKey) {
      anchored = number
      chosen.value = choose(board.value, chosen.value, number, {})
      pick(to, true)
    }
    focusCard(place, to)
    return true
  }
  if (key === " ") {
    pick(number, shiftKey)
    return true
  }
  if (key === "Escape" && chosen.value.size) {
    unchoose()
    return true
  }
  if (key === "Enter" || key === "=") {
    open("idea", { idea: number })
    return true
  }
  if (key === "Delete") {
    leave(place, number, (numbers) => moderate(numbers, "hidden"))
    return true
  }
  return placeByLetter(key, number, place)
}

/** @param {string} key @param {number} number @param {HTMLElement} place */
function placeByLetter(key, number, place) {
  const letter = key.toUpperCase()
  const field = fields.value.find(({ id }) => fieldLetters.value.get(id) === letter)
  if (!field && key !== "0") return /^[A-Z]$/.test(letter) && letter !== "B" // a letter of no field does nothing
  leave(place, number, (numbers) => move(numbers, field ? field.id : "", field ? field.title : ""))
  return true
}

/**
 * Sends the chosen cards, or this one, somewhere else; the focus stays in the column.
 * @param {HTMLElement} place @param {number} number @param {(numbers: number[]) => void} send
 */
function leave(place, number, send) {
  const numbers = chosen.value.has(number) ? [...chosen.value] : [number]
  const then = successor(board.value, number, new Set(numbers))
  if (then) focusCard(place, then)
  unchoose()
  send(numbers)
}

/** @param {HTMLElement} place @param {number} number */
function focusCard(place, number) {
  if (reachCard(place, number)) return
  current.value = number // far from what is in view, it has to be drawn first
  requestAnimationFrame(() => reachCard(place, number))
}

/** @param {HTMLElement} place @param {number} number @returns {boolean} whether it is drawn */
function reachCard(place, number) {
  const card = /** @type {HTMLElement | null} */ (place.querySelector(`[data-card="${number}"]`))
  card?.focus({ preventScroll: true })
  card?.scrollIntoView({ block: "nearest", inline: "nearest" })
  return Boolean(card)
}
