// A round before it opens: how it is meant to be, on what, by whom, and how phones will show it.

import { n, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { board, step } from "../desk.js"
import { Admitted } from "./admitted.js"
import { draft, inTheWay, itemCount, openVote, set, setPlan, votable } from "./draft.js"
import { Picker } from "./picker.js"
import { MANY } from "./plan.js"
import { PlanForm, Protection } from "./planform.js"
import { PhonePreview } from "./preview.js"

export function Prepare() {
  const { plan } = draft.value
  const count = itemCount.value
  return html`<section class="prepare">
    <div class="prepare__form">
      <h2>${t("round.prepare")}</h2>
      ${h(PlanForm, { plan, onChange: setPlan, children: h(Scope, {}) })}
      ${h(Admitted, {})}
      ${plan.subject === "ideas" && count > MANY && plan.method !== "ranking" && h(Notice, { children: html`<p>${t("round.many", { count })}</p>` })}
      ${inTheWay.value.map((one) => h(Notice, { key: one, tone: "warning", children: html`<p>${t(`round.obstacle.${one}`, { count })}</p>` }))}
      ${step.value?.act !== "open" && h(Button, { name: "open-vote", onClick: openVote, disabled: inTheWay.value.length > 0, children: t("next.open") })}
    </div>
    <aside class="promise">
      <h3>${t("round.phones")}</h3>
      ${h(PhonePreview, { plan, examples: examples(plan.subject) })}
      <ul class="promise__words">
        ${promises().map((text) => html`<li key=${text}>${text}</li>`)}
      </ul>
      ${h(Protection, { plan })}
    </aside>
  </section>`
}

/** All of them, or some picked by hand. */
function Scope() {
  const { plan, picked } = draft.value
  const all = votable.value[plan.subject].length
  return html`<div class="choices choices--row">
      <label class="choice">
        <input type="radio" name="scope" value="all" checked=${!picked} onChange=${() => set({ picked: false })} />
        <span>${t("round.scope.all")}</span>
        <small>${t(`round.items.${plan.subject}`, { count: all })}</small>
      </label>
      <label class="choice">
        <input type="radio" name="scope" value="picked" checked=${picked} onChange=${() => set({ picked: true })} />
        <span>${t("round.scope.picked")}</span>
        <small>${picked ? t("chosen.count", { count: itemCount.value }) : t("round.scope.picked.text")}</small>
      </label>
    </div>
    ${picked && h(Picker, {})}`
}

/** Texts for the phone's picture: the first of what would be voted on. @param {"ideas" | "fields"} subject */
function examples(subject) {
  const { picked, ideas, fields } = draft.value
  if (subject === "fields") {
    return votable.value.fields
      .filter(({ id }) => !picked || fields.includes(id))
      .slice(0, 3)
      .map(({ title }) => title)
  }
  return board.value
    .flatMap(({ cards }) => cards)
    .filter(({ idea }) => !picked || ideas.includes(idea.number))
    .slice(0, 3)
    .map(({ idea }) => idea.text)
}

/** What phones will say and do, in words. */
function promises() {
  const { plan, freeze } = draft.value
  const { method, subject, secrecy, hidden, budget = 0, cap = 1, exclude_own } = plan
  const said = [t(`round.says.${subject}`, { count: itemCount.value })]
  if (method === "dots") said.push(t("round.says.dots", { budget: n(budget), count: Math.min(cap, budget) }))
  else if (method === "approve" && budget) said.push(t("round.says.limit", { count: budget }))
  else said.push(t(`round.says.${method}`))
  if (exclude_own && subject === "ideas") said.push(t("round.says.exclude_own"))
  said.push(t(hidden || secrecy === "secret" ? "round.says.hidden" : "round.says.live"))
  said.push(t(secrecy === "secret" ? "round.says.final" : "round.says.change"))
  if (freeze) said.push(t("round.says.freeze"))
  return said
}
