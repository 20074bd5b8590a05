// What came of a round: ranks, ties, bars; onto the phones; into the plan.

import { ranking } from "../shared/session.js"
import { n, t } from "../shared/text.js"
import { Button, FieldShape, IdeaNumber, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { nominate } from "./actions.js"
import { act, fields, ideas, open } from "./desk.js"
import { nominateField } from "./fields.js"

/** @import { Ranked, RoundView } from "../shared/types.js" */

const FIRST = 20
const FURTHER = 100
const FEW_VOTERS = 5 // below this a tally is not published outside the room

/** @param {{ round: RoundView, latest: boolean }} props */
export function Results({ round, latest }) {
  const { id, number, results_open: shown, tally, admitted = 0 } = round
  const voters = tally?.voters || 0
  return html`<details class="results" open=${latest}>
    <summary>
      <h2>${t("results.title", { number })}</h2>
      <span>${t("turnout", { count: admitted, voters })}</span>
    </summary>
    <div class="results__tools">
      <p>${t(shown ? "results.on_phones" : "results.not_on_phones")}</p>
      ${h(Button, {
        kind: "tertiary",
        icon: shown ? "visibility-off" : "visibility",
        onClick: () =>
          act(t(shown ? "did.results_hidden" : "did.results_shown"), [
            "ShowResults",
            { round: id, on: !shown },
          ]),
        children: t(shown ? "results.hide" : "next.show"),
      })}
    </div>
    ${voters < FEW_VOTERS && h(Notice, { children: html`<p>${t("results.few")}</p>` })}
    ${h(ResultTable, { round })}
    <p class="hint">${t("results.note")}</p>
  </details>`
}

/** @param {{ round: RoundView }} props */
export function ResultTable({ round }) {
  const [count, setCount] = useState(FIRST)
  const ranked = ranking(round)
  const most = Math.max(1, ...ranked.map(({ points }) => points))
  const rows = ranked.slice(0, count)
  return html`<table class="result-table">
      <thead>
        <tr>
          <th scope="col">${t("results.rank")}</th>
          <th scope="col">${t(`results.${round.subject}`)}</th>
          <th scope="col">${t("results.points")}</th>
          <th scope="col">${t("results.voters")}</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => h(ResultRow, { key: row.item, row, most, final: round.state === "closed" }))}
      </tbody>
    </table>
    ${ranked.length > count && h(Button, { kind: "tertiary", onClick: () => setCount(count + FURTHER), children: t("results.further", { count: ranked.length - count }) })}`
}

/** @param {{ row: Ranked, most: number, final: boolean }} props */
function ResultRow({ row, most, final }) {
  const { rank, tied, points, voters, idea, field } = row
  const topic = field ? fields.value.find(({ id }) => id === field) : undefined
  return html`<tr class=${topic ? `field-${topic.color || 0}` : ""}>
    <td class="result-table__rank">${points > 0 ? n(rank) : "–"}${tied && points > 0 && html` <small>${t("results.tied")}</small>`}</td>
    <td>
      ${idea ? h(IdeaName, { number: idea, members: row.ideas || [] }) : html`<p class="result-table__name">${topic && h(FieldShape, { color: topic.color })} ${topic?.title || row.title}</p>`}
      <div class="result-bar" aria-hidden="true"><div style=${{ "--share": points / most }}></div></div>
    </td>
    <td class="number">${n(points)}</td>
    <td class="number">${n(voters)}</td>
    <td>${final && h(Nominate, { row })}</td>
  </tr>`
}

/** @param {{ number: number, members: number[] }} props */
function IdeaName({ number, members }) {
  const idea = ideas.value.get(number)
  const others = members.filter((one) => one !== number)
  return html`<p class="result-table__name">
    <button type="button" class="linklike" onClick=${() => open("idea", { idea: number })}>${h(IdeaNumber, { number })}</button>
    ${" "}<span class="idea-text">${idea?.text || t("ideas.withdrawn")}</span>
    ${others.length > 0 && html` <small>${t("same.with", { numbers: others.map((one) => `#${one}`).join(", ") })}</small>`}
  </p>`
}

/** @param {{ row: Ranked }} props */
function Nominate({ row }) {
  const topic = row.field ? fields.value.find(({ id }) => id === row.field) : undefined
  const idea = row.idea ? ideas.value.get(row.idea) : undefined
  if (!topic && (!idea || idea.state === "withdrawn")) return null
  const on = Boolean(topic ? topic.nominated : idea?.nominated)
  const nomination = t(on ? "idea.nominated" : "idea.nominate")
  return h(Button, {
    kind: "tertiary",
    pressed: on,
    label: `${nomination}: ${topic ? topic.title : `#${row.idea}`}`,
    onClick: () => (topic ? nominateField(topic, !on) : nominate(Number(row.idea), !on)),
    children: nomination,
  })
}
