// Two criteria against each other, and beside it what the numbers stand for.

import { MatrixChart } from "../shared/matrix.js"
import { Numbers } from "../shared/plots.js"
import { matrixAxes, matrixPoints, standing } from "../shared/results.js"
import { language, t } from "../shared/text.js"
import { h, html, useMemo } from "../vendor/preact.js"
import { chartPages } from "./bars.js"
import { entryOf, footOf, Head, labelOf, Nothing, RowText } from "./results.js"
import { roundShown, tallyOf } from "./scene.js"
import { measure, usePages, useRoom } from "./stagecraft.js"

/** @import { ProjectorView, RoundView, State, Tally } from "../shared/types.js" */
/** @import { Heading } from "./join.js" */

/** So many have a number or a name on the square; the others are points. */
const NAMED = 15
const LEGEND_MS = 12_000

/** @param {{ heading: Heading, state: State, directed?: ProjectorView }} props */
export function Matrix({ heading, state, directed }) {
  const round = roundShown(state, directed, "matrix")
  const tally = round && tallyOf(state, round)
  if (!round || !tally) return h(Nothing, { heading })
  return h(Square, { key: round.id, heading, state, round, tally })
}

/** @param {{ heading: Heading, state: State, round: RoundView, tally: Tally }} props */
function Square({ heading, state, round, tally }) {
  const [square, area] = useRoom()
  const [aside, room] = useRoom()
  const pages = useMemo(() => {
    if (room.height === 0) return []
    const entries = matrixPoints(round, tally)
      .slice(0, NAMED)
      .map(({ item }) => ({ ...entryOf(item, true, state), tags: [] }))
    return chartPages(entries, { text: room.width, height: room.height, body: room.body, mark: 0 }, measure)
  }, [round, tally, room, state.ideas, state.fields, language()])
  const page = usePages(pages.length, () => LEGEND_MS)
  const rows = pages[page] ?? []
  return html`
    <div class="scene">
      ${h(Head, { title: titleOf(round), heading, note: footOf({ state, round, rest: 0 }), page, count: pages.length })}
      <figure class="matrix-scene">
        <div class="matrix-square" ref=${square} aria-hidden="true">
          ${
            area.height > 0
              ? h(MatrixChart, {
                  round,
                  tally,
                  label: (item) => labelOf(item, state).text,
                  color: (item) => labelOf(item, state).field?.color,
                  width: area.width,
                  height: area.height,
                  unit: area.body,
                  limit: NAMED,
                  focus: pages.length > 1 ? new Set(rows.map(({ item }) => item.item)) : undefined,
                  measure,
                })
              : null
          }
        </div>
        <div class="matrix-legend" ref=${aside} aria-hidden="true">
          ${rows.map((row) => html`<div key=${`${row.item.item} ${row.part}`} class=${`legend-row${row.label.field ? ` field-${row.label.field.color ?? 0}` : ""}`} style=${{ height: `${row.height}px`, transform: `translateY(${row.top}px)` }}>${h(RowText, { row })}</div>`)}
        </div>
        ${h(Numbers, { round, tally, label: (item) => labelOf(item, state).text, items: standing(round, tally) })}
      </figure>
    </div>`
}

/** @param {RoundView} round */
function titleOf(round) {
  const axes = matrixAxes(round)
  const { criteria = [], title } = round
  if (title || !axes) return title || ""
  return t("matrix.title", { up: criteria[axes.y].name, across: criteria[axes.x].name })
}
