// Parts in which somebody answers given questions: lights, progress, the gate, obligations.

import { day, pairs } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { Notice } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { Choice } from "../form.js"
import { ChoiceEditor, LineEditor, NumberEditor } from "./editors.js"
import { LightRow, Progress } from "./marks.js"
import { Part } from "./part.js"

/** @import { Answered, Obligation } from "../types.js" */
/** @import { Desk } from "./part.js" */

/** @param {{ desk: Desk }} props */
export const LightsPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "lights",
    show: (lights) => (lights.time || lights.result || lights.budget ? h(LightRow, { lights }) : null),
    edit: (lights, set) =>
      html`<div class="rows__cells">${["time", "result", "budget"].map((key) =>
        h(ChoiceEditor, {
          key,
          label: t(`measure.light_of.${key}`),
          value: lights[key] ?? "",
          set: (light) => set({ ...lights, [key]: light }),
          options: pairs(["green", "yellow", "red"], (light) => t(`measures.light.${light}`)),
        }),
      )}</div>`,
  })

/** @param {{ desk: Desk }} props */
export const ProgressPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "progress",
    show: (percent) => h(Progress, { percent: percent ?? 0 }),
    edit: (percent, set) =>
      h(NumberEditor, {
        label: t("measure.part.progress"),
        value: percent,
        set: (next) => set(Math.max(0, Math.min(100, Math.round(next ?? 0)))),
      }),
  })

const QUESTIONS = /** @type {const} */ (["competent", "lawful", "new"])

/** @param {{ desk: Desk }} props */
export const GatePart = ({ desk }) =>
  h(Part, {
    desk,
    part: "gate",
    hint: t("measure.gate_hint"),
    wide: true,
    show: (gate) => html`
      <ul class="plain">${QUESTIONS.map((key) => {
        const { answer, why } = /** @type {Answered} */ (gate[key])
        return html`<li key=${key}>${t(`measure.gate.${key}`)} <strong>${answer ? t(`measure.answer.${answer}`) : t("measure.gate_open")}</strong>${why ? html` – <span lang="">${why}</span>` : null}</li>`
      })}</ul>
      ${QUESTIONS.every((key) => gate[key].answer === "yes") ? html`<p class="gate-passed">${t("measure.gate_passed")}</p>` : null}`,
    edit: (gate, set) =>
      html`${QUESTIONS.map(
        (key) => html`<div key=${key} class="question">
      ${h(Choice, { name: `gate-${key}`, legend: t(`measure.gate.${key}`), row: true, value: gate[key].answer, onInput: (answer) => set({ ...gate, [key]: { ...gate[key], answer } }), options: ["yes", "no"].map((one) => ({ key: one, label: t(`measure.answer.${one}`) })) })}
      ${gate[key].answer === "no" ? h(LineEditor, { label: t("measure.why"), value: gate[key].why, set: (why) => set({ ...gate, [key]: { ...gate[key], why } }), max: 1000 }) : null}
    </div>`,
      )}`,
  })

const DUTIES = [
  "staff_council",
  "data_protection",
  "severely_disabled",
  "equal_opportunities",
  "it_security",
  "procurement",
]
const STATES = ["not_required", "informed", "applied", "granted", "refused"]

/** @param {{ desk: Desk }} props */
export const ObligationsPart = ({ desk }) =>
  h(Part, {
    desk,
    part: "obligations",
    hint: t("measure.obligations_hint"),
    wide: true,
    show: (
      /** @type {Obligation[]} */ said,
    ) => html`<div class="table-wrap"><table class="table table--print">
      <thead><tr><th scope="col">${t("measure.duty")}</th><th scope="col">${t("measure.duty_state")}</th><th scope="col">${t("measure.duty_on")}</th><th scope="col">${t("measure.duty_file")}</th></tr></thead>
      <tbody>${DUTIES.map((kind) => {
        const one = dutyOf(said, kind)
        return html`<tr key=${kind}><th scope="row">${t(`measure.duties.${kind}`)}${one.note ? html`<span class="cell-note muted small" lang="">${one.note}</span>` : null}</th><td>${one.state ? t(`measure.duty_states.${one.state}`) : html`<span class="muted">${t("measure.duty_open")}</span>`}</td><td class="nowrap">${day(one.on)}</td><td>${one.file}</td></tr>`
      })}</tbody>
    </table></div>`,
    edit: (/** @type {Obligation[]} */ said, set) => html`
      ${h(Notice, { children: html`<p>${t("measure.obligations_never")}</p>` })}
      <div class="rows">${DUTIES.map((kind) => {
        const one = dutyOf(said, kind)
        const change = (/** @type {Partial<Obligation>} */ next) =>
          set(
            DUTIES.map((key) => (key === kind ? { ...one, ...next } : dutyOf(said, key))).filter(
              (each) => each.state || each.on || each.file || each.note,
            ),
          )
        return html`<fieldset key=${kind} class="rows__row">
          <legend class="rows__legend">${t(`measure.duties.${kind}`)}</legend>
          <div class="rows__cells">
            ${h(ChoiceEditor, { label: t("measure.duty_state"), value: one.state, set: (state) => change({ state }), options: pairs(STATES, (state) => t(`measure.duty_states.${state}`)) })}
            ${h(LineEditor, { label: t("measure.duty_on"), type: "date", value: one.on, set: (on) => change({ on }) })}
            ${h(LineEditor, { label: t("measure.duty_file"), value: one.file, set: (file) => change({ file }), max: 120 })}
            ${h(LineEditor, { label: t("measure.note"), value: one.note, set: (note) => change({ note }), max: 1000 })}
          </div>
        </fieldset>`
      })}</div>`,
  })

/** @param {Obligation[]} said @param {string} kind @returns {Obligation} */
function dutyOf(said, kind) {
  return said.find((one) => one.kind === kind) ?? { kind, state: "", on: "", file: "", note: "" }
}
