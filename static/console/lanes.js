// The board: which card lies in which column, and the letter of each field. Pure.
import { fieldById, fieldOf, headOf } from "../shared/session.js"

/** @import { FieldView, IdeaView, State } from "../shared/types.js" */

/**
 * A group of ideas said to be the same; the first one speaks for it.
 * @typedef {{ idea: IdeaView, members: IdeaView[] }} Card
 * @typedef {{ id: string, field: FieldView | null, joined: FieldView[], cards: Card[] }} Lane
 */

/**
 * Cards of everything that may stand before others. When the idea that speaks for a group is
 * hidden or gone, the first visible one speaks on this board.
 * @param {State} state
 * @returns {Card[]} by number
 */
export function cards(state) {
  /** @type {Map<number, IdeaView[]>} */
  const groups = new Map()
  for (const idea of state.ideas.values()) {
    if (idea.state !== "shown") continue
    const head = headOf(state, idea)
    const members = groups.get(head.number) || []
    if (idea === head) members.unshift(idea)
    else members.push(idea)
    groups.set(head.number, members)
  }
  return [...groups.values()]
    .map((members) => ({ idea: members[0], members }))
    .sort((a, b) => a.idea.number - b.idea.number)
}

/**
 * "Without a field" first, then the fields in their order.
 * @param {State} state
 * @returns {Lane[]}
 */
export function lanes(state) {
  /** @type {Map<string, Lane>} */
  const byField = new Map([["", { id: "", field: null, joined: [], cards: [] }]])
  for (const field of heads(state.fields))
    byField.set(field.id, { id: field.id, field, joined: [], cards: [] })
  for (const field of state.fields) {
    if (field.joined_into) byField.get(standsFor(state, field.id))?.joined.push(field)
  }
  const none = /** @type {Lane} */ (byField.get(""))
  for (const card of cards(state)) (byField.get(fieldOf(state, card.idea)?.id || "") || none).cards.push(card)
  return [...byField.values()]
}

/**
 * The field an id stands for after joining, "" for none.
 * @param {State} state
 * @param {string | undefined} id
 */
export const standsFor = (state, id) => fieldById(state, id)?.id || ""

/**
 * Fields that stand for themselves, in their order.
 * @param {FieldView[]} fields
 */
export const heads = (fields) =>
  fields.filter((field) => !field.joined_into).sort((a, b) => (a.position || 0) - (b.position || 0))

/**
 * All fields' ids after one column was moved past its neighbour.
 * @param {FieldView[]} fields by position
 * @param {string} id
 * @param {1 | -1} by
 */
export function shifted(fields, id, by) {
  const columns = heads(fields).map((field) => field.id)
  const neighbour = columns[columns.indexOf(id) + by]
  const ids = fields.map((field) => field.id)
  if (!neighbour) return ids
  const others = ids.filter((other) => other !== id)
  others.splice(others.indexOf(neighbour) + (by > 0 ? 1 : 0), 0, id)
  return others
}

// B blanks the wall wherever the focus is, so no field ever has it.
const LETTERS = "ACDEFGHIJKLMNOPQRSTUVWXYZ"

/**
 * One letter for each field: the first of its title that is free, else the next free one. Earlier
 * fields choose first, so a new field at the end changes no letter.
 * @param {FieldView[]} fields
 * @returns {Map<string, string>} letter by field id
 */
export function letters(fields) {
  /** @type {Map<string, string>} */
  const chosen = new Map()
  const taken = new Set()
  for (const field of heads(fields)) {
    const own = field.title.toUpperCase().normalize("NFD").split("")
    const letter = [...own, ...LETTERS].find((symbol) => LETTERS.includes(symbol) && !taken.has(symbol))
    if (!letter) break
    taken.add(letter)
    chosen.set(field.id, letter)
  }
  return chosen
}
