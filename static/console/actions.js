// What a moderator does with ideas, each told in words and with a way back.
import { t } from "../shared/text.js"
import { act, chosen, ideas, known, session } from "./desk.js"
import { cards } from "./lanes.js"

/** @import { IdeaState, IdeaView } from "../shared/types.js" */
/** @import { Asked } from "./desk.js" */

/** @param {number[]} numbers "#47" or "3 Ideen" */
export const named = (numbers) =>
  numbers.length === 1 ? `#${numbers[0]}` : t("ideas.count", { count: numbers.length })

/** @param {number} number @returns {IdeaView | undefined} */
const idea = (number) => ideas.peek().get(number)

/**
 * @param {number[]} numbers @param {IdeaState} state @param {string} [reason] read by the author
 */
export function moderate(numbers, state, reason) {
  const released = state === "shown" && numbers.every((number) => idea(number)?.state === "held")
  return act(
    t(released ? "did.released" : `did.${state}`, { ideas: named(numbers) }),
    ...numbers.map((number) => {
      const data = { idea: number, state, was: idea(number)?.state }
      return /** @type {Asked} */ (["ModerateIdea", reason ? { ...data, reason } : data])
    }),
  )
}

/** @param {number} number @param {boolean} on */
export const nominate = (number, on) =>
  act(t(on ? "did.nominated" : "did.unnominated", { ideas: named([number]) }), [
    "NominateIdea",
    { idea: number, on },
  ])

/** @param {number} number @param {boolean} on */
export const pin = (number, on) =>
  act(t(on ? "did.pinned" : "did.unpinned", { ideas: named([number]) }), ["PinIdea", { idea: number, on }])

/** Turns the light on one idea or topic field, or off. @param {{ idea?: number, field?: string }} on */
export const spotlight = (on) =>
  act(t(on.idea ? "did.lit" : on.field ? "did.lit_field" : "did.unlit", { ideas: named([on.idea || 0]) }), [
    "Spotlight",
    { session: session.peek()?.id, idea: on.idea || 0, field: on.field || "" },
  ])

/** @param {number[]} numbers */
export const nominateAll = (numbers) =>
  act(
    t("did.nominated", { ideas: named(numbers) }),
    ...numbers.map((number) => /** @type {Asked} */ (["NominateIdea", { idea: number, on: true }])),
  )

/**
 * Moves whole groups: whoever speaks for a group takes its members along.
 * @param {number[]} numbers @param {string} field id, "" for none @param {string} title
 */
export function move(numbers, field, title) {
  const groups = new Map(cards(known()).map((card) => [card.idea.number, card.members]))
  const moving = numbers.flatMap((number) => groups.get(number)?.map((member) => member.number) || [number])
  const was = moving.map((number) => idea(number)?.field || "")
  return act(t(field ? "did.moved" : "did.unplaced", { ideas: named(numbers), field: title }), [
    "MoveIdeas",
    { ideas: moving, field, was },
  ])
}

/** @param {number[]} numbers @param {number} into */
export const merge = (numbers, into) =>
  act(
    t("did.merged", { ideas: named(numbers), into: `#${into}` }),
    ...numbers.map((number) => /** @type {Asked} */ (["MergeIdea", { idea: number, into }])),
  )

/** @param {number} number */
export const part = (number) =>
  act(t("did.parted", { ideas: named([number]) }), [
    "UnmergeIdea",
    { idea: number, was: idea(number)?.merged_into },
  ])

/** @param {number} number */
export const withdraw = (number) =>
  act(t("did.withdrawn", { ideas: named([number]) }), ["WithdrawIdea", { idea: number }])

export function unchoose() {
  if (chosen.value.size) chosen.value = new Set()
}
