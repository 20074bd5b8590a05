// This device at one event: its line, what it knows, what it says. Views read the signals and
// call the verbs.
import { get, post } from "../shared/api.js"
import { connect } from "../shared/connection.js"
import { openOutbox } from "../shared/outbox.js"
import { emptyState } from "../shared/session.js"
import { computed, signal } from "../vendor/preact.js"
import { createRemarks } from "./remarks.js"
import { createSeat } from "./seat.js"
import { createSwitches } from "./switches.js"
import { createVoting } from "./vote/voting.js"

/** @import { About, Command, IdeaKind, OwnIdea, State } from "../shared/types.js" */
/** @import { Refusal } from "../shared/api.js" */
/** @import { Keep, RefusedIdea } from "./keep.js" */

/** @typedef {Awaited<ReturnType<typeof attend>>} Attendance */
/** @typedef {{ text: string, kind: IdeaKind }} Draft */

/**
 * @typedef {object} OwnEntry an own idea wherever it is on its way
 * @property {string} key
 * @property {"waiting" | "arrived" | "refused"} place
 * @property {number} number 0 until it arrived
 * @property {string} session
 * @property {IdeaKind} kind
 * @property {string} text
 * @property {OwnIdea} [idea] as the server has it
 * @property {string} [code] why it was refused
 */

/** @param {About} about @param {Keep} keep */
export async function attend(about, keep) {
  const { code } = about
  const outbox = await openOutbox(code)
  const state = signal(/** @type {State} */ (emptyState()))
  /** Ideas acknowledged that the server's own list does not show yet. */
  const acknowledged = signal(/** @type {Map<string, OwnEntry>} */ (new Map()))
  const refused = signal(keep.refused())
  const withdrawing = signal(/** @type {Set<number>} */ (new Set()))
  /** Last thing worth saying aloud, and the last refusal worth showing. */
  const spoken = signal(
    /** @type {{ key: string, values?: Record<string, string | number> } | null} */ (null),
  )
  const trouble = signal("")
  const drafts = signal(/** @type {Record<string, Draft>} */ ({}))

  const known = about.sessions.some((one) => one.id === keep.session()) ? keep.session() : ""
  const only = about.sessions.length === 1 ? about.sessions[0].id : ""
  const chosen = signal(known || only)

  const connection = connect({
    path: `/e/${code}`,
    session: chosen.value || undefined,
    state,
    outbox,
    onAnswered: answered,
    onRefused: refusedForGood,
    probe: async (signal) => {
      await get(`/e/${code}/about`, signal)
      await post(`/e/${code}/join`, { secret: keep.joinSecret() }, signal)
    },
  })

  /** @param {Command} command @param {any} result */
  function answered(command, result) {
    const { id, type, data } = command
    voting.answered(command)
    remarks.answered(command, result)
    if (type === "SubmitIdea") {
      const { session, kind, text } = data
      const entry = {
        key: id,
        place: /** @type {const} */ ("arrived"),
        number: result.number,
        session,
        kind,
        text,
      }
      acknowledged.value = new Map(acknowledged.value).set(id, entry)
      spoken.value = { key: "collect.arrived", values: { number: result.number } }
    }
    if (type === "WithdrawIdea") {
      doneWithdrawing(data.idea)
      acknowledged.value = new Map([...acknowledged.value].filter(([, entry]) => entry.number !== data.idea))
    }
  }

  /** @param {Command} command @param {Refusal} refusal */
  function refusedForGood(command, refusal) {
    const { id, type, data } = command
    remarks.refused(command)
    if (type === "CastBallot") {
      voting.refused(command, refusal)
    } else if (type === "SubmitIdea") {
      const { session, kind, text } = data
      setRefused([...refused.value, { id, session, kind, text, code: refusal.code }])
      spoken.value = { key: "collect.refused" }
    } else {
      if (type === "WithdrawIdea") doneWithdrawing(data.idea)
      trouble.value = refusal.code
    }
  }

  /** @param {RefusedIdea[]} ideas */
  function setRefused(ideas) {
    refused.value = ideas
    keep.setRefused(ideas)
  }

  /** @param {number} number */
  function doneWithdrawing(number) {
    const rest = new Set(withdrawing.value)
    rest.delete(number)
    withdrawing.value = rest
  }

  const own = computed(() => {
    const ideas = state.value.mine?.ideas || []
    const numbers = new Set(ideas.map((idea) => idea.number))
    const gone = new Set(acknowledged.value.keys())
    /** @type {OwnEntry[]} */
    const entries = ideas.map((idea) => ({
      key: `#${idea.number}`,
      place: "arrived",
      number: idea.number,
      session: idea.session,
      kind: idea.kind,
      text: idea.text || "",
      idea,
    }))
    for (const entry of acknowledged.value.values()) if (!numbers.has(entry.number)) entries.push(entry)
    for (const { id, type, data } of outbox.pending.value) {
      if (type !== "SubmitIdea" || gone.has(id)) continue
      const { session, kind, text } = data
      entries.push({ key: id, place: "waiting", number: 0, session, kind, text })
    }
    for (const { id, session, kind, text, code: why } of refused.value) {
      entries.push({ key: id, place: "refused", number: 0, session, kind, text, code: why })
    }
    return entries.reverse()
  })

  const ownNumbers = computed(() => new Set(own.value.flatMap(({ number }) => (number ? [number] : []))))

  const voting = createVoting({ state, keep, connection, outbox, trouble })
  const remarks = createRemarks({ state, keep, connection, outbox })
  const switches = createSwitches({ state, connection })
  const seat = createSeat({ state, keep, connection, choose })

  /** @param {string} session */
  function choose(session) {
    if (chosen.peek() === session) return
    keep.setSession(session)
    chosen.value = session
    connection.follow(session)
  }

  return {
    about,
    code,
    keep,
    outbox,
    state,
    connection,
    chosen,
    own,
    ownNumbers,
    withdrawing,
    spoken,
    trouble,
    voting,
    remarks,
    switches,
    seat,
    choose,

    /** What is being written, kept with every key. @param {string} session @returns {Draft} */
    draft: (session) => drafts.value[session] || keep.draft(session),
    /** @param {string} session @param {Draft} draft */
    write(session, draft) {
      drafts.value = { ...drafts.value, [session]: draft }
      keep.setDraft(session, draft)
    },

    /** @param {string} session @param {IdeaKind} kind @param {string} text */
    submit(session, kind, text) {
      return connection.send("SubmitIdea", { session, kind, text, receipt: keep.receiptSecret() })
    },

    /** @param {number} number */
    withdraw(number) {
      withdrawing.value = new Set(withdrawing.value).add(number)
      return connection.send("WithdrawIdea", { idea: number })
    },

    /** @param {string} key */
    discard(key) {
      setRefused(refused.value.filter((idea) => idea.id !== key))
    },
  }
}
