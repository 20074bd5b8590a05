// The one next step as a large button that says what it does, and below it what to know before.

import { n, t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useRef } from "../vendor/preact.js"
import { minutes } from "./agenda/plan.js"
import { endName } from "./agenda/timer.js"
import { act, enter, turnTo, work } from "./desk.js"
import { places } from "./steps.js"
import { draft, itemCount, openVote } from "./votes/draft.js"
import { revealNext } from "./votes/reveal.js"
import { closing, turnoutText } from "./votes/running.js"

/** @import { Phase } from "../shared/types.js" */
/** @import { Step } from "./steps.js" */

// A second press of a nervous finger must not take the step after this one.
const SETTLE_MS = 700

/** @param {{ step: Step }} props */
export function NextStep({ step: next }) {
  const name = nextName(next)
  const note = nextNote(next)
  const shown = useRef({ name: "", at: 0 })
  if (shown.current.name !== name) shown.current = { name, at: Date.now() }
  if (next.act === "done") return html`<p class="work__done">${name}</p>`
  return html`<div class="work__next">
    ${h(Button, {
      kind: "primary",
      name: "next",
      icon: next.act === "close" ? undefined : "arrow-forward",
      describedBy: note ? "next-note" : undefined,
      onClick: () => {
        if (Date.now() - shown.current.at > SETTLE_MS) take(next)
      },
      children: name,
    })}
    ${note && html`<p class="work__note" id="next-note">${note}</p>`}
  </div>`
}

/** @param {Step} next */
function nextName(next) {
  if (next.act === "enter") {
    return next.phase.title ? t("next.titled", { title: next.phase.title }) : t(`next.${next.phase.kind}`)
  }
  if (next.act === "session") return t("next.session", { title: next.session.title })
  if (next.act === "open" && work.value !== "votes") return t("next.prepare")
  return t(`next.${next.act}`)
}

/** @param {Step} next */
function nextNote(next) {
  if (next.act === "enter") return planText(next.phase)
  if (next.act === "close") return turnoutText(next.round)
  if (next.act === "reveal")
    return t("reveal.at", { step: String(next.projector.step), places: String(places(next.round)) })
  if (next.act !== "open") return ""
  const { plan } = draft.value
  return `${t(`method.${plan.method}`)} · ${t(`round.items.${plan.subject}`, { count: itemCount.value })}`
}

/** What a phase plans, in a line. @param {Phase} phase */
function planText({ kind, title, seconds, end, vote }) {
  return [
    title && t(`phase.${kind}`),
    seconds && t("agenda.minutes", { minutes: n(minutes(seconds)) }),
    vote && t(`method.${vote.method}`),
    seconds && end && t(`timer.end.${endName(end, kind)}`),
  ]
    .filter(Boolean)
    .join(" · ")
}

/** @param {Step} next */
function take(next) {
  if (next.act === "enter") enter(next.phase, { timer: true })
  else if (next.act === "open" && work.value === "votes") openVote()
  else if (next.act === "open") work.value = "votes"
  else if (next.act === "close") closing(next.round)
  else if (next.act === "reveal") revealNext(next)
  else if (next.act === "show")
    act(t("did.results_shown"), ["ShowResults", { round: next.round.id, on: true }])
  else if (next.act === "session") turnTo(next.session.id)
}
