// Sorting and talking: the ideas by topic field, own ones marked. To watch, not to work.
import { fieldOf, groups } from "../shared/session.js"
import { n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { Compose } from "./compose.js"
import { IdeaCard, pinnedFirst } from "./feed.js"
import { Ahead, Heading } from "./heading.js"
import { OwnList } from "./own.js"
import { SpotlightCard } from "./spotlight.js"

/** @import { Attendance } from "./attend.js" */
/** @import { FieldView, IdeaView, Phase, SessionView, State } from "../shared/types.js" */

/** @typedef {{ field: FieldView | undefined, ideas: IdeaView[] }} Column */

/** Fields in their order with the ideas in them; what lies in none comes last. @param {State} state @returns {Column[]} */
export function columns(state) {
  const open = state.fields.filter((field) => !field.joined_into)
  /** @type {Map<FieldView | undefined, IdeaView[]>} */
  const found = new Map(open.map((field) => [field, []]))
  for (const { head, members } of groups(state)) {
    const field = fieldOf(state, head)
    found.set(field, [...(found.get(field) || []), head, ...members])
  }
  const loose = found.get(undefined)
  found.delete(undefined)
  const all = [...found].map(([field, ideas]) => ({
    field: /** @type {FieldView | undefined} */ (field),
    ideas,
  }))
  return loose ? [...all, { field: undefined, ideas: loose }] : all
}

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Board({ attendance, session, phase }) {
  const shown = columns(attendance.state.value)
  const hasRefused = attendance.own.value.some(
    ({ place, session: of }) => place === "refused" && of === session.id,
  )
  const intro = phase.kind === "discuss" ? t("board.discuss") : t("board.cluster")
  return html`${h(Heading, { title: session.prompt || session.title, phase })}
    ${!phase.instruction && html`<p class="instruction">${intro}</p>`}
    ${h(Ahead, { session, phase })}
    ${h(SpotlightCard, { attendance, session })}
    ${
      phase.late_ideas &&
      !phase.closed &&
      html`<details class="late">
        <summary>${t("board.late")}</summary>
        ${h(Compose, { attendance, session })}
      </details>`
    }
    ${(phase.ideas_hidden || phase.late_ideas || hasRefused) && h(OwnList, { attendance, session, phase })}
    ${phase.ideas_hidden && html`<p class="muted">${t("collect.covered")}</p>`}
    ${!phase.ideas_hidden && !session.blank && !shown.length && html`<p class="muted">${t("board.empty")}</p>`}
    ${!phase.ideas_hidden && !session.blank && shown.map((column) => h(ColumnView, { key: column.field?.id || "", attendance, session, column }))}`
}

/** @param {{ attendance: Attendance, session: SessionView, column: Column }} props */
function ColumnView({ attendance, session, column: { field, ideas } }) {
  const own = ideas.filter((idea) => attendance.ownNumbers.value.has(idea.number)).length
  return html`<details class=${`column${field ? ` field-${field.color || 0}` : ""}`} open=${own > 0 || ideas.length <= 3}>
    <summary>
      <h2 class="column__title">${h(FieldBadge, { field })}</h2>
      <span class="column__count">${own > 0 && html`<span class="mine">${t("board.own", { count: own })}</span>`} ${n(ideas.length)}</span>
    </summary>
    ${!ideas.length && html`<p class="muted">${t("board.column.empty")}</p>`}
    <ul class="cards">
      ${[...ideas].sort(pinnedFirst).map((idea) => h(IdeaCard, { key: idea.number, attendance, session, idea, withField: false }))}
    </ul>
  </details>`
}
