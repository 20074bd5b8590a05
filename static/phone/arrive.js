// Before joining: what this is, who may read it later, when it is deleted.
import { date, refusalText, t } from "../shared/text.js"
import { Button, Icon, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { cleanTicket, TICKET_LENGTH } from "./code.js"
import { PrivacyLink } from "./privacy.js"

/** @import { About } from "../shared/types.js" */

/**
 * @param {object} props
 * @param {About} props.about
 * @param {string} [props.refused] code: why joining failed
 * @param {string} [props.ticket] a participation code that came with the link
 * @param {(ticket?: string) => Promise<void>} props.onJoin
 */
export function Arrive({ about, refused = "", ticket: given = "", onJoin }) {
  const [busy, setBusy] = useState(false)
  const [ticket, setTicket] = useState(given)
  const [wrong, setWrong] = useState("")
  const closed = about.admission === "closed"
  const byTicket = about.admission === "tickets"
  const error = wrong || (refused === "ticket_needed" && !ticket ? "" : refused)

  /** @param {Event} event */
  function join(event) {
    event.preventDefault()
    const mistake = byTicket && ticket.length !== TICKET_LENGTH ? "ticket_length" : ""
    setWrong(mistake)
    if (mistake) return document.getElementById("ticket")?.focus()
    setBusy(true)
    onJoin(byTicket ? ticket : undefined).finally(() => setBusy(false))
  }

  return html`<main class="page arrive">
    <p class="brand">${about.house || t("brand")}</p>
    <header class="arrive__head">
      <p class="muted">${t(`format.${about.format}`)} · ${date(about.held_on)}</p>
      <h1>${about.title}</h1>
    </header>
    ${h(Facts, { about })}
    <p>${h(PrivacyLink, { about })}</p>
    <form class="arrive__go" onSubmit=${join} novalidate>
      ${byTicket && h(Ticket, { ticket, error, onInput: setTicket })}
      ${
        closed
          ? h(Notice, { tone: "warning", children: html`<p>${t("error.event_closed")}</p>` })
          : h(Button, {
              kind: "primary",
              type: "submit",
              block: true,
              busy,
              name: "join",
              children: t("arrive.join"),
            })
      }
    </form>
  </main>`
}

/** @param {string} ticket */
const inGroups = (ticket) => (ticket.length > 5 ? `${ticket.slice(0, 5)} ${ticket.slice(5)}` : ticket)

/** @param {{ ticket: string, error: string, onInput: (ticket: string) => void }} props */
function Ticket({ ticket, error, onInput }) {
  return html`<div class="ticket">
    <label class="ticket__label" for="ticket">${t("ticket.title")}</label>
    <p class="small muted" id="ticket-hint">${t("ticket.hint")}</p>
    <input
      id="ticket"
      class=${`enter__code ticket__code${error ? " enter__code--error" : ""}`}
      value=${inGroups(ticket)}
      onInput=${(/** @type {any} */ event) => {
        const clean = cleanTicket(event.target.value)
        onInput(clean)
        event.target.value = inGroups(clean)
      }}
      autocomplete="off"
      autocapitalize="characters"
      autocorrect="off"
      spellcheck=${false}
      placeholder="····· ·····"
      aria-describedby=${error ? "ticket-error ticket-hint" : "ticket-hint"}
      aria-invalid=${error ? "true" : undefined}
    />
    <p class="enter__error" id="ticket-error" role="alert">${error && html`${h(Icon, { name: "danger" })}<span>${refusalText({ code: error })}</span>`}</p>
  </div>`
}

/** What to know before the first word. @param {{ about: About }} props */
export function Facts({ about }) {
  const facts = [
    ["account-circle", t("facts.nobody"), t("facts.nobody.more")],
    ["visibility", t("facts.readers"), t(`publication.${about.publication}`)],
    ["delete", t("facts.deleted"), date(about.delete_on)],
  ]
  return html`<dl class="facts">
    ${facts.map(
      ([icon, name, value]) => html`<div class="fact" key=${name}>
        <dt>${h(Icon, { name: icon })}${name}</dt>
        <dd>${value}</dd>
      </div>`,
    )}
  </dl>`
}
