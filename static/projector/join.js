// How to join, large enough for the last row; the strip that keeps saying it; the calm picture of the panic key.

import { typed } from "../shared/address.js"
import { Rosette } from "../shared/rosette.js"
import { date, n, t } from "../shared/text.js"
import { FieldShape, JoinCode } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { titleSize } from "./setting.js"
import { Count } from "./stagecraft.js"
import { Dial, TimerLine, TimerSign } from "./timer.js"

/** @import { EventView, Pulse, Timer } from "../shared/types.js" */

/** What a session is about. @typedef {{ prompt: string }} Heading */

/** A title as large as its length allows, a twelfth of the height as a rule.
 * @param {{ text: string, kicker?: string, place?: "below" | "alone", color?: number }} props below: there is
 *   something that needs the room; color: of a topic field */
export function Title({ text, kicker, place, color }) {
  // Letters of this weight are a little wider than half their size.
  const longest = Math.max(6, ...text.split(/\s+/).map((word) => word.length)) * 0.58
  return html`
    <div class=${`heading${place === "below" ? "" : " heading-fit"}`}>
      ${kicker && kicker !== text ? html`<p class="kicker">${kicker}</p>` : null}
      <h1 class="title" style=${{ "--size": titleSize(text, place), "--longest": longest }}>
        ${color === undefined ? null : html`${h(FieldShape, { color })} `}${text}
      </h1>
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

/** The prompt alone, with the time there is.
 * @param {{ heading: Heading, instruction: string, timer?: Timer }} props */
export function Prompt({ heading, instruction, timer }) {
  return html`
    <div class=${`prompt${timer ? " prompt-timed" : ""}`}>
      <div class="single">
        ${h(Title, { text: heading.prompt, place: timer ? undefined : "alone" })}
        ${instruction ? html`<p class="lead">${instruction}</p>` : null}
      </div>
      ${timer ? h(Dial, { timer }) : null}
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

/** The strip that never leaves: how to join, how many are done, what time is left.
 * @param {{ event: EventView, pulse: Pulse, here: number, session: string, timer?: Timer, sign: string }} props */
export function Strip({ event, pulse, here, session, timer, sign }) {
  const { done = 0, admitted = 0 } = pulse
  const room =
    done > 0
      ? t("strip.done", { done, count: Math.max(admitted, done) })
      : `${n(here)} ${t("join.here", { count: here })}`
  return html`
    <footer class="strip">
      ${timer ? h(TimerLine, { timer }) : null}
      ${h(Qr, { code: event.code })}
      <div class="strip-join">
        <p class="strip-address">${typed(event.address_url)}</p>
        <p class="strip-code">${h(JoinCode, { code: event.code })}</p>
      </div>
      <div class="strip-end">
        ${session ? html`<p class="strip-session">${session}</p>` : null}
        <p>${room}</p>
        ${sign ? html`<p class="sign" role="status">${sign}</p>` : null}
      </div>
      ${timer ? h(TimerSign, { timer }) : null}
    </footer>`
}
