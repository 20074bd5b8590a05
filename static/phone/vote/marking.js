// How something is voted for, method by method: the part of a card that the thumb touches.
import { n, t } from "../../shared/text.js"
import { h, html, useRef } from "../../vendor/preact.js"
import { ABSTAIN, capOf, GRADES, NO, rated, withRating, YES } from "./methods.js"

/** @import { Criterion, RoundView } from "../../shared/types.js" */

/**
 * @typedef {object} Marking
 * @property {RoundView} round
 * @property {number} item
 * @property {number} points
 * @property {string} labelledBy
 * @property {boolean} isFull nothing is left to give
 * @property {(points: number, place?: HTMLElement) => void} onMark place: where a given dot flies to
 */

/** @param {Marking} props */
export function Mark(props) {
  switch (props.round.method) {
    case "approve":
      return h(Approve, props)
    case "yesno":
      return h(YesNo, props)
    case "scale":
      return h(Scale, props)
    default:
      return h(Stepper, props)
  }
}

/** Dots for the eye; the number beside them is for everyone. @param {{ total: number, full: number, most?: number }} props */
export function Dots({ total, full, most = 10 }) {
  if (total > most) return null
  return html`<span class="dots" aria-hidden="true">
    ${Array.from({ length: total }, (_, index) => html`<span class=${`dot${index < full ? " dot--full" : ""}`} key=${index}></span>`)}
  </span>`
}

/** @param {Marking} props */
function Stepper({ round, points, labelledBy, isFull, onMark }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null))
  const cap = capOf(round)
  const give = (/** @type {number} */ by) => onMark(points + by, place.current || undefined)
  return html`<div class="stepper" role="group" aria-labelledby=${labelledBy}>
    <button type="button" class="stepper__button" aria-label=${t("vote.less")} disabled=${points === 0} onClick=${() => give(-1)}>−</button>
    <output class="stepper__value" ref=${place}>
      ${h(Dots, { total: cap, full: points })}
      <span class=${cap > 10 ? "" : "kern-sr-only"}>${t("vote.given", { count: points })}</span>
    </output>
    <button type="button" class="stepper__button" aria-label=${t("vote.more")} aria-disabled=${points >= cap || isFull ? "true" : undefined} onClick=${() => give(1)}>+</button>
  </div>`
}

/** @param {Marking} props */
function Approve({ points, labelledBy, isFull, onMark }) {
  return html`<button type="button" class="approve" aria-pressed=${points ? "true" : "false"} aria-describedby=${labelledBy} aria-disabled=${!points && isFull ? "true" : undefined} onClick=${() => onMark(points ? 0 : 1)}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9.5" /><path d="M7.5 12.5l3 3 6-6.5" /></svg>
    <span>${t("vote.approve")}</span>
  </button>`
}

const ANSWERS = [
  { points: YES, name: "yes", path: "M5 12.500l4.500 4.500L19 7.500" },
  { points: NO, name: "no", path: "M6 6l12 12M18 6L6 18" },
  { points: ABSTAIN, name: "abstain", path: "M5 12h14" },
]

/** @param {Marking} props */
function YesNo({ item, points, labelledBy, onMark }) {
  return html`<div class="answers" role="radiogroup" aria-labelledby=${labelledBy}>
      ${ANSWERS.map(
        (answer) => html`<label class=${`answer answer--${answer.name}`} key=${answer.name}>
          <input type="radio" name=${`answer-${item}`} value=${answer.points} checked=${points === answer.points} onChange=${() => onMark(answer.points)} />
          <span><svg viewBox="0 0 24 24" aria-hidden="true"><path d=${answer.path} /></svg>${t(`plot.${answer.name}`)}</span>
        </label>`,
      )}
    </div>
    ${h(TakeBack, { isGiven: points > 0, labelledBy, onClick: () => onMark(0) })}`
}

/** @param {Marking} props */
function Scale({ round, item, points, labelledBy, onMark }) {
  const criteria = round.criteria || []
  return html`${criteria.map((criterion, index) =>
    h(ScaleRow, {
      key: index,
      criterion,
      name: `grade-${item}-${index}`,
      labelledBy,
      grade: rated(points, index),
      onGrade: (grade) => onMark(withRating(points, index, grade)),
    }),
  )}
  ${h(TakeBack, { isGiven: points > 0, labelledBy, onClick: () => onMark(0) })}`
}

/** @param {{ criterion: Criterion, name: string, labelledBy: string, grade: number, onGrade: (grade: number) => void }} props */
function ScaleRow({ criterion: { name: title, low, high }, name, labelledBy, grade, onGrade }) {
  return html`<fieldset class="scale" aria-describedby=${labelledBy}>
    <legend class="scale__name">${title}${grade ? html` <span class="scale__grade">${n(grade)}</span>` : null}</legend>
    <div class="scale__row">
      ${GRADES.map(
        (one) => html`<label class="grade" key=${one}>
          <input type="radio" name=${name} value=${one} checked=${grade === one} onChange=${() => onGrade(one)} />
          <span>${n(one)}${one === 1 && low ? html`<span class="kern-sr-only">, ${low}</span>` : null}${one === 5 && high ? html`<span class="kern-sr-only">, ${high}</span>` : null}</span>
        </label>`,
      )}
    </div>
    <p class="scale__ends" aria-hidden="true"><span>${low}</span><span>${high}</span></p>
  </fieldset>`
}

/** Keeps its room, so that nothing moves when it comes. @param {{ isGiven: boolean, labelledBy: string, onClick: () => void }} props */
function TakeBack({ isGiven, labelledBy, onClick }) {
  return html`<button type="button" class=${`take-back${isGiven ? "" : " take-back--none"}`} aria-describedby=${labelledBy} onClick=${onClick}>${t("vote.take_back")}</button>`
}
