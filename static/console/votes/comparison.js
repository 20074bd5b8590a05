// Two closed rounds side by side: which item won places, which lost some.

import { valueText } from "../../shared/plots.js"
import { compare } from "../../shared/results.js"
import { n, t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { session } from "../desk.js"
import { direct, nameOf } from "../projector.js"
import { projectorsHere } from "./reveal.js"
import { turnoutText } from "./running.js"
import { Name } from "./table.js"

/** @import { ProjectorView, RoundView } from "../../shared/types.js" */
/** @import { Pair, Standing } from "../../shared/results.js" */

/** @param {{ closed: RoundView[] }} props newest first */
export function Comparison({ closed }) {
  const [chosen, choose] = useState({ before: "", after: "" })
  const [opened, setOpened] = useState(false)
  const by = (/** @type {string} */ id, /** @type {RoundView} */ otherwise) =>
    closed.find((one) => one.id === id) || otherwise
  const after = by(chosen.after, closed[0])
  const before = by(chosen.before, closed.find(({ id }) => id === after.of) || closed[1])
  return html`<details class="another comparison" open=${opened} onToggle=${(/** @type {Event} */ event) => setOpened(/** @type {HTMLDetailsElement} */ (event.target).open)}>
    <summary><h2>${t("compare.title")}</h2></summary>
    ${
      opened &&
      html`<div class="row row--wide">
          ${h(Choice, { label: t("compare.before"), closed, current: before.id, onChoose: (id) => choose({ ...chosen, before: id }) })}
          ${h(Choice, { label: t("compare.after"), closed, current: after.id, onChoose: (id) => choose({ ...chosen, after: id }) })}
          ${projectorsHere().map((projector) => h(Button, { key: projector.id, onClick: () => show(projector, before, after), children: t("compare.on_wall") }))}
        </div>
        ${before.id === after.id ? html`<p class="hint">${t("compare.same")}</p>` : h(Pairs, { before, after })}`
    }
  </details>`
}

/** @param {ProjectorView} projector @param {RoundView} before @param {RoundView} after */
function show(projector, before, after) {
  const change = {
    session: session.value?.id,
    scene: /** @type {const} */ ("compare"),
    round: after.id,
    against: before.id,
  }
  return direct(projector, change, t("did.directed", { scene: t("scene.compare") }))
}

/** @param {{ label: string, closed: RoundView[], current: string, onChoose: (id: string) => void }} props */
function Choice({ label, closed, current, onChoose }) {
  return html`<label class="labelled"
    ><span>${label}</span>
    <select onChange=${(/** @type {Event} */ event) => onChoose(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${closed.map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === current}>${nameOf(one)}</option>`)}
    </select></label
  >`
}

/** @param {{ before: RoundView, after: RoundView }} props */
function Pairs({ before, after }) {
  const pairs = compare(before, after)
  return html`<div class="result-scroll" tabindex="0" role="region" aria-label=${t("compare.title")}><table class="result-table result-table--pairs">
    <thead>
      <tr>
        <th scope="col">${t(`results.${after.subject}`)}</th>
        ${[before, after].map((one) => html`<th key=${one.id} scope="col" class="number">${t("results.title", { number: one.number })}<small>${turnoutText(one)}</small></th>`)}
        <th scope="col" class="number">${t("compare.change")}</th>
      </tr>
    </thead>
    <tbody>
      ${pairs.map(
        (pair) => html`<tr key=${pair.key}>
          <td>${h(Name, { item: /** @type {Standing} */ (pair.after || pair.before) })}</td>
          <td class="number">${place(pair.before, before)}</td>
          <td class="number">${place(pair.after, after)}</td>
          <td class="number">${change(pair)}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`
}

/** @param {Standing | undefined} item @param {RoundView} round */
function place(item, round) {
  return item ? html`<strong>${`${n(item.rank)}.`}</strong> <small>${valueText(item, round)}</small>` : "–"
}

/** @param {Pair} pair */
function change({ before, after, change: won }) {
  if (won === undefined)
    return html`<small>${t(before ? "compare.gone" : after ? "compare.new" : "compare.even")}</small>`
  if (won === 0) return html`<span aria-label=${t("compare.even")}>=</span>`
  const label = t(won > 0 ? "compare.up" : "compare.down", { count: Math.abs(won) })
  return html`<span aria-label=${label}>${won > 0 ? "▲" : "▼"} ${n(Math.abs(won))}</span>`
}
