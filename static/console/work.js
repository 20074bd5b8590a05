// The work of the phase: what it is about, the one next step, and the views to work in.

import { t } from "../shared/text.js"
import { Button, Live, Tabs } from "../shared/ui.js"
import { h, html, useEffect, useRef } from "../vendor/preact.js"
import { Board } from "./board.js"
import { act, enter, ideas, open, phase, phaseName, queue, session, step, turnTo, work } from "./desk.js"
import { Ideas } from "./ideas.js"
import { Queue } from "./queue.js"
import { openVote, Votes } from "./round.js"
import { Start } from "./start.js"

/** @import { Step } from "./steps.js" */

const VIEWS = { start: Start, ideas: Ideas, queue: Queue, board: Board, votes: Votes }

export function Work() {
  const here = session.value
  const now = phase.value
  if (!here || !now) return null
  return html`<main class="work" id="work">
    <header class="work__head">
      <div class="work__about">
        <h1>${phaseName(now)}</h1>
        <p class="work__prompt">
          ${here.prompt || html`<em>${t("work.no_prompt")}</em>`}
          ${h(Button, { kind: "tertiary", icon: "edit", iconOnly: true, onClick: () => open("texts"), children: t("texts.edit") })}
        </p>
      </div>
      ${step.value && h(NextStep, { step: step.value })}
    </header>
    ${h(Views, {})}
    <div class=${`work__view work__view--${work.value}`} id="view" role="tabpanel" aria-label=${t(`work.${work.value}`)}>
      ${h(VIEWS[work.value], {})}
    </div>
    ${h(Live, { message: queue.value.length ? t("queue.waiting", { count: queue.value.length }) : "" })}
  </main>`
}

function Views() {
  const waiting = queue.value.length
  const tabs = [
    { key: "start", label: t("work.start") },
    { key: "ideas", label: t("work.ideas"), count: ideas.value.size },
    ...(waiting || phase.value?.release_first || work.value === "queue"
      ? [{ key: "queue", label: t("work.queue"), count: waiting }]
      : []),
    { key: "board", label: t("work.board") },
    { key: "votes", label: t("work.votes") },
  ]
  useEffect(() => {
    const tab = document.querySelector(".work [role=tab][aria-selected=true]")
    tab?.scrollIntoView({ block: "nearest", inline: "center" })
  }, [work.value])
  return h(Tabs, {
    label: t("work.views"),
    tabs,
    current: work.value,
    panel: "view",
    onSelect: (key) => {
      work.value = /** @type {typeof work.value} */ (key)
    },
  })
}

// A second press of a nervous finger must not take the step after this one.
const SETTLE_MS = 700

/** @param {{ step: Step }} props */
function NextStep({ step: next }) {
  const name = nextName(next)
  const shown = useRef({ name: "", at: 0 })
  if (shown.current.name !== name) shown.current = { name, at: Date.now() }
  if (next.act === "done") return html`<p class="work__done">${name}</p>`
  return html`<div class="work__next">
    ${h(Button, {
      kind: "primary",
      name: "next",
      icon: next.act === "close" ? undefined : "arrow-forward",
      onClick: () => {
        if (Date.now() - shown.current.at > SETTLE_MS) take(next)
      },
      children: name,
    })}
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
export function take(next) {
  if (next.act === "enter") enter(next.phase)
  else if (next.act === "open" && work.value === "votes") openVote()
  else if (next.act === "open") work.value = "votes"
  else if (next.act === "close") open("closing", { round: next.round.id })
  else if (next.act === "show")
    act(t("did.results_shown"), ["ShowResults", { round: next.round.id, on: true }])
  else if (next.act === "session") turnTo(next.session.id)
}
