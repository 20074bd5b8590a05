// Who gets in: anybody with the code, holders of participation codes, or nobody any more; and how
// many devices there are for how many heads.

import { randomCode } from "../../shared/random.js"
import { n, t } from "../../shared/text.js"
import { Button, Dialog, Field, Notice } from "../../shared/ui.js"
import { h, html, signal, useState } from "../../vendor/preact.js"
import { act, close, say, state } from "../desk.js"
import { printTickets } from "../print/printing.js"

/** @import { Admission } from "../../shared/types.js" */
/** @import { PrintedTicket } from "../print/printing.js" */

const WAYS = /** @type {Admission[]} */ (["open", "tickets", "closed"])
const CODE_LENGTH = 10
const AT_ONCE = 200
const MOST = 2000

/** Codes made on this page. Nobody else knows them, and they are gone with it. */
const made = signal(/** @type {PrintedTicket[]} */ ([]))

export function AdmissionDialog() {
  const { event } = state.value
  if (!event) return null
  return h(Dialog, {
    title: t("admission.title"),
    onClose: close,
    children: html`<div class="pair">
      ${h(Way, { now: event.admission })} ${h(Heads, {})} ${h(Tickets, { wanted: event.admission === "tickets" })}
    </div>`,
  })
}

/** @param {{ now: Admission }} props */
function Way({ now }) {
  return html`<fieldset class="choices">
    <legend>${t("admission.who")}</legend>
    ${WAYS.map(
      (one) => html`<label class="choice" key=${one}>
        <input type="radio" name="admission" value=${one} checked=${one === now} onChange=${() => admit(one, now)} />
        <span><strong>${t(`admission.${one}`)}</strong> <span class="hint">${t(`admission.${one}.hint`)}</span></span>
      </label>`,
    )}
  </fieldset>`
}

/** @param {Admission} to @param {Admission} was */
export const admit = (to, was) => act(t(`did.admission_${to}`), ["SetAdmission", { admission: to, was }])

/** Devices admitted against heads counted. */
export function Heads() {
  const { event, pulse } = state.value
  const { heads = 0 } = event || {}
  const [typed, setTyped] = useState("")
  const count = Number(typed)
  const valid = typed !== "" && Number.isInteger(count) && count >= 0 && count <= 100_000

  /** @param {Event} submitted */
  async function counted(submitted) {
    submitted.preventDefault()
    if (!valid) return
    if (await act(t("did.heads", { count }), ["CountHeads", { heads: count, was: heads }])) setTyped("")
  }

  return html`<section class="heads">
    <p>
      ${t("heads.devices", { count: pulse.admitted || 0 })}
      ${heads ? html` · ${t("heads.heads", { count: heads })}` : null}
    </p>
    ${h(HeadsWarning, {})}
    <form class="row" onSubmit=${counted}>
      ${h(Field, { label: t("heads.label"), value: typed, onInput: setTyped, input: { inputmode: "numeric", autocomplete: "off", "data-name": "heads", size: 6 } })}
      ${h(Button, { type: "submit", disabled: !valid, children: t("heads.do") })}
    </form>
  </section>`
}

/** Says it plainly when there are more devices than people, or fewer. */
export function HeadsWarning() {
  const { event, pulse } = state.value
  const { heads = 0 } = event || {}
  const { admitted = 0 } = pulse
  if (!heads || heads === admitted) return null
  const more = admitted > heads
  return h(Notice, {
    tone: more ? "warning" : "info",
    children: html`<p>${t(more ? "heads.more" : "heads.fewer", { count: Math.abs(admitted - heads) })}</p>`,
  })
}

/** @param {{ wanted: boolean }} props */
function Tickets({ wanted }) {
  const { tickets } = state.value
  if (!wanted && !tickets.length && !made.value.length) return null
  const used = tickets.filter((ticket) => ticket.used).length
  const revoked = tickets.filter((ticket) => ticket.revoked).length
  return html`<section>
    <h3>${t("tickets.title")}</h3>
    <p>${t("tickets.text")}</p>
    ${tickets.length > 0 && html`<p role="status">${t("tickets.state", { count: tickets.length, used, revoked })}</p>`}
    ${h(Issue, {})} ${made.value.length > 0 && h(Made, {})} ${tickets.length > 0 && h(OneTicket, {})}
  </section>`
}

function Issue() {
  const [typed, setTyped] = useState("")
  const [busy, setBusy] = useState(false)
  const count = Number(typed)
  const valid = Number.isInteger(count) && count >= 1 && count <= MOST

  /** Each batch that was confirmed can be printed, whatever becomes of the next. @param {Event} submitted */
  async function issue(submitted) {
    submitted.preventDefault()
    if (!valid || busy) return
    setBusy(true)
    let done = 0
    for (let left = count; left > 0; left -= AT_ONCE) {
      const codes = Array.from({ length: Math.min(left, AT_ONCE) }, () => randomCode(CODE_LENGTH))
      const results = await act(t("did.issued", { count: codes.length }), ["IssueTickets", { codes }])
      if (!results) break
      const { from } = results[0]
      made.value = [...made.value, ...codes.map((code, index) => ({ number: from + index, code }))]
      done += codes.length
    }
    if (done > AT_ONCE) say(t("did.issued", { count: done }))
    setBusy(false)
    setTyped("")
  }

  return html`<form class="row" onSubmit=${issue}>
    ${h(Field, { label: t("tickets.count"), value: typed, onInput: setTyped, input: { inputmode: "numeric", autocomplete: "off", "data-name": "ticket-count", size: 6 } })}
    ${h(Button, { type: "submit", busy, disabled: !valid, name: "issue-tickets", children: t("tickets.issue") })}
  </form>`
}

/** Without those that were blocked meanwhile. */
function printable() {
  const blocked = new Set(state.value.tickets.filter((one) => one.revoked).map((one) => one.number))
  return made.value.filter(({ number }) => !blocked.has(number))
}

function Made() {
  return h(Notice, {
    tone: "warning",
    children: html`<p>${t("tickets.once", { count: made.value.length })}</p>
      ${h(Button, { icon: "download", name: "print-tickets", onClick: () => printTickets(printable()), children: t("tickets.print") })}`,
  })
}

/** A lost or spoilt code: a new one for the same person, or none any more. */
function OneTicket() {
  const [typed, setTyped] = useState("")
  const [fresh, setFresh] = useState(/** @type {PrintedTicket | null} */ (null))
  const ticket = state.value.tickets.find(({ number }) => number === Number(typed))

  async function reissue() {
    if (!ticket) return
    const { number } = ticket
    const code = randomCode(CODE_LENGTH)
    const done = await act(t("did.reissued", { number: String(number) }), [
      "ReissueTicket",
      { ticket: number, code },
    ])
    if (!done) return
    // A sheet printed later must not carry the code that has just ended.
    made.value = made.value.map((one) => (one.number === number ? { number, code } : one))
    setFresh({ number, code })
  }

  function revoke() {
    if (!ticket) return
    const { number, revoked } = ticket
    act(t(revoked ? "did.ticket_restored" : "did.ticket_revoked", { number: String(number) }), [
      "RevokeTicket",
      { ticket: number, on: !revoked },
    ])
  }

  return html`<div class="one-ticket">
    ${h(Field, { label: t("tickets.number"), hint: t("tickets.number.hint"), value: typed, onInput: setTyped, error: typed && !ticket ? t("tickets.unknown") : undefined, input: { inputmode: "numeric", autocomplete: "off", "data-name": "ticket-number", size: 6 } })}
    ${
      ticket &&
      html`<p>${t(ticket.revoked ? "tickets.is_revoked" : ticket.used ? "tickets.is_used" : "tickets.is_free", { number: n(ticket.number) })}</p>
        <div class="row">
          ${h(Button, { onClick: reissue, disabled: Boolean(ticket.revoked), name: "reissue-ticket", children: t("tickets.reissue") })}
          ${h(Button, { kind: "tertiary", onClick: revoke, children: t(ticket.revoked ? "tickets.restore" : "tickets.revoke") })}
        </div>`
    }
    ${
      fresh &&
      html`<p class="one-ticket__code" data-name="fresh-ticket">${t("tickets.fresh", { number: String(fresh.number) })} <strong>${codeInGroups(fresh.code)}</strong></p>
        ${h(Button, { kind: "tertiary", icon: "download", name: "print-fresh", onClick: () => printTickets([fresh]), children: t("tickets.print_one") })}`
    }
  </div>`
}

/** "ACDEF GHJKM" @param {string} code */
export const codeInGroups = (code) => `${code.slice(0, 5)} ${code.slice(5)}`
