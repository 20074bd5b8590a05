// A ballot on paper, as each method asks for it: the item numbers are those to type in later.

import { fieldById } from "../../shared/session.js"
import { t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { state } from "../desk.js"

/** @import { RoundItem, RoundView } from "../../shared/types.js" */

const GRADES = [1, 2, 3, 4, 5]

/** @param {{ round: RoundView }} props */
export function Ballot({ round }) {
  const { event } = state.value
  return html`<section class="ballot-sheet">
    <header>
      <p>${event?.title}</p>
      <h2>${round.title || t(`print.ballot.${round.method}`, { count: round.budget || 0, cap: String(round.cap || 0) })}</h2>
      ${round.title && html`<p>${t(`print.ballot.${round.method}`, { count: round.budget || 0, cap: String(round.cap || 0) })}</p>`}
    </header>
    <table>
      ${
        round.method === "scale" &&
        html`<thead><tr><td></td><td></td>${(round.criteria || []).map((one) => html`<th scope="col" key=${one.name}>${one.name}<br /><small>${`1 ${one.low} – 5 ${one.high}`}</small></th>`)}</tr></thead>`
      }
      <tbody>
        ${round.items.map(
          (item) => html`<tr key=${item.item}>
            <td class="ballot-sheet__number">${item.item}</td>
            <th scope="row">${wordsOf(item)}</th>
            ${h(Boxes, { round })}
          </tr>`,
        )}
      </tbody>
    </table>
    <footer>${t("print.ballot.hand_in")}</footer>
  </section>`
}

/** @param {RoundItem} item */
export function wordsOf(item) {
  const { ideas } = state.value
  if (item.field) return fieldById(state.value, item.field)?.title || ""
  const idea = item.idea ? ideas.get(item.idea) : undefined
  return idea ? `#${idea.number} ${idea.text}` : `#${item.idea}`
}

/** @param {{ round: RoundView }} props */
function Boxes({ round }) {
  switch (round.method) {
    case "yesno":
      return html`<td class="ballot-sheet__boxes">${["yes", "no", "abstain"].map((one) => html`<span key=${one}><i></i>${t(`print.${one}`)}</span>`)}</td>`
    case "scale":
      return html`${(round.criteria || []).map((one) => html`<td class="ballot-sheet__boxes" key=${one.name}>${GRADES.map((grade) => html`<span key=${grade}><i></i>${grade}</span>`)}</td>`)}`
    case "approve":
      return html`<td class="ballot-sheet__boxes"><span><i></i></span></td>`
    default:
      return html`<td class="ballot-sheet__boxes"><span><i class="wide"></i></span></td>`
  }
}
