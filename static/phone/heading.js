// What a phase is about: the question on top, what to do with it below; and what comes after it.
import { t } from "../shared/text.js"
import { html } from "../vendor/preact.js"
import { moment } from "./times.js"

/** @import { Phase, SessionView } from "../shared/types.js" */

/** @param {{ title: string, phase: Phase, sticky?: boolean }} props sticky: stays in sight */
export function Heading({ title, phase, sticky }) {
  return html`<h1 class=${sticky ? "prompt" : ""}>${title}</h1>
    ${phase.instruction && html`<p class="instruction">${phase.instruction}</p>`}`
}

/** When the next phase begins by itself, where that is planned. @param {{ session: SessionView, phase: Phase }} props */
export function Ahead({ session, phase }) {
  const next = nextOf(session, phase)
  if (!next?.opens_at) return null
  return html`<p class="ahead" data-name="ahead">${t("ahead.date", { phase: phaseName(next), date: moment(next.opens_at) })}</p>`
}

/** @param {Phase} phase */
export const phaseName = (phase) => phase.title || t(`phase.${phase.kind}`)

/**
 * The phase that comes next: the earliest that begins by itself, else the one behind this.
 * @param {SessionView} session @param {Phase} phase @returns {Phase | undefined}
 */
export function nextOf(session, phase) {
  const dated = session.phases.filter(({ id, opens_at }) => opens_at && id !== phase.id)
  if (dated.length) return dated.reduce((a, b) => ((b.opens_at || 0) < (a.opens_at || 0) ? b : a))
  return session.phases[session.phases.findIndex(({ id }) => id === phase.id) + 1]
}
