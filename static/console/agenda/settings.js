// The switches of the present phase: those that belong to its kind before the others.

import { t } from "../../shared/text.js"
import { Switch } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { act, phase, session } from "../desk.js"
import { SWITCHES, settingsOf } from "./plan.js"

/** @import { Phase, PhaseKind, PhaseSettings } from "../../shared/types.js" */

/** @typedef {keyof PhaseSettings} SwitchName */

/** @type {Record<PhaseKind, SwitchName[]>} */
const FIRST = {
  lobby: [],
  collect: ["release_first", "ideas_hidden", "closed"],
  cluster: ["ideas_hidden", "late_ideas"],
  vote: ["late_ideas"],
  discuss: ["comments", "reactions", "hands", "late_ideas"],
  results: ["late_ideas", "hands"],
}

/** A switch that would do nothing in this kind of phase. @param {Phase} one @param {SwitchName} name */
export function idle(one, name) {
  if (name === "late_ideas") return one.kind === "collect"
  const takes = one.kind === "collect" || one.late_ideas
  return (name === "release_first" || name === "closed") && !takes
}

export function Settings() {
  const here = session.value
  const now = phase.value
  if (!here || !now || now.kind === "lobby") return null
  const useful = SWITCHES.filter((name) => !idle(now, name))
  const first = useful.filter((name) => FIRST[now.kind].includes(name) || (name !== "closed" && now[name]))
  const rest = useful.filter((name) => !first.includes(name))
  return html`<section class="settings" aria-label=${t("settings.title")}>
    ${first.map((name) => h(Setting, { key: name, phase: now, name }))}
    <details class="settings__more">
      <summary>${t("settings.more")}</summary>
      ${rest.map((name) => h(Setting, { key: name, phase: now, name }))}
      ${h(Switch, {
        label: t("settings.support"),
        hint: t("settings.support.hint"),
        checked: Boolean(here.support_shown),
        onChange: (on) => {
          act(t(on ? "did.support_shown" : "did.support_hidden"), ["ShowSupport", { session: here.id, on }])
        },
      })}
    </details>
  </section>`
}

/** @param {{ phase: Phase, name: SwitchName }} props */
function Setting({ phase: now, name }) {
  const was = settingsOf(now)
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
