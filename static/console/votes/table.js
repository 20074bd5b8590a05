// A round's numbers as a table with a small picture in every row: of a running count, or of what
// the server found when it was closed.

import { Bar, decimal, Histogram, percent, Stack, Strip, valueText } from "../../shared/plots.js"
import { isVoted, share, standing, votesOf } from "../../shared/results.js"
import { n, t } from "../../shared/text.js"
import { Button, FieldShape, IdeaNumber } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { nominate } from "../actions.js"
import { fields, ideas, open } from "../desk.js"
import { nominateField } from "../fields.js"

/** @import { RoundItem, RoundView, Tally } from "../../shared/types.js" */
/** @import { Standing } from "../../shared/results.js" */

const FIRST = 20
const FURTHER = 100

/** @typedef {{ name: string, title?: string, of: (item: Standing) => any }} Column */

/** @param {{ round: RoundView, tally?: Tally }} props tally: of an open round */
export function ResultTable({ round, tally = round.tally }) {
  const [count, setCount] = useState(FIRST)
  const final = round.state === "closed"
  const items = standing(round, tally)
  const columns = columnsOf(round, tally, final)
  const most = Math.max(1, ...items.map((item) => height(item, round, tally)))
  return html`<div class="result-scroll" tabindex="0" role="region" aria-label=${t("results.table")}>
      <table class=${`result-table result-table--${round.method}`}>
        <thead>
          <tr>
            <th scope="col">${t("results.rank")}</th>
            <th scope="col">${t(`results.${round.subject}`)}</th>
            ${columns.map(({ name, title }) => html`<th key=${name} scope="col" class="number" title=${title}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${items.slice(0, count).map(
            (item) => html`<tr key=${item.item} class=${colorOf(item)}>
              <td class="result-table__rank">${isVoted(item) ? n(item.rank) : "–"}${item.tied && isVoted(item) ? html` <small>${t("results.tied")}</small>` : null}</td>
              <td>
                ${h(Name, { item })}
                <div class="result-table__more">
                  ${item.verdict ? html`<span class=${`verdict verdict--${item.verdict}`}>${t(`verdict.${item.verdict}`)}</span>` : null}
                  ${final && h(Nominate, { item })}
                </div>
                <div class="result-mark" aria-hidden="true">${mark(item, round, height(item, round, tally) / most)}</div>
              </td>
              ${columns.map(({ name, of }) => html`<td key=${name} class="number">${of(item)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${items.length > count && h(Button, { kind: "tertiary", onClick: () => setCount(count + FURTHER), children: t("results.further", { count: items.length - count }) })}`
}

/** @param {Standing} item @param {RoundView} round @param {Tally | undefined} tally */
function height(item, round, tally) {
  return round.method === "scale" ? share(item, round, tally) || 0 : Math.max(0, item.points)
}

/** What says most about an item at a glance. @param {Standing} item @param {RoundView} round @param {number} part of the longest bar */
function mark(item, round, part) {
  if (!item.counts.length || round.method === "dots") return h(Bar, { share: part })
  if (round.method === "yesno") return h(Stack, votesOf(item))
  if (round.method === "ranking") return h(Strip, { counts: item.counts })
  if (round.method !== "scale") return h(Bar, { share: part })
  return item.criteria.map(
    ({ counts, mean }, at) =>
      html`<span key=${at} class="result-mark__criterion"><small>${round.criteria?.[at]?.name}</small>${h(Histogram, { counts, mean })}</span>`,
  )
}

/** @param {RoundView} round @param {Tally | undefined} tally @param {boolean} final @returns {Column[]} */
function columnsOf(round, tally, final) {
  const main = {
    name: t(`plot.by.${round.method}`),
    of: (/** @type {Standing} */ item) => html`<strong>${valueText(item, round, tally)}</strong>`,
  }
  const voters = { name: t("results.voters"), of: (/** @type {Standing} */ item) => n(item.voters) }
  const middle =
    round.method === "scale"
      ? criteriaColumns(round)
      : [...answerColumns(round, tally), ...(final ? figures(round) : [])]
  return [main, ...middle, voters]
}

/** @param {RoundView} round @returns {Column[]} mean and spread by criterion */
function criteriaColumns({ criteria = [] }) {
  return criteria.map(({ name, low, high }, at) => ({
    name,
    title: `${low} – ${high}`,
    of: ({ criteria: found }) => {
      const { mean = 0, spread = 0, counts = [] } = found[at] || {}
      if (!mean) return "–"
      const words = t("plot.criterion", {
        mean: decimal(mean),
        spread: decimal(spread),
        counts: counts.join(", "),
      })
      return html`<span aria-hidden="true">${decimal(mean)} <small>± ${decimal(spread)}</small></span><span class="kern-sr-only">${words}</span>`
    },
  }))
}

/** @param {RoundView} round @param {Tally | undefined} tally @returns {Column[]} */
function answerColumns({ method }, tally) {
  if (method === "yesno") {
    return /** @type {const} */ (["yes", "no", "abstain"]).map((one) => ({
      name: t(`plot.${one}`),
      of: (item) => (item.counts.length ? n(votesOf(item)[one]) : "–"),
    }))
  }
  if (method === "approve" && tally?.voters) {
    const all = tally.voters
    return [{ name: t("results.share"), of: ({ points }) => percent(points / all) }]
  }
  return []
}

/** Mean and spread, of methods whose points differ. @param {RoundView} round @returns {Column[]} */
function figures({ method }) {
  if (method !== "dots") return []
  return [
    { name: t("results.mean"), title: t("results.mean.of"), of: ({ mean }) => (mean ? decimal(mean) : "–") },
    {
      name: t("results.spread"),
      title: t("results.spread.of"),
      of: ({ mean, spread }) => (mean ? decimal(spread || 0) : "–"),
    },
  ]
}

/** What an item is called where there is only room for text. @param {RoundItem} item */
export function label({ idea, field, title }) {
  if (field) return fields.value.find(({ id }) => id === field)?.title || title || ""
  return `#${idea} ${(idea && ideas.value.get(idea)?.text) || t("ideas.withdrawn")}`
}

/** @param {RoundItem} item @returns {number | undefined} */
export function color({ field, idea }) {
  const of = field || (idea && ideas.value.get(idea)?.field)
  return of ? fields.value.find(({ id }) => id === of)?.color || 0 : undefined
}

/** @param {RoundItem} item */
function colorOf(item) {
  return item.field ? `field-${color(item) || 0}` : ""
}

/** @param {{ item: RoundItem }} props */
export function Name({ item: { idea: number, field, title, ideas: members = [] } }) {
  const topic = field ? fields.value.find(({ id }) => id === field) : undefined
  if (!number) {
    return html`<p class="result-table__name">${topic && h(FieldShape, { color: topic.color })} ${topic?.title || title}</p>`
  }
  const idea = ideas.value.get(number)
  const others = members.filter((one) => one !== number)
  return html`<p class="result-table__name">
    <button type="button" class="linklike" onClick=${() => open("idea", { idea: number })}>${h(IdeaNumber, { number })}</button>
    ${" "}<span class="idea-text">${idea?.text || t("ideas.withdrawn")}</span>
    ${others.length > 0 && html` <small>${t("same.with", { numbers: others.map((one) => `#${one}`).join(", ") })}</small>`}
  </p>`
}

/** @param {{ item: Standing }} props */
function Nominate({ item }) {
  const topic = item.field ? fields.value.find(({ id }) => id === item.field) : undefined
  const idea = item.idea ? ideas.value.get(item.idea) : undefined
  if (!topic && (!idea || idea.state === "withdrawn")) return null
  const on = Boolean(topic ? topic.nominated : idea?.nominated)
  const nomination = t(on ? "idea.nominated" : "idea.nominate")
  return h(Button, {
    kind: "tertiary",
    pressed: on,
    label: `${nomination}: ${topic ? topic.title : `#${item.idea}`}`,
    onClick: () => (topic ? nominateField(topic, !on) : nominate(Number(item.idea), !on)),
    children: nomination,
  })
}
