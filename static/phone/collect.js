// Collecting: the prompt, the field to write in, own ideas on their way, the others' below.
import { t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { Compose } from "./compose.js"
import { Feed } from "./feed.js"
import { Heading } from "./heading.js"
import { OwnList } from "./own.js"

/** @import { Attendance } from "./attend.js" */
/** @import { Phase, SessionView } from "../shared/types.js" */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Collect({ attendance, session, phase }) {
  return html`${h(Heading, { title: session.prompt || session.title, phase, sticky: true })}
    ${h(Compose, { attendance, session })}
    ${h(OwnList, { attendance, session, phase })}
    ${
      phase.ideas_hidden
        ? html`<p class="muted small covered">${t("collect.covered")}</p>`
        : !session.blank && h(Feed, { key: session.id, attendance, session })
    }`
}
