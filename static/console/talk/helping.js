// The desk of a helper: what waits for release, what is there, and what is said. Nothing else can be
// reached from it.

import { t } from "../../shared/text.js"
import { ConnectionLine, Live, Tabs } from "../../shared/ui.js"
import { h, html, signal } from "../../vendor/preact.js"
import { ideas, line, opened, queue, session, state, turnTo } from "../desk.js"
import { IdeaDialog } from "../idea.js"
import { Ideas } from "../ideas.js"
import { Queue } from "../queue.js"
import { Toast } from "../toast.js"
import { Discussion } from "./discussion.js"

const VIEWS = { queue: Queue, ideas: Ideas, discussion: Discussion }
const NAMES = /** @type {const} */ ({
  queue: "work.queue",
  ideas: "work.ideas",
  discussion: "work.discussion",
})
const view = signal(/** @type {keyof typeof VIEWS} */ ("queue"))

export function Helping() {
  const { event, sessions, followed, comments } = state.value
  const here = session.value
  if (!event || !here) return null
  return html`<div class="desk desk--helping">
    <header class="desk__bar">
      <p class="desk__title"><span class="desk__brand">Maßwerk</span> <span>${event.title}</span></p>
      ${line.value && h(ConnectionLine, { connection: line.value })}
    </header>
    <main class="work" id="work">
      <header class="work__head"><div class="work__about"><h1>${t("helping.title")}</h1><p class="work__prompt">${here.prompt}</p></div></header>
      ${
        sessions.length > 1 &&
        h(Tabs, {
          label: t("agenda.sessions"),
          current: followed,
          onSelect: turnTo,
          tabs: sessions.map(({ id, title }) => ({ key: id, label: title })),
        })
      }
      ${h(Tabs, {
        label: t("work.views"),
        current: view.value,
        panel: "work-view",
        onSelect: (/** @type {string} */ key) => {
          view.value = /** @type {keyof typeof VIEWS} */ (key)
        },
        tabs: [
          { key: "queue", label: t(NAMES.queue), count: queue.value.length },
          { key: "ideas", label: t(NAMES.ideas), count: ideas.value.size },
          { key: "discussion", label: t(NAMES.discussion), count: comments.size },
        ],
      })}
      <div class="work__view" id="work-view" role="tabpanel" aria-label=${t(NAMES[view.value])}>${h(VIEWS[view.value], {})}</div>
      ${h(Live, { message: queue.value.length ? t("queue.waiting", { count: queue.value.length }) : "" })}
    </main>
    ${h(Toast, {})} ${opened.value?.idea && h(IdeaDialog, { key: opened.value.idea, idea: opened.value.idea })}
  </div>`
}
