// What came of a round: rows that grow, or are revealed one by one from the last place.

import { Bar, decimal, Histogram, Numbers, percent, Stack, Strip, valueText } from "../shared/plots.js"
import { reveal, votesOf } from "../shared/results.js"
import { language, n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html, useEffect, useMemo, useState } from "../vendor/preact.js"
import { barLength, chartPages, uncovered, votedOn } from "./bars.js"
import { Title } from "./join.js"
import { attendance, roundShown, tallyOf } from "./scene.js"
import { Count, Leaf, measure, usePages, useRoom } from "./stagecraft.js"

/** @import { ProjectorView, RoundItem, RoundView, State, Tally } from "../shared/types.js" */
/** @import { Standing } from "../shared/results.js" */
/** @import { Entry, Label, Row } from "./bars.js" */
/** @import { Heading } from "./join.js" */

/** Columns beside the text, gaps included, in body sizes. As in results.css. */
const BESIDE = 2.7 + 8 + 2 * 0.8
/** Height of what is drawn below a text, in body sizes. As in results.css. */
const MARKS = { dots: 0.9, approve: 0.9, yesno: 1.4, scale: 2.6, ranking: 0.9 }
/** So many of the best are shown; the others are counted. */
const SHOWN = 24
/** Up to so many characters a title leaves room for what stands beside it. */
const TITLE_BESIDE = 34
const FIRST_MS = 20_000
const FURTHER_MS = 10_000

/** @param {{ heading: Heading, state: State, directed?: ProjectorView }} props */
export function Results({ heading, state, directed }) {
  const round = roundShown(state, directed, "results")
  const tally = round && tallyOf(state, round)
  if (!round || !tally) return h(Nothing, { heading })
  return h(Chart, {
    key: round.id,
    title: round.title || t("results.title"),
    heading,
    round,
    tally,
    state,
    step: directed?.step ?? -1,
    marks: true,
  })
}

/** The places alone, larger. @param {{ heading: Heading, state: State, directed?: ProjectorView }} props */
export function Ranking({ heading, state, directed }) {
  const round = roundShown(state, directed, "ranking")
  const tally = round && tallyOf(state, round)
  if (!round || !tally) return h(Nothing, { heading })
  const step = directed?.step ?? -1
  const title = round.title || t("ranking.title")
  return h(Chart, { key: `${round.id} places`, title, heading, round, tally, state, step, marks: false })
}

/** @param {{ heading: Heading }} props */
export function Nothing({ heading }) {
  return html`<div class="single">${h(Title, { text: heading.prompt })}<p class="lead">${t("results.none")}</p></div>`
}

/**
 * Rows that change places when the order does.
 * @param {{ title: string, heading: Heading, round: RoundView, tally: Tally, state: State, step: number, marks: boolean }} props
 */
export function Chart({ title, heading, round, tally, state, step, marks }) {
  const [ref, room] = useRoom()
  const { voted, rest } = useMemo(() => votedOn(round, tally), [round, tally])
  const told = reveal(voted, step)
  const { places } = told
  const pages = useMemo(() => {
    const shown = told.done ? voted.slice(0, SHOWN).map((item) => ({ item, shown: true })) : uncovered(places)
    const entries = shown.map(({ item, shown }) => entryOf(item, shown, state))
    const chart = {
      text: room.width - BESIDE * room.body,
      height: room.height,
      body: room.body,
      mark: marks ? MARKS[round.method] * room.body : 0,
    }
    return room.height > 0 ? chartPages(entries, chart, measure) : []
  }, [round, voted, told.done, step, room, state.ideas, state.fields, language()])
  const page = usePages(told.done ? pages.length : 1, (shown) => (shown === 0 ? FIRST_MS : FURTHER_MS))
  const grown = useGrown()
  const most = Math.max(0, ...voted.map(({ points }) => points))
  // By item, so that a row stays itself when its place changes.
  const onPage = [...(pages[page] ?? [])].sort((a, b) => a.item.item - b.item.item)
  const foot = footOf({
    state,
    round,
    rest: told.done && !tally.few ? rest + Math.max(0, voted.length - SHOWN) : 0,
  })
  if (step === 0 && !told.done) return h(Covered, { title, heading, places: told.steps, foot })
  return html`
    <div class=${`scene${marks ? "" : " places"}`}>
      ${h(Head, { title, heading, note: foot, page, count: told.done ? pages.length : 1 })}
      <figure class="chart" ref=${ref}>
        ${tally.few || voted.length === 0 ? html`<p class="lead teach">${t(tally.few ? "results.few" : "results.nothing")}</p>` : null}
        <div aria-hidden="true">
          ${onPage.map((row) =>
            h(RowView, {
              key: `${row.item.item} ${row.part}`,
              row,
              round,
              tally,
              length: marks && grown ? barLength(row.item, round, tally, most) : 0,
              marks,
            }),
          )}
        </div>
        ${h(Numbers, {
          round,
          tally,
          label: (item) => labelOf(item, state).text,
          items: told.done ? voted : places.filter(({ shown }) => shown).map(({ item }) => item),
        })}
      </figure>
    </div>`
}

/** A title with what is to be known about the numbers below it.
 * @param {{ title: string, heading: Heading, note: string[], page: number, count: number }} props */
export function Head({ title, heading, note, page, count }) {
  return html`<header class=${`head${title.length > TITLE_BESIDE ? " head-long" : ""}`}>
    <p class="kicker">${heading.prompt}</p>
    ${h(Leaf, { page, count })}
    ${h(Title, { text: title, place: "below" })}
    <div class="head-note">${note.map((line) => html`<p key=${line}>${line}</p>`)}</div>
  </header>`
}

/** Before the first place is revealed. @param {{ title: string, heading: Heading, places: number, foot: string[] }} props */
function Covered({ title, heading, places, foot }) {
  return html`<div class="single covered">
    ${h(Title, { text: title, kicker: heading.prompt })}
    <p class="covered-places" aria-hidden="true">${Array.from({ length: places }, (_, at) => html`<span key=${at}>${n(places - at)}</span>`)}</p>
    <p class="lead">${t("results.covered", { count: places })}</p>
    <p class="foot">${foot.join(" · ")}</p>
  </div>`
}

/** Turnout, and how a staff vote is to be taken. @param {{ state: State, round: RoundView, rest: number }} of */
export function footOf({ state, round, rest }) {
  const { voters, admitted } = attendance(state, round)
  const more = [
    rest > 0 ? t("results.rest", { count: rest }) : "",
    round.method === "ranking" ? t("results.places") : "",
    round.state === "closed" ? t("results.opinion") : t("results.open"),
  ]
  const paper = round.paper ? `, ${t("results.paper", { count: round.paper })}` : ""
  return [`${t("turnout", { voters, count: admitted })}${paper}`, more.filter(Boolean).join(" · ")]
}

/** @param {Standing} item @param {boolean} shown @param {State} state @returns {Entry} */
export function entryOf(item, shown, state) {
  const tags = [item.tied ? t("plot.tied") : "", item.verdict ? t(`plot.${item.verdict}`) : ""]
  return { item, shown, label: labelOf(item, state), tags: tags.filter(Boolean) }
}

/** What was voted on: a topic field as it was then, not what it was joined into since, or the idea that speaks for its group.
 * @param {RoundItem} item @param {State} state @returns {Label} */
export function labelOf(item, state) {
  const field = item.field ? state.fields.find((known) => known.id === item.field) : undefined
  if (field) return { lead: "", text: field.title, field }
  const idea = item.idea ? state.ideas.get(item.idea) : undefined
  return { lead: item.idea ? n(item.idea) : "", text: idea?.text ?? item.title ?? t("results.gone") }
}

/** False for one frame, so that bars start from zero. */
function useGrown() {
  const [grown, setGrown] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setGrown(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  return grown
}

/** @param {{ row: Row, round: RoundView, tally: Tally, length: number, marks: boolean }} props */
function RowView({ row, round, tally, length, marks }) {
  const { item, label, shown } = row
  const place = { height: `${row.height}px`, transform: `translateY(${row.top}px)` }
  if (!shown) {
    return html`<div class="row row-covered" style=${place}>
      <p class="row-rank">${n(item.rank)}</p>
      <span class="row-cover"></span>
    </div>`
  }
  return html`<div class=${`row${label.field ? ` field-${label.field.color ?? 0}` : ""}`} style=${place}>
    <p class="row-rank">${n(item.rank)}</p>
    <div class="row-middle">
      ${h(RowText, { row })}
      ${marks ? h(Mark, { item, round, length }) : null}
    </div>
    ${h(Value, { item, round, tally })}
  </div>`
}

/** @param {{ row: Row }} props */
export function RowText({ row: { label, text, tags, size, part, parts } }) {
  const { field } = label
  const lead = `${label.lead}${parts > 1 ? ` (${part}/${parts})` : ""}`
  return html`<div class="row-text" style=${{ fontSize: `${size}px` }}>
    ${field ? h(FieldBadge, { field: { ...field, title: text } }) : html`<span lang=""><span class="slip-lead">${lead}</span> ${text}</span>`}
    ${tags.map((tag) => html` <span key=${tag} class=${`tag${tag === t("plot.contested") ? " tag-contested" : tag === t("plot.consensus") ? " tag-consensus" : ""}`}>${tag}</span>`)}
  </div>`
}

/** @param {{ item: Standing, round: RoundView, length: number }} props */
function Mark({ item, round, length }) {
  const { criteria = [] } = round
  switch (round.method) {
    case "yesno":
      return html`<div class="row-mark row-votes">${h(Stack, votesOf(item))}<p class="row-note">${t("plot.votes", votesOf(item))}</p></div>`
    case "scale":
      return html`<div class="row-mark row-criteria">
        ${item.criteria.map(
          ({ mean, counts }, at) => html`<p key=${at}>
            <span>${criteria[at]?.name} <strong>${mean > 0 ? decimal(mean) : "–"}</strong></span>
            ${h(Histogram, { counts, mean })}
          </p>`,
        )}
      </div>`
    case "ranking":
      return html`<div class="row-mark">${h(Strip, { counts: item.counts })}</div>`
    default:
      return html`<div class="row-mark">${h(Bar, { share: length })}</div>`
  }
}

/** @param {{ item: Standing, round: RoundView, tally: Tally }} props */
function Value({ item, round, tally }) {
  const { method } = round
  const { points } = item
  if (method === "dots" || method === "ranking")
    return html`<p class="row-value"><strong>${h(Count, { value: points, first: 0 })}</strong> ${t(`value.${method}`, { count: points })}</p>`
  if (method === "yesno") {
    const unit = points === 0 ? "value.even" : points > 0 ? "value.yes" : "value.no"
    return html`<p class="row-value"><strong>${h(Count, { value: Math.abs(points), first: 0 })}</strong> ${t(unit)}</p>`
  }
  const text =
    method === "approve" && tally.voters ? percent(points / tally.voters) : valueText(item, round, tally)
  return html`<p class="row-value"><strong>${text}</strong> ${t(`value.${method}`)}</p>`
}
