// The plan's structure: what measures refer to. One page, a tab for each kind, edited in place.
import { get, patch, post, remove } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Tabs, Undo } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Head } from "../frame.js"
import { can, Problem, useAction, useLoaded, Waiting } from "../load.js"
import { place, refine } from "../place.js"
import { Branches } from "./branch.js"
import { NodeForm } from "./editor.js"
import { Requirements } from "./requirements.js"
import { nameOf, stepped, treeOf } from "./tree.js"

/** @import { EventInfo, Node } from "../types.js" */

/**
 * @typedef {object} Structure
 * @property {Node[]} nodes
 * @property {{ requirements: string[], goals: string[], targets: string[] }} gaps ids of what something is missing for
 * @property {Record<string, string[]>} answers ids of the measures that refer to a node
 */

/** Each tab with its kinds, as they are shown one below the other. @type {Record<string, string[]>} */
const TABS = {
  goals: ["vision", "guideline", "goal"],
  areas: ["area"],
  fields: ["field"],
  duties: ["requirement"],
  house: ["unit", "group"],
}

export function StructurePage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<Structure>} */ () => get("/staff/api/structure"),
    [],
  )
  const head = h(Head, {
    title: t("nav.structure"),
    children: html`<p class="muted">${t("structure.about")}</p>`,
  })
  if (!data) return html`${head}${h(Waiting, { refusal, retry: reload })}`
  return html`${head}${h(Desk, { structure: data, reload })}`
}

/** @param {{ structure: Structure, reload: () => Promise<void> }} props */
function Desk({ structure: { nodes, gaps, answers }, reload }) {
  const query = new URLSearchParams(place.value.query)
  const tab = TABS[query.get("show") ?? ""] ? (query.get("show") ?? "goals") : "goals"
  const events = useTitles()
  const [removed, setRemoved] = useState(/** @type {Node | null} */ (null))
  const working = useAction()
  const hands = {
    nodes,
    gaps,
    answers,
    events,
    editing: query.get("edit") ?? "",
    /** @param {string} id */
    edit: (id) => refine({ edit: id }),
    /** @param {Node} node @param {1 | -1} by */
    move: (node, by) =>
      working.run(async () => {
        const position = stepped(nodes, node, by)
        if (position === undefined) return
        await post(`/staff/api/structure/${node.id}/move`, { position })
        await reload()
      }),
    /** @param {Node} node */
    take: (node) =>
      working.run(async () => {
        await remove(`/staff/api/structure/${node.id}`)
        setRemoved(node)
        await reload()
      }),
    /** @param {string} kind @param {string} parent @param {Partial<Node>} sent */
    add: async (kind, parent, sent) => {
      await post("/staff/api/structure", { kind, ...(parent ? { parent } : {}), ...sent })
      await reload()
    },
    /** @param {Node} node @param {Partial<Node>} sent @param {number | undefined} version */
    save: async (node, sent, version) => {
      await patch(`/staff/api/structure/${node.id}`, { ...sent, version })
      await reload()
    },
    /** @param {string} id @returns {Promise<Node | undefined>} */
    current: async (id) => {
      const fresh = /** @type {Structure} */ (await get("/staff/api/structure"))
      return fresh.nodes.find((one) => one.id === id)
    },
  }
  const back = () =>
    working.run(async () => {
      if (removed) await post(`/staff/api/structure/${removed.id}/restore`)
      setRemoved(null)
      await reload()
    })
  return html`
    ${h(Tabs, {
      label: t("nav.structure"),
      current: tab,
      panel: "structure-panel",
      onSelect: (show) => refine({ show: show === "goals" ? "" : show, edit: "" }),
      tabs: Object.keys(TABS).map((key) => ({
        key,
        label: t(`structure.${key}`),
        count: nodes.filter((node) => !node.removed && TABS[key].includes(node.kind)).length,
      })),
    })}
    ${h(Problem, { refusal: working.refusal })}
    <div id="structure-panel" role="tabpanel" aria-label=${t(`structure.${tab}`)}>
      ${
        tab === "duties"
          ? h(Requirements, { ...hands })
          : TABS[tab].map((kind) => h(Kind, { key: kind, kind, hands, sole: TABS[tab].length === 1 }))
      }
    </div>
    ${can("editPlan") ? html`<p class="muted small no-print">${t("structure.keys")}</p>` : null}
    ${removed ? h(Undo, { message: t("structure.removed", { title: nameOf(removed) }), onUndo: back, onClose: () => setRemoved(null) }) : null}`
}

/** All parts of one kind. @param {{ kind: string, hands: import("./branch.js").Hands, sole: boolean }} props */
function Kind({ kind, hands, sole }) {
  const branches = treeOf(hands.nodes, kind === "goal" ? ["target", "goal"] : [kind])
  // There is one vision.
  const more = kind !== "vision" || branches.length === 0
  return html`<section class="kind" aria-label=${t(`kind_many.${kind}`)}>
    ${sole ? null : html`<h2>${t(`kind_many.${kind}`)}</h2>`}
    ${branches.length === 0 ? html`<p class="empty kind__empty">${t(`kind_empty.${kind}`)}</p>` : h(Branches, { branches, hands })}
    ${more ? h(Adder, { kind, parent: "", hands }) : null}
  </section>`
}

/** @param {{ kind: string, parent: string, hands: import("./branch.js").Hands }} props */
export function Adder({ kind, parent, hands }) {
  const [open, setOpen] = useState(false)
  if (!can("editPlan")) return null
  if (!open)
    return html`<p>${h(Button, { kind: "tertiary", icon: "add", onClick: () => setOpen(true), children: t(`kind_add.${kind}`) })}</p>`
  return html`<div class="node-new">
    ${h(NodeForm, { kind, parent, nodes: hands.nodes, save: (sent) => hands.add(kind, parent, sent), current: async () => undefined, onClose: () => setOpen(false) })}
  </div>`
}

/** Titles of events, for sources; nothing for who may not see them. @returns {Map<string, string>} */
function useTitles() {
  const { data } = useLoaded(
    /** @returns {Promise<{ events: EventInfo[] }>} */
    () => (can("readEvents") ? get("/staff/api/events") : Promise.resolve({ events: [] })),
    [],
  )
  return new Map((data?.events ?? []).map((event) => [event.id, event.title]))
}
