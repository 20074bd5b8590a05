// What a phone switches on and off: support and reactions, the sign of being ready, a raised hand.
import { computed, effect } from "../vendor/preact.js"
import { createWishes } from "./wishes.js"

/** @import { ReactionKind, State } from "../shared/types.js" */
/** @import { Connection } from "../shared/connection.js" */
/** @import { Signal } from "../vendor/preact.js" */

/** @typedef {ReturnType<typeof createSwitches>} Switches */

/** @param {{ state: Signal<State>, connection: Connection }} options */
export function createSwitches({ state, connection }) {
  const support = createWishes((idea, on) => connection.send("Support", { idea: Number(idea), on }))
  const reaction = createWishes((key, on) => {
    const [idea, kind] = key.split(" ")
    return connection.send("React", { idea: Number(idea), kind, on })
  })
  // Signs of the moment are not kept: what could not be said in time is not worth saying.
  const done = createWishes((session, on) => connection.send("SignalDone", { session, on }, { keep: false }))
  const hand = createWishes((session, on) => connection.send("RaiseHand", { session, on }, { keep: false }))

  const mine = computed(() => state.value.mine)
  effect(() => {
    if (!mine.value) return
    for (const wishes of [support, reaction, done, hand]) wishes.heard()
  })

  const supports = computed(() => support.over((mine.value?.supports || []).map(String)))
  const reactions = computed(() =>
    reaction.over((mine.value?.reactions || []).map(({ idea, kind }) => `${idea} ${kind}`)),
  )
  const signals = (/** @type {string} */ session) => mine.value?.signals?.[session] || {}

  return {
    supports: (/** @type {number} */ idea) => supports.value.has(`${idea}`),
    support: (/** @type {number} */ idea, /** @type {boolean} */ on) => support.wish(`${idea}`, on),

    reacts: (/** @type {number} */ idea, /** @type {ReactionKind} */ kind) =>
      reactions.value.has(`${idea} ${kind}`),
    react: (/** @type {number} */ idea, /** @type {ReactionKind} */ kind, /** @type {boolean} */ on) =>
      reaction.wish(`${idea} ${kind}`, on),

    isDone: (/** @type {string} */ session) => done.over(signals(session).done ? [session] : []).has(session),
    signalDone: (/** @type {string} */ session, /** @type {boolean} */ on) => done.wish(session, on),

    /** @returns {{ isUp: boolean, number: number, isCalled: boolean }} number 0: not known yet */
    hand(/** @type {string} */ session) {
      const { hand: number = 0, called = false } = signals(session)
      const isUp = hand.over(number ? [session] : []).has(session)
      return { isUp, number: isUp ? number : 0, isCalled: isUp && called }
    },
    raiseHand: (/** @type {string} */ session, /** @type {boolean} */ on) => hand.wish(session, on),
  }
}
