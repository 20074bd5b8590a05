// The plan as the server tells it: what table, board, roadmap and profile have in common.
import { get } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { signal, useMemo } from "../../vendor/preact.js"
import { useLoaded } from "../load.js"
import { dayOf, USUAL_PRIORITIES } from "./reading.js"

/** @import { House, Measure, Node } from "../types.js" */
/** @import { Loaded } from "../load.js" */
/** @import { Plan } from "./sifting.js" */

/** What was loaded last, shown at once when somebody comes back. */
const known = signal(/** @type {Omit<Plan, "today"> | undefined} */ (undefined))

async function load() {
  const [{ measures }, { nodes }, house] = await Promise.all([
    get("/staff/api/measures"),
    get("/staff/api/structure"),
    get("/staff/api/house"),
  ])
  known.value = { measures: measures ?? [], nodes: nodes ?? [], house }
  return known.value
}

/** @returns {{ plan: Plan | undefined, refusal: Loaded<any>["refusal"], reload: () => Promise<void> }} */
export function usePlan() {
  const { refusal, reload } = useLoaded(load, [])
  const now = known.value
  const today = dayOf(new Date())
  const plan = useMemo(() => now && { ...now, today }, [now, today])
  return { plan, refusal, reload }
}

/** Puts a changed measure into what is shown, until the list is loaded again. @param {Measure} measure */
export function noteMeasure(measure) {
  if (!known.value) return
  const measures = known.value.measures.map((one) => (one.id === measure.id ? measure : one))
  if (!measures.some(({ id }) => id === measure.id)) measures.push(measure)
  known.value = { ...known.value, measures }
}

/** A state in the house's own wording. @param {House} house @param {string} state */
export const stateName = (house, state) => house.state_names?.[state] || t(`measures.state.${state}`)

/** The steps of the house's scale, the first to begin first. @param {House} house @returns {[string, string][]} */
export function priorities(house) {
  if (house.priorities && house.priorities.length > 0)
    return house.priorities.map(({ key, title }) => /** @type {[string, string]} */ ([key, title]))
  return USUAL_PRIORITIES.map((key) => [key, t(`measures.priority.${key}`)])
}

/** @param {House} house @param {string} key */
export const priorityName = (house, key) => priorities(house).find(([step]) => step === key)?.[1] ?? key

/** @param {Node[]} nodes @param {string} id */
export const nodeOf = (nodes, id) => nodes.find((node) => node.id === id)
