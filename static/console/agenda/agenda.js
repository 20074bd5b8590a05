// The way through the event: sessions, phases with their times, and the timer of the present one.

import { serverNow } from "../../shared/clock.js"
import { language, n, t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { enter, open, phaseName, session, state, turnTo } from "../desk.js"
import { neighbour, phaseOf } from "../steps.js"
import { clockTime, clockTimes, minutes } from "./plan.js"
import { Settings } from "./settings.js"
import { TimerPanel } from "./timer.js"

/** @import { Phase, SessionView } from "../../shared/types.js" */

export function Agenda() {
  const here = session.value
  if (!here) return null
  return html`<nav class="agenda" aria-label=${t("agenda.title")}>
    ${h(Sessions, { current: here.id })}
    ${h(TimerPanel, {})}
    <div class="agenda__head">
      <h2 class="agenda__heading">${t("agenda.title")}</h2>
      ${h(Button, { kind: "tertiary", icon: "edit", iconOnly: true, name: "edit-agenda", onClick: () => open("agenda"), children: t("agenda.edit") })}
    </div>
    ${h(Phases, { session: here })}
    <div class="agenda__steps">
      ${h(StepButton, { session: here, direction: -1 })} ${h(StepButton, { session: here, direction: 1 })}
    </div>
    ${h(Settings, {})}
  </nav>`
}

/** @param {{ current: string }} props */
function Sessions({ current }) {
  const { sessions } = state.value
  if (sessions.length < 2) return null
  return html`<h2 class="agenda__heading">${t("agenda.sessions")}</h2>
    <ul class="agenda__sessions">
      ${sessions.map(
        (one) => html`<li key=${one.id}>
          <button type="button" aria-current=${one.id === current ? "true" : undefined} onClick=${() => turnTo(one.id)}>
            <span>${one.title}</span> <small>${phaseName(phaseOf(one))}</small>
          </button>
        </li>`,
      )}
    </ul>`
}

/** @param {{ session: SessionView }} props */
function Phases({ session: here }) {
  const now = serverNow()
  const { begins } = clockTimes(here, now)
  const at = here.phases.indexOf(phaseOf(here))
  return html`<ol class="agenda__phases">
    ${here.phases.map((one, index) => {
      const tense = index < at ? "past" : index === at ? "now" : "later"
      const when = now > 0 && begins.has(one.id) ? clockTime(Number(begins.get(one.id)), now, language()) : ""
      return h(PhaseStep, { key: one.id, phase: one, tense, when })
    })}
  </ol>`
}

/** @param {{ phase: Phase, tense: "past" | "now" | "later", when: string }} props */
function PhaseStep({ phase: one, tense, when }) {
  const { seconds = 0 } = one
  return html`<li class=${`agenda__phase agenda__phase--${tense}`}>
    <button type="button" aria-current=${tense === "now" ? "step" : undefined} onClick=${() => enter(one)}>
      <span class="agenda__dot" aria-hidden="true"></span>
      <span class="agenda__name">${phaseName(one)}</span>
      ${when && html`<small class="agenda__when"><span class="kern-sr-only">${t("agenda.begins")} </span>${when}</small>`}
      ${seconds > 0 && html`<small class="agenda__minutes">${t("agenda.minutes", { minutes: n(minutes(seconds)) })}</small>`}
    </button>
  </li>`
}

/** @param {{ session: SessionView, direction: 1 | -1 }} props */
function StepButton({ session: here, direction }) {
  const to = neighbour(here, direction)
  const name = direction < 0 ? "back" : "forward"
  return h(Button, {
    kind: "tertiary",
    icon: direction < 0 ? "arrow-up" : "arrow-down",
    disabled: !to,
    label: to ? `${t(`agenda.${name}`)}: ${phaseName(to)}` : undefined,
    name,
    onClick: () => to && enter(to, { timer: direction > 0 }),
    children: t(`agenda.${name}`),
  })
}
