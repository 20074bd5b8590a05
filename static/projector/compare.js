// Two rounds side by side: who gained places, who lost some.

import { standing } from "../shared/results.js"
import { language, n, t } from "../shared/text.js"
import { h, html, useMemo } from "../vendor/preact.js"
import { chartPages } from "./bars.js"
import { compared, slopes } from "./comparing.js"
import { entryOf, Head, labelOf, Nothing, RowText } from "./results.js"
import { roundAgainst, roundShown, tallyOf } from "./scene.js"
import { measure, usePages, useRoom } from "./stagecraft.js"

/** @import { ProjectorView, RoundView, State, Tally } from "../shared/types.js" */
/** @import { Heading } from "./join.js" */

/** Columns beside the text, gaps included, in body sizes. As in compare.css. */
const BESIDE = 10 + 2.2 + 3.6 + 2 * 0.7
/** Width of the lines, in body sizes. */
const SLOPE = 7
const PAGE_MS = 15_000

/** @param {{ heading: Heading, state: State, directed?: ProjectorView }} props */
export function Compare({ heading, state, directed }) {
  const after = roundShown(state, directed, "compare")
  const before = after && roundAgainst(state, directed, after)
  const later = after && tallyOf(state, after)
  const earlier = before && tallyOf(state, before)
  if (!after || !before || !later || !earlier) return h(Nothing, { heading })
  return h(Slopes, {
    key: `${before.id} ${after.id}`,
    heading,
    state,
    before: { ...before, tally: earlier },
    after: { ...after, tally: later },
  })
}

/** @param {{ heading: Heading, state: State, before: RoundView & { tally: Tally }, after: RoundView & { tally: Tally } }} props */
function Slopes({ heading, state, before, after }) {
  const [ref, room] = useRoom()
  const { pairs, left } = useMemo(() => compared(before, after), [before.tally, after.tally])
  const byItem = new Map(pairs.map((pair) => [pair.after.item, pair]))
  const pages = useMemo(() => {
    const entries = pairs.map((pair) => ({ ...entryOf(pair.after, true, state), tags: [] }))
    const chart = { text: room.width - BESIDE * room.body, height: room.height, body: room.body, mark: 0 }
    return room.height > 0 ? chartPages(entries, chart, measure) : []
  }, [pairs, room, state.ideas, state.fields, language()])
  const page = usePages(pages.length, () => PAGE_MS)
  const rows = pages[page] ?? []
  const lines = slopes(rows, byItem, room.height)
  const note = [left > 0 ? t("compare.left", { count: left }) : "", t("results.opinion")].filter(Boolean)
  const width = SLOPE * room.body
  return html`
    <div class="scene compare">
      ${h(Head, { title: t("compare.title"), heading, note, page, count: pages.length })}
      <div class="compare-body">
        <p class="compare-names"><span>${nameOf(before)}</span><span>${nameOf(after)}</span></p>
        <div class="chart" ref=${ref} aria-hidden="true">
          ${lines.map(({ item, rank, from }) => html`<p key=${`before ${item}`} class="compare-before" style=${{ transform: `translateY(${from}px)` }}>${n(rank)}</p>`)}
          <svg class="compare-lines" width=${width} height=${room.height} viewBox=${`0 0 ${width || 1} ${room.height || 1}`}>
            ${lines.map(({ item, from, to, change }) => html`<path key=${item} class=${`compare-line compare-${trend(change)}`} d=${`M0 ${from}C${width / 2} ${from} ${width / 2} ${to} ${width} ${to}`} />`)}
          </svg>
          ${rows.map((row) => {
            const change = byItem.get(row.item.item)?.change
            const field = row.label.field
            return html`<div key=${`${row.item.item} ${row.part}`} class=${`compare-row${field ? ` field-${field.color ?? 0}` : ""}`} style=${{ height: `${row.height}px`, transform: `translateY(${row.top}px)` }}>
              <p class="row-rank">${n(row.item.rank)}</p>
              <p class=${`compare-change compare-${change === undefined ? "new" : trend(change)}`}>${changeText(change)}</p>
              ${h(RowText, { row })}
            </div>`
          })}
        </div>
        <div class="kern-sr-only"><table>
          <caption>${t("compare.title")}</caption>
          <thead><tr><th scope="col">${t(`plot.${after.subject}`)}</th><th scope="col">${nameOf(before)}</th><th scope="col">${nameOf(after)}</th></tr></thead>
          <tbody>
            ${standing(after).map((item) => html`<tr key=${item.item}><th scope="row">${labelOf(item, state).text}</th><td>${byItem.get(item.item)?.before?.rank ?? "–"}</td><td>${n(item.rank)}</td></tr>`)}
          </tbody>
        </table></div>
      </div>
    </div>`
}

/** @param {RoundView} round */
const nameOf = (round) => round.title || t("compare.round", { number: round.number })

/** @param {number} change */
function trend(change) {
  if (change === 0) return "same"
  return change > 0 ? "up" : "down"
}

/** @param {number | undefined} change */
function changeText(change) {
  if (change === undefined) return t("compare.new")
  if (change === 0) return "="
  return `${change > 0 ? "▲" : "▼"} ${n(Math.abs(change))}`
}
