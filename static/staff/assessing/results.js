// What a round came to: value and spread, by criterion. The staff's own vote stands beside it and is
// never mixed in; what the law demands is a class of its own.
import { Bar, decimal } from "../../shared/plots.js"
import { n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { linesOf, strongestVote } from "./lines.js"
import { whole } from "./rounds.js"

/** @import { Criterion, Detail } from "./types.js" */
/** @import { Line } from "./lines.js" */

/** @param {{ detail: Detail }} props */
export function Results({ detail: { round, measures, results } }) {
  const classes = [
    {
      key: "duty",
      lines: linesOf(
        measures.filter((one) => one.duty),
        results,
      ),
    },
    {
      key: "free",
      lines: linesOf(
        measures.filter((one) => !one.duty),
        results,
      ),
    },
  ].filter(({ lines }) => lines.length > 0)
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("assessing.assessed")}><table class="table results">
      <thead>
        <tr>
          <td></td><td></td>
          <th scope="colgroup" colspan=${3 + round.criteria.length} class="results__group">${t("assessing.assessed")}</th>
          <th scope="colgroup" class="results__group results__beside">${t("assessing.staff_vote")}</th>
        </tr>
        <tr>
          <th scope="col" class="numeric">${t("bars.rank")}</th>
          <th scope="col">${t("assessing.measure")}</th>
          <th scope="col">${t("assessing.value")}</th>
          <th scope="col" class="numeric">${t("assessing.spread")}</th>
          <th scope="col" class="numeric">${t("assessing.count")}</th>
          ${round.criteria.map((one) => html`<th key=${one.id} scope="col" class="numeric results__criterion">${one.title}</th>`)}
          <th scope="col" class="results__beside">${t("assessing.staff_vote_note")}</th>
        </tr>
      </thead>
      ${classes.map(
        ({ key, lines }) => html`<tbody key=${key}>
          <tr class="results__class"><th scope="rowgroup" colspan=${6 + round.criteria.length}>${t(`assessing.class.${key}`)}${key === "duty" ? html` <span class="muted small">${t("assessing.duty_about")}</span>` : null}</th></tr>
          ${lines.map((line) => h(Row, { key: line.measure.id, line, criteria: round.criteria }))}
        </tbody>`,
      )}
    </table></div>
    <p class="muted small round-note">${t("assessing.reading")} ${t("contributions.opinion")}.</p>`
}

/** @param {{ line: Line, criteria: Criterion[] }} props */
function Row({ line: { measure, result, place }, criteria }) {
  const vote = strongestVote(measure.votes)
  return html`<tr>
    <td class="numeric number">${place ? n(place) : "–"}</td>
    <th scope="row">${h(Link, { to: pathTo("measure", measure.id), children: measure.title })}</th>
    <td class="results__value">${result?.enough ? html`<strong>${whole(result.value)}</strong><span aria-hidden="true">${h(Bar, { share: result.value / 100 })}</span>` : html`<span class="muted small">${t("assessing.too_few")}</span>`}</td>
    <td class="numeric">${result?.enough ? whole(result.spread) : "–"}</td>
    <td class="numeric">${n(result?.count ?? 0)}${result?.biased ? html`<span class="muted small cell-note">${t("assessing.biased_count", { count: result.biased })}</span>` : null}</td>
    ${criteria.map((one) => html`<td key=${one.id} class="numeric">${h(Score, { spread: result?.criteria.find(({ criterion }) => criterion === one.id) })}</td>`)}
    <td class="results__beside small">${vote ? t("assessing.vote", { rank: vote.rank, points: vote.points, voters: vote.turnout, count: vote.admitted }) : html`<span class="muted">${t("inbox.not_voted")}</span>`}</td>
  </tr>`
}

/** Mean with lowest and highest score. @param {{ spread: import("./types.js").Spread | undefined }} props */
function Score({ spread }) {
  if (!spread) return "–"
  return html`${decimal(spread.mean)} <span class="muted small nowrap">${spread.low === spread.high ? "" : `${spread.low}–${spread.high}`}</span>`
}
