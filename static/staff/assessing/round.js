// One round: a draft is prepared, an open one goes on, a closed one has results.
import { get, post, remove } from "../../shared/api.js"
import { Bar } from "../../shared/plots.js"
import { n, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can, Problem, useAction, useLoaded, Waiting } from "../load.js"
import { go, Link } from "../place.js"
import { pathTo } from "../routes.js"
import { DraftForm } from "./planning.js"
import { Results } from "./results.js"
import { when } from "./rounds.js"
import { shares } from "./weights.js"

/** @import { Detail, Round } from "./types.js" */

/** @param {string} id @returns {Promise<Detail>} */
export const loadRound = (id) => get(`/staff/api/assessments/${id}`)

/** @param {{ id: string }} props */
export function RoundPage({ id }) {
  const { data, refusal, reload } = useLoaded(() => loadRound(id), [id])
  const [unsaved, setUnsaved] = useState(false)
  const up = { to: pathTo("assessing"), label: t("nav.assessing") }
  if (!data)
    return html`${h(Head, { title: t("nav.assessing"), up })}${h(Waiting, { refusal, retry: reload })}`
  const { round } = data
  return html`
    ${h(Head, {
      title: round.title,
      up,
      children: html`<p class="muted"><span class="badge">${when(round) || t(`assessing.state.${round.state}`)}</span></p>`,
      actions: h(Doings, { round, own: data.own.length, unsaved, reload }),
    })}
    ${round.state === "draft" ? h(Draft, { round, reload, onDirty: setUnsaved }) : h(Frozen, { detail: data })}`
}

/** @param {{ round: Round, reload: () => Promise<void>, onDirty: (dirty: boolean) => void }} props */
function Draft({ round, reload, onDirty }) {
  if (!can("leadAssessment")) return html`<p class="empty">${t("assessing.in_preparation")}</p>`
  return html`<div class="round-note">${h(Notice, { children: html`<p>${t("assessing.frozen_later")}</p>` })}</div>${h(DraftForm, { key: round.version, round, onSaved: reload, onDirty })}`
}

/** What a round's leader and its assessors can do next. @param {{ round: Round, own: number, unsaved: boolean, reload: () => Promise<void> }} props */
function Doings({ round, own, unsaved, reload }) {
  const working = useAction()
  const [sure, setSure] = useState(false)
  const leads = can("leadAssessment")
  /** @param {"open" | "close"} step */
  const take = (step) =>
    working.run(async () => {
      await post(`/staff/api/assessments/${round.id}/${step}`)
      await reload()
    })
  const removeIt = () =>
    working.run(async () => {
      await remove(`/staff/api/assessments/${round.id}`)
      go(pathTo("assessing"), { replace: true })
    })
  return html`
    ${round.state === "open" && can("assess") ? h(Link, { to: pathTo("assess", round.id), class: "kern-btn kern-btn--primary", children: html`<span class="kern-label">${t(own === 0 ? "assessing.begin" : own < round.measures.length ? "assessing.go_on" : "assessing.change")}</span>` }) : null}
    ${round.state === "closed" ? h(Link, { to: `${pathTo("portfolio")}?round=${encodeURIComponent(round.id)}`, class: "kern-btn kern-btn--secondary", children: html`<span class="kern-label">${t("portfolio.title")}</span>` }) : null}
    ${leads && round.state === "draft" ? h(Button, { kind: "primary", busy: working.busy, disabled: unsaved, onClick: () => take("open"), children: t("assessing.open") }) : null}
    ${leads && round.state === "open" ? h(Button, { kind: can("assess") ? "secondary" : "primary", busy: working.busy, onClick: () => take("close"), children: t("assessing.close") }) : null}
    ${leads && round.state === "draft" ? h(Button, { kind: "tertiary", danger: sure, busy: working.busy, onClick: sure ? removeIt : () => setSure(true), children: t(sure ? "assessing.remove_sure" : "assessing.remove") }) : null}
    ${h(Problem, { refusal: working.refusal })}`
}

/** @param {{ detail: Detail }} props */
function Frozen({ detail }) {
  const { round, results } = detail
  const closed = round.state === "closed"
  return html`
    ${closed ? null : html`<p class="muted round-note">${t("assessing.hidden")}</p>`}
    ${closed || results.length > 0 ? h(Results, { detail }) : h(Progress, { detail })}
    ${h(Weights, { round })}`
}

/** How far the round is, without a word about who. @param {{ detail: Detail }} props */
function Progress({ detail: { round, measures, own, counts } }) {
  const done = new Set(own.map(({ measure }) => measure))
  return html`<section class="block">
    <h2>${t("assessing.which")}</h2>
    <ul class="choices">${measures.map((one) => html`<li key=${one.id}>${h(Link, { to: pathTo("measure", one.id), children: one.title })}${can("assess") ? html` <span class="muted small">${t(done.has(one.id) ? "assessing.done" : "assessing.waiting")}</span>` : null}${one.id in counts ? html` <span class="muted small">· ${t("assessing.scored", { count: counts[one.id] })}</span>` : null}</li>`)}</ul>
    ${can("assess") ? html`<p class="small muted">${t("assessing.progress", { done: own.length, count: round.measures.length })}</p>` : null}
  </section>`
}

/** Frozen since it was opened. @param {{ round: Round }} props */
function Weights({ round: { criteria } }) {
  const parts = shares(criteria)
  return html`<section class="block">
    <h2>${t("assessing.criteria")}</h2>
    <p class="muted small">${t("assessing.frozen")}</p>
    <dl class="weights">${criteria.map(
      (one, at) => html`<div key=${one.id}>
        <dt>${one.title}${one.inverse ? html` <span class="muted small">${t("assessing.inverse_short")}</span>` : null}${one.text ? html`<span class="muted small cell-note">${one.text}</span>` : null}</dt>
        <dd><strong>${n(parts[at])} %</strong><div aria-hidden="true">${h(Bar, { share: parts[at] / 100 })}</div></dd>
      </div>`,
    )}</dl>
  </section>`
}
