// What came of a closed round: who voted, what stands out, the numbers; onto phones and wall; and
// the vote that follows from it.

import { Distribution, Matrix, Places } from "../../shared/plots.js"
import { isVoted, matrixAxes, standing } from "../../shared/results.js"
import { n, t } from "../../shared/text.js"
import { Button, Notice, Tabs } from "../../shared/ui.js"
import { h, html, useEffect, useState } from "../../vendor/preact.js"
import { act, openRound, rounds, step } from "../desk.js"
import { against } from "./plan.js"
import { OnWall } from "./reveal.js"
import { turnoutText } from "./running.js"
import { color, label, ResultTable } from "./table.js"
import { ties } from "./ties.js"

/** @import { RoundView } from "../../shared/types.js" */
/** @import { Standing } from "../../shared/results.js" */

const TOP = 3
const NAMED = 5 // items named in a line

/** @param {{ round: RoundView, latest: boolean }} props */
export function Results({ round, latest }) {
  const [opened, setOpened] = useState(latest)
  useEffect(() => setOpened(latest), [latest])
  const { id, number, results_open: shown, tally } = round
  return html`<details class="results" open=${opened} onToggle=${(/** @type {Event} */ event) => setOpened(/** @type {HTMLDetailsElement} */ (event.target).open)}>
    <summary>
      <h2>${round.title || t(round.of ? "results.title.runoff" : "results.title", { number })}</h2>
      <span>${turnoutText(round)}</span>
    </summary>
    ${
      opened &&
      html`<div class="results__tools">
          <p>${t(shown ? "results.on_phones" : "results.not_on_phones")}</p>
          ${
            !(step.value?.act === "show" && step.value.round.id === id) &&
            h(Button, {
              kind: "tertiary",
              name: "show-results",
              icon: shown ? "visibility-off" : "visibility",
              onClick: () =>
                act(t(shown ? "did.results_hidden" : "did.results_shown"), [
                  "ShowResults",
                  { round: id, on: !shown },
                ]),
              children: t(shown ? "results.hide" : "next.show"),
            })
          }
        </div>
        ${h(OnWall, { round, latest: round.id === lastClosed() })}
        ${h(Facts, { round })}
        ${tally?.few && h(Notice, { children: html`<p>${t(`results.few.${round.secrecy === "secret" ? "secret" : "counts"}`)}</p>` })}
        ${tally?.few && round.secrecy === "secret" ? null : h(Numbers, { round })}
        <p class="hint">${t("results.note")}</p>`
    }
  </details>`
}

const lastClosed = () => rounds.value.filter((round) => round.state === "closed").pop()?.id

/** Who could vote, how it was done, what stands out. @param {{ round: RoundView }} props */
function Facts({ round }) {
  const { method, subject, secrecy, admitted = 0, heads = 0, paper = 0 } = round
  const items = standing(round).filter(isVoted)
  const differ = against(admitted + paper, heads)
  return html`<dl class="facts">
    <div><dt>${t("facts.method")}</dt><dd>${t(`method.${method}`)}, ${t(`round.items.${subject}`, { count: round.items.length })}</dd></div>
    <div><dt>${t("facts.eligible")}</dt><dd>${t(paper ? "facts.eligible.paper" : "facts.eligible.devices", { count: admitted, paper })}${heads ? ` · ${t("facts.heads", { count: heads })}` : ""}</dd></div>
    <div><dt>${t("facts.secrecy")}</dt><dd>${t(`round.secrecy.${secrecy}`)}</dd></div>
    ${/** @type {const} */ (["consensus", "contested"]).map((one) => h(Named, { key: one, verdict: one, items: items.filter(({ verdict }) => verdict === one) }))}
  </dl>
  ${differ && h(Notice, { tone: differ === "more" ? "warning" : "info", children: html`<p>${t(`facts.${differ}`, { count: Math.abs(admitted + paper - heads), heads })}</p>` })}
  ${h(Runoff, { round, items })}`
}

/** @param {{ verdict: "consensus" | "contested", items: Standing[] }} props */
function Named({ verdict, items }) {
  if (!items.length) return null
  const names = items.slice(0, NAMED).map((item) => (item.field ? label(item) : `#${item.idea}`))
  const rest = items.length - names.length
  return html`<div><dt>${t(`facts.${verdict}`)}</dt><dd>${names.join(", ")}${rest > 0 ? ` ${t("facts.more_items", { count: rest })}` : ""}</dd></div>`
}

/** Voting again on the best, or on what shares a rank. @param {{ round: RoundView, items: Standing[] }} props */
function Runoff({ round, items }) {
  const [top, setTop] = useState(TOP)
  if (openRound.value || items.length < 2 || round.items.length < 3) return null
  const most = Math.min(round.items.length - 1, 20)
  const wanted = Math.min(top, most)
  /** @param {object} which */
  const again = (which) => act(t("did.runoff"), ["Runoff", { round: round.id, ...which }])
  return html`<div class="runoff row">
    ${h(Button, { name: "runoff", onClick: () => again({ top: wanted }), children: t("runoff.top", { count: wanted }) })}
    <label class="runoff__top"
      ><span class="kern-sr-only">${t("runoff.how_many")}</span>
      <select value=${String(wanted)} onChange=${(/** @type {Event} */ event) => setTop(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
        ${Array.from({ length: most - 1 }, (_, at) => html`<option key=${at} value=${String(at + 2)} selected=${wanted === at + 2}>${n(at + 2)}</option>`)}
      </select></label
    >
    ${ties(items)
      .slice(0, 2)
      .map(({ rank, count }) =>
        h(Button, {
          key: rank,
          kind: "tertiary",
          onClick: () => again({ rank }),
          children: t("runoff.tie", { rank: n(rank), count }),
        }),
      )}
  </div>`
}

/** @param {{ round: RoundView }} props */
function Numbers({ round }) {
  const [view, setView] = useState("table")
  const views = viewsOf(round)
  const plot = { round, label, color }
  return html`${
    views.length > 1 &&
    h(Tabs, {
      label: t("results.views"),
      tabs: views.map((key) => ({ key, label: t(`results.view.${key}`) })),
      current: view,
      onSelect: setView,
    })
  }
  ${view === "matrix" ? h(Matrix, plot) : view === "distribution" ? h(Distribution, plot) : view === "places" ? h(Places, plot) : h(ResultTable, { round })}`
}

/** @param {RoundView} round */
function viewsOf(round) {
  if (round.tally?.few) return ["table"]
  if (round.method === "scale") return ["table", ...(matrixAxes(round) ? ["matrix"] : []), "distribution"]
  return round.method === "ranking" ? ["table", "places"] : ["table"]
}
