// Collecting: the prompt, the field to write in, own ideas on their way, the others' below.
import { t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { Compose } from "./compose.js"
import { Feed } from "./feed.js"
import { Ahead, Heading, nextOf, phaseName } from "./heading.js"
import { OwnList } from "./own.js"

/** @import { Attendance } from "./attend.js" */
/** @import { Phase, SessionView } from "../shared/types.js" */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Collect({ attendance, session, phase }) {
  return html`${h(Heading, { title: session.prompt || session.title, phase, sticky: !phase.closed })}
    ${h(Ahead, { session, phase })}
    ${phase.closed ? h(Closed, { attendance, session, phase }) : h(Compose, { attendance, session })}
    ${h(OwnList, { attendance, session, phase })}
    ${
      phase.ideas_hidden
        ? html`<p class="muted small covered">${t("collect.covered")}</p>`
        : !session.blank && h(Feed, { key: session.id, attendance, session })
    }`
}

/** No more ideas are taken: what comes next, and what was not sent. @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
function Closed({ attendance, session, phase }) {
  const next = nextOf(session, phase)
  const { text } = attendance.draft(session.id)
  return html`<div class="pause">
      <h2>${t("collect.closed")}</h2>
      <p class="muted">${next && !next.opens_at ? t("ahead.next", { phase: phaseName(next) }) : t("collect.closed.text")}</p>
    </div>
    ${
      text.trim() &&
      html`<section>
        <h2>${t("collect.unsent")}</h2>
        <p class="own-words">${text}</p>
      </section>`
    }`
}
