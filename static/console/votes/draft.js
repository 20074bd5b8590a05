// The round being prepared at this desk, and opening it.

import { t } from "../../shared/text.js"
import { computed, signal } from "../../vendor/preact.js"
import { act, board, heardDevices, phase, say, session, work } from "../desk.js"
import { asked, draftFor, obstacles } from "./plan.js"

/** @import { RoundPlan } from "../../shared/types.js" */
/** @import { Draft } from "./plan.js" */
/** @import { Asked } from "../desk.js" */

export const draft = signal(/** @type {Draft} */ (draftFor(undefined)))

/** Everything a round over this subject could vote on. */
export const votable = computed(() => {
  const lanes = board.value
  return {
    ideas: lanes.flatMap((lane) => lane.cards),
    fields: lanes.flatMap(({ field }) => (field ? [field] : [])),
  }
})

/** How many items the prepared round would have. */
export const itemCount = computed(() => {
  const { plan, picked, ideas, fields } = draft.value
  const { ideas: cards, fields: all } = votable.value
  if (plan.subject === "fields") {
    return picked ? all.filter(({ id }) => fields.includes(id)).length : all.length
  }
  return picked ? cards.filter(({ idea }) => ideas.includes(idea.number)).length : cards.length
})

export const inTheWay = computed(() => obstacles(draft.value.plan, itemCount.value, heardDevices.value))

/** @param {Partial<Draft>} change */
export function set(change) {
  draft.value = { ...draft.value, ...change }
}

/** @param {RoundPlan} plan */
export const setPlan = (plan) => set({ plan })

/** Takes what the phase plans, once for each phase of voting. */
export function prepare() {
  const now = phase.value
  if (now?.kind === "vote" && draft.peek().phase !== now.id) draft.value = draftFor(now)
}

/** Opens the prepared round; with it starts the phase's timer, unless one runs. */
export async function openVote() {
  const here = session.value
  const now = phase.value
  if (!here) return
  const [first] = inTheWay.value
  if (first) {
    work.value = "votes"
    return say(t(`round.obstacle.${first}`, { count: itemCount.value }), { bad: true })
  }
  const data = asked(withKnown(draft.value), here.id)
  const timed = now?.kind === "vote" && now.seconds && !here.timer
  const timer = /** @type {Asked[]} */ (timed ? [["SetTimer", { session: here.id, action: "start" }]] : [])
  const opened = await act(t("did.round_opened"), ["OpenRound", data], ...timer)
  if (opened) work.value = "votes"
}

/** Without what has gone since it was picked. @param {Draft} one @returns {Draft} */
function withKnown(one) {
  const { ideas, fields } = votable.value
  return {
    ...one,
    ideas: one.ideas.filter((number) => ideas.some(({ idea }) => idea.number === number)),
    fields: one.fields.filter((id) => fields.some((field) => field.id === id)),
  }
}
