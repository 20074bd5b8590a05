// Where this phone sits, when an event has tables that go round its sessions: it follows its table, or
// the session that all look at together.
import { sessionOfTable } from "../shared/session.js"
import { computed, effect, signal } from "../vendor/preact.js"

/** @import { State } from "../shared/types.js" */
/** @import { Connection } from "../shared/connection.js" */
/** @import { Signal } from "../vendor/preact.js" */
/** @import { Keep } from "./keep.js" */

/** @typedef {ReturnType<typeof createSeat>} Seat */

/**
 * @param {object} options
 * @param {Signal<State>} options.state
 * @param {Keep} options.keep
 * @param {Connection} options.connection
 * @param {(session: string) => void} options.choose
 */
export function createSeat({ state, keep, connection, choose }) {
  /** What was chosen here, until the server says the same. */
  const wanted = signal(/** @type {number | undefined} */ (undefined))
  /** Whether somebody chose to sit at none. */
  const apart = signal(keep.table() === 0)
  /** The session left when the table went on, while its unfinished text lies there. */
  const left = signal("")
  const tables = computed(() => state.value.event?.seating?.tables || 0)
  const known = computed(() => state.value.mine && (state.value.mine.table || 0))
  const table = computed(() => wanted.value ?? known.value ?? 0)
  const session = computed(() => sessionOfTable(state.value, table.value)?.id || "")

  /** @param {number} number 0: at none */
  function sit(number) {
    stay(!number)
    wanted.value = number
    connection.send("SitDown", { table: number }).catch(() => {
      wanted.value = undefined
    })
  }

  /** @param {boolean} isApart */
  function stay(isApart) {
    apart.value = isApart
    keep.setTable(isApart ? 0 : undefined)
  }

  effect(() => {
    if (known.value === wanted.value) wanted.value = undefined
  })
  effect(() => {
    const named = keep.table()
    if (!tables.value || known.value === null || !named) return
    keep.setTable(undefined)
    if (named <= tables.value && named !== known.value) queueMicrotask(() => sit(named))
  })
  effect(() => {
    const next = session.value
    if (!next) return
    const before = state.peek().followed
    if (before && before !== next) left.value = before
    queueMicrotask(() => choose(next))
  })

  return {
    tables,
    table,
    session,
    left,
    sit,
    /** Whether to ask for the table: there are some, and nothing has been said yet. */
    isAsked: computed(
      () => tables.value > 0 && known.value !== null && !table.value && !session.value && !apart.value,
    ),
    goWithout: () => stay(true),
  }
}
