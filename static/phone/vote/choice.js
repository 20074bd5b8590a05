// What can be voted for, as this page knows it, and how it is shown.
import { fieldById, fieldOf } from "../../shared/session.js"
import { t } from "../../shared/text.js"
import { FieldBadge, IdeaNumber } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"

/** @import { Attendance } from "../attend.js" */
/** @import { FieldView, IdeaView, RoundItem, RoundView, State } from "../../shared/types.js" */

/** @typedef {{ item: RoundItem, field: FieldView | undefined, idea: IdeaView | undefined, members: IdeaView[] }} Choice */

/** A round's items, each with what this page knows of it. @param {State} state @param {RoundView} round @returns {Choice[]} */
export function choices(state, round) {
  const ideasOf = (/** @type {number[]} */ numbers) =>
    numbers.flatMap((number) => {
      const idea = state.ideas.get(number)
      return idea ? [idea] : []
    })
  return round.items.map((item) => {
    const idea = item.idea ? state.ideas.get(item.idea) : undefined
    const members = ideasOf((item.ideas || []).filter((number) => number !== item.idea))
    const field = item.field ? fieldById(state, item.field) : idea && fieldOf(state, idea)
    return { item, field, idea, members }
  })
}

/** @param {{ attendance: Attendance, choice: Choice, short?: boolean }} props */
export function ChoiceText({ attendance, choice: { item, idea, field }, short }) {
  if (item.field)
    return html`<span class="card__title">${h(FieldBadge, { field: field || { title: item.title || "", color: 0 } })}</span>`
  const own = attendance.own.value.find((entry) => entry.number === item.idea)
  const text = idea?.text || own?.text || item.title
  return html`<span class=${`own-words card__text${short ? " card__text--short" : ""}`}>${text || t("vote.unseen")}</span>${" "}
    ${item.idea && h(IdeaNumber, { number: item.idea })}${own && html` <span class="mine">${t("feed.own")}</span>`}`
}

/** With what belongs to it, for who wants to know more. @param {{ attendance: Attendance, choice: Choice, id?: string }} props */
export function ChoiceBody({ attendance, choice, id }) {
  const { item, idea, field, members } = choice
  return html`<div id=${id}>${h(ChoiceText, { attendance, choice })}</div>
    ${
      members.length > 0 &&
      html`<details class="members">
        <summary>${item.field ? t("vote.field.ideas", { count: members.length }) : t("vote.merged", { count: members.length })}</summary>
        <ul>${members.map((one) => html`<li key=${one.number} class="own-words">${one.text} ${h(IdeaNumber, { number: one.number })}</li>`)}</ul>
      </details>`
    }
    ${idea && field && html`<p class="card__foot">${h(FieldBadge, { field })}</p>`}`
}
