// The vote while it runs, and its results: a window that fills while numbers are hidden, bars when they are not.

import { Rosette } from "../shared/rosette.js"
import { lastClosedRound } from "../shared/session.js"
import { n, t } from "../shared/text.js"
import { FieldBadge } from "../shared/ui.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { bars, place, turnout } from "./bars.js"
import { Title } from "./join.js"
import { roundShown } from "./scene.js"
import { Count, Leaf, usePages, useRoom } from "./stagecraft.js"

/** @typedef {import('../shared/types.js').State} State */
/** @typedef {import('./join.js').Heading} Heading */
/** @typedef {import('../shared/types.js').RoundView} RoundView */
/** @typedef {import('../shared/types.js').Tally} Tally */
/** @typedef {import('./bars.js').Bar} Bar */

/** Height of a row of bars, in body sizes: two lines of text and air. */
const ROW = 3.2

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
  const all = bars(round, tally)
  const rows = all.filter((bar) => bar.rank > 0)
  const perPage = Math.max(1, Math.floor(room.height / (ROW * room.body || 1)))
  const count = room.height > 0 ? Math.ceil(rows.length / perPage) : 1
  const { page } = usePages(count, (shown) => (shown === 0 ? 20_000 : 10_000))
  const grown = useGrown()
  const onPage = rows
    .map((bar, index) => ({ bar, at: place(index, perPage) }))
    .filter(({ at }) => at.page === page)
    .sort((a, b) => a.bar.item - b.bar.item)
  const rest = all.length - rows.length
  return html`
    <div class="scene">
      <header>
        ${h(Title, { text: title, kicker: heading.prompt })}
        ${h(Leaf, { page, count })}
      </header>
      <ol class="chart" ref=${ref}>
        ${onPage.map(({ bar, at }) => h(Row, { key: bar.item, bar, top: at.row * ROW, grown, round, state }))}
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

/** @param {{ bar: Bar, top: number, grown: boolean, round: RoundView, state: State }} props */
function Row({ bar, top, grown, round, state }) {
  const field = fieldOf(bar.item, round, state)
  return html`
    <li class=${`row${field ? ` field-${field.color ?? 0}` : ""}`} style=${{ transform: `translateY(${top}rem)` }}>
      <p class="row-rank">${bar.rank ? n(bar.rank) : "–"}${bar.tied ? html`<span class="row-tied">${t("results.tied")}</span>` : null}</p>
      <div class="row-text">${h(Subject, { item: bar.item, round, state })}</div>
      <div class="row-bar">
        <span class="row-fill" style=${{ transform: `scaleX(${grown ? bar.length : 0})` }}></span>
      </div>
      <p class="row-points"><strong>${h(Count, { value: bar.points, first: 0 })}</strong> ${t("bars.points", { count: bar.points })}<br />${t("bars.voters", { count: bar.voters })}</p>
    </li>`
}

/** The topic field an item stands for, if it is one, as it was voted on: not what it was joined into since.
 * @param {number} item @param {RoundView} round @param {State} state */
function fieldOf(item, round, state) {
  const id = round.items.find((known) => known.item === item)?.field
  return id ? state.fields.find((known) => known.id === id) : undefined
}

/** What was voted on: a topic field, or the idea that speaks for its group.
 * @param {{ item: number, round: RoundView, state: State }} props */
function Subject({ item, round, state }) {
  const field = fieldOf(item, round, state)
  if (field) return h(FieldBadge, { field })
  const voted = round.items.find((known) => known.item === item)
  const idea = voted?.idea ? state.ideas.get(voted.idea) : undefined
  return html`<p lang="">
    <span class="slip-lead">${voted?.idea ? n(voted.idea) : ""}</span> ${idea?.text ?? voted?.title ?? ""}
  </p>`
}
