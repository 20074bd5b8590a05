// Comments as this phone knows them: everybody's, and its own on their way.
import { commentsOn } from "../shared/session.js"
import { signal } from "../vendor/preact.js"

/** @import { Command, State } from "../shared/types.js" */
/** @import { Connection } from "../shared/connection.js" */
/** @import { Outbox } from "../shared/outbox.js" */
/** @import { Signal } from "../vendor/preact.js" */
/** @import { Keep } from "./keep.js" */

/** @typedef {{ key: string, number: number, text: string, isOwn: boolean, isModerator: boolean }} Remark number 0: on its way */

/**
 * @param {object} options
 * @param {Signal<State>} options.state
 * @param {Keep} options.keep
 * @param {Connection} options.connection
 * @param {Outbox} options.outbox
 */
export function createRemarks({ state, keep, connection, outbox }) {
  const drafts = signal(/** @type {Record<number, string>} */ ({}))
  /** Arrived, but not shown by the server yet. */
  const arrived = signal(/** @type {{ idea: number, number: number, text: string }[]} */ ([]))
  const leaving = signal(/** @type {Set<number>} */ (new Set()))

  const draft = (/** @type {number} */ idea) => drafts.value[idea] ?? keep.remark(idea)
  /** Kept with every key. @param {number} idea @param {string} text */
  function write(idea, text) {
    drafts.value = { ...drafts.value, [idea]: text }
    keep.setRemark(idea, text)
  }

  return {
    draft,
    write,
    /** @param {number} idea @returns {Remark[]} */
    on(idea) {
      const { mine, comments } = state.value
      const own = new Set((mine?.comments || []).map(({ number }) => number))
      for (const { number } of arrived.value) own.add(number)
      const shown = commentsOn(state.value, idea).filter(({ number }) => !leaving.value.has(number))
      const fresh = arrived.value.filter((one) => one.idea === idea && !comments.has(one.number))
      /** @param {number} number @param {string} text */
      const ownOne = (number, text, key = `#${number}`) => ({
        key,
        number,
        text,
        isOwn: true,
        isModerator: false,
      })
      const waiting = outbox.pending.value.filter(
        ({ type, data }) => type === "AddComment" && data.idea === idea,
      )
      return [
        ...shown.map(({ number, text, moderator }) => ({
          key: `#${number}`,
          number,
          text,
          isOwn: own.has(number),
          isModerator: Boolean(moderator),
        })),
        ...fresh.map(({ number, text }) => ownOne(number, text)),
        ...waiting.map(({ id, data }) => ownOne(0, data.text, id)),
      ]
    },

    /** @param {number} idea @param {string} text */
    add(idea, text) {
      connection.send("AddComment", { idea, text }).catch(() => {}) // its text comes back into the field
      write(idea, "")
    },

    /** @param {number} number */
    withdraw(number) {
      leaving.value = new Set(leaving.value).add(number)
      connection.send("WithdrawComment", { comment: number }).catch(() => {}) // shown on top
    },

    /** @param {Command} command @param {any} result */
    answered({ type, data }, result) {
      if (type === "WithdrawComment")
        arrived.value = arrived.value.filter((one) => one.number !== data.comment)
      if (type !== "AddComment") return
      const { mine, comments } = state.value
      const waits = arrived.value.filter(
        ({ number }) => !comments.has(number) && !mine?.comments?.some((one) => one.number === number),
      )
      arrived.value = [...waits, { idea: data.idea, number: result.number, text: data.text }]
    },

    /** @param {Command} command that was refused for good */
    refused({ type, data }) {
      if (type === "WithdrawComment") {
        leaving.value = new Set([...leaving.value].filter((number) => number !== data.comment))
      }
      if (type === "AddComment") write(data.idea, [draft(data.idea), data.text].filter(Boolean).join("\n"))
    },
  }
}
