// The one idea or topic field that everybody looks at: as a card where people talk, else as a line at
// the thumb, so that nothing jumps under who is writing or voting.
import { fieldById } from "../shared/session.js"
import { t } from "../shared/text.js"
import { Dialog, FieldBadge } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { IdeaCard } from "./feed.js"

/** @import { FieldView, IdeaView, SessionView } from "../shared/types.js" */
/** @import { Attendance } from "./attend.js" */

/** @param {Attendance} attendance @param {SessionView | undefined} session @returns {{ idea?: IdeaView, field?: FieldView } | null} */
function lit({ state }, session) {
  const { idea: number, field: id } = session?.spotlight || {}
  const idea = number ? state.value.ideas.get(number) : undefined
  const field = id ? fieldById(state.value, id) : undefined
  return idea || field ? { idea, field } : null
}

/** @param {{ attendance: Attendance, session: SessionView }} props */
export function SpotlightCard({ attendance, session }) {
  const light = lit(attendance, session)
  if (!light) return null
  return html`<section class="spotlight" aria-labelledby="spotlight" data-name="spotlight">
    <h2 id="spotlight" class="spotlight__title">${t("spotlight.title")}</h2>
    ${h(Lit, { attendance, session, light })}
  </section>`
}

/** @param {{ attendance: Attendance, session: SessionView }} props */
export function SpotlightLine({ attendance, session }) {
  const [open, setOpen] = useState(false)
  const light = lit(attendance, session)
  if (!light) return null
  const text = light.idea ? `#${light.idea.number} ${light.idea.text}` : light.field?.title
  return html`<button type="button" class="spotlight-line" data-name="spotlight" onClick=${() => setOpen(true)}>
      <strong>${t("spotlight.title")}</strong> <span>${text}</span>
    </button>
    ${
      open &&
      h(Dialog, {
        title: t("spotlight.title"),
        onClose: () => setOpen(false),
        children: h(Lit, { attendance, session, light }),
      })
    }`
}

/** @param {{ attendance: Attendance, session: SessionView, light: { idea?: IdeaView, field?: FieldView } }} props */
function Lit({ attendance, session, light: { idea, field } }) {
  if (idea) return html`<ul class="cards">${h(IdeaCard, { attendance, session, idea })}</ul>`
  return html`<p class="card__title">${h(FieldBadge, { field })}</p>`
}
