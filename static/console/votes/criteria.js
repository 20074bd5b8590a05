// What a scale asks about each item: one to three criteria, with words at both ends.

import { t } from "../../shared/text.js"
import { Button, Field, Switch } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { MAX_CRITERIA } from "./plan.js"

/** @import { Criterion } from "../../shared/types.js" */

/** @param {"impact" | "effort"} name @returns {Criterion} */
const preset = (name) => ({
  name: t(`criterion.${name}`),
  low: t(`criterion.${name}.low`),
  high: t(`criterion.${name}.high`),
  less: name === "effort",
})

export const firstCriterion = () => preset("impact")

/** @param {{ criteria: Criterion[], onChange: (criteria: Criterion[]) => void }} props */
export function Criteria({ criteria, onChange }) {
  /** @param {number} at @param {Partial<Criterion>} more */
  const change = (at, more) =>
    onChange(criteria.map((one, index) => (index === at ? { ...one, ...more } : one)))
  return html`<fieldset class="criteria">
    <legend>${t("criterion.title")}</legend>
    ${criteria.map((one, at) => h(CriterionForm, { key: at, at, criterion: one, onChange: (more) => change(at, more), onRemove: criteria.length > 1 ? () => onChange(criteria.filter((_, index) => index !== at)) : undefined }))}
    <div class="row">
      ${
        criteria.length < MAX_CRITERIA &&
        h(Button, {
          kind: "tertiary",
          icon: "add",
          onClick: () => onChange([...criteria, { name: "", low: "", high: "", less: false }]),
          children: t("criterion.add"),
        })
      }
      ${h(Button, { kind: "tertiary", name: "impact-effort", onClick: () => onChange([preset("impact"), preset("effort")]), children: t("criterion.preset") })}
    </div>
    ${criteria.length > 1 && html`<p class="hint">${t("criterion.matrix")}</p>`}
  </fieldset>`
}

/** @param {{ at: number, criterion: Criterion, onChange: (more: Partial<Criterion>) => void, onRemove?: () => void }} props */
function CriterionForm({ at, criterion, onChange, onRemove }) {
  const { name, low, high, less } = criterion
  const number = String(at + 1)
  return html`<div class="criterion" role="group" aria-label=${t("criterion.number", { number })}>
    ${h(Field, { label: t("criterion.name"), value: name, onInput: (value) => onChange({ name: value }), input: { maxlength: 40, "data-name": `criterion-${number}` } })}
    ${h(Field, { label: t("criterion.low"), value: low, onInput: (value) => onChange({ low: value }), input: { maxlength: 40 } })}
    ${h(Field, { label: t("criterion.high"), value: high, onInput: (value) => onChange({ high: value }), input: { maxlength: 40 } })}
    ${h(Switch, { label: t("criterion.less"), checked: less, onChange: (on) => onChange({ less: on }) })}
    ${onRemove && h(Button, { kind: "tertiary", icon: "delete", label: `${t("criterion.remove")}: ${name || number}`, onClick: onRemove, children: t("criterion.remove") })}
  </div>`
}
