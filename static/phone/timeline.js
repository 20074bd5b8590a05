// The way of an idea as a line of stations; the last one is where it stands.
import { t } from "../shared/text.js"
import { html } from "../vendor/preact.js"

/** @import { Outcome } from "../shared/types.js" */
/** @import { Step } from "./journey.js" */

/** @param {{ steps: Step[] }} props */
export function Timeline({ steps }) {
  return html`<ol class="timeline">
    ${steps.map(
      (
        step,
        index,
      ) => html`<li key=${step.key} class=${`station station--${step.tone}`} aria-current=${index === steps.length - 1 ? "step" : undefined}>
        <span>${step.outcome ? t(`outcome.${step.outcome.kind}`) : t(`journey.${step.key}`, step.values)}</span>
        ${step.outcome && candidateOf(step.outcome)}
        ${step.reason && html`<q class="station__reason own-words">${step.reason}</q>`}
      </li>`,
    )}
  </ol>`
}

/** @param {Outcome} outcome */
function candidateOf({ candidate_number: number, candidate_title: title }) {
  return number
    ? html`<span class="station__candidate">${t("journey.candidate", { number: `V${number}`, title: title || "" })}</span>`
    : null
}
