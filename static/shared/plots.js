// What a round's numbers look like: figures drawn as SVG, each with a table for those who cannot see them.

import { h, html } from "../vendor/preact.js"
import { MatrixChart } from "./matrix.js"
import { isVoted, matrixAxes, share, standing, votesOf } from "./results.js"
import { language, n, t } from "./text.js"

/** @import { ComponentChildren } from "../vendor/preact.js" */
/** @import { RoundItem, RoundView, Tally } from "./types.js" */
/** @import { Standing } from "./results.js" */

/**
 * @typedef {object} Plot
 * @property {RoundView} round
 * @property {Tally} [tally] of an open round; default: the round's own
 * @property {(item: RoundItem) => string} label
 * @property {(item: RoundItem) => number | undefined} [color] of a topic field, 0 to 11
 * @property {(item: RoundItem) => boolean} [mine] whether it is this device's own choice
 * @property {number} [limit] the first so many are drawn; the table has them all
 */

/** @typedef {{ name: string, of: (item: Standing) => string }} Column */

/** Points, approvals, means or Borda points as bars, by rank. @param {Plot} props */
export function Bars(props) {
  const { round, tally } = props
  const items = standing(round, tally).filter(isVoted)
  const most = Math.max(1, ...items.map((item) => height(item, round)))
  return h(Rows, { ...props, items, draw: (item) => h(Bar, { share: height(item, round) / most }) })
}

/** What bars compare: means on a scale, else points. @param {Standing} item @param {RoundView} round */
function height(item, round) {
  return round.method === "scale" ? (share(item, round) || 0) * 4 + 1 : Math.max(0, item.points)
}

/** Yes, abstentions and no as one bar. @param {Plot} props */
export function Shares(props) {
  const items = standing(props.round, props.tally).filter(isVoted)
  return h(Rows, { ...props, items, draw: (item) => h(Stack, votesOf(item)) })
}

/** How many gave 1 to 5, by criterion, with the mean. @param {Plot} props */
export function Distribution(props) {
  const items = standing(props.round, props.tally).filter(isVoted)
  const { criteria = [] } = props.round
  return h(Rows, {
    ...props,
    items,
    draw: (item) => html`<span class="plot-criteria">
      ${item.criteria.map(
        ({ counts, mean }, at) => html`<span key=${at} class="plot-criterion">
          <span class="plot-small">${criteria[at]?.name} ${mean > 0 ? decimal(mean) : "–"}</span>
          ${h(Histogram, { counts, mean })}
        </span>`,
      )}
    </span>`,
  })
}

/** How many put an item first, second …; Borda points decide. @param {Plot} props */
export function Places(props) {
  const items = standing(props.round, props.tally).filter(isVoted)
  return h(Rows, { ...props, items, draw: (item) => h(Strip, { counts: item.counts }) })
}

/** Items by two criteria; needs a scale with two. @param {Plot} props */
export function Matrix(props) {
  const axes = matrixAxes(props.round)
  if (!axes) return null
  return html`<figure class="plot">
    <div aria-hidden="true">${h(MatrixChart, { ...props, width: 360, height: 340, unit: 13 })}</div>
    ${h(Numbers, { ...props, items: standing(props.round, props.tally) })}
  </figure>`
}

/** The figure that suits a round's method. @param {Plot} props */
export function Result(props) {
  switch (props.round.method) {
    case "yesno":
      return h(Shares, props)
    case "scale":
      return h(Distribution, props)
    case "ranking":
      return h(Places, props)
    default:
      return h(Bars, props)
  }
}

/** @param {Plot & { items: Standing[], draw: (item: Standing) => ComponentChildren }} props */
function Rows({ items, draw, ...plot }) {
  const { round, tally, label, color, mine, limit = items.length } = plot
  return html`<figure class="plot">
    <ol class="plot-rows" aria-hidden="true">
      ${items.slice(0, limit).map((item) => {
        const field = color?.(item)
        const own = mine?.(item)
        return html`<li key=${item.item} class=${`plot-row${field === undefined ? "" : ` field-${field}`}${own ? " plot-row--mine" : ""}`}>
          <span class="plot-rank">${n(item.rank)}</span>
          <span class="plot-label">${label(item)}${h(Verdict, { item })}</span>
          <strong class="plot-value">${valueText(item, round, tally)}</strong>
          <span class="plot-mark">${draw(item)}</span>
          <span class="plot-note">${noteText(item, round)}</span>
        </li>`
      })}
    </ol>
    ${h(Numbers, { ...plot, items })}
  </figure>`
}

/** @param {{ item: Standing }} props */
export function Verdict({ item: { verdict } }) {
  return verdict
    ? html` <span class=${`plot-verdict plot-verdict--${verdict}`}>${t(`plot.${verdict}`)}</span>`
    : null
}

/** The same as a table. @param {Plot & { items: Standing[] }} props */
export function Numbers({ round, tally, label, items }) {
  const columns = columnsOf(round, tally)
  return html`<div class="kern-sr-only"><table>
    <caption>${round.title || t(`plot.by.${round.method}`)}</caption>
    <thead>
      <tr>
        <th scope="col">${t("bars.rank")}</th>
        <th scope="col">${t(`plot.${round.subject}`)}</th>
        ${columns.map(({ name }) => html`<th key=${name} scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${items.map(
        (item) => html`<tr key=${item.item}>
          <td>${n(item.rank)}${item.tied ? ` (${t("plot.tied")})` : ""}</td>
          <th scope="row">${label(item)}</th>
          ${columns.map(({ name, of }) => html`<td key=${name}>${of(item)}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table></div>`
}

/** @param {RoundView} round @param {Tally | undefined} tally @returns {Column[]} */
function columnsOf(round, tally) {
  const votes = /** @type {const} */ (["yes", "no", "abstain"])
  const middle =
    round.method === "yesno"
      ? votes.map((vote) => ({
          name: t(`plot.${vote}`),
          of: (/** @type {Standing} */ item) => n(votesOf(item)[vote]),
        }))
      : (round.criteria || []).map(({ name }, at) => ({
          name,
          of: (/** @type {Standing} */ { criteria }) => {
            const { mean = 0, spread = 0, counts = [] } = criteria[at] || {}
            return mean > 0
              ? t("plot.criterion", {
                  mean: decimal(mean),
                  spread: decimal(spread),
                  counts: counts.join(", "),
                })
              : "–"
          },
        }))
  return [
    { name: t(`plot.by.${round.method}`), of: (item) => valueText(item, round, tally) },
    ...middle,
    { name: t("plot.voters"), of: ({ voters }) => n(voters) },
    { name: t("plot.verdict"), of: ({ verdict }) => (verdict ? t(`plot.${verdict}`) : "–") },
  ]
}

/** An item's main number. @param {Standing} item @param {RoundView} round @param {Tally} [tally] */
export function valueText(item, round, tally) {
  const part = share(item, round, tally)
  switch (round.method) {
    case "yesno":
      return item.points > 0 ? `+${n(item.points)}` : n(item.points)
    case "scale":
      return part === undefined ? "–" : decimal(part * 4 + 1)
    default:
      return n(item.points)
  }
}

/** What stands below it. @param {Standing} item @param {RoundView} round */
export function noteText(item, round) {
  if (round.method !== "yesno" || item.counts.length === 0) return t("bars.voters", { count: item.voters })
  const { yes, no, abstain } = votesOf(item)
  return t("plot.votes", { yes, no, abstain })
}

/** @param {number} value @returns {string} "4,0" */
export function decimal(value) {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return new Intl.NumberFormat(language(), digits).format(value)
}

/** @param {number} value 0 to 1 */
export function percent(value) {
  return new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(value)
}

/** @param {{ share: number }} props 0 to 1 */
export function Bar({ share: part }) {
  return html`<svg class="plot-bar" focusable="false">
    <rect class="plot-ground" width="100%" height="100%" />
    <rect class="plot-fill" width=${across(part)} height="100%" />
  </svg>`
}

/** Yes from the left, no from the right, abstentions between. @param {{ yes: number, no: number, abstain: number }} props */
export function Stack({ yes, no, abstain }) {
  const all = yes + no + abstain || 1
  return html`<svg class="plot-bar" focusable="false">
    <rect class="plot-ground" width="100%" height="100%" />
    <rect class="plot-yes" width=${across(yes / all)} height="100%" />
    <rect class="plot-no" x=${across(1 - no / all)} width=${across(no / all)} height="100%" />
  </svg>`
}

/** Five columns and a line at the mean. @param {{ counts: number[], mean: number }} props */
export function Histogram({ counts, mean }) {
  const most = Math.max(1, ...counts)
  return html`<svg class="plot-histogram" viewBox="0 0 100 40" preserveAspectRatio="none" focusable="false">
    <rect class="plot-ground" y="39" width="100" height="1" />
    ${counts.map((count, at) => html`<rect key=${at} class="plot-fill plot-column" x=${at * 20 + 2} width="16" y=${39 - (count / most) * 38} height=${(count / most) * 38} />`)}
    ${mean > 0 ? html`<path class="plot-mean" d=${`M${(mean - 0.5) * 20} 0V40`} />` : null}
  </svg>`
}

/** A cell for every place, the stronger the more put the item there. @param {{ counts: number[] }} props */
export function Strip({ counts }) {
  const most = Math.max(1, ...counts)
  const width = 1 / (counts.length || 1)
  return html`<svg class="plot-bar" focusable="false">
    <rect class="plot-ground" width="100%" height="100%" />
    ${counts.map((count, at) =>
      count > 0
        ? html`<rect key=${at} class="plot-cell" x=${across(at * width)} width=${across(width * 0.94)} height="100%" fill-opacity=${(0.15 + 0.85 * (count / most)).toFixed(2)} />`
        : null,
    )}
  </svg>`
}

/** @param {number} part @returns {string} */
function across(part) {
  return `${(Math.min(1, Math.max(0, part)) * 100).toFixed(2)}%`
}
