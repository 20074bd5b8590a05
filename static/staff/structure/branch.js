// A part of the structure with all below it: read at a glance, moved and edited where it stands.

import { Bar } from "../../shared/plots.js"
import { date, n, t } from "../../shared/text.js"
import { Button, FieldBadge } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { can } from "../load.js"
import { Prose } from "../measures/prose.js"
import { Link } from "../place.js"
import { pathTo } from "../routes.js"
import { NodeForm } from "./editor.js"
import { filterFor, kindsBelow, latest, nameOf, reached } from "./tree.js"

/** @import { Node, Source } from "../types.js" */
/** @import { Branch } from "./tree.js" */

/**
 * @typedef {object} Hands what can be done on the page
 * @property {Node[]} nodes
 * @property {{ requirements: string[], goals: string[], targets: string[] }} gaps
 * @property {Record<string, string[]>} answers ids of the measures that refer to a node
 * @property {Map<string, string>} events titles by id
 * @property {string} editing id of the node that is edited
 * @property {(id: string) => void} edit empty to end it
 * @property {(node: Node, by: 1 | -1) => void} move
 * @property {(node: Node) => void} take
 * @property {(kind: string, parent: string, sent: Partial<Node>) => Promise<void>} add
 * @property {(node: Node, sent: Partial<Node>, version: number | undefined) => Promise<void>} save
 * @property {(id: string) => Promise<Node | undefined>} current
 */

/** @param {{ branches: Branch[], hands: Hands }} props */
export function Branches({ branches, hands }) {
  return html`<ul class="branches">${branches.map((branch) => h(BranchRow, { key: branch.id, branch, hands }))}</ul>`
}

/** @param {{ branch: Branch, hands: Hands }} props */
function BranchRow({ branch, hands }) {
  const [adding, setAdding] = useState("")
  const editable = can("editPlan")
  const editing = editable && hands.editing === branch.id
  /** @param {KeyboardEvent} event */
  function press(event) {
    const by = /** @type {Record<string, 1 | -1>} */ ({ ArrowUp: -1, ArrowDown: 1 })[event.key]
    if (!event.altKey || !by || !editable || editing) return
    event.preventDefault()
    event.stopPropagation()
    hands.move(branch, by)
  }
  return html`<li class=${`branch branch--${branch.kind}`} onKeyDown=${press}>
    ${
      editing
        ? h(NodeForm, {
            kind: branch.kind,
            node: branch,
            nodes: hands.nodes,
            save: (sent, version) => hands.save(branch, sent, version),
            current: () => hands.current(branch.id),
            onClose: () => hands.edit(""),
          })
        : html`<div class="branch__line">
            <div class="branch__what">${h(What, { branch, hands })}</div>
            ${editable ? h(Doings, { branch, hands, onAdd: setAdding }) : null}
          </div>`
    }
    ${branch.children.length > 0 ? h(Branches, { branches: branch.children, hands }) : null}
    ${adding ? html`<div class="node-new">${h(NodeForm, { kind: adding, parent: branch.id, nodes: hands.nodes, save: (sent) => hands.add(adding, branch.id, sent), current: async () => undefined, onClose: () => setAdding("") })}</div>` : null}
  </li>`
}

/** @param {{ branch: Branch, hands: Hands }} props */
function What({ branch, hands }) {
  const { kind, text, lead, group, sources = [] } = branch
  const filter = filterFor(branch)
  const answers = hands.answers[branch.id]?.length ?? 0
  const named = (/** @type {string} */ id) => hands.nodes.find((node) => node.id === id)
  const notes = [
    lead && t("structure.lead", { unit: titleOf(named(lead)) }),
    group && t("structure.group", { group: titleOf(named(group)) }),
  ].filter(Boolean)
  return html`
    <p class="branch__title">
      ${kind === "field" ? h(FieldBadge, { field: { title: nameOf(branch), color: branch.color } }) : html`<span>${nameOf(branch)}</span>`}
      ${filter ? html`<span class="branch__measures small">${h(Link, { to: `${pathTo("measures")}?${filter}`, children: answers > 0 ? t("structure.measures_count", { count: answers }) : t("structure.measures") })}</span>` : null}
      ${hands.gaps.goals.includes(branch.id) ? html`<span class="badge badge--draft">${t("structure.no_measure")}</span>` : null}
      ${hands.gaps.targets.includes(branch.id) ? html`<span class="badge badge--draft">${t("structure.missed")}</span>` : null}
    </p>
    ${text ? html`<div class="branch__text">${h(Prose, { text })}</div>` : null}
    ${kind === "target" ? h(Target, { node: branch }) : null}
    ${notes.length > 0 ? html`<p class="muted small">${notes.join(" · ")}</p>` : null}
    ${sources.length > 0 ? h(Sources, { sources, events: hands.events }) : null}`
}

/** @param {Node | undefined} node */
const titleOf = (node) => (node ? nameOf(node) : "–")

/** Where a target stands between baseline and aim. @param {{ node: Node }} props */
function Target({ node }) {
  const { unit = "", baseline, target, due, actuals = [] } = node
  const share = reached(node)
  const now = latest(actuals)
  /** @param {number | null | undefined} value */
  const amount = (value) => (typeof value === "number" ? `${n(value)}${unit ? ` ${unit}` : ""}` : "–")
  return html`<div class="target">
    <p class="target__numbers"><span>${t("target.baseline")} ${amount(baseline)}</span><span>${now ? html`${t("target.now", { on: date(now.on) })} <strong>${amount(now.value)}</strong>` : html`<span class="muted">${t("target.none")}</span>`}</span><span>${t("target.aim")} ${amount(target)}${due ? html` <span class="muted">${t("target.until", { on: date(due) })}</span>` : null}</span></p>
    ${share === undefined ? null : html`<div aria-hidden="true">${h(Bar, { share })}</div>`}
  </div>`
}

/** Contributions taken into a goal or guideline. @param {{ sources: Source[], events: Map<string, string> }} props */
function Sources({ sources, events }) {
  return html`<details class="sources"><summary class="small">${t("structure.sources", { count: sources.length })}</summary>
    <ul class="bare small">${sources.map(
      (source) =>
        html`<li key=${`${source.event} ${source.number} ${source.field}`}>${
          source.event && events.has(source.event)
            ? h(Link, {
                to: `${pathTo("contributions", source.event)}?q=${encodeURIComponent(`#${source.number ?? ""}`)}`,
                children: t("structure.source", {
                  number: `${source.number ?? ""}`,
                  event: events.get(source.event),
                }),
              })
            : t("structure.source", { number: `${source.number ?? ""}`, event: t("filter.event_gone") })
        }</li>`,
    )}</ul>
  </details>`
}

/** @param {{ branch: Branch, hands: Hands, onAdd: (kind: string) => void }} props */
function Doings({ branch, hands, onAdd }) {
  const title = nameOf(branch)
  /** @param {string} icon @param {string} key @param {() => void} onClick @param {boolean} [disabled] */
  const button = (icon, key, onClick, disabled) =>
    h(Button, { kind: "tertiary", icon, iconOnly: true, disabled, onClick, children: t(key, { title }) })
  return html`<div class="branch__doings no-print">
    ${kindsBelow(branch).map((kind) => h(Button, { key: kind, kind: "tertiary", icon: "add", onClick: () => onAdd(kind), label: t("structure.add_below", { what: t(`kind_below.${kind}`), title }), children: t(`kind_below.${kind}`) }))}
    ${branch.first && branch.last ? null : [button("arrow-up", "structure.up", () => hands.move(branch, -1), branch.first), button("arrow-down", "structure.down", () => hands.move(branch, 1), branch.last)]}
    ${button("edit", "structure.edit", () => hands.edit(branch.id))}
    ${button("delete", "structure.remove", () => hands.take(branch))}
  </div>`
}
