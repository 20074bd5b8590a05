// An indicator: its values as a small line, towards its target, with the same as a table.

import { day, figure } from "../../shared/format.js"
import { t } from "../../shared/text.js"
import { html } from "../../vendor/preact.js"
import { timeOf } from "./geometry.js"

/** @import { Indicator } from "../types.js" */

const WIDE = 240
const HIGH = 56
const EDGE = 5

/** Where values stand in the figure, from the first day to the last, with the target's height. Pure.
 * @param {Indicator} indicator */
export function plotted({ actuals, baseline, target, due }) {
  const known = [...(actuals ?? [])]
    .filter(({ on }) => Number.isFinite(timeOf(on)))
    .sort((a, b) => a.on.localeCompare(b.on))
  if (known.length === 0) return undefined
  const values = [
    ...known.map(({ value }) => value),
    ...[baseline, target].flatMap((one) => (one === null || one === undefined ? [] : [one])),
  ]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const first = timeOf(known[0].on)
  const last = Math.max(timeOf(known[known.length - 1].on), timeOf(due || "") || 0)
  const x = (/** @type {string} */ on) =>
    EDGE + ((timeOf(on) - first) / (last - first || 1)) * (WIDE - 2 * EDGE)
  const y = (/** @type {number} */ value) =>
    HIGH - EDGE - ((value - low) / (high - low || 1)) * (HIGH - 2 * EDGE)
  return {
    points: known.map(({ on, value }) => ({ x: x(on), y: y(value) })),
    target: target === null || target === undefined ? undefined : y(target),
  }
}

/** @param {{ indicator: Indicator }} props */
export function IndicatorLine({ indicator }) {
  const { title, unit, baseline, target, due, actuals } = indicator
  const figureOf = plotted(indicator)
  const rows = [...(actuals ?? [])].sort((a, b) => a.on.localeCompare(b.on))
  const called = title || t("measure.indicator")
  return html`<section class="indicator">
    <div class="indicator__said">
      <h4 lang="">${called}${unit ? html` <span class="muted">${t("measure.in_unit", { unit })}</span>` : null}</h4>
      <p class="small">${t("measure.baseline")} ${figure(baseline)} → ${t("measure.target")} ${figure(target)}${due ? ` (${day(due)})` : ""}</p>
    </div>
    ${
      figureOf
        ? html`<svg class="indicator__line" viewBox=${`0 0 ${WIDE} ${HIGH}`} aria-hidden="true" focusable="false">
            ${figureOf.target === undefined ? null : html`<path class="indicator__target" d=${`M0 ${figureOf.target}H${WIDE}`} />`}
            <path class="indicator__path" d=${figureOf.points.map(({ x, y }, at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")} />
            ${figureOf.points.map(({ x, y }, at) => html`<circle key=${at} class="indicator__dot" cx=${x} cy=${y} r="3" />`)}
          </svg>
          <div class="table-wrap indicator__table"><table class="table table--print"><caption class="kern-sr-only">${t("measure.actuals_of", { indicator: called })}</caption>
            <thead><tr>${rows.map(({ on }) => html`<th key=${on} scope="col" class="numeric nowrap">${day(on)}</th>`)}</tr></thead>
            <tbody><tr>${rows.map(({ on, value }) => html`<td key=${on} class="numeric">${figure(value)}</td>`)}</tr></tbody>
          </table></div>`
        : html`<p class="muted small">${t("measure.actuals_none")}</p>`
    }
  </section>`
}
