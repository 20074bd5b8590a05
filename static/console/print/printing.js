// What the moderator prints: participation codes, table tents, cards to write on, the wall of ideas,
// paper ballots. The desk steps aside for it.

import { asRefusal, post } from "../../shared/api.js"
import { fieldOf, groups } from "../../shared/session.js"
import { refusalText, t } from "../../shared/text.js"
import { Button, FieldBadge, JoinCode } from "../../shared/ui.js"
import { h, html, signal, useEffect, useRef } from "../../vendor/preact.js"
import { ideas, known, say, session, state } from "../desk.js"
import { base, origin, typed } from "../links.js"
import { codeInGroups } from "../room/admission.js"
import { Ballot } from "./paper-ballot.js"

/** @import { RoundView } from "../../shared/types.js" */

/** @typedef {{ number: number, code: string }} PrintedTicket */
/** @typedef {{ title: string, from: string, sheets: () => any }} Printout from: what was opened for it */

/** What lies in the printer; the desk is not drawn meanwhile. */
export const printout = signal(/** @type {Printout | null} */ (null))

/** @param {PrintedTicket[]} tickets */
export async function printTickets(tickets) {
  const codes = await drawn(tickets.map(({ code }) => `${joinAddress()}#code=${code}`))
  if (codes)
    lay(
      "print.tickets",
      "admission",
      () => tickets.map((ticket, i) => h(Ticket, { key: ticket.number, ticket, qr: codes[i] })),
      "slips",
    )
}

/** @param {number} tables */
export async function printTents(tables) {
  const numbers = Array.from({ length: tables }, (_, i) => i + 1)
  const codes = await drawn(numbers.map((table) => `${joinAddress()}#tisch=${table}`))
  if (codes)
    lay(
      "print.tents",
      "tables",
      () => numbers.map((table, i) => h(Tent, { key: table, table, qr: codes[i] })),
      "tents",
    )
}

/** Cards to write on, each with its number on the stub as well. @param {number} from @param {number} to */
export function printCards(from, to) {
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  lay("print.cards", "paper", () => numbers.map((number) => h(Card, { key: number, number })), "cards")
}

/** Everything that is visible, as cards for a real wall. */
export function printWall() {
  lay("print.wall", "paper", () => html`${h(WallCards, {})}`, "wall-cards")
}

/** @param {RoundView} round @param {number} copies */
export function printBallots(round, copies) {
  const sheets = Array.from({ length: copies }, (_, i) => i)
  lay("print.ballots", "paper", () => sheets.map((i) => h(Ballot, { key: i, round })), "ballots")
}

/** @param {string} title @param {string} from @param {() => any} content @param {string} kind */
function lay(title, from, content, kind) {
  printout.value = {
    title,
    from,
    sheets: () => html`<div class=${`print print--${kind}`}>${content()}</div>`,
  }
}

export function PrintRoom() {
  const printing = printout.value
  const room = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    const button = room.current?.querySelector("[data-name=print]")
    if (button) /** @type {HTMLElement} */ (button).focus()
    /** @param {KeyboardEvent} event */
    const leave = ({ key }) => key === "Escape" && back()
    document.addEventListener("keydown", leave)
    return () => document.removeEventListener("keydown", leave)
  }, [])
  if (!printing) return null
  return html`<main class="print-room" ref=${room}>
    <header class="print-room__bar">
      ${h(Button, { kind: "tertiary", icon: "arrow-back", onClick: back, name: "print-back", children: t("print.back") })}
      <h1>${t(printing.title)}</h1>
      ${h(Button, { kind: "primary", onClick: () => print(), name: "print", children: t("print.do") })}
    </header>
    <div class="print-room__sheets">${printing.sheets()}</div>
  </main>`
}

/** The focus returns to where the way here began; a dialog that still stands open keeps it. */
function back() {
  const { from = "" } = printout.value || {}
  printout.value = null
  setTimeout(() => {
    const way = document.querySelector(`[data-name="open-${from}"]`)
    if (way && !document.querySelector("dialog[open]")) /** @type {HTMLElement} */ (way).focus()
  })
}

const joinAddress = () => `${origin()}/e/${state.value.event?.code}`

/** QR codes as pictures, drawn by the server, which keeps nothing of them. @param {string[]} texts */
async function drawn(texts) {
  try {
    /** @type {string[]} */
    const pictures = []
    for (let i = 0; i < texts.length; i += QR_AT_ONCE) {
      const { codes } = await post(`${base}/qr`, { texts: texts.slice(i, i + QR_AT_ONCE) })
      for (const svg of codes) pictures.push(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
    }
    return pictures
  } catch (error) {
    say(refusalText(asRefusal(error)), { bad: true })
    return null
  }
}
const QR_AT_ONCE = 50

/** @param {{ ticket: PrintedTicket, qr: string }} props */
function Ticket({ ticket, qr }) {
  const { event } = state.value
  if (!event) return null
  return html`<section class="slip">
    <img src=${qr} alt=${t("print.qr")} />
    <div>
      <p class="slip__title">${event.title}</p>
      <p>${typed(event.address_url)} · ${h(JoinCode, { code: event.code })}</p>
      <p class="slip__what">${t("print.ticket")}</p>
      <p class="slip__code">${codeInGroups(ticket.code)}</p>
    </div>
    <p class="slip__number">${t("print.number", { number: String(ticket.number) })}</p>
  </section>`
}

/** Folded in the middle, it stands: both halves say the same. @param {{ table: number, qr: string }} props */
function Tent({ table, qr }) {
  const { event } = state.value
  if (!event) return null
  const half = (/** @type {string} */ side) => html`<div class=${`tent__half tent__half--${side}`}>
    <div>
      <p class="tent__table">${t("print.table", { table: String(table) })}</p>
      <p class="tent__title">${event.title}</p>
      <p class="tent__way">${typed(event.address_url)} · ${h(JoinCode, { code: event.code })}</p>
    </div>
    <img src=${qr} alt=${t("print.qr")} />
  </div>`
  return html`<section class="tent">${half("back")}${half("front")}</section>`
}

/** @param {{ number: number }} props */
function Card({ number }) {
  const { event } = state.value
  const here = session.value
  if (!event || !here) return null
  return html`<section class="paper-card">
    <header><p class="paper-card__prompt">${here.prompt || here.title}</p><p class="paper-card__number">${`#${number}`}</p></header>
    <p class="paper-card__kinds"><span>${t("kind.idea")}</span><span>${t("kind.expectation")}</span></p>
    <div class="paper-card__lines" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></div>
    <footer class="paper-card__stub">
      <p class="paper-card__number">${`#${number}`}</p>
      <p>${t("print.stub", { number: String(number) })}<br />${typed(event.address_url)} · ${h(JoinCode, { code: event.code })}</p>
    </footer>
  </section>`
}

function WallCards() {
  const now = known()
  const shown = groups({ ...now, ideas: ideas.value }).filter(({ head }) => head.state === "shown")
  return html`${shown.map(
    ({ head, members }) => html`<section class="wall-card" key=${head.number}>
      <p class="wall-card__number">${`#${head.number}`}${members.length ? ` + ${members.map((one) => `#${one.number}`).join(", ")}` : ""}</p>
      <p class="idea-text">${head.text}</p>
      ${fieldOf(now, head) && h(FieldBadge, { field: fieldOf(now, head) })}
    </section>`,
  )}`
}
