// The vote while it runs, and its results: a window that fills while numbers are hidden, bars when they are not.

import { Rosette } from "../shared/rosette.js"
import { lastClosedRound } from "../shared/session.js"
import { language, n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html, useEffect, useMemo, useState } from "../vendor/preact.js"
import { bars, chartPages, turnout } from "./bars.js"
import { Title } from "./join.js"
import { roundShown } from "./scene.js"
import { Count, Leaf, measure, usePages, useRoom } from "./stagecraft.js"

/** @typedef {import('../shared/types.js').State} State */
/** @typedef {import('./join.js').Heading} Heading */
/** @typedef {import('../shared/types.js').RoundView} RoundView */
/** @typedef {import('../shared/types.js').Tally} Tally */

/** Columns of a row beside the text, gaps included, in body sizes; of the rest the text has this share. As in vote.css. */
const BESIDE = 4.2 + 8.6 + 3 * 0.9
const TEXT_SHARE = 0.64

/** @param {{ heading: Heading, state: State }} props */
export function Vote({ heading, state }) {
  const round = roundShown(state)
  if (!round) {
    return html`<div class="vote">
      ${h(Rosette, { share: 0 })}
      <div class="vote-words">
        ${h(Title, { text: heading.prompt })}
        <p class="lead">${t("vote.soon")}</p>
      </div>
    </div>`
  }
  const live = state.pulse?.round?.id === round.id ? state.pulse.round : undefined
  const { voters, admitted } = attendance(state, round)
  if (round.state === "open" && !round.hidden && live?.tally) {
    return h(Chart, {
      key: round.id,
      title: t("vote.running"),
      heading,
      round,
      tally: live.tally,
      state,
      foot: t("turnout", { voters, count: admitted }),
    })
  }
  return html`
    <div class="vote">
      ${h(Rosette, { share: turnout(voters, admitted) })}
      <div class="vote-words">
        ${h(Title, { text: round.state === "open" ? t("vote.running") : t("vote.closed") })}
        <p class="vote-count"><strong>${h(Count, { value: voters })}</strong> ${t("vote.of", { count: admitted })}</p>
        <p class="lead">${round.state === "open" ? t("vote.rules", { count: round.budget }) : t("vote.then")}</p>
      </div>
    </div>`
}

/** @param {{ heading: Heading, state: State }} props */
export function Results({ heading, state }) {
  const round = lastClosedRound(state)
  if (!round) {
    return html`<div class="single">${h(Title, { text: heading.prompt })}<p class="lead">${t("results.none")}</p></div>`
  }
  const { voters, admitted } = attendance(state, round)
  return h(Chart, {
    key: `${round.id} closed`,
    title: t("results.title"),
    heading,
    round,
    tally: round.tally,
    state,
    foot: `${t("turnout", { voters, count: admitted })} · ${t("results.opinion")}`,
  })
}

/** Devices that voted, of devices admitted: frozen at close, live before.
 * @param {State} state @param {RoundView} round */
function attendance(state, round) {
  if (round.state === "closed") return { voters: round.tally?.voters ?? 0, admitted: round.admitted ?? 0 }
  const live = state.pulse?.round?.id === round.id ? state.pulse.round : undefined
  return { voters: live?.voters ?? live?.tally?.voters ?? 0, admitted: state.pulse?.admitted ?? 0 }
}

/** Rows that grow from zero and change places when the order does. What got no points is only counted.
 * @param {{ title: string, heading: Heading, round: RoundView, tally?: Tally, state: State, foot: string }} props */
function Chart({ title, heading, round, tally, state, foot }) {
  const [ref, room] = useRoom()
  const { rest, pages } = useMemo(() => {
    const all = bars(round, tally)
    const rows = all
      .filter((bar) => bar.rank > 0)
      .map((bar) => ({ bar, label: labelOf(bar.item, round, state) }))
    const text = (room.width - BESIDE * room.body) * TEXT_SHARE
    const pages = room.height > 0 ? chartPages(rows, { ...room, text }, measure) : []
    return { rest: all.length - rows.length, pages }
  }, [round, tally, room, state.ideas, state.fields, language()])
  const page = usePages(pages.length, (shown) => (shown === 0 ? 20_000 : 10_000))
  const grown = useGrown()
  const onPage = [...(pages[page] ?? [])].sort((a, b) => a.bar.item - b.bar.item)
  return html`
    <div class="scene">
      <header>
        ${h(Title, { text: title, kicker: heading.prompt })}
        ${h(Leaf, { page, count: pages.length })}
      </header>
      <ol class="chart" ref=${ref}>
        ${onPage.map((row) => h(RowView, { key: `${row.bar.item} ${row.part}`, row, grown }))}
      </ol>
      <p class="foot">${foot}${rest > 0 ? ` · ${t("results.rest", { count: rest })}` : ""}</p>
    </div>`
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

/** @param {{ row: import('./bars.js').Row, grown: boolean }} props */
function RowView({ row: { bar, label, text, size, top, height, part, parts }, grown }) {
  const { field } = label
  const lead = `${label.lead}${parts > 1 ? ` (${part}/${parts})` : ""}`
  return html`
    <li class=${`row${field ? ` field-${field.color ?? 0}` : ""}`} style=${{ height: `${height}px`, transform: `translateY(${top}px)` }}>
      <p class="row-rank">${n(bar.rank)}${bar.tied ? html`<span class="row-tied">${t("results.tied")}</span>` : null}</p>
      <div class="row-text" style=${{ fontSize: `${size}px` }}>
        ${field ? h(FieldBadge, { field: { ...field, title: text } }) : html`<p lang=""><span class="slip-lead">${lead}</span> ${text}</p>`}
      </div>
      <div class="row-bar">
        <span class="row-fill" style=${{ transform: `scaleX(${grown ? bar.length : 0})` }}></span>
      </div>
      <p class="row-points"><strong>${h(Count, { value: bar.points, first: 0 })}</strong> ${t("bars.points", { count: bar.points })}<br />${t("bars.voters", { count: bar.voters })}</p>
    </li>`
}

/** What was voted on: a topic field as it was then, not what it was joined into since, or the idea that speaks for its group.
 * @param {number} item @param {RoundView} round @param {State} state @returns {import('./bars.js').Label} */
function labelOf(item, round, state) {
  const voted = round.items.find((known) => known.item === item)
  const field = voted?.field ? state.fields.find((known) => known.id === voted.field) : undefined
  if (field) return { lead: "", text: field.title, field }
  const idea = voted?.idea ? state.ideas.get(voted.idea) : undefined
  return { lead: voted?.idea ? n(voted.idea) : "", text: idea?.text ?? voted?.title ?? "" }
}
