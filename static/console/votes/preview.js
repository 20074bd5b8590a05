// A phone, drawn small, as people will hold it in this round. For the eye only: what it shows stands
// beside it in words.

import { t } from "../../shared/text.js"
import { html } from "../../vendor/preact.js"

/** @import { RoundPlan } from "../../shared/types.js" */

const MOST_DOTS = 20

/** @param {{ plan: RoundPlan, examples: string[] }} props */
export function PhonePreview({ plan, examples }) {
  const { method, title, budget = 0, criteria = [] } = plan
  return html`<div class="phone" aria-hidden="true">
    <p class="phone__title">${title || t(`round.ask.${method}`)}</p>
    ${method === "dots" && html`<p class="phone__dots">${dots(Math.min(budget, MOST_DOTS))}</p>`}
    ${examples.map(
      (text, index) => html`<div key=${index} class=${`phone__item phone__item--${method}`}>
        ${method === "ranking" ? html`<b>${index + 1}.</b>` : null}
        <span>${text}</span>
        ${control(plan, index)}
      </div>`,
    )}
    ${method === "scale" && criteria.length > 1 && html`<p class="phone__more">${t("round.preview.criteria", { count: criteria.length })}</p>`}
  </div>`
}

/** @param {number} count */
const dots = (count) => Array.from({ length: count }, (_, at) => html`<i key=${at} class="phone__dot"></i>`)

/** @param {RoundPlan} plan @param {number} index of the example */
function control({ method, budget = 1, cap = 1, criteria = [] }, index) {
  const given = index === 0 ? Math.min(cap, budget, 5) : 0
  switch (method) {
    case "dots":
      return html`<b>${given ? "●".repeat(given) : "+"}</b>`
    case "approve":
      return html`<b class=${index === 0 ? "phone__tick phone__tick--on" : "phone__tick"}>${index === 0 ? "✓" : ""}</b>`
    case "yesno":
      return html`<span class="phone__answers">
        ${["yes", "no", "abstain"].map((one, at) => html`<i key=${one} class=${at === index ? "phone__answer phone__answer--on" : "phone__answer"}>${t(`round.answer.${one}`)}</i>`)}
      </span>`
    case "scale":
      return html`<span class="phone__scale">
        <small>${criteria[0]?.name}</small>
        ${[1, 2, 3, 4, 5].map((grade) => html`<i key=${grade} class=${grade === 4 - index ? "phone__grade phone__grade--on" : "phone__grade"}>${grade}</i>`)}
        <small class="phone__ends"><span>${criteria[0]?.low}</span><span>${criteria[0]?.high}</span></small>
      </span>`
    default:
      return html`<b>↑↓</b>`
  }
}
