// The portfolio picture: what measures are worth against what they take, as bubbles and as a table.
import { get } from "../../shared/api.js"
import { amount } from "../../shared/format.js"
import { Bar } from "../../shared/plots.js"
import { SHAPES } from "../../shared/shapes.js"
import { date, n, t } from "../../shared/text.js"
import { FieldBadge } from "../../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js"
import { Select } from "../form.js"
import { Head } from "../frame.js"
import { useLoaded, Waiting } from "../load.js"
import { usePlan } from "../measures/plan.js"
import { numberOf } from "../measures/reading.js"
import { Link, place, refine } from "../place.js"
import { pathTo } from "../routes.js"
import { topOf } from "../structure/tree.js"
import { bubblesOf, frameOf, neighbour } from "./geometry.js"
import { loadRounds, whole } from "./rounds.js"

/** @import { Measure } from "../types.js" */
/** @import { Plan } from "../measures/sifting.js" */
/** @import { Bubble, Sheet } from "./geometry.js" */
/** @import { Point, Round, Spot } from "./types.js" */

/** @typedef {{ round: Round | null, effort_by: "criteria" | "costs", points: Spot[] }} Portfolio */

/** On a phone the sheet is smaller, so that its text is not. */
const SHEETS = { wide: { width: 720, height: 480, unit: 13 }, narrow: { width: 380, height: 420, unit: 13 } }

/** The sheet for the width of the window, also when that changes. */
function useSheet() {
  const narrow = matchMedia("(max-width: 40rem)")
  const [sheet, setSheet] = useState(narrow.matches ? SHEETS.narrow : SHEETS.wide)
  useEffect(() => {
    const turn = () => setSheet(narrow.matches ? SHEETS.narrow : SHEETS.wide)
    narrow.addEventListener("change", turn)
    return () => narrow.removeEventListener("change", turn)
  }, [])
  return sheet
}

export function PortfolioPage() {
  const asked = new URLSearchParams(place.value.query).get("round") ?? ""
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<[Portfolio, { rounds: Round[] }]>} */
    () =>
      Promise.all([
        get(`/staff/api/portfolio${asked ? `?round=${encodeURIComponent(asked)}` : ""}`),
        loadRounds(),
      ]),
    [asked],
  )
  const { plan } = usePlan()
  const up = { to: pathTo("assessing"), label: t("nav.assessing") }
  if (!data || !plan)
    return html`${h(Head, { title: t("portfolio.title"), up })}${h(Waiting, { refusal, retry: reload })}`
  const [{ round, effort_by, points }, { rounds }] = data
  const closed = rounds.filter(({ state }) => state === "closed")
  return html`
    ${h(Head, { title: t("portfolio.title"), up, children: round ? html`<p class="muted">${round.title}${round.closed_on ? ` · ${t("assessing.closed_on", { on: date(round.closed_on) })}` : ""}</p>` : null })}
    ${closed.length > 1 ? html`<div class="filters">${h(Select, { id: "portfolio-round", label: t("portfolio.round"), value: round?.id ?? "", onInput: (id) => refine({ round: id }), options: closed.map((one) => /** @type {[string, string]} */ ([one.id, one.title])) })}</div>` : null}
    ${points.length === 0 ? html`<p class="empty">${t("portfolio.empty")}</p>` : h(Picture, { points: pointsOf(points, plan), byCosts: effort_by === "costs" })}`
}

/** With the house's number, and the topic field's colour. @param {Spot[]} spots @param {Plan} plan @returns {Point[]} */
function pointsOf(spots, { measures, nodes, house }) {
  const fields = new Map(measures.map((measure) => [measure.id, topOf(nodes, measure.profile.field)]))
  return spots.map((spot) => {
    const field = fields.get(spot.measure)
    const { measure, title, value, effort, cost, legal } = spot
    const number = numberOf(/** @type {Measure} */ (/** @type {unknown} */ (spot)), house)
    return {
      measure,
      title,
      value,
      effort,
      cost,
      legal,
      number,
      color: field?.color ?? 0,
      field: field?.title,
    }
  })
}

/** @param {{ points: Point[], byCosts: boolean }} props */
function Picture({ points, byCosts }) {
  const sheet = useSheet()
  const bubbles = bubblesOf(points, sheet)
  const best = [...points].sort((a, b) => b.value - a.value)
  const [at, setAt] = useState(best[0]?.measure ?? "")
  const picture = useRef(/** @type {SVGElement | null} */ (null))
  const shown = points.find(({ measure }) => measure === at)
  const fields = [
    ...new Map(points.filter(({ field }) => field).map((point) => [point.field, point])).values(),
  ]
  /** @param {KeyboardEvent} event */
  function step(event) {
    const next = neighbour(bubbles, at, event.key)
    if (!event.key.startsWith("Arrow")) return
    event.preventDefault()
    if (!next) return
    setAt(next)
    picture.current?.querySelector(/** @type {"a"} */ (`[data-measure="${CSS.escape(next)}"]`))?.focus()
  }
  return html`<div class="portfolio">
    <figure class="portfolio__picture">
      <svg ref=${picture} class="portfolio__svg" viewBox=${`0 0 ${sheet.width} ${sheet.height}`} font-size=${sheet.unit} role="group" aria-label=${t("portfolio.picture")} onKeyDown=${step}>
        ${h(Axes, { byCosts, sheet })}
        ${bubbles.map((bubble) => h(Mark, { key: bubble.point.measure, bubble, unit: sheet.unit, current: bubble.point.measure === at, onAt: setAt }))}
        ${bubbles.map(({ point, name }) => name && html`<text key=${point.measure} class="portfolio__name" x=${name.x} y=${name.y + sheet.unit * 0.35} text-anchor="middle" aria-hidden="true">${point.number}</text>`)}
      </svg>
      ${shown ? html`<figcaption class="portfolio__caption"><p role="status"><strong>${shown.number} ${shown.title}</strong> ${t("portfolio.values", { value: whole(shown.value), effort: whole(shown.effort) })}${shown.cost ? ` · ${amount(shown.cost)}` : ""}${shown.legal ? html` <span class="badge">${t("assessing.duty")}</span>` : null}</p></figcaption>` : null}
      <ul class="portfolio__legend">
        ${fields.map((point) => html`<li key=${point.field}>${h(FieldBadge, { field: { title: point.field ?? "", color: point.color } })}</li>`)}
        ${points.some(({ legal }) => legal) ? html`<li><span class="portfolio__duty" aria-hidden="true"></span>${t("assessing.duty")}</li>` : null}
        <li class="muted">${t("portfolio.size")}</li>
      </ul>
      <p class="muted small">${byCosts ? "" : `${t("portfolio.parts")} `}${t("portfolio.keys")}</p>
    </figure>
    ${h(Numbers, { points: best, at, onAt: setAt })}
  </div>`
}

/** @param {{ byCosts: boolean, sheet: Sheet }} props */
function Axes({ byCosts, sheet }) {
  const { x, y, width, height } = frameOf(sheet)
  const { unit } = sheet
  return html`<g aria-hidden="true">
    <rect class="matrix-quadrant" x=${x} y=${y} width=${width} height=${height} />
    <rect class="matrix-best" x=${x} y=${y} width=${width / 2} height=${height / 2} />
    <path class="matrix-cross" d=${`M${x + width / 2} ${y}v${height}M${x} ${y + height / 2}h${width}`} />
    <text class="matrix-name" x=${x + unit * 0.5} y=${y + unit * 1.2}>${t("portfolio.first")}</text>
    <text class="matrix-name" x=${x + width - unit * 0.5} y=${y + unit * 1.2} text-anchor="end">${t("portfolio.plan")}</text>
    <text class="matrix-name" x=${x + unit * 0.5} y=${y + height - unit * 0.5}>${t("portfolio.aside")}</text>
    <text class="matrix-name" x=${x + width - unit * 0.5} y=${y + height - unit * 0.5} text-anchor="end">${t("portfolio.later")}</text>
    <text class="matrix-axis" x=${x + width / 2} y=${y + height + unit * 1.6} text-anchor="middle">${t(byCosts ? "portfolio.by_costs" : "portfolio.effort")}</text>
    <text class="matrix-axis" transform=${`translate(${unit * 1.3} ${y + height / 2}) rotate(-90)`} text-anchor="middle">${t("portfolio.value")}</text>
  </g>`
}

/** A bubble in its topic field's colour with the field's shape in it; a duty has a second ring.
 * @param {{ bubble: Bubble, unit: number, current: boolean, onAt: (id: string) => void }} props */
function Mark({ bubble: { point, x, y, radius }, unit, current, onAt }) {
  const sign = Math.min(radius * 1.1, unit)
  const color = point.color ?? 0
  return html`<a
    href=${pathTo("measure", point.measure)}
    class=${`bubble field-${color}${current ? " bubble--on" : ""}`}
    data-measure=${point.measure}
    tabindex=${current ? 0 : -1}
    aria-label=${t("portfolio.bubble", { number: point.number, title: point.title, value: whole(point.value), effort: whole(point.effort) })}
    onFocus=${() => onAt(point.measure)}
    onPointerEnter=${() => onAt(point.measure)}
  >
    ${point.legal ? html`<circle class="bubble__duty" cx=${x} cy=${y} r=${radius + 3} />` : null}
    <circle class="bubble__ground" cx=${x} cy=${y} r=${radius} />
    <path class="bubble__sign" fill-rule="evenodd" d=${SHAPES[color % SHAPES.length]} transform=${`translate(${x - sign / 2} ${y - sign / 2}) scale(${sign / 20})`} />
  </a>`
}

/** The same as a table. @param {{ points: Point[], at: string, onAt: (id: string) => void }} props */
function Numbers({ points, at, onAt }) {
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("portfolio.table")}><table class="table portfolio__table">
    <thead><tr>
      <th scope="col">${t("table.number")}</th>
      <th scope="col">${t("assessing.measure")}</th>
      <th scope="col">${t("portfolio.value")}</th>
      <th scope="col">${t("portfolio.effort")}</th>
      <th scope="col" class="numeric">${t("portfolio.cost")}</th>
    </tr></thead>
    <tbody>${points.map(
      (
        point,
      ) => html`<tr key=${point.measure} class=${point.measure === at ? "is-chosen" : ""} onPointerEnter=${() => onAt(point.measure)}>
        <td class="number">${point.number}</td>
        <th scope="row">${h(Link, { to: pathTo("measure", point.measure), children: point.title })}${point.legal ? html` <span class="badge">${t("assessing.duty")}</span>` : null}${point.field ? html`<span class="small cell-note">${h(FieldBadge, { field: { title: point.field, color: point.color } })}</span>` : null}</th>
        <td class="portfolio__number">${whole(point.value)}<span aria-hidden="true">${h(Bar, { share: point.value / 100 })}</span></td>
        <td class="portfolio__number">${whole(point.effort)}<span aria-hidden="true">${h(Bar, { share: point.effort / 100 })}</span></td>
        <td class="numeric nowrap">${point.cost ? amount(point.cost) : n(0)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}
