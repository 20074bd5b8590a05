// What the session is going to do, what it is doing, what it has done.

import { language, t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { agendaPage } from "./agendum.js"
import { Title } from "./join.js"
import { Leaf, useRoom } from "./stagecraft.js"

/** @import { Phase, SessionView } from "../shared/types.js" */
/** @import { Heading } from "./join.js" */

/** Height of a line, in body sizes. As in scenes.css. */
const LINE = 2.35

/** @param {{ heading: Heading, session: SessionView }} props */
export function Agenda({ heading, session }) {
  const [ref, room] = useRoom()
  const now = session.phases.findIndex(({ id }) => id === session.phase)
  const fits = Math.max(3, Math.floor(room.height / (LINE * (room.body || 1))) - 1)
  const { from, to, page, pages } = agendaPage(session.phases.length, now, fits)
  return html`
    <div class="scene">
      <header>
        ${h(Title, { text: t("agenda.title"), kicker: heading.prompt })}
        ${h(Leaf, { page, count: pages })}
      </header>
      <ol class="agenda" ref=${ref} start=${from + 1}>
        ${
          room.height > 0
            ? session.phases
                .slice(from, to)
                .map((phase, at) => h(Line, { key: phase.id, phase, place: from + at - now }))
            : null
        }
      </ol>
    </div>`
}

/** @param {{ phase: Phase, place: number }} props place: before, at or after the current one */
function Line({ phase, place }) {
  const when = place < 0 ? "past" : place === 0 ? "now" : "next"
  return html`<li class=${`agenda-line agenda-${when}`} aria-current=${place === 0 ? "step" : undefined}>
    <span class="agenda-mark" aria-hidden="true"></span>
    <div class="agenda-words">
      <p class="agenda-title">${phase.title || t(`phase.${phase.kind}`)}${place < 0 ? html`<span class="kern-sr-only"> (${t("agenda.past")})</span>` : null}</p>
      ${place === 0 && phase.instruction ? html`<p class="agenda-instruction">${phase.instruction}</p>` : null}
    </div>
    <p class="agenda-time">${place === 0 ? html`<strong>${t("agenda.now")}</strong>` : timeOf(phase)}</p>
  </li>`
}

/** @param {Phase} phase */
function timeOf({ opens_at: opens, seconds }) {
  if (opens) {
    return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "de-DE", {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
    }).format(opens)
  }
  return seconds ? t("agenda.minutes", { count: Math.max(1, Math.round(seconds / 60)) }) : ""
}
