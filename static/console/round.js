// Rounds: prepare, open, watch the turnout, close; and what came of them.

import { n, t } from "../shared/text.js"
import { Button, Dialog, Notice, Switch } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { act, board, close, draft, openRound, rounds, session, state, step, work } from "./desk.js"
import { Results, ResultTable } from "./results.js"

/** @import { RoundView, Tally } from "../shared/types.js" */

const MOST = 20
const TOO_MANY = 40 // more than this and few people read to the end

export function Votes() {
  const closed = rounds.value.filter((round) => round.state === "closed").reverse()
  const running = openRound.value
  return html`<div class="votes">
    ${running ? h(Running, { round: running }) : !closed.length && h(Prepare, {})}
    ${closed.map((round, index) => h(Results, { key: round.id, round, latest: index === 0 && !running }))}
    ${
      !running &&
      closed.length > 0 &&
      html`<details class="another"><summary>${t("round.another")}</summary>${h(Prepare, {})}</details>`
    }
  </div>`
}

/** How many items a round over this subject would have. @param {"ideas" | "fields"} subject */
function itemCount(subject) {
  const [none, ...lanes] = board.value
  if (subject === "fields") return lanes.length
  return lanes.reduce((sum, lane) => sum + lane.cards.length, none.cards.length)
}

export async function openVote() {
  const here = session.value
  if (!here) return
  const { subject, budget, cap, hidden } = draft.value
  const opened = await act(t("did.round_opened"), [
    "OpenRound",
    { session: here.id, subject, budget, cap: Math.min(cap, budget), hidden },
  ])
  if (opened) work.value = "votes"
}

function Prepare() {
  const { subject, budget, cap, hidden } = draft.value
  const count = itemCount(subject)
  /** @param {Partial<typeof draft.value>} change */
  const set = (change) => {
    draft.value = { ...draft.value, ...change }
  }
  return html`<section class="prepare">
    <form
      class="prepare__form"
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault()
        openVote()
      }}
    >
      <h2>${t("round.prepare")}</h2>
      <fieldset class="choices">
        <legend>${t("round.subject")}</legend>
        ${["ideas", "fields"].map(
          (one) => html`<label class="choice" key=${one}>
            <input
              type="radio"
              name="subject"
              checked=${subject === one}
              onChange=${() => set({ subject: /** @type {"ideas" | "fields"} */ (one) })}
            />
            <span>${t(`round.subject.${one}`)}</span>
            <small>${t(`round.items.${one}`, { count: itemCount(/** @type {"ideas" | "fields"} */ (one)) })}</small>
          </label>`,
        )}
      </fieldset>
      <div class="row row--wide">
        ${h(Stepper, { label: t("round.budget"), value: budget, most: MOST, onChange: (value) => set({ budget: value, cap: Math.min(cap, value) }) })}
        ${h(Stepper, { label: t(`round.cap.${subject}`), value: Math.min(cap, budget), most: budget, onChange: (value) => set({ cap: value }) })}
      </div>
      ${h(Switch, { label: t("round.hidden"), hint: t("round.hidden.hint"), checked: hidden, onChange: (on) => set({ hidden: on }) })}
      ${subject === "ideas" && count > TOO_MANY && h(Notice, { children: html`<p>${t("round.many", { count })}</p>` })}
      ${step.value?.act !== "open" && h(Button, { type: "submit", disabled: !count, children: t("next.open") })}
    </form>
    ${h(Announced, { count })}
  </section>`
}

/** What phones will show and what is not protected, in words and as a picture. @param {{ count: number }} props */
function Announced({ count }) {
  const { subject, budget, cap, hidden } = draft.value
  const [none, ...lanes] = board.value
  const examples =
    subject === "fields"
      ? lanes.flatMap(({ field }) => (field ? [field.title] : []))
      : [none, ...lanes].flatMap(({ cards }) => cards.map(({ idea }) => idea.text))
  const most = Math.min(cap, budget)
  return html`<aside class="promise">
    <h3>${t("round.phones")}</h3>
    <div class="phone" aria-hidden="true">
      <p class="phone__dots">${Array.from({ length: Math.min(budget, MOST) }, (_, dot) => html`<i key=${dot} class=${dot < most ? "phone__dot" : "phone__dot phone__dot--left"}></i>`)}</p>
      ${examples.slice(0, 3).map((text, index) => html`<p key=${index} class="phone__item"><span>${text}</span><b>${index === 0 ? "●".repeat(Math.min(most, 5)) : "+"}</b></p>`)}
    </div>
    <ul class="promise__words">
      <li>${t(`round.says.${subject}`, { count, budget })}</li>
      <li>${t("round.says.cap", { count: most })}</li>
      <li>${t(hidden ? "round.says.hidden" : "round.says.live")}</li>
      <li>${t("round.says.change")}</li>
    </ul>
    <h3>${t("round.unprotected")}</h3>
    <ul class="promise__words">
      ${["operator", "glance", "groups", "devices"].map((one) => html`<li key=${one}>${t(`round.unprotected.${one}`)}</li>`)}
    </ul>
  </aside>`
}

/** @param {{ label: string, value: number, most: number, onChange: (value: number) => void }} props */
function Stepper({ label, value, most, onChange }) {
  return html`<div class="stepper" role="group" aria-label=${label}>
    <span class="stepper__label">${label}</span>
    <div class="stepper__row">
      <button type="button" disabled=${value <= 1} aria-label=${t("do.less")} onClick=${() => onChange(value - 1)}>−</button>
      <output>${n(value)}</output>
      <button type="button" disabled=${value >= most} aria-label=${t("do.more")} onClick=${() => onChange(value + 1)}>+</button>
    </div>
  </div>`
}

/** @param {{ round: RoundView }} props */
function Running({ round }) {
  const pulse = state.value.pulse
  const live = pulse.round?.id === round.id ? pulse.round : undefined
  const voters = live?.voters || 0
  const tally = /** @type {Tally | undefined} */ (round.hidden ? undefined : live?.tally)
  return html`<section class="running">
    <h2>${t("round.open.title", { number: round.number })}</h2>
    ${h(Turnout, { voters })}
    <p class="hint">${t(`round.open.${round.subject}`, { count: round.items.length, budget: round.budget, cap: round.cap })}</p>
    <p class="hint">${t(round.hidden ? "round.says.hidden" : "round.says.live")}</p>
    ${voters === 0 && h(Button, { kind: "tertiary", onClick: () => act(t("did.round_taken_back"), ["TakeBackRound", { round: round.id }]), children: t("round.take_back") })}
    ${tally && h(ResultTable, { round: { ...round, tally } })}
  </section>`
}

/** @param {{ voters: number, small?: boolean }} props */
export function Turnout({ voters, small }) {
  const { admitted = 0 } = state.value.pulse
  return html`<div class=${small ? "turnout turnout--small" : "turnout"}>
    <p><strong>${n(voters)}</strong> ${t("turnout.of", { count: admitted })}</p>
    <progress max=${Math.max(1, admitted)} value=${voters} aria-label=${t("turnout.label")}></progress>
  </div>`
}

/** Closing cannot be undone, so this asks first. @param {{ round: string }} props */
export function CloseRound({ round: id }) {
  const round = rounds.value.find((one) => one.id === id)
  if (round?.state !== "open") return null
  const { pulse } = state.value
  const { admitted = 0 } = pulse
  return h(Dialog, {
    title: t("close.title"),
    onClose: close,
    actions: html`${h(Button, {
      kind: "primary",
      name: "close-round",
      onClick: () => {
        close()
        act(t("did.round_closed"), ["CloseRound", { round: id }])
        work.value = "votes"
      },
      children: t("close.do"),
    })}
      ${h(Button, { kind: "tertiary", onClick: close, children: t("close.not_yet") })}`,
    children: html`<div class="close-round">
      <p class="close-round__turnout">${t("turnout", { count: admitted, voters: pulse.round?.voters || 0 })}</p>
      <p>${t("close.text")}</p>
    </div>`,
  })
}
