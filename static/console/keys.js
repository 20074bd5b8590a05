// The keyboard, and the page that explains it. A presenter remote is a keyboard with four keys.

import { t } from "../shared/text.js"
import { Dialog } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { addMinute, turnTimer } from "./agenda/timer.js"
import {
  blank,
  close,
  enter,
  helps,
  open,
  opened,
  roomOpen,
  rounds,
  say,
  session,
  step,
  undo,
  work,
} from "./desk.js"
import { remoteStep } from "./steps.js"
import { revealNext } from "./votes/reveal.js"

const VIEWS = /** @type {const} */ (["start", "ideas", "queue", "board", "votes", "discussion"])

/** @type {Record<string, () => void>} */
const KEYS = {
  b: blank,
  ".": blank,
  "?": () => open("keys"),
  j: () => open("join"),
  n: () => open("add"),
  a: () => open("agenda"),
  t: turnTimer,
  "+": addMinute,
  "/": search,
  Escape: () => {
    roomOpen.value = false
  },
  PageDown: () => stepBy(1),
  PageUp: () => stepBy(-1),
}

export function listen() {
  document.addEventListener("keydown", onKey)
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.defaultPrevented || event.isComposing || !session.value) return
  if (/** @type {Element} */ (event.target).closest?.("input, textarea, select")) return
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "z") {
    event.preventDefault()
    undo()
  } else if (!ctrlKey && !metaKey && !altKey && !helps.value) {
    press(event)
  }
}

/** @param {KeyboardEvent} event */
function press(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const view = VIEWS[Number(key) - 1]
  const action = KEYS[key]
  const works = !opened.value || key === "b" || key === "."
  if (!works || event.repeat || !(action || view)) return
  event.preventDefault()
  if (action) action()
  else work.value = view
}

/** @param {1 | -1} direction */
function stepBy(direction) {
  if (!session.value) return
  if (direction > 0 && step.value?.act === "reveal") return revealNext(step.value)
  const { phase, refused } = remoteStep(session.value, rounds.value, direction)
  if (phase) enter(phase, { timer: direction > 0 })
  else say(t(refused === "round" ? "keys.round_open" : "keys.end"))
}

const searchField = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-name=search]"))

async function search() {
  work.value = "ideas"
  if (!searchField()) await new Promise(requestAnimationFrame)
  searchField()?.focus()
}

const EXPLAINED = [
  ["PgDn / PgUp", "keys.step"],
  ["B", "keys.blank"],
  ["Ctrl + Z", "keys.undo"],
  ["T", "keys.timer"],
  ["+", "keys.minute"],
  ["A", "keys.agenda"],
  ["J", "keys.join"],
  ["N", "keys.add"],
  ["/", "keys.search"],
  ["1 – 6", "keys.views"],
  ["?", "keys.help"],
]
const ON_BOARD = [
  ["↑ ↓ ← →", "keys.move"],
  ["keys.letter.key", "keys.letter"],
  ["0", "keys.none"],
  ["keys.space", "keys.choose"],
  ["keys.range.key", "keys.range"],
  ["= / ↵", "keys.open"],
  ["keys.delete", "keys.hide"],
  ["Esc", "keys.unchoose"],
]

export function Keys() {
  return h(Dialog, {
    title: t("keys.title"),
    onClose: close,
    children: html`<div class="keys">
      ${h(KeyList, { title: t("keys.everywhere"), keys: EXPLAINED })} ${h(KeyList, { title: t("keys.board"), keys: ON_BOARD })}
    </div>`,
  })
}

/** @param {{ title: string, keys: string[][] }} props */
function KeyList({ title, keys }) {
  return html`<section>
    <h3>${title}</h3>
    <dl>
      ${keys.map(
        ([key, meaning]) => html`<div key=${meaning}>
          <dt><kbd>${t(key)}</kbd></dt>
          <dd>${t(meaning)}</dd>
        </div>`,
      )}
    </dl>
  </section>`
}
