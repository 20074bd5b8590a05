// The way through the event: sessions, phases, and the switches of the present one.

import { t } from "../shared/text.js"
import { Button, Switch } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { act, enter, phase, phaseName, session, state, turnTo } from "./desk.js"
import { neighbour, phaseOf } from "./steps.js"

/** @import { Phase, SessionView } from "../shared/types.js" */

export function Agenda() {
  const here = session.value
  if (!here) return null
  return html`<nav class="agenda" aria-label=${t("agenda.title")}>
    ${h(Sessions, { current: here.id })}
    <h2 class="agenda__heading">${t("agenda.title")}</h2>
    <ol class="agenda__phases">
      ${here.phases.map((one) => h(PhaseStep, { key: one.id, phase: one, session: here }))}
    </ol>
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

/** @param {{ phase: Phase, session: SessionView }} props */
function PhaseStep({ phase: one, session: here }) {
  const at = here.phases.findIndex(({ id }) => id === here.phase)
  const index = here.phases.indexOf(one)
  const tense = index < at ? "past" : index === at ? "now" : "later"
  return html`<li class=${`agenda__phase agenda__phase--${tense}`}>
    <button type="button" aria-current=${tense === "now" ? "step" : undefined} onClick=${() => enter(one)}>
      <span class="agenda__dot" aria-hidden="true"></span>
      <span>${phaseName(one)}</span>
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
    onClick: () => to && enter(to),
    children: t(`agenda.${name}`),
  })
}

/** The switches that mean something in the present phase. */
export function Settings() {
  const here = session.value
  const now = phase.value
  if (!here || !now || now.kind === "lobby") return null
  const takes = now.kind === "collect" || now.late_ideas
  return html`<section class="settings" aria-label=${t("settings.title")}>
    ${takes && h(Setting, { phase: now, name: "release_first" })}
    ${h(Setting, { phase: now, name: "ideas_hidden" })}
    ${now.kind !== "collect" && h(Setting, { phase: now, name: "late_ideas" })}
    ${h(Switch, {
      label: t("settings.support"),
      hint: t("settings.support.hint"),
      checked: Boolean(here.support_shown),
      onChange: (on) => {
        act(t(on ? "did.support_shown" : "did.support_hidden"), ["ShowSupport", { session: here.id, on }])
      },
    })}
  </section>`
}

/** @param {{ phase: Phase, name: "release_first" | "ideas_hidden" | "late_ideas" }} props */
function Setting({ phase: now, name }) {
  const { ideas_hidden = false, release_first = false, late_ideas = false } = now
  const was = { ideas_hidden, release_first, late_ideas }
  return h(Switch, {
    label: t(`settings.${name}`),
    hint: t(`settings.${name}.hint`),
    checked: was[name],
    onChange: (on) => {
      const settings = { ...was, [name]: on }
      act(t(on ? "did.switched_on" : "did.switched_off", { what: t(`settings.${name}`) }), [
        "SetPhase",
        { session: session.value?.id, phase: now.id, settings, was },
      ])
    },
  })
}
