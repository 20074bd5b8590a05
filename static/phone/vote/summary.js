// What was chosen, in words, and where it is: on this phone, on its way, arrived.
import { n, t } from "../../shared/text.js"
import { Notice } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { fromPoints } from "./ballot.js"
import { ChoiceText } from "./choice.js"
import { ABSTAIN, asksEach, inOrder, NO, rated, YES } from "./methods.js"

/** @import { RoundView } from "../../shared/types.js" */
/** @import { Attendance } from "../attend.js" */
/** @import { Points } from "./ballot.js" */
/** @import { Choice } from "./choice.js" */

const ANSWERS = ["yes", "no", "abstain"]
const OPEN_AT_MOST = 12 // a longer list is opened by who wants it

/** Points as people say them: "2 Stimmen", "Ja", "Wirkung 4, Aufwand 2". @param {RoundView} round @param {number} points */
export function inWords({ method, criteria = [] }, points) {
  switch (method) {
    case "approve":
      return t("vote.approved")
    case "yesno":
      return t(`plot.${ANSWERS[points - 1]}`)
    case "scale":
      return criteria
        .flatMap(({ name }, index) => {
          const grade = rated(points, index)
          return grade ? [criteria.length > 1 ? `${name} ${n(grade)}` : n(grade)] : []
        })
        .join(", ")
    case "ranking":
      return t("vote.place", { place: points })
    default:
      return t("vote.given", { count: points })
  }
}

/** @param {{ attendance: Attendance, round: RoundView, all: Choice[], wanted: Points, left: number }} props left: Infinity where there is no limit */
export function Summary({ attendance, round, all, wanted, left }) {
  const { voting, connection } = attendance
  const state = !wanted.size
    ? "none"
    : voting.hasArrived(round)
      ? "arrived"
      : connection.status.value === "live"
        ? "sending"
        : "offline"
  const rest = restOf(round, all, wanted, left)
  return html`<section class="summary" aria-labelledby="summary">
    <h2 id="summary">${t("vote.summary")}</h2>
    ${round.method !== "ranking" && h(Chosen, { attendance, round, all, points: fromPoints(wanted) })}
    ${h(Notice, {
      tone: state === "arrived" ? "success" : "info",
      children: html`<p role="status" data-name="vote-state">
        ${state === "none" ? t(`vote.none.${round.method}`) : t(`vote.state.${state}`)}
        ${state === "arrived" && rest ? ` ${rest}` : ""}
      </p>`,
    })}
    <p class="small muted">${round.hidden ? t("vote.hidden") : t("vote.open")} ${t("vote.change")}</p>
  </section>`
}

/** What is still open, or nothing. @param {RoundView} round @param {Choice[]} all @param {Points} wanted @param {number} left */
export function restOf(round, all, wanted, left) {
  if (asksEach(round)) {
    const open = all.filter(({ item }) => !wanted.has(item.item)).length
    return open ? t("vote.state.open", { count: open }) : ""
  }
  return Number.isFinite(left) && left > 0 ? t("vote.state.left", { count: left }) : ""
}

/** What was chosen, item by item. @param {{ attendance: Attendance, round: RoundView, all: Choice[], points: Record<string, number> }} props */
export function Chosen({ attendance, round, all, points }) {
  const given = (/** @type {Choice} */ { item }) => points[item.item]
  const chosen = inTheirOrder(round, all.filter(given), points)
  if (!chosen.length) return null
  const list = html`<ul class="summary__list">
    ${chosen.map(
      (choice) => html`<li key=${choice.item.item}>
        <span>${h(ChoiceText, { attendance, choice, short: true })}</span>
        <strong>${round.method === "dots" ? n(given(choice)) : inWords(round, given(choice))}</strong>
      </li>`,
    )}
  </ul>`
  return html`${round.method === "yesno" && h(Answers, { points })}
    ${
      chosen.length > OPEN_AT_MOST
        ? html`<details class="members"><summary>${t("vote.summary.all", { count: chosen.length })}</summary>${list}</details>`
        : list
    }`
}

/** @param {RoundView} round @param {Choice[]} chosen @param {Record<string, number>} points */
function inTheirOrder(round, chosen, points) {
  if (round.method !== "ranking") return chosen
  const order = inOrder(new Map(Object.entries(points).map(([item, place]) => [Number(item), place])))
  return order.flatMap((item) => chosen.filter((choice) => choice.item.item === item))
}

/** @param {{ points: Record<string, number> }} props */
function Answers({ points }) {
  const count = (/** @type {number} */ answer) => Object.values(points).filter((one) => one === answer).length
  return html`<p>${t("plot.votes", { yes: count(YES), no: count(NO), abstain: count(ABSTAIN) })}</p>`
}
