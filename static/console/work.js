// The work of the phase: what it is about, the one next step, and the views to work in.

import { t } from "../shared/text.js"
import { Button, Live, Tabs } from "../shared/ui.js"
import { h, html, useEffect } from "../vendor/preact.js"
import { Board } from "./board.js"
import { comments, ideas, open, phase, phaseName, queue, session, step, work } from "./desk.js"
import { Ideas } from "./ideas.js"
import { NextStep } from "./next.js"
import { Queue } from "./queue.js"
import { Start } from "./start.js"
import { Discussion } from "./talk/discussion.js"
import { Votes } from "./votes/votes.js"

const VIEWS = { start: Start, ideas: Ideas, queue: Queue, board: Board, discussion: Discussion, votes: Votes }

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
        ${now.instruction && html`<p class="work__instruction">${now.instruction}</p>`}
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
    ...(comments.value.size || phase.value?.comments || work.value === "discussion"
      ? [{ key: "discussion", label: t("work.discussion"), count: comments.value.size }]
      : []),
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
