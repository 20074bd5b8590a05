// The structure of the plan as trees: what lies below what, in which order, and what is missing. Pure.

/** @import { Measure, Node } from "../types.js" */

/** @typedef {Node & { depth: number, first: boolean, last: boolean, children: Branch[] }} Branch */

/** What may lie below what; below an empty one: at the top. @type {Record<string, string[]>} */
const BELOW = {
  vision: [],
  guideline: [],
  goal: ["goal", "target"],
  target: [],
  area: [],
  field: ["field"],
  requirement: [],
  unit: ["unit"],
  group: [],
}

/** Kinds that may be put below a node. A sub-goal has no sub-goal, a sub-topic no sub-topic.
 * @param {Pick<Branch, "kind" | "depth">} node */
export function kindsBelow({ kind, depth }) {
  const kinds = BELOW[kind] || []
  return depth > 0 && kind !== "unit" ? kinds.filter((one) => one !== kind) : kinds
}

/**
 * Nodes of some kinds as trees, siblings by kind and position. Whatever was removed is left out with
 * all below it; what lies below something that is gone stands at the top, so that nothing is lost.
 * @param {Node[]} nodes @param {string[]} kinds @returns {Branch[]}
 */
export function treeOf(nodes, kinds) {
  const wanted = nodes.filter((node) => kinds.includes(node.kind) && !node.removed)
  const known = new Set(nodes.map((node) => node.id))
  const order = (/** @type {Node} */ a, /** @type {Node} */ b) =>
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.position - b.position || a.id.localeCompare(b.id)
  /** @param {string} parent @param {number} depth @returns {Branch[]} */
  function below(parent, depth) {
    const siblings = wanted
      .filter((node) => (depth === 0 ? !node.parent || !known.has(node.parent) : node.parent === parent))
      .sort(order)
    return siblings.map((node, at) => ({
      ...node,
      depth,
      first: siblings[at - 1]?.kind !== node.kind,
      last: siblings[at + 1]?.kind !== node.kind,
      children: below(node.id, depth + 1),
    }))
  }
  return below("", 0)
}

/** All branches, top down. @param {Branch[]} branches @returns {Branch[]} */
export function flat(branches) {
  return branches.flatMap((branch) => [branch, ...flat(branch.children)])
}

/** What can be chosen of some kinds, indented by depth.
 * @param {Node[]} nodes @param {string[]} kinds @returns {[id: string, title: string][]} */
export function choicesOf(nodes, kinds) {
  return flat(treeOf(nodes, kinds)).map((node) => [node.id, `${"– ".repeat(node.depth)}${nameOf(node)}`])
}

/** A node's name with what the house calls it in short. @param {Pick<Node, "title" | "short">} node */
export function nameOf({ title, short }) {
  return short ? `${short} ${title}` : title
}

/** Where a step up or down leads among its siblings; nothing at the edge.
 * @param {Node[]} nodes @param {Node} node @param {1 | -1} by */
export function stepped(nodes, node, by) {
  const siblings = siblingsOf(nodes, node)
  const at = siblings.findIndex((one) => one.id === node.id)
  const other = siblings[at + by]
  return at < 0 || !other ? undefined : other.position
}

/** @param {Node[]} nodes @param {Node} node */
function siblingsOf(nodes, node) {
  return nodes
    .filter((one) => one.kind === node.kind && (one.parent || "") === (node.parent || "") && !one.removed)
    .sort((a, b) => a.position - b.position)
}

/** Whether a node would lie below itself. @param {Node[]} nodes @param {string} id @param {string} parent */
export function isBelow(nodes, id, parent) {
  const parents = new Map(nodes.map((node) => [node.id, node.parent || ""]))
  for (let at = parent, steps = 0; at && steps <= nodes.length; at = parents.get(at) || "", steps++)
    if (at === id) return true
  return false
}

/** How far a target is reached, from its baseline on: 0 to 1; nothing while no value is known.
 * @param {Node} node @returns {number | undefined} */
export function reached({ baseline, target, actuals = [] }) {
  const value = latest(actuals)?.value
  if (value === undefined || typeof target !== "number") return undefined
  const from = typeof baseline === "number" ? baseline : 0
  if (target === from) return value === target ? 1 : 0
  return Math.min(1, Math.max(0, (value - from) / (target - from)))
}

/** @template {{ on: string }} T @param {T[]} actuals @returns {T | undefined} the one of the latest day */
export function latest(actuals) {
  return actuals.reduce(
    (found, one) => (!found || one.on >= found.on ? one : found),
    /** @type {T | undefined} */ (undefined),
  )
}

/** The measures' page narrowed to those that refer to a node; nothing for kinds it cannot be narrowed by.
 * @param {Pick<Node, "id" | "kind">} node */
export function filterFor({ id, kind }) {
  const key = /** @type {Record<string, string>} */ ({
    field: "field",
    area: "area",
    goal: "goal",
    unit: "unit",
  })[kind]
  return key ? `${key}=${encodeURIComponent(id)}` : ""
}

/** Measures by the requirement they answer. @param {Measure[]} measures @returns {Map<string, Measure[]>} */
export function answersOf(measures) {
  /** @type {Map<string, Measure[]>} */
  const found = new Map()
  for (const measure of measures) {
    for (const id of measure.profile.requirements ?? []) found.set(id, [...(found.get(id) ?? []), measure])
  }
  return found
}

/** The topic field above a sub-topic: it has the colour. @param {Node[]} nodes @param {string} id */
export function topOf(nodes, id) {
  let found = nodes.find((node) => node.id === id)
  for (let steps = 0; found?.parent && steps < nodes.length; steps++)
    found = nodes.find((node) => node.id === found?.parent) ?? found
  return found
}
