// What assessors found, with the staff's vote beside it: two figures that are never mixed.

import { day, figure } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { MIN_PUBLISHED } from "../sift.js"

/** @import { Source } from "../types.js" */

/**
 * @typedef {{ round: string, title: string, closed_on: string,
 *   result: { count: number, biased: number, enough: boolean, value: number, spread: number } }} Assessed
 */

/** @param {{ assessments: Assessed[], sources: Source[] }} props */
export function Assessments({ assessments, sources }) {
  const votes = sources.filter(({ round }) => round)
  return html`<div class="two-figures">
    <section><h3>${t("measure.assessment")}</h3>
      ${
        assessments.length === 0
          ? html`<p class="muted">${t("measure.assessment_none")}</p>`
          : html`<ul class="plain">${assessments.map(
              ({ round, title, closed_on, result }) => html`<li key=${round}>
              <span lang="">${title}</span> <span class="muted">${day(closed_on)}</span><br />
              ${result.enough ? html`<strong>${t("measure.assessment_value", { value: figure(Math.round(result.value)) })}</strong> ${t("measure.assessment_spread", { spread: figure(Math.round(result.spread)) })}, ${t("measure.assessors", { count: result.count })}` : t("measure.assessment_few")}${result.biased > 0 ? `, ${t("measure.biased", { count: result.biased })}` : ""}
            </li>`,
            )}</ul>`
      }
    </section>
    <section><h3>${t("measure.vote")}</h3>
      ${
        votes.length === 0
          ? html`<p class="muted">${t("measure.vote_none")}</p>`
          : html`<ul class="plain">${votes.map((source, at) => html`<li key=${at}>${h(Vote, { source })}</li>`)}</ul>`
      }
    </section>
  </div>`
}

/** A frozen tally with its room, and what it is not. @param {{ source: Source }} props */
export function Vote({ source: { voters, points, turnout, admitted, rank, ties } }) {
  const few = voters < MIN_PUBLISHED
  return html`<span class="vote">
    <strong>${t("measure.vote_points", { count: points })}</strong>, ${t("measure.vote_rank", { rank: n(rank) })}${ties ? ` ${t("measure.vote_ties", { count: ties })}` : ""}${" "}
    <span class="muted">${t("bars.voters", { count: voters })} · ${t("turnout", { voters: n(turnout), count: admitted })} · ${t("contributions.opinion")}</span>
    ${few ? html`<span class="few small">${t("mark.few")}</span>` : null}
  </span>`
}
