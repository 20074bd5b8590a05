// What the law asks for, with the measures that answer it; what nobody answers is marked.
import { get } from "../../shared/api.js"
import { date, t } from "../../shared/text.js"
import { Button, Notice } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { can, useLoaded } from "../load.js"
import { Prose } from "../measures/prose.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { NodeForm } from "./editor.js"
import { Adder } from "./structure.js"
import { answersOf, nameOf, treeOf } from "./tree.js"

/** @import { Measure, Node } from "../types.js" */
/** @import { Branch } from "./tree.js" */
/** @import { Hands } from "./branch.js" */

/** @param {Hands} hands */
export function Requirements(hands) {
  const { data } = useLoaded(
    /** @returns {Promise<{ measures: Measure[] }>} */ () => get("/staff/api/measures?flag=duty"),
    [hands.nodes],
  )
  const answers = answersOf(data?.measures ?? [])
  const requirements = treeOf(hands.nodes, ["requirement"])
  const open = requirements.filter((one) => hands.gaps.requirements.includes(one.id))
  return html`<section class="kind">
    ${
      requirements.length === 0
        ? html`<p class="empty kind__empty">${t("kind_empty.requirement")}</p>`
        : html`
          ${open.length > 0 ? h(Notice, { tone: "warning", children: html`<p>${t("structure.gaps", { count: open.length })}</p>` }) : null}
          <div class="table-wrap" role="region" tabindex="0" aria-label=${t("structure.duties")}><table class="table duties">
            <thead><tr>
              <th scope="col">${t("kind_one.requirement")}</th>
              <th scope="col">${t("node.norm")}</th>
              <th scope="col">${t("node.deadline")}</th>
              <th scope="col">${t("structure.answered")}</th>
              ${can("editPlan") ? html`<td></td>` : null}
            </tr></thead>
            <tbody>${requirements.map((one) => h(Row, { key: one.id, one, measures: data ? (answers.get(one.id) ?? []) : undefined, hands }))}</tbody>
          </table></div>`
    }
    ${h(Adder, { kind: "requirement", parent: "", hands })}
  </section>`
}

/** @param {{ one: Branch, measures: Measure[] | undefined, hands: Hands }} props */
function Row({ one, measures, hands }) {
  if (can("editPlan") && hands.editing === one.id) {
    return html`<tr><td colspan="5">${h(NodeForm, { kind: "requirement", node: one, nodes: hands.nodes, save: (sent, version) => hands.save(one, sent, version), current: () => hands.current(one.id), onClose: () => hands.edit("") })}</td></tr>`
  }
  const title = nameOf(one)
  /** @param {string} icon @param {string} key @param {() => void} onClick @param {boolean} [disabled] */
  const button = (icon, key, onClick, disabled) =>
    h(Button, { kind: "tertiary", icon, iconOnly: true, disabled, onClick, children: t(key, { title }) })
  const gap = hands.gaps.requirements.includes(one.id)
  return html`<tr>
    <th scope="row">${one.title}${one.text ? html`<div class="muted small cell-note">${h(Prose, { text: one.text })}</div>` : null}</th>
    <td>${one.norm}${one.section ? html`<span class="cell-note">${one.section}</span>` : null}</td>
    <td class="nowrap">${one.due ? date(one.due) : "–"}</td>
    <td>${gap ? html`<span class="badge badge--draft">${t("structure.no_measure")}</span>` : measures ? html`<ul class="bare">${measures.map((measure) => html`<li key=${measure.id}>${h(Link, { to: pathTo("measure", measure.id), children: measure.profile.title })}</li>`)}</ul>` : "…"}</td>
    ${
      can("editPlan")
        ? html`<td><div class="branch__doings">
            ${button("arrow-up", "structure.up", () => hands.move(one, -1), one.first)}
            ${button("arrow-down", "structure.down", () => hands.move(one, 1), one.last)}
            ${button("edit", "structure.edit", () => hands.edit(one.id))}
            ${button("delete", "structure.remove", () => hands.take(one))}
          </div></td>`
        : null
    }
  </tr>`
}
