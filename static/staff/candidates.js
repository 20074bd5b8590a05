// Candidate measures: the list, and one of them with the contributions and votes it came from.
import { get, patch, Refusal } from "../shared/api.js"
import { date, n, t } from "../shared/text.js"
import { Button, Field, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { useDraft } from "./draft.js"
import { Form, SaveBar } from "./form.js"
import { Head } from "./frame.js"
import { Problem, useAction, useLoaded, Waiting } from "./load.js"
import { Link } from "./place.js"
import { pathTo } from "./routes.js"
import { MIN_PUBLISHED } from "./sift.js"

/** @import { Candidate, Contributions, EventInfo, Source } from "./types.js" */

/** @returns {Promise<Candidate[]>} */
const allCandidates = async () => (await get("/staff/api/candidates")).candidates

export function CandidateList() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<[Candidate[], { events: EventInfo[] }]>} */ () =>
      Promise.all([allCandidates(), get("/staff/api/events")]),
    [],
  )
  if (!data) return html`${h(Head, { title: t("nav.candidates") })}${h(Waiting, { refusal, retry: reload })}`
  const [candidates, { events }] = data
  const titles = new Map(events.map((event) => [event.id, event.title]))
  return html`
    ${h(Head, { title: t("nav.candidates"), children: html`<p class="muted">${t("candidates.about")}</p>` })}
    ${
      candidates.length === 0
        ? html`<p class="empty">${t("candidates.empty")}</p>`
        : html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("nav.candidates")}><table class="table">
            <thead><tr>
              <th scope="col">${t("table.number")}</th>
              <th scope="col">${t("candidate.title")}</th>
              <th scope="col">${t("candidates.event")}</th>
              <th scope="col" class="numeric">${t("candidate.sources")}</th>
              <th scope="col" class="numeric">${t("candidates.most_points")}</th>
              <th scope="col">${t("candidates.created")}</th>
            </tr></thead>
            <tbody>${candidates.map(
              (one) => html`<tr key=${one.id}>
                <td class="number">${t("candidate.number", { number: `${one.number}` })}</td>
                <th scope="row">${h(Link, { to: pathTo("candidate", one.id), children: one.title })}</th>
                <td>${titles.has(one.event) ? h(Link, { to: pathTo("event", one.event), children: titles.get(one.event) }) : html`<span class="muted">${t("candidates.event_gone")}</span>`}</td>
                <td class="numeric">${n(one.sources.length)}</td>
                <td class="numeric">${one.sources.some((source) => source.round) ? n(Math.max(...one.sources.map((source) => source.points))) : "–"}</td>
                <td class="nowrap">${date(new Date(one.created_at).toISOString())}</td>
              </tr>`,
            )}</tbody>
          </table></div>`
    }`
}

/** @param {{ id: string }} props */
export function CandidatePage({ id }) {
  const { data, refusal, reload, set } = useLoaded(() => find(id), [id])
  const up = { to: pathTo("candidates"), label: t("nav.candidates") }
  if (!data)
    return html`${h(Head, { title: t("candidate.this"), up })}${h(Waiting, { refusal, retry: reload })}`
  return html`
    ${h(Head, { title: data.title, up, children: html`<p class="muted">${t("candidate.number", { number: `${data.number}` })} · ${date(new Date(data.created_at).toISOString())}</p>` })}
    ${h(Words, { candidate: data, onSaved: set })}
    ${h(Sources, { candidate: data })}`
}

/** @param {string} id @returns {Promise<Candidate>} */
async function find(id) {
  const found = (await allCandidates()).find((one) => one.id === id)
  if (!found) throw new Refusal({ code: "not_found", status: 404 })
  return found
}

/** Title and summary, edited in place. When somebody else was quicker, both texts stand side by side.
 * @param {{ candidate: Candidate, onSaved: (candidate: Candidate) => void }} props */
function Words({ candidate, onSaved }) {
  const { title, summary, version } = candidate
  const { values, from, set, dirty, discard } = useDraft(`candidate ${candidate.id}`, {
    title,
    summary,
    version,
  })
  const [theirs, setTheirs] = useState(/** @type {Candidate | undefined} */ (undefined))
  const [tried, setTried] = useState(false)
  const saving = useAction()
  /** @param {number} based the version these words were written on */
  const save = (based) =>
    saving.run(async () => {
      setTried(true)
      if (!values.title.trim()) return
      try {
        const words = { title: values.title.trim(), summary: values.summary.trim() }
        const saved = await patch(`/staff/api/candidates/${candidate.id}`, { version: based, ...words })
        discard()
        setTheirs(undefined)
        onSaved(saved)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "version") throw error
        setTheirs(await find(candidate.id))
      }
    })
  function takeTheirs() {
    if (!theirs) return
    discard()
    setTheirs(undefined)
    onSaved(theirs)
  }
  return html`<section class="block">
    ${h(Form, {
      onSubmit: () => save(from.version),
      children: html`
        ${h(Field, { label: t("candidate.title"), value: values.title, onInput: (title) => set({ title }), error: tried && !values.title.trim() ? t("form.needed") : "", input: { name: "title", maxlength: 120 } })}
        ${h(Field, { label: t("candidate.summary"), hint: t("candidate.summary_hint"), type: "textarea", rows: 6, value: values.summary, onInput: (summary) => set({ summary }), input: { name: "summary", maxlength: 5000 } })}
        ${theirs ? h(Conflict, { theirs, busy: saving.busy, onKeep: () => save(theirs.version), onTake: takeTheirs }) : null}
        ${h(Problem, { refusal: saving.refusal })}
        ${theirs ? null : h(SaveBar, { dirty, busy: saving.busy, onDiscard: discard, label: t("candidate.save") })}`,
    })}
  </section>`
}

/** @param {{ theirs: Candidate, busy: boolean, onKeep: () => void, onTake: () => void }} props */
function Conflict({ theirs, busy, onKeep, onTake }) {
  return h(Notice, {
    tone: "warning",
    alert: true,
    title: t("conflict.title"),
    children: html`
      <p>${t("conflict.text")}</p>
      <blockquote class="theirs"><p><strong>${theirs.title}</strong></p><p class="own-words">${theirs.summary}</p></blockquote>
      <div class="actions">
        ${h(Button, { busy, onClick: onKeep, children: t("conflict.keep") })}
        ${h(Button, { onClick: onTake, children: t("conflict.take") })}
      </div>`,
  })
}

/** The line back to ideas and votes: numbers and frozen tallies stay, texts only as long as the event.
 * @param {{ candidate: Candidate }} props */
function Sources({ candidate }) {
  const { data } = useLoaded(
    /** @returns {Promise<Contributions | null>} */
    () => get(`/staff/api/events/${candidate.event}/contributions`).catch(() => null),
    [candidate.event],
  )
  const texts = new Map((data?.ideas ?? []).map((idea) => [idea.number, idea.text]))
  const few = candidate.sources.some(isFew)
  return html`<section class="block">
    <h2>${t("candidate.sources")}</h2>
    <p class="muted">${t("candidate.frozen")} ${data === null ? t("candidates.event_gone") : h(Link, { to: pathTo("contributions", candidate.event), children: t("candidate.to_event") })}</p>
    <div class="table-wrap" role="region" tabindex="0" aria-label=${t("candidate.sources")}><table class="table">
      <thead><tr>
        <th scope="col">${t("candidate.source")}</th>
        <th scope="col">${t("source.round")}</th>
        <th scope="col" class="numeric">${t("source.points")}</th>
        <th scope="col" class="numeric">${t("source.voters")}</th>
        <th scope="col" class="numeric">${t("source.turnout")}</th>
        <th scope="col" class="numeric">${t("source.rank")}</th>
        <th scope="col" class="numeric">${t("source.ties")}</th>
      </tr></thead>
      <tbody>${candidate.sources.map(
        (source) => html`<tr key=${source.field ?? source.number}>
          <th scope="row" class="text">
            ${source.number ? html`<span class="number">${n(source.number)}</span> <span lang="">${texts.get(source.number) ?? ""}</span>` : html`<strong>${source.title}</strong> <span class="muted small cell-note">${t("table.field")}</span>`}
            ${isFew(source) ? html`<span class="few small">${t("mark.few")}</span>` : null}
          </th>
          ${source.round ? votes(source) : html`<td class="muted" colspan="6">${t("source.not_voted")}</td>`}
        </tr>`,
      )}</tbody>
    </table></div>
    <p class="muted small">${t("contributions.opinion")}.${few ? ` ${t("mark.few_hint", { count: MIN_PUBLISHED })}` : ""}</p>
  </section>`
}

/** @param {Source} source */
const isFew = (source) => Boolean(source.round) && source.voters < MIN_PUBLISHED

/** @param {Source} source */
function votes(source) {
  return html`
    <td>${t("round.name", { number: source.round })}</td>
    <td class="numeric">${n(source.points)}</td>
    <td class="numeric">${n(source.voters)}</td>
    <td class="numeric">${t("source.of", { voters: source.turnout, admitted: source.admitted })}</td>
    <td class="numeric">${n(source.rank)}</td>
    <td class="numeric">${source.ties ? n(source.ties) : "–"}</td>`
}
