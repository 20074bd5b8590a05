// Inside an event: the line on top, what happens now in the middle, three doors at the thumb.
import { currentPhase, currentSession, lastClosedRound, openRound } from "../shared/session.js"
import { n, refusalText, t } from "../shared/text.js"
import { ConnectionLine, Icon, Live, Notice } from "../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../vendor/preact.js"
import { Facts } from "./arrive.js"
import { Collect } from "./collect.js"
import { phaseName } from "./heading.js"
import { dressVotes } from "./later.js"
import { fetchLater, lazily } from "./lazily.js"
import { Lobby } from "./lobby.js"
import { PrivacyText } from "./privacy.js"
import { Signals } from "./signals.js"
import { Stopped } from "./stopped.js"

/** @import { Attendance } from "./attend.js" */
/** @import { SessionView, State } from "../shared/types.js" */

const Board = lazily(() => import("./board.js").then((module) => module.Board))
const Vote = lazily(async () => {
  const [{ Vote }] = await Promise.all([import("./vote/vote.js"), dressVotes()])
  return Vote
})
const Results = lazily(async () => {
  const [{ Results }] = await Promise.all([import("./vote/results.js"), dressVotes()])
  return Results
})
const Mine = lazily(() => import("./mine.js").then((module) => module.Mine))
const SessionChoice = lazily(() => import("./sessions.js").then((module) => module.SessionChoice))
const SessionSwitch = lazily(() => import("./sessions.js").then((module) => module.SessionSwitch), null)
const TableChoice = lazily(() => import("./tables.js").then((module) => module.TableChoice))
const TableSwitch = lazily(() => import("./tables.js").then((module) => module.TableSwitch), null)
const TimeLeft = lazily(() => import("./timer.js").then((module) => module.TimeLeft), null)
const SpotlightLine = lazily(() => import("./spotlight.js").then((module) => module.SpotlightLine), null)
const LeftBehind = lazily(() => import("./tables.js").then((module) => module.LeftBehind), null)

/** @typedef {"now" | "mine" | "about"} Door */

/** @param {{ attendance: Attendance }} props */
export function Event({ attendance }) {
  const { about, connection, state, chosen, keep, code, own, trouble } = attendance
  const [door, setDoor] = useState(/** @type {Door} */ ("now"))
  const main = useRef(/** @type {HTMLElement | null} */ (null))
  const first = useRef(true)
  useEffect(() => {
    const timer = fetchLater()
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    window.scrollTo(0, 0)
    if (!first.current) main.current?.focus({ preventScroll: true })
    first.current = false
  }, [door, chosen.value])

  const reason = connection.reason.value
  useEffect(() => {
    if (reason === "unknown_code") keep.forget()
  }, [reason])
  if (reason) return h(Stopped, { reason, code, keep, onAgain: async () => location.reload() })

  const session = currentSession(state.value)
  return html`<div class="screen">
    <header class="top">
      <div class="top__line">
        <p class="top__title">${state.value.event?.title || about.title}</p>
        ${session?.timer && h(TimeLeft, { timer: session.timer })}
        ${h(Where, { attendance })}
      </div>
    </header>
    <main class="page" ref=${main} tabindex="-1">
      ${
        trouble.value &&
        h(Notice, {
          tone: "warning",
          alert: true,
          onClose: () => {
            trouble.value = ""
          },
          children: html`<p>${refusalText({ code: trouble.value })}</p>`,
        })
      }
      ${door === "mine" && h(Mine, { attendance })}
      ${door === "about" && h(AboutEvent, { attendance })}
      ${door === "now" && h(Now, { attendance, session })}
    </main>
    <div class="foot">
      ${door === "now" && h(Thumb, { attendance, session })}
      ${h(ConnectionLine, { connection, offline: t("offline") })}
      <nav class="doors" aria-label=${t("doors")}>
      ${h(DoorButton, { door: "now", icon: "arrow-forward", current: door, onOpen: setDoor })}
      ${h(DoorButton, { door: "mine", icon: "checklist", current: door, onOpen: setDoor, count: own.value.length })}
      ${h(DoorButton, { door: "about", icon: "info", current: door, onOpen: setDoor })}
      </nav>
    </div>
    ${h(Announcements, { attendance, session })}
  </div>`
}

/** @param {{ door: Door, icon: string, current: Door, onOpen: (door: Door) => void, count?: number }} props */
function DoorButton({ door, icon, current, onOpen, count }) {
  return html`<button type="button" class="door" data-name=${`door-${door}`} aria-current=${door === current ? "page" : undefined} onClick=${() => onOpen(door)}>
    ${h(Icon, { name: icon })}
    <span>${t(`door.${door}`)}${count ? html` <span class="door__count">${n(count)}</span>` : null}</span>
  </button>`
}

/** Which question this is: by the table one sits at, or as chosen. @param {{ attendance: Attendance }} props */
function Where({ attendance }) {
  const { about, chosen, seat } = attendance
  if (seat.tables.value) return h(TableSwitch, { attendance })
  return chosen.value && about.sessions.length > 1 ? h(SessionSwitch, { attendance }) : null
}

/** What is always at the thumb in this phase. @param {{ attendance: Attendance, session: SessionView | undefined }} props */
function Thumb({ attendance, session }) {
  const phase = currentPhase(session)
  if (!session || !phase || attendance.seat.isAsked.value) return null
  const view = viewFor(attendance.state.value, phase.kind)
  const { idea, field } = session.spotlight || {}
  return html`${(idea || field) && view !== "board" && h(SpotlightLine, { attendance, session })}
    ${h(Signals, { attendance, session, phase })}`
}

/** What happens now, whatever that is. @param {{ attendance: Attendance, session: SessionView | undefined }} props */
function Now({ attendance, session }) {
  const { state, chosen } = attendance
  if (attendance.seat.isAsked.value) return h(TableChoice, { attendance })
  if (!chosen.value && attendance.about.sessions.length > 1) return h(SessionChoice, { attendance })
  const phase = currentPhase(session)
  if (!session || !phase) return html`<div class="waiting" aria-busy="true"></div>`
  const view = viewFor(state.value, phase.kind)
  return html`<div class="now" key=${`${session.id} ${view}`}>
    ${attendance.seat.left.value && h(LeftBehind, { attendance })}
    ${
      session.blank &&
      h(Notice, { tone: "info", title: t("blank.title"), children: html`<p>${t("blank.text")}</p>` })
    }
    ${view === "lobby" && h(Lobby, { attendance, session, phase })}
    ${view === "collect" && h(Collect, { attendance, session, phase })}
    ${view === "board" && h(Board, { attendance, session, phase })}
    ${view === "vote" && h(Vote, { attendance, session, phase })}
    ${view === "results" && h(Results, { attendance, session, phase })}
  </div>`
}

/** @param {State} state @param {string} kind @returns {"lobby" | "collect" | "board" | "vote" | "results"} */
export function viewFor(state, kind) {
  if (openRound(state)) return "vote"
  if (kind === "vote") return lastClosedRound(state)?.results_open ? "results" : "vote"
  if (kind === "lobby" || kind === "collect" || kind === "results") return kind
  return "board"
}

/** @param {{ attendance: Attendance }} props */
function AboutEvent({ attendance: { about, keep, outbox } }) {
  return html`<h1>${t("about.title")}</h1>
    ${h(Facts, { about })}
    <section class="about__device">
      <h2>${t("about.device")}</h2>
      <p>${outbox.durable.value ? t("about.device.text") : t("about.device.memory")}</p>
    </section>
    <section>
      <h2>${t("privacy.title")}</h2>
      ${h(PrivacyText, { about })}
    </section>
    ${keep.hasReceipt() && html`<p><a href=${`/e/${about.code}/ideas`}>${t("about.ideas")}</a></p>`}
    <p><a href="/">${t("about.other")}</a></p>`
}

/** @param {{ attendance: Attendance, session: SessionView | undefined }} props */
function Announcements({ attendance, session }) {
  const phase = currentPhase(session)
  const said = attendance.spoken.value
  const now = phase ? t("now.phase", { phase: phaseName(phase) }) : ""
  return html`${h(Live, { message: now })}${h(Live, { message: said ? t(said.key, said.values) : "" })}`
}
