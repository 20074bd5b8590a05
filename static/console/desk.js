// What lies before the moderator: the event as the server tells it, what is open on this screen,
// and sending with a way back.

import { asRefusal } from "../shared/api.js"
import { currentSession, emptyState } from "../shared/session.js"
import { refusalText, t } from "../shared/text.js"
import { batch, computed, signal } from "../vendor/preact.js"
import { ANYTHING } from "./filters.js"
import { lanes, letters } from "./lanes.js"
import { nextStep, phaseOf, workFor } from "./steps.js"
import { did, forgotten, fromText, lastDone, toText, turned } from "./undo.js"

/** @import { Refusal } from "../shared/api.js" */
/** @import { Answer, Phase, State } from "../shared/types.js" */
/** @import { Connection } from "../shared/connection.js" */
/** @import { Filter, Order } from "./filters.js" */
/** @import { Done, Inverse } from "./undo.js" */

/**
 * @typedef {[type: string, data: object]} Asked
 * @typedef {{ name: string, idea?: number, field?: string, round?: string, phase?: string }} Opened
 * @typedef {{ text: string, step?: number, bad?: boolean, at: number }} Said
 */

export const state = signal(emptyState())
export const line = signal(/** @type {Connection | null} */ (null))

export const ideas = computed(() => state.value.ideas)
export const fields = computed(() => state.value.fields)
export const rounds = computed(() => state.value.rounds)
export const comments = computed(() => state.value.comments)
export const session = computed(() => currentSession(state.value))
export const phase = computed(() => session.value && phaseOf(session.value))
export const openRound = computed(() => rounds.value.find((round) => round.state === "open"))
export const board = computed(() => lanes(known()))
export const fieldLetters = computed(() => letters(fields.value))
export const queue = computed(() => [...ideas.value.values()].filter((idea) => idea.state === "held"))
export const projectors = computed(() => state.value.projectors)
export const step = computed(() => {
  const { sessions } = state.value
  const more = { since: since.value, projectors: projectors.value }
  return session.value && nextStep(session.value, rounds.value, sessions, more)
})

/** Devices admitted; presence and turnout change too often to redraw for them. */
export const heardDevices = computed(() => state.value.pulse.admitted || 0)

/** What is wrong with storing, as far as the line tells. */
export const alarm = computed(() =>
  line.value?.status.value === "live" ? state.value.pulse.alarm || "" : "",
)

/** The state as far as ideas and fields go, so that presence and turnout redraw no list. */
export const known = () => ({ ...state.peek(), ideas: ideas.value, fields: fields.value })

/** Whether this desk only helps: releases, returns, hides and redacts. */
export const helps = signal(false)

export const work = signal(
  /** @type {"start" | "ideas" | "queue" | "board" | "discussion" | "votes"} */ ("start"),
)
export const filter = signal(/** @type {Filter} */ (ANYTHING))
export const order = signal(/** @type {Order} */ ("newest"))
export const chosen = signal(/** @type {Set<number>} */ (new Set()))
export const opened = signal(/** @type {Opened | null} */ (null))
export const roomOpen = signal(false)
export const said = signal(/** @type {Said | null} */ (null))
export const steps = signal(/** @type {Done[]} */ ([]))
/** The last round's number when the present phase was entered; undefined when nobody saw that here. */
const since = signal(/** @type {number | undefined} */ (undefined))

/** @param {string} name @param {Omit<Opened, "name">} [about] */
export function open(name, about = {}) {
  if (!opened.value) opener = /** @type {HTMLElement | null} */ (document.activeElement)
  opened.value = { name, ...about }
}

/** What had the focus when the first of several dialogs opened. */
let opener = /** @type {HTMLElement | null} */ (null)

export function close() {
  opened.value = null
  setTimeout(returnFocus)
}

/** A browser returns the focus from one dialog; where one led to another, it is lost. */
function returnFocus() {
  if (!opened.value && document.activeElement === document.body && opener?.isConnected) opener.focus()
}

/**
 * Tells the moderator something, and offers the way back when there is one.
 * @param {string} text
 * @param {{ step?: number, bad?: boolean }} [more]
 */
export function say(text, more = {}) {
  said.value = { text, at: Date.now(), ...more }
}

/**
 * Asks the server for something, in one or several commands; `text` says in words what was done.
 * What was refused is told, what was done can be taken back.
 * @param {string} text
 * @param {Asked[]} asked
 * @returns {Promise<any[] | null>} the results, or null when any was refused
 */
export async function act(text, ...asked) {
  const { results, inverses, refusal } = await sendAll(asked)
  steps.value = did(steps.value, text, inverses)
  if (refusal) say(told(refusal), { bad: true })
  else say(text, inverses.length ? { step: steps.value[0].id } : {})
  return refusal ? null : results
}

/** @param {Refusal} refusal */
const told = (refusal) => (refusal.code === "offline" ? t("undo.offline") : refusalText(refusal))

/** @param {Asked[]} asked */
async function sendAll(asked) {
  const { send } = /** @type {Connection} */ (line.value)
  for (const [type, data] of asked) if (type === "EnterPhase") going = /** @type {any} */ (data).phase
  const settled = await Promise.all(
    asked.map(([type, data]) =>
      send(type, data).then(
        (answer) => ({ answer, refusal: null }),
        (error) => ({ answer: null, refusal: asRefusal(error) }),
      ),
    ),
  )
  const answers = settled.flatMap(({ answer }) => (answer ? [answer] : []))
  return {
    results: answers.map(({ result }) => result),
    inverses: answers.flatMap(({ undo }) => (undo ? [undo] : [])),
    refusal: settled.find(({ refusal }) => refusal)?.refusal || null,
  }
}

/**
 * Takes a step back, or does it again. When somebody else changed the same thing meanwhile,
 * nothing is overwritten and the step leaves the list.
 * @param {number} [id] the last step not undone by default
 */
export async function undo(id = lastDone(steps.value)?.id) {
  const step = steps.value.find((one) => one.id === id)
  if (!step) return say(t("undo.nothing"))
  const { inverses, refusal } = await sendAll(step.back.map(asked))
  if (refusal?.retry_ms !== undefined || refusal?.code === "offline") {
    say(told(refusal), { bad: true })
  } else if (refusal) {
    steps.value = forgotten(steps.value, step.id)
    say(t(refusal.code === "changed_since" ? "undo.changed_since" : "undo.refused", { step: step.text }), {
      bad: true,
    })
  } else {
    steps.value = turned(steps.value, step.id, inverses)
    say(t(step.undone ? "undo.again" : "undo.done", { step: step.text }))
  }
}

/** @param {Inverse} inverse @returns {Asked} */
const asked = ({ type, data }) => [type, data]

/**
 * @param {Phase} to
 * @param {{ timer?: boolean }} [more] timer: starts it, when one is planned
 */
export function enter(to, { timer = false } = {}) {
  const here = session.value
  if (!here || to.id === here.phase) return
  const starts = timer && Boolean(to.seconds) && to.kind !== "vote" // that one starts with the vote
  act(t("did.entered", { phase: phaseName(to) }), [
    "EnterPhase",
    { session: here.id, phase: to.id, was: here.phase, ...(starts ? { timer: true } : {}) },
  ])
}

let going = "" // the phase this console asked for last
let stood = { session: "", phase: "" }

/** Goes along when the session stands in another phase, whoever moved it. */
export function followPhase() {
  const here = session.value
  if (!here || (stood.session === here.id && stood.phase === here.phase)) return
  const was = stood
  stood = { session: here.id, phase: here.phase }
  const now = phaseOf(here)
  batch(() => {
    const moved = was.session === here.id
    const at = (/** @type {string} */ id) => here.phases.findIndex((one) => one.id === id)
    const forward = moved && at(was.phase) < at(here.phase)
    since.value = forward ? Math.max(0, ...rounds.peek().map(({ number }) => number)) : undefined
    work.value = workFor(now.kind)
    if (moved && going !== here.phase) say(t("agenda.elsewhere", { phase: phaseName(now) }))
    going = ""
  })
}

/** Keeps the steps that can be taken back over a reload. @param {string} path of this console */
export function keepSteps(path) {
  const place = `${path}/undo`
  steps.value = fromText(sessionStorage.getItem(place))
  steps.subscribe((list) => {
    try {
      sessionStorage.setItem(place, toText(list))
    } catch {
      sessionStorage.removeItem(place) // no room: an older list would be wrong
    }
  })
}

/** @param {Phase} phase */
export const phaseName = (phase) => phase.title || t(`phase.${phase.kind}`)

/** @param {string} id */
export function turnTo(id) {
  batch(() => {
    chosen.value = new Set()
    filter.value = ANYTHING
    line.value?.follow(id)
    work.value = phase.value ? workFor(phase.value.kind) : "start"
  })
}

export function blank() {
  const here = session.value
  if (!here) return
  act(t(here.blank ? "did.unblanked" : "did.blanked"), ["BlankWall", { session: here.id, on: !here.blank }])
}
