// The topic-field board: colour, shape and count of every field, and ideas that speak for it.
import { fieldById, groups } from "../shared/session.js"
import { SHAPES } from "../shared/shapes.js"
import { language, n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html, useMemo } from "../vendor/preact.js"
import { Title } from "./join.js"
import { LINE_HEIGHT, lines } from "./setting.js"
import { Count, Leaf, measure, usePages, useRoom } from "./stagecraft.js"

/** @typedef {import('../shared/types.js').State} State */
/** @typedef {import('./join.js').Heading} Heading */
/** @typedef {{ head: import('../shared/types.js').IdeaView, members: import('../shared/types.js').IdeaView[] }} Group */
/** @typedef {{ field?: import('../shared/types.js').FieldView, ideas: Group[], count: number }} Stack */
/** @typedef {{ width: number, height: number, body: number }} Cell */

const TURN_MS = 12_000
/** Fields that can speak at once, and fields that can be counted at once. */
const SPEAKING = 4
const COUNTED = 14
/** Size of a field's title, and of one that needs more than a line in an overview, in body sizes. */
const TITLE = 1.25
const SMALL = 1
const TITLE_LINE = 1.15
/** Width of a field in an overview, at least, in body sizes. */
const ACROSS = 15
/** Sizes of an idea's dot, in body sizes. */
const DOTS = [2.2, 1.9, 1.6, 1.3, 1.1, 0.95, 0.8, 0.65, 0.52, 0.42, 0.34, 0.27, 0.2, 0.15]

/** @param {{ heading: Heading, state: State }} props */
export function Board({ heading, state }) {
  const [ref, room] = useRoom()
  const stacks = useMemo(() => stacked(state), [state.fields, state.ideas, language()])
  const pages = useMemo(() => boardPages(stacks, room, measure), [stacks, room])
  // Around and around; every round other ideas speak.
  const rounds = Math.max(1, ...stacks.map((stack) => stack.ideas.length))
  const page = usePages(Math.max(1, pages.length) * rounds, () => TURN_MS)
  const leaf = pages[page % pages.length]
  const overview = Boolean(leaf && !leaf.ideas)
  const { columns, rows } = grid(leaf ? leaf.stacks.length : 1, overview ? across(room) : 0)
  const cell = cellOf(room, leaf ? leaf.stacks.length : 1, overview)
  const small = overview && leaf.stacks.some((stack) => titleLines(stack, cell, TITLE, measure) > 1)
  const dot = overview ? dotSize(leaf.stacks, cell, measure) : 0
  return html`
    <div class="scene">
      <header>
        ${h(Title, { text: t("board.title"), kicker: heading.prompt, place: "below" })}
        ${h(Leaf, { page: page % pages.length, count: pages.length })}
      </header>
      <div class=${`board${leaf && !leaf.ideas ? " board-overview" : ""}`} ref=${ref} style=${{ "--columns": columns, "--rows": rows }}>
        ${leaf ? null : html`<p class="lead teach">${t("board.empty")}</p>`}
        ${leaf?.stacks.map((stack) =>
          h(StackView, {
            key: `${page % pages.length} ${stack.field?.id ?? ""}`,
            stack,
            small,
            dot,
            shown:
              !overview && room.body > 0
                ? speaking(stack, cell, Math.floor(page / pages.length), measure)
                : [],
          }),
        )}
      </div>
    </div>`
}

/** @param {{ stack: Stack, small: boolean, dot: number, shown: Group[] }} props dot: width of an idea's dot, in pixels */
function StackView({ stack: { field, count }, small, dot, shown }) {
  return html`
    <section class=${`stack${field ? ` field-${field.color ?? 0}` : ""}`}>
      <h2 class=${`stack-title${small ? " is-long" : ""}`}>
        ${h(FieldBadge, { field })}
        <span class="stack-count">${h(Count, { value: count })}</span>
      </h2>
      ${dot > 0 ? h(Dots, { count, size: dot, color: field?.color ?? 0 }) : null}
      ${
        shown.length > 0 &&
        html`<ul>
          ${shown.map(
            ({ head }) =>
              html`<li key=${head.number} lang=""><span class="slip-lead">${n(head.number)}</span> ${head.text}</li>`,
          )}
        </ul>`
      }
    </section>`
}

/** An idea, a dot in the field's shape: on all fields equally large, so that they can be compared.
 * @param {{ count: number, size: number, color: number }} props */
function Dots({ count, size, color }) {
  return html`<p class="dots" aria-hidden="true">
    ${Array.from(
      { length: count },
      (
        _,
        at,
      ) => html`<svg key=${at} class="dot" viewBox="-3 -3 26 26" width=${size} height=${size} focusable="false">
        <path fill-rule="evenodd" d=${SHAPES[color % SHAPES.length]} />
      </svg>`,
    )}
  </p>`
}

/** Fields in their order with their ideas, those that stand for most first; ideas without a field at the end.
 * @param {State} state @returns {Stack[]} */
export function stacked(state) {
  /** @type {Map<string, Group[]>} */
  const byField = new Map()
  for (const group of groups(state)) {
    const id = fieldById(state, group.head.field)?.id ?? ""
    byField.set(id, [...(byField.get(id) ?? []), group])
  }
  /** @param {string} id */
  const inField = (id) => {
    const ideas = byField.get(id) ?? []
    ideas.sort((a, b) => weight(b) - weight(a) || a.head.number - b.head.number)
    return { ideas, count: ideas.reduce((sum, { members }) => sum + 1 + members.length, 0) }
  }
  const stacks = state.fields
    .filter((field) => !field.joined_into)
    .map((field) => /** @type {Stack} */ ({ field, ...inField(field.id) }))
  const rest = inField("")
  return rest.count > 0 && stacks.length > 0 ? [...stacks, rest] : stacks
}

/** How many an idea speaks for. @param {Group} group */
const weight = ({ head, members }) => members.length * 1000 + (head.support ?? 0)

/** An overview when there are many fields, then a few at a time with ideas; fewer where titles or ideas are long.
 * @param {Stack[]} stacks @param {Cell} room @param {import('./setting.js').Measure} width
 * @returns {{ stacks: Stack[], ideas: boolean }[]} */
export function boardPages(stacks, room, width) {
  /** Whether every field has its title whole, and its dots. @param {Stack[]} some */
  const counted = (some) => dotSize(some, cellOf(room, some.length, true), width) > 0
  /** Whether every field that has ideas can say one whole. @param {Stack[]} some */
  const heard = (some) =>
    some.every(
      (stack) => stack.ideas.length === 0 || speaking(stack, cellOf(room, some.length), 0, width).length > 0,
    )
  const overview = stacks.length > SPEAKING ? chunks(stacks, COUNTED) : []
  return [
    ...overview.flatMap((some) => halved(some, counted)).map((some) => ({ stacks: some, ideas: false })),
    ...chunks(stacks, SPEAKING)
      .flatMap((some) => halved(some, heard))
      .map((some) => ({ stacks: some, ideas: true })),
  ]
}

/** A list in halves until each piece fits or is single.
 * @template T @param {T[]} list @param {(some: T[]) => boolean} fits @returns {T[][]} */
function halved(list, fits) {
  if (list.length < 2 || fits(list)) return [list]
  const middle = Math.ceil(list.length / 2)
  return [list.slice(0, middle), list.slice(middle)].flatMap((half) => halved(half, fits))
}

/** What a field's ideas have to stand in, when so many fields share the room.
 * @param {Cell} room @param {number} count @param {boolean} [overview] @returns {Cell} */
function cellOf({ width, height, body }, count, overview = false) {
  const { columns, rows } = grid(count, overview ? across({ width, body }) : 0)
  return { width: width / columns - 3 * body, height: height / rows - 1.7 * body, body }
}

/**
 * How large a dot for each idea may be, in pixels, so that all fields have their title and dots of one size;
 * 0 when there is no room for titles and dots that can be told apart.
 * @param {Stack[]} stacks @param {Cell} cell @param {import('./setting.js').Measure} width
 */
export function dotSize(stacks, cell, width) {
  const long = stacks.some((stack) => titleLines(stack, cell, TITLE, width) > 1)
  const title = long ? SMALL : TITLE
  const height = (/** @type {Stack} */ stack) =>
    cell.height - (titleLines(stack, cell, title, width) * title * TITLE_LINE + 0.4) * cell.body
  const sizes = DOTS.map((dot) => dot * cell.body)
  return (
    sizes.find((size) =>
      stacks.every((stack) => Math.ceil(stack.count / Math.floor(cell.width / size)) * size <= height(stack)),
    ) ?? 0
  )
}

/** Pieces of about equal size, none larger than `most`.
 * @template T @param {T[]} list @param {number} most @returns {T[][]} */
function chunks(list, most) {
  const size = Math.ceil(list.length / Math.max(1, Math.ceil(list.length / most)))
  return Array.from({ length: Math.ceil(list.length / (size || 1)) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}

/** How many fields may stand side by side in an overview. @param {{ width: number, body: number }} room */
const across = ({ width, body }) => Math.min(3, Math.max(1, Math.floor(width / (body || 1) / ACROSS)))

/** Columns and rows for a number of fields on a wide screen.
 * @param {number} count @param {number} [most] columns of an overview; 0: of fields that speak */
export function grid(count, most = 0) {
  const usual = count === 3 ? 3 : 2
  const columns = Math.min(count > 4 && most > 0 ? most : Math.min(usual, most || usual), Math.max(1, count))
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) }
}

/** Lines of a field's title, which is set bolder than what is measured, beside its shape and count.
 * @param {{ field?: Stack["field"] }} stack @param {Cell} cell @param {number} size @param {import('./setting.js').Measure} width */
function titleLines({ field }, cell, size, width) {
  return lines(field?.title ?? "", cell.body * size * 1.08, cell.width - 4.2 * cell.body, width)
}

/** The ideas of a field that fit its cell whole, starting elsewhere each turn; the wall has them all.
 * @param {Stack} stack @param {Cell} cell @param {number} turn @param {import('./setting.js').Measure} width @returns {Group[]} */
export function speaking({ field, ideas }, cell, turn, width) {
  const title = titleLines({ field }, cell, TITLE, width)
  /** @type {Group[]} */
  const shown = []
  let left = cell.height - (title * TITLE * TITLE_LINE + 0.5) * cell.body
  for (let index = 0; index < ideas.length; index++) {
    const group = ideas[(turn + index) % ideas.length]
    const text = `${group.head.number} ${group.head.text}`
    const height = (lines(text, cell.body, cell.width, width) * LINE_HEIGHT + 0.35) * cell.body
    if (height > left) continue
    shown.push(group)
    left -= height
  }
  return shown
}
