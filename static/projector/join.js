// How to join, large enough for the last row; the strip that keeps saying it; the calm picture of the panic key.

import { typed } from "../shared/address.js"
import { Rosette } from "../shared/rosette.js"
import { date, n, t } from "../shared/text.js"
import { JoinCode } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { titleSize } from "./setting.js"
import { Count } from "./stagecraft.js"

/** @typedef {import('../shared/types.js').EventView} EventView */

/** What a session is about. @typedef {{ prompt: string }} Heading */

/** A title as large as its length allows, a twelfth of the height as a rule.
 * @param {{ text: string, kicker?: string }} props */
export function Title({ text, kicker }) {
  return html`
    <div class="heading">
      ${kicker && kicker !== text ? html`<p class="kicker">${kicker}</p>` : null}
      <h1 class="title" style=${{ fontSize: `calc(var(--height) * ${titleSize(text)})` }}>${text}</h1>
    </div>`
}

/** @param {{ code: string }} props */
function Qr({ code }) {
  return html`<img class="qr" src=${`/e/${code}/qr.svg`} alt=${t("join.qr")} />`
}

/** @param {{ event: EventView, here: number }} props */
export function Join({ event, here }) {
  return html`
    <div class="join">
      ${h(Qr, { code: event.code })}
      <div class="join-words">
        ${h(Title, { text: event.title })}
        <ol class="join-steps">
          <li>${t("join.scan")}</li>
          <li>${t("join.type")} <strong class="address">${typed(event.address_url)}</strong></li>
          <li>${t("join.code")} <span class="join-big">${h(JoinCode, { code: event.code })}</span></li>
        </ol>
        <p class="here"><strong>${h(Count, { value: here })}</strong> ${t("join.here", { count: here })}</p>
      </div>
    </div>`
}

/** The prompt alone, while ideas are hidden.
 * @param {{ heading: Heading, instruction: string, here: number }} props */
export function Prompt({ heading, instruction, here }) {
  return html`
    <div class="single">
      ${h(Title, { text: heading.prompt })}
      <p class="lead">${instruction || t("prompt.hidden")}</p>
      <p class="here"><strong>${h(Count, { value: here })}</strong> ${t("join.here", { count: here })}</p>
    </div>`
}

/** @param {{ event: EventView }} props */
export function Blank({ event }) {
  return html`
    <div class="single calm">
      ${h(Rosette, { share: 0 })}
      ${h(Title, { text: event.title })}
      ${event.held_on ? html`<p class="lead">${date(event.held_on)}</p>` : null}
    </div>`
}

/** The strip that never leaves.
 * @param {{ event: EventView, here: number, session: string, sign: string }} props */
export function Strip({ event, here, session, sign }) {
  const quiet = [session, `${n(here)} ${t("join.here", { count: here })}`].filter(Boolean).join(" · ")
  return html`
    <footer class="strip">
      ${h(Qr, { code: event.code })}
      <p class="strip-address">${typed(event.address_url)}</p>
      <p class="strip-code">${h(JoinCode, { code: event.code })}</p>
      <p class="strip-end">${sign ? html`<span class="sign">${sign}</span>` : quiet}</p>
    </footer>`
}
