// What an assessor needs to know of a measure, to read beside the scores. The staff's vote has a
// heading of its own and is no part of the value.
import { get } from "../../shared/api.js"
import { amount, span } from "../../shared/format.js"
import { n, t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { useLoaded, Waiting } from "../load.js"
import { Prose } from "../measures/prose.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */
/** @import { Measure, Profile, Source } from "../types.js" */

/** @param {{ id: string, votes?: Source[] }} props */
export function Sheet({ id, votes = [] }) {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<{ measure: Measure }>} */ () => get(`/staff/api/measures/${id}`),
    [id],
  )
  if (!data) return html`<aside class="assess__profile">${h(Waiting, { refusal, retry: reload })}</aside>`
  const { profile } = data.measure
  const parts = partsOf(profile)
  return html`<aside class="assess__profile" aria-label=${t("assessing.sheet")}>
    <h2>${t("assessing.sheet")}</h2>
    ${profile.requirements.length > 0 || profile.legal_basis ? html`<p><span class="badge">${t("assessing.duty")}</span> ${profile.legal_basis}</p>` : null}
    ${parts.length === 0 ? html`<p class="muted">${t("assessing.sheet_empty")}</p>` : parts.map(([key, what]) => html`<section key=${key}><h3>${t(`assessing.part.${key}`)}</h3>${what}</section>`)}
    <p class="small">${h(Link, { to: pathTo("measure", id), children: t("assessing.sheet_all") })}</p>
    <section class="assess__vote">
      <h3>${t("assessing.staff_vote")}</h3>
      <p class="muted small">${t("assessing.vote_beside")}</p>
      ${votes.filter((vote) => vote.round).length === 0 ? html`<p class="small">${t("inbox.not_voted")}</p>` : html`<ul class="bare small">${votes.filter((vote) => vote.round).map((vote, at) => html`<li key=${at}>${vote.number ? `#${vote.number}` : vote.title} · ${t("assessing.vote", { rank: vote.rank, points: vote.points, voters: vote.turnout, count: vote.admitted })}</li>`)}</ul>`}
    </section>
  </aside>`
}

/** What is said at all. @param {Profile} profile @returns {[key: string, what: ComponentChildren][]} */
function partsOf(profile) {
  /** @type {[string, ComponentChildren][]} */
  const parts = []
  for (const key of /** @type {const} */ (["summary", "situation", "effect"]))
    if (profile[key]) parts.push([key, h(Prose, { text: profile[key] })])
  if (profile.audience || profile.affected)
    parts.push([
      "audience",
      html`<p>${profile.audience} ${profile.affected ? t("assessing.affected", { count: profile.affected }) : ""}</p>`,
    ])
  if (span(profile.current)) parts.push(["time", html`<p>${span(profile.current)}</p>`])
  if (profile.costs.length > 0)
    parts.push(["costs", html`<p>${amount(profile.costs.reduce((sum, one) => sum + one.amount, 0))}</p>`])
  if (profile.effort.fte || profile.effort.days || profile.effort.note)
    parts.push([
      "effort",
      html`<p>${[profile.effort.fte ? t("assessing.fte", { fte: n(profile.effort.fte) }) : "", profile.effort.days ? t("assessing.days", { count: profile.effort.days }) : "", profile.effort.note].filter(Boolean).join(" · ")}</p>`,
    ])
  if (profile.risks.length > 0)
    parts.push([
      "risks",
      html`<ul class="bare">${profile.risks.map((risk) => html`<li key=${risk.id}>${risk.title}</li>`)}</ul>`,
    ])
  return parts
}
