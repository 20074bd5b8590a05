// Rounds of assessment: what is prepared, what is open and how far one is, what has a result.
import { get } from "../../shared/api.js"
import { Bar } from "../../shared/plots.js"
import { date, language, n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can, useLoaded, Waiting } from "../load.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"

/** @import { Criterion, Round } from "./types.js" */

/** @typedef {Round & { done: number }} Listed done: measures that whoever asks has assessed */

/** @returns {Promise<{ rounds: Listed[], suggested: Criterion[] }>} */
export const loadRounds = () => get(`/staff/api/assessments?language=${language()}`)

export function RoundsPage() {
  const { data, refusal, reload } = useLoaded(loadRounds, [])
  const closed = data?.rounds.some((round) => round.state === "closed")
  return html`
    ${h(Head, {
      title: t("nav.assessing"),
      children: html`<p class="muted">${t("assessing.about")}</p>`,
      actions: html`
        ${closed ? h(Link, { to: pathTo("portfolio"), class: "kern-btn kern-btn--tertiary", children: html`<span class="kern-label">${t("portfolio.title")}</span>` }) : null}
        ${can("leadAssessment") ? h(Link, { to: pathTo("assessing_new"), class: "kern-btn kern-btn--primary", children: html`<span class="kern-label">${t("assessing.new")}</span>` }) : null}`,
    })}
    ${data ? h(Rounds, { rounds: data.rounds }) : h(Waiting, { refusal, retry: reload })}`
}

/** @param {{ rounds: Listed[] }} props */
function Rounds({ rounds }) {
  if (rounds.length === 0)
    return html`<p class="empty">${t(can("leadAssessment") ? "assessing.empty" : "assessing.empty_reader")}</p>`
  return html`<ul class="rounds">${rounds.map((round) => h(Card, { key: round.id, round }))}</ul>`
}

/** @param {{ round: Listed }} props */
function Card({ round }) {
  const all = round.measures.length
  const assessing = can("assess") && round.state === "open" && all > 0
  return html`<li class=${`rounds__one rounds__one--${round.state}`}>
    <div>
      <h2>${h(Link, { to: pathTo("assessment", round.id), children: round.title })}</h2>
      <p class="muted small"><span class=${`badge${round.state === "draft" ? " badge--draft" : round.state === "closed" ? " badge--quiet" : ""}`}>${when(round) || t(`assessing.state.${round.state}`)}</span> ${t("assessing.measures", { count: all })} · ${t("assessing.criteria_count", { count: round.criteria.length })}</p>
    </div>
    ${
      assessing
        ? html`<div class="rounds__progress">
            <p class="small">${t("assessing.progress", { done: round.done, count: all })}</p>
            <div aria-hidden="true">${h(Bar, { share: round.done / all })}</div>
            <p class="small">${h(Link, { to: pathTo("assess", round.id), children: t(round.done === 0 ? "assessing.begin" : round.done < all ? "assessing.go_on" : "assessing.change") })}</p>
          </div>`
        : null
    }
  </li>`
}

/** When it was opened or closed. @param {Round} round */
export function when({ opened_on, closed_on }) {
  if (closed_on) return t("assessing.closed_on", { on: date(closed_on) })
  return opened_on ? t("assessing.opened_on", { on: date(opened_on) }) : ""
}

/** A value from 0 to 100 as it is read. @param {number} value */
export const whole = (value) => n(Math.round(value))
