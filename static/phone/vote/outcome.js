// One item's result, as its method tells it: numbers as text, bars for the eye, own choice marked.
import { share, votesOf } from "../../shared/results.js"
import { language, n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { rated } from "./methods.js"
import { inWords } from "./summary.js"

/** @import { RoundView, Tally } from "../../shared/types.js" */
/** @import { Standing } from "../../shared/results.js" */
/** @import { ComponentChildren } from "../../vendor/preact.js" */

/**
 * @typedef {object} Row
 * @property {RoundView} round
 * @property {Tally} tally
 * @property {Standing} row
 * @property {number} most points of a full bar
 * @property {number} mine points this phone gave
 * @property {number | undefined} color of a topic field
 * @property {ComponentChildren} label
 */

/** @param {Row} props */
export function ResultRow(props) {
  const { round, row, mine, color, label } = props
  return html`<li class=${`bar${mine ? " bar--mine" : ""}${color === undefined ? "" : ` field-${color}`}`}>
    <div class="bar__label">
      <span class="bar__rank"><span class="kern-sr-only">${t("bars.rank")} </span>${`${n(row.rank)}.`}</span>
      <span class="bar__name">${label}</span>
      <span class="bar__points">${h(Figure, props)}</span>
    </div>
    ${round.method === "scale" ? h(Grades, props) : round.method === "yesno" ? h(Answers, props) : h(Track, props)}
    <p class="bar__note">${noteOf(props)}${mine ? html` · <strong>${t("results.own", { choice: inWords(round, mine) })}</strong>` : null}</p>
  </li>`
}

/** The one number that counts. @param {Row} props */
function Figure({ round, tally, row }) {
  const part = share(row, round, tally)
  if (round.method === "yesno") return row.counts.length && part !== undefined ? percent(part) : n(row.points)
  if (round.method === "approve") return part === undefined ? n(row.points) : percent(part)
  if (round.method === "scale" && row.criteria.some(({ mean }) => mean > 0)) {
    return row.criteria.length === 1 ? decimal(row.criteria[0].mean) : null
  }
  return n(row.points)
}

/** @param {Row} props */
function Track({ round, tally, row, most }) {
  const part = round.method === "approve" ? share(row, round, tally) : row.points / most
  return html`<div class="bar__track" aria-hidden="true">
    <div class="bar__fill" style=${{ "--share": part || 0 }}></div>
  </div>`
}

/** @param {Row} props */
function Answers({ row }) {
  if (!row.counts.length) return null
  const votes = votesOf(row)
  const all = Math.max(1, votes.yes + votes.no + votes.abstain)
  return html`<div class="parts" aria-hidden="true">
    ${
      /** @type {const} */ (["yes", "no", "abstain"]).map(
        (one) =>
          html`<span key=${one} class=${`part part--${one}`} style=${{ "--share": votes[one] / all }}></span>`,
      )
    }
  </div>`
}

/** By each criterion: the mean in words and five bars, the own one marked. @param {Row} props */
function Grades({ round, row, mine }) {
  return html`<ul class="criteria">
    ${(round.criteria || []).map(({ name, low, high }, index) => {
      const { mean, voters, counts } = row.criteria[index] || { mean: 0, voters: 0, counts: [] }
      if (!mean) return null
      const own = rated(mine, index)
      const tallest = Math.max(1, ...counts)
      return html`<li class="criterion" key=${index}>
        <span class="criterion__name">${name}</span>
        <span class="criterion__mean">${decimal(mean)}<span class="kern-sr-only"> ${t("results.scale", { low, high, count: voters })}</span></span>
        ${
          counts.length > 0 &&
          html`<span class="spread" aria-hidden="true">
            ${counts.map((count, at) => html`<span key=${at} class=${`spread__bar${at + 1 === own ? " spread__bar--mine" : ""}`} style=${{ "--share": count / tallest }}></span>`)}
          </span>`
        }
      </li>`
    })}
  </ul>`
}

/** @param {Row} props */
function noteOf({ round, tally, row }) {
  const parts = []
  if (round.method === "yesno") {
    if (row.counts.length) parts.push(t("plot.votes", votesOf(row)))
  } else if (round.method === "approve") {
    parts.push(t("results.approve", { voters: row.points, count: tally.voters || 0 }))
  } else parts.push(t("bars.voters", { count: row.voters }))
  if (row.verdict) parts.push(t(`plot.${row.verdict}`))
  return parts.join(" · ")
}

/** @param {number} part of 1 */
const percent = (part) => t("results.percent", { count: Math.round(part * 100) })
/** @param {number} mean */
const decimal = (mean) =>
  mean.toLocaleString(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
