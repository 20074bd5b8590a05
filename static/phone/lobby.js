// Arrived: what is going to happen, a word of welcome, who is here.
import { date, t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { Heading, phaseName } from "./heading.js"
import { duration, moment } from "./times.js"

/** @import { Attendance } from "./attend.js" */
/** @import { Phase, SessionView } from "../shared/types.js" */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Lobby({ attendance, session, phase }) {
  const { about, state, connection } = attendance
  const { here = 0 } = state.value.pulse
  const welcome = state.value.event?.welcome
  const live = connection.status.value === "live"
  return html`<div class="stack">
      <p class="muted">${t(`format.${about.format}`)} · ${date(about.held_on)}</p>
      ${h(Heading, { title: session.prompt || session.title, phase })}
    </div>
    ${welcome && html`<blockquote class="welcome own-words">${welcome}</blockquote>`}
    <p class="here">
      <span class=${`here__lamp${live ? " here__lamp--on" : ""}`} aria-hidden="true"></span>
      <span>${live ? t("lobby.connected") : t("connection.reconnecting")} ${here > 1 ? t("lobby.here", { count: here }) : ""}</span>
    </p>
    <section>
      <h2>${t("lobby.plan")}</h2>
      <ol class="plan">
        ${session.phases
          .filter((phase) => phase.kind !== "lobby")
          .map(
            (phase) => html`<li key=${phase.id}>
              <span class="plan__name">${phaseName(phase)}</span>
              <span class="muted">${t(`plan.${phase.kind}`)}</span>
              ${(phase.opens_at || phase.seconds) && html`<span class="plan__time">${phase.opens_at ? t("plan.from", { date: moment(phase.opens_at) }) : duration(phase.seconds || 0)}</span>`}
            </li>`,
          )}
      </ol>
    </section>
    <p class="muted small">${t("lobby.wait")}</p>`
}
