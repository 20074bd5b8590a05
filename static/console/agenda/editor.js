// One phase as a form: what it is, how long, what its end does, its switches, its vote.

import { SCENES } from "../../shared/scenes.js"
import { n, t } from "../../shared/text.js"
import { Button, Dialog, Field, Switch } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { act, open, phaseName, session } from "../desk.js"
import { sent, USUAL } from "../votes/plan.js"
import { PlanForm } from "../votes/planform.js"
import { cleaned, fromLocal, minutes, planOf, SWITCHES, secondsIn, settingsOf, toLocal } from "./plan.js"
import { idle } from "./settings.js"
import { endName } from "./timer.js"

/** @import { Phase, PhaseKind, PhasePlan, PhaseSettings, SceneName, SessionView } from "../../shared/types.js" */
/** @import { Asked } from "../desk.js" */

const KINDS = /** @type {PhaseKind[]} */ (["lobby", "collect", "cluster", "vote", "discuss", "results"])

/** @typedef {{ plan: PhasePlan, set: (change: Partial<PhasePlan>) => void }} Editing */

/** @param {{ phase?: string }} props empty: a new one */
export function PhaseDialog({ phase: id }) {
  const here = session.value
  const [known] = useState(() => here?.phases.find((one) => one.id === id))
  const [plan, setPlan] = useState(
    /** @returns {PhasePlan} */ () => (known ? planOf(known) : { kind: "collect" }),
  )
  const [settings, setSettings] = useState(() => settingsOf(known || /** @type {Phase} */ ({})))
  const [time, setTime] = useState(known?.seconds ? n(minutes(known.seconds)) : "")
  const [place, setPlace] = useState(() => placeAfter(here))
  if (!here) return null
  const seconds =
    time === (known?.seconds ? n(minutes(known.seconds)) : "") ? known?.seconds : secondsIn(time)
  const badTime = time.trim() !== "" && !seconds
  const set = (/** @type {Partial<PhasePlan>} */ change) => setPlan({ ...plan, ...change })

  const unnamed =
    plan.kind === "vote" &&
    plan.vote?.method === "scale" &&
    plan.vote.criteria?.some(({ name }) => !name.trim())

  /** @param {Event} event */
  async function save(event) {
    event.preventDefault()
    if (badTime || unnamed || !here) return
    const vote = plan.vote && sent(plan.vote)
    const edited = cleaned({
      ...plan,
      title: plan.title?.trim(),
      instruction: plan.instruction?.trim(),
      seconds,
      vote,
    })
    const asked = known ? changes(here, known, edited, settings) : [added(here, place, edited, settings)]
    const name = edited.title || t(`phase.${edited.kind}`)
    if (
      !asked.length ||
      (await act(t(known ? "did.phase_edited" : "did.phase_added", { phase: name }), ...asked))
    )
      open("agenda")
  }

  const editing = { plan, set }
  return h(Dialog, {
    title: known ? phaseName(known) : t("phase.add"),
    onClose: () => open("agenda"),
    children: html`<form class="phase-form" onSubmit=${save}>
      ${h(Kind, editing)}
      ${!known && h(Place, { session: here, place, onChange: setPlace })}
      ${h(Field, { label: t("phase.title"), hint: t("phase.title.hint", { kind: t(`phase.${plan.kind}`) }), value: plan.title || "", onInput: (title) => set({ title }), input: { maxlength: 80, "data-name": "phase-title" } })}
      ${h(Field, { label: t("phase.instruction"), hint: t("phase.instruction.hint"), type: "textarea", rows: 2, value: plan.instruction || "", onInput: (instruction) => set({ instruction }), input: { maxlength: 500 } })}
      <div class="row row--wide phase-form__time">
        ${h(Field, { label: t("timer.minutes"), value: time, error: badTime ? t("phase.minutes.bad") : undefined, onInput: setTime, input: { inputmode: "decimal", autocomplete: "off", "data-name": "phase-minutes" } })}
        ${h(End, editing)}
      </div>
      ${plan.kind === "vote" && h(Vote, editing)}
      <details class="phase-form__more">
        <summary>${t("phase.switches")}</summary>
        ${SWITCHES.filter((name) => !idle(/** @type {Phase} */ ({ ...plan, ...settings }), name)).map((name) => h(Switch, { key: name, label: t(`settings.${name}`), hint: t(`settings.${name}.hint`), checked: settings[name], onChange: (on) => setSettings({ ...settings, [name]: on }) }))}
      </details>
      <details class="phase-form__more" open=${Boolean(plan.opens_at || plan.scene)}>
        <summary>${t("phase.wall_and_date")}</summary>
        ${h(Scene, editing)} ${h(Opens, editing)}
      </details>
      <div class="row">
        ${h(Button, { type: "submit", kind: "primary", name: "save-phase", children: t(known ? "do.save" : "phase.add") })}
        ${h(Button, { kind: "tertiary", onClick: () => open("agenda"), children: t("do.cancel") })}
      </div>
    </form>`,
  })
}

/** Where a new phase goes if nothing else is said: after the present one, once it has begun. @param {SessionView | undefined} here */
function placeAfter(here) {
  if (!here) return 0
  const at = here.phases.findIndex(({ id }) => id === here.phase)
  return at > 0 ? at + 1 : here.phases.length
}

/** @param {SessionView} here @param {number} position @param {PhasePlan} plan @param {PhaseSettings} settings @returns {Asked} */
const added = (here, position, plan, settings) => ["AddPhase", { session: here.id, position, plan, settings }]

/** @param {SessionView} here @param {Phase} known @param {PhasePlan} plan @param {PhaseSettings} settings */
function changes(here, known, plan, settings) {
  const asked = /** @type {Asked[]} */ ([])
  const about = { session: here.id, phase: known.id }
  const was = planOf(known)
  if (JSON.stringify(plan) !== JSON.stringify(was)) asked.push(["EditPhase", { ...about, plan, was }])
  const stood = settingsOf(known)
  if (JSON.stringify(settings) !== JSON.stringify(stood))
    asked.push(["SetPhase", { ...about, settings, was: stood }])
  return asked
}

/** @param {Editing} props */
function Kind({ plan, set }) {
  return html`<fieldset class="choices kinds">
    <legend>${t("phase.kind")}</legend>
    ${KINDS.map(
      (kind) => html`<label class="choice" key=${kind}>
        <input type="radio" name="kind" value=${kind} checked=${plan.kind === kind} onChange=${() => set({ kind })} />
        <span>${t(`phase.${kind}`)}</span>
      </label>`,
    )}
  </fieldset>`
}

/** @param {{ session: SessionView, place: number, onChange: (place: number) => void }} props */
function Place({ session: here, place, onChange }) {
  return html`<label class="labelled">
    <span>${t("phase.place")}</span>
    <select data-name="phase-place" onChange=${(/** @type {Event} */ event) => onChange(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
      ${here.phases.map((one, index) => html`<option key=${one.id} value=${String(index + 1)} selected=${place === index + 1}>${t("phase.after", { phase: phaseName(one) })}</option>`)}
    </select>
  </label>`
}

/** @param {Editing} props */
function End({ plan, set }) {
  const ends = /** @type {const} */ (["", "next", "close"])
  return html`<label class="labelled">
    <span>${t("phase.end")}</span>
    <select data-name="phase-end" onChange=${(/** @type {Event} */ event) => set({ end: /** @type {PhasePlan["end"]} */ (/** @type {HTMLSelectElement} */ (event.target).value || undefined) })}>
      ${ends.map((end) => html`<option key=${end} value=${end} selected=${(plan.end || "") === end}>${t(end ? `timer.end.${endName(end, plan.kind)}` : "phase.end.none")}</option>`)}
    </select>
  </label>`
}

/** @param {Editing} props */
function Vote({ plan, set }) {
  return html`<section class="phase-form__vote">
    ${h(Switch, { label: t("phase.round"), hint: t("phase.round.hint"), checked: Boolean(plan.vote), onChange: (on) => set({ vote: on ? { ...USUAL } : undefined }) })}
    ${plan.vote && h(PlanForm, { plan: plan.vote, onChange: (vote) => set({ vote }) })}
  </section>`
}

/** @param {Editing} props */
function Scene({ plan, set }) {
  return html`<label class="labelled">
    <span>${t("phase.scene")}</span>
    <select onChange=${(/** @type {Event} */ event) => set({ scene: /** @type {SceneName | undefined} */ (/** @type {HTMLSelectElement} */ (event.target).value || undefined) })}>
      <option value="" selected=${!plan.scene}>${t("phase.scene.usual")}</option>
      ${SCENES.map((scene) => html`<option key=${scene} value=${scene} selected=${plan.scene === scene}>${t(`scene.${scene}`)}</option>`)}
    </select>
  </label>`
}

/** @param {Editing} props */
function Opens({ plan, set }) {
  return h(Field, {
    label: t("phase.opens"),
    hint: t("phase.opens.hint"),
    type: "datetime-local",
    value: toLocal(plan.opens_at),
    onInput: (text) => set({ opens_at: fromLocal(text) }),
  })
}
