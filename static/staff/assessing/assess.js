// Assessing one measure at a time, its profile beside. What others say is shown once one's own is in.
import { put } from "../../shared/api.js"
import { Bar } from "../../shared/plots.js"
import { n, t } from "../../shared/text.js"
import { Button, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useDraft } from "../draft.js"
import { Form } from "../form.js"
import { Head } from "../frame.js"
import { Problem, useAction, useLoaded, Waiting } from "../load.js"
import { Link, place, refine } from "../place.js"
import { pathTo } from "../routes.js"
import { loadRound } from "./round.js"
import { whole } from "./rounds.js"
import { Sheet } from "./sheet.js"
import { nextOf, SCORES, unscored, waiting, worthOf } from "./weights.js"

/** @import { Assessed, Assessment, Criterion, Detail, Round } from "./types.js" */

/** @param {{ id: string }} props */
export function AssessPage({ id }) {
  const { data, refusal, reload } = useLoaded(() => loadRound(id), [id])
  const up = { to: pathTo("assessment", id), label: data?.round.title ?? t("nav.assessing") }
  if (!data)
    return html`${h(Head, { title: t("assessing.assess"), up })}${h(Waiting, { refusal, retry: reload })}`
  const { round, measures, own } = data
  const asked = new URLSearchParams(place.value.query).get("measure") ?? ""
  const at = round.measures.includes(asked) ? asked : (waiting(round, own)[0] ?? round.measures[0])
  const measure = measures.find((one) => one.id === at)
  if (!measure)
    return html`${h(Head, { title: t("assessing.assess"), up })}<p class="empty">${t("assessing.no_measures")}</p>`
  const left = waiting(round, own).length
  return html`
    ${h(Head, { title: measure.title, up, children: h(Steps, { round, measures, own, at }) })}
    ${left === 0 ? h(Notice, { tone: "success", children: html`<p>${t("assessing.all_done")} ${h(Link, { to: pathTo("assessment", id), children: t("assessing.to_results") })}</p>` }) : null}
    <div class="assess">
      <div class="assess__form">${h(Scoring, {
        key: at,
        round,
        measure,
        own: own.find((one) => one.measure === at),
        onSaved: async () => {
          await reload()
          const next = nextOf(round, own, at)
          if (next) refine({ measure: next })
        },
      })}
        ${h(Others, { detail: data, measure: at })}</div>
      ${h(Sheet, { id: at, votes: measure.votes })}
    </div>`
}

/** Where one is, and ways to the others. @param {{ round: Round, measures: Assessed[], own: Assessment[], at: string }} props */
function Steps({ round, measures, own, at }) {
  const done = new Set(own.map(({ measure }) => measure))
  const titles = new Map(measures.map((one) => [one.id, one.title]))
  return html`<nav class="steps" aria-label=${t("assessing.which")}>
    <p class="small muted">${t("assessing.progress", { done: done.size, count: round.measures.length })}</p>
    <ol>${round.measures.map((id, index) => html`<li key=${id}><button type="button" class=${`steps__one${done.has(id) ? " steps__one--done" : ""}`} aria-current=${id === at ? "step" : undefined} title=${titles.get(id)} onClick=${() => refine({ measure: id })}><span class="kern-sr-only">${titles.get(id)} ${t(done.has(id) ? "assessing.done" : "assessing.waiting")}</span><span aria-hidden="true">${n(index + 1)}</span></button></li>`)}</ol>
  </nav>`
}

/** @param {{ round: Round, measure: Assessed, own: Assessment | undefined, onSaved: () => Promise<void> }} props */
function Scoring({ round, measure, own, onSaved }) {
  const { values, set, dirty, discard } = useDraft(`assess ${round.id} ${measure.id}`, {
    scores: own?.scores ?? {},
    note: own?.note ?? "",
  })
  const [tried, setTried] = useState(false)
  const saving = useAction()
  const lacking = unscored(round.criteria, values.scores)
  /** @param {boolean} biased */
  const send = (biased) =>
    saving.run(async () => {
      setTried(!biased)
      if (!biased && lacking.length > 0) return
      const said = biased
        ? { biased: true, scores: {}, note: "" }
        : { biased: false, scores: values.scores, note: values.note.trim() }
      await put(`/staff/api/assessments/${round.id}/measures/${measure.id}`, said)
      discard()
      await onSaved()
    })
  if (round.state !== "open") return h(Notice, { children: html`<p>${t("error.round_not_open")}</p>` })
  return h(Form, {
    onSubmit: () => send(false),
    children: html`
      ${own?.biased && !dirty ? h(Notice, { children: html`<p>${t("assessing.you_biased")}</p>` }) : null}
      ${round.criteria.map((one) => h(ScoreRow, { key: one.id, criterion: one, score: values.scores[one.id], missing: tried && lacking.includes(one), onScore: (score) => set({ scores: { ...values.scores, [one.id]: score } }) }))}
      ${h(Field, { label: t("assessing.note"), hint: t("assessing.note_hint"), type: "textarea", rows: 3, value: values.note, onInput: (note) => set({ note }), input: { maxlength: 2000 } })}
      ${lacking.length === 0 ? html`<p class="assess__value">${t("assessing.your_value")} <strong>${whole(worthOf(round.criteria, values.scores))}</strong> <span class="muted small">${t("assessing.of_hundred")}</span></p>` : null}
      ${tried && lacking.length > 0 ? html`<p class="kern-error" role="alert"><span class="kern-body">${t("assessing.missing", { count: lacking.length })}</span></p>` : null}
      ${h(Problem, { refusal: saving.refusal })}
      <div class="actions assess__actions">
        ${h(Button, { kind: "primary", type: "submit", busy: saving.busy, children: t(own && !own.biased ? "assessing.change_do" : "assessing.do") })}
        ${h(Button, { kind: "tertiary", busy: saving.busy, onClick: () => send(true), children: t("assessing.biased") })}
      </div>
      <p class="muted small">${t("assessing.biased_hint")}</p>`,
  })
}

/** Five grades in a row, words at both ends.
 * @param {{ criterion: Criterion, score: number | undefined, missing: boolean, onScore: (score: number) => void }} props */
function ScoreRow({ criterion, score, missing, onScore }) {
  const { id, title, text, inverse } = criterion
  return html`<fieldset class=${`score${missing ? " score--missing" : ""}`}>
    <legend>${title}${inverse ? html` <span class="muted small">${t("assessing.inverse_short")}</span>` : null}</legend>
    ${text ? html`<p class="muted small score__text">${text}</p>` : null}
    <div class="score__row">
      <span class="score__end small" aria-hidden="true">${t("assessing.low")}</span>
      ${SCORES.map((one) => html`<label key=${one} class="score__one"><input type="radio" name=${`score-${id}`} value=${one} checked=${one === score} onChange=${() => onScore(one)} /><span>${one}</span>${one === 0 || one === 4 ? html`<span class="kern-sr-only"> ${t(one === 0 ? "assessing.low" : "assessing.high")}</span>` : null}</label>`)}
      <span class="score__end small" aria-hidden="true">${t("assessing.high")}</span>
    </div>
    ${missing ? html`<p class="kern-error" role="alert"><span class="kern-body">${t("assessing.score_needed")}</span></p>` : null}
  </fieldset>`
}

/** What others said of the same measure, once one's own is in. @param {{ detail: Detail, measure: string }} props */
function Others({ detail: { round, own, others, results }, measure }) {
  const mine = own.find((one) => one.measure === measure)
  if (!mine || mine.biased) return html`<p class="muted small">${t("assessing.others_hidden")}</p>`
  const said = others.filter((one) => one.measure === measure)
  const result = results.find((one) => one.measure === measure)
  return html`<section class="block">
    <h2>${t("assessing.others")}</h2>
    ${result?.enough ? html`<p>${t("assessing.value")} <strong>${whole(result.value)}</strong> · ${t("assessing.spread")} ${whole(result.spread)}</p>` : null}
    ${
      said.length === 0
        ? html`<p class="muted">${t("assessing.others_none")}</p>`
        : html`<ul class="others">${said.map(
            (one, at) =>
              html`<li key=${at}><span>${one.name}</span><strong>${whole(worthOf(round.criteria, one.scores))}</strong><span aria-hidden="true">${h(Bar, { share: worthOf(round.criteria, one.scores) / 100 })}</span>${one.note ? html`<p class="muted small own-words">${one.note}</p>` : null}</li>`,
          )}</ul>`
    }
  </section>`
}
