// Which measures are wanted, in which order, with which columns; all of it stands in the address. Pure.
import {
  costOf,
  hasFlag,
  isLate,
  nameOf,
  numberOf,
  orderOf,
  STATES,
  shortOf,
  slipDays,
  USUAL_PRIORITIES,
  withBelow,
  worst,
} from "./reading.js"

/** @import { House, Measure, Node } from "../types.js" */

/** @typedef {{ measures: Measure[], nodes: Node[], house: House, today: string }} Plan */

/**
 * @typedef {object} Wanted
 * @property {string} q words or a number
 * @property {string[]} states
 * @property {string} field
 * @property {string} area
 * @property {string} goal
 * @property {string} unit
 * @property {string} priority
 * @property {string} flag "at_risk" | "paused" | "late" | "duty"
 * @property {string} light the worst of a measure's lights
 * @property {string} sort a column; "-" before it turns the order round
 * @property {string[]} columns
 */

/** What narrows the list, by the names the server knows too. */
const FILTERS = ["q", "state", "field", "area", "goal", "unit", "priority", "flag", "light"]

export const COLUMNS = [
  "number",
  "title",
  "state",
  "field",
  "areas",
  "lead",
  "priority",
  "start",
  "end",
  "slip",
  "progress",
  "light",
  "cost",
]
/** What a table shows when nobody chose. */
export const USUAL_COLUMNS = [
  "number",
  "title",
  "state",
  "field",
  "lead",
  "priority",
  "end",
  "progress",
  "light",
]

/** @param {URLSearchParams} query @returns {Wanted} */
export function wantedOf(query) {
  const of = (/** @type {string} */ key) => query.get(key) ?? ""
  const columns = of("cols").split(",")
  const chosen = COLUMNS.filter((column) => columns.includes(column))
  return {
    q: of("q"),
    states: of("state")
      .split(",")
      .filter((state) => STATES.includes(state)),
    field: of("field"),
    area: of("area"),
    goal: of("goal"),
    unit: of("unit"),
    priority: of("priority"),
    flag: of("flag"),
    light: of("light"),
    sort: of("sort") || "number",
    columns:
      chosen.length > 0
        ? ["number", "title", ...chosen.filter((one) => !["number", "title"].includes(one))]
        : USUAL_COLUMNS,
  }
}

/** Only what narrows: what an export must hear. @param {URLSearchParams} query */
export function filterQuery(query) {
  const kept = new URLSearchParams()
  for (const key of FILTERS) {
    const value = query.get(key)
    if (value) kept.set(key, value)
  }
  return kept.toString()
}

/** How many filters narrow the list, the search aside. @param {URLSearchParams} query */
export const narrowedBy = (query) => FILTERS.filter((key) => key !== "q" && query.get(key)).length

/** @param {Plan} plan @param {Wanted} wanted @returns {Measure[]} */
export function sift(plan, wanted) {
  const tests = [...placed(plan, wanted), ...standing(plan, wanted), saying(plan, wanted.q)]
  return plan.measures
    .filter((measure) => tests.every((fits) => fits(measure)))
    .sort(orderBy(plan, wanted.sort))
}

/** @typedef {(measure: Measure) => boolean} Test */

/** Where a measure belongs: what lies below the part asked for counts too.
 * @param {Plan} plan @param {Wanted} wanted @returns {Test[]} */
function placed({ nodes }, { field, area, goal, unit, priority }) {
  /** @param {string} asked @param {Set<string>} set @param {(profile: Measure["profile"]) => string[]} given @returns {Test[]} */
  const within = (asked, set, given) =>
    asked ? [({ profile }) => given(profile).some((id) => set.has(id))] : []
  const below = (/** @type {string} */ id) => withBelow(id ? nodes : [], id)
  return [
    ...within(field, below(field), (profile) => [profile.field]),
    ...within(area, new Set([area]), (profile) => profile.areas ?? []),
    ...within(goal, below(goal), (profile) => profile.goals ?? []),
    ...within(unit, below(unit), (profile) => [profile.lead]),
    ...within(priority, new Set([priority]), (profile) => [profile.priority]),
  ]
}

/** How it stands. @param {Plan} plan @param {Wanted} wanted @returns {Test[]} */
function standing({ today }, { states, flag, light }) {
  /** @type {Test[]} */
  const tests = []
  if (states.length > 0) tests.push(({ state }) => states.includes(state))
  if (flag) tests.push((measure) => hasFlag(measure, flag, today))
  if (light) tests.push(({ profile }) => worst(profile.lights) === light)
  return tests
}

/** Every word in number, title or lead unit. @param {Plan} plan @param {string} q @returns {Test} */
function saying({ nodes, house }, q) {
  const words = q.toLocaleLowerCase("de").split(/\s+/).filter(Boolean)
  if (words.length === 0) return () => true
  const units = new Map(nodes.map((node) => [node.id, nameOf(node)]))
  return (measure) => {
    const { title, lead } = measure.profile
    const text = `${numberOf(measure, house)} V${measure.candidate_number} ${title} ${units.get(lead) ?? ""}`
    const lower = text.toLocaleLowerCase("de")
    return words.every((word) => lower.includes(word))
  }
}

/** What a column is sorted by; nothing known comes last in either direction.
 * @param {Plan} plan @param {string} column @returns {(measure: Measure) => string | number | undefined} */
function keyOf({ nodes, house, today }, column) {
  const titles = new Map(nodes.map((node) => [node.id, shortOf(node)]))
  const places = new Map(nodes.map((node) => [node.id, node.position]))
  const own = (house.priorities ?? []).map(({ key }) => key)
  const steps = own.length > 0 ? own : USUAL_PRIORITIES
  switch (column) {
    case "title":
      return ({ profile }) => profile.title
    case "state":
      return ({ state }) => STATES.indexOf(state)
    case "field":
      return ({ profile }) => places.get(profile.field)
    case "areas":
      return ({ profile }) => titles.get((profile.areas ?? [])[0]) || undefined
    case "lead":
      return ({ profile }) => titles.get(profile.lead) || undefined
    case "priority":
      return ({ profile }) => (steps.includes(profile.priority) ? steps.indexOf(profile.priority) : undefined)
    case "start":
      return ({ profile }) => profile.current?.start || profile.baseline?.start || undefined
    case "end":
      return ({ profile }) => profile.current?.end || profile.baseline?.end || undefined
    case "slip":
      return (measure) => slipDays(measure.profile)
    case "progress":
      return ({ profile }) => profile.progress
    case "light":
      return (measure) => {
        const at = ["red", "yellow", "green"].indexOf(worst(measure.profile.lights))
        return isLate(measure, today) ? -1 : at < 0 ? undefined : at
      }
    case "cost":
      return ({ profile }) => costOf(profile) || undefined
    default:
      return orderOf
  }
}

/** @param {Plan} plan @param {string} sort @returns {(a: Measure, b: Measure) => number} */
function orderBy(plan, sort) {
  const turned = sort.startsWith("-")
  const key = keyOf(plan, turned ? sort.slice(1) : sort)
  const words = new Intl.Collator("de", { numeric: true })
  return (a, b) => {
    const [one, other] = [key(a), key(b)]
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined) || orderOf(a) - orderOf(b)
    const by = typeof one === "string" ? words.compare(one, `${other}`) : Number(one) - Number(other)
    return (turned ? -by : by) || orderOf(a) - orderOf(b)
  }
}

/** The sort a click on a column's heading asks for. @param {string} now @param {string} column */
export const turned = (now, column) => (now === column ? `-${column}` : column)
