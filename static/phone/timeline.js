// The way of an idea as a line of stations; the last one is where it stands.
import { date, t } from "../shared/text.js"
import { html } from "../vendor/preact.js"
import { wordsOf } from "./journey.js"

/** @import { Outcome } from "../shared/types.js" */
/** @import { StateNames, Step } from "./journey.js" */

/** @param {{ steps: Step[], names?: StateNames }} props */
export function Timeline({ steps, names = {} }) {
  return html`<ol class="timeline">
    ${steps.map(
      (
        step,
        index,
      ) => html`<li key=${index} class=${`station station--${step.tone}`} aria-current=${index === steps.length - 1 ? "step" : undefined}>
        <span>${wordsOf(step, names)}</span>
        ${step.on && html`<span class="station__detail">${date(step.on)}</span>`}
        ${step.outcome && measureOf(step)}
        ${step.reason && html`<q class="station__reason own-words">${step.reason}</q>`}
        ${step.outcome && detailsOf(step.outcome)}
      </li>`,
    )}
  </ol>`
}

/** @param {Step} step */
function measureOf({ measure, outcome }) {
  return measure
    ? html`<span class="station__candidate">${t("journey.candidate", { number: measure, title: outcome?.candidate_title || "" })}</span>`
    : null
}

/** What belongs to an outcome beside its reason. @param {Outcome} outcome */
function detailsOf({ whose, review_on, node_title, link, joined_number, joined_event }) {
  const lines = []
  if (whose) lines.push(t("journey.whose", { whose }))
  if (review_on) lines.push(t("journey.review", { date: date(review_on) }))
  if (node_title) lines.push(t("journey.node", { title: node_title }))
  if (joined_number) lines.push(t("journey.joined", { number: joined_number, event: joined_event || "" }))
  return html`${lines.map((line) => html`<span class="station__detail">${line}</span>`)}
    ${link && html`<span class="station__detail">${t("journey.link")} ${isAddress(link) ? html`<a href=${link} rel="nofollow noopener noreferrer" target="_blank">${link}</a>` : link}</span>`}`
}

/** @param {string} text */
export function isAddress(text) {
  return /^https?:\/\/[^/\s]/i.test(text)
}
