// Who speaks, and who is next: numbers only.

import { n, t } from "../shared/text.js"
import { html } from "../vendor/preact.js"

/** @import { Pulse } from "../shared/types.js" */

/** So many stand in line by number; the others are counted. */
const NEXT = 5

/** @param {{ pulse: Pulse }} props */
export function Hands({ pulse: { hands = [], called } }) {
  const waiting = hands.filter(({ number }) => number !== called)
  const more = waiting.length - NEXT
  const speaks = hands.find(({ number }) => number === called)
  return html`<aside class="hands" aria-label=${t("hands.title")}>
    <h2>${t("hands.title")}</h2>
    ${called ? html`<p class="hands-now"><span>${t("hands.now")}</span> <strong>${n(called)}</strong>${speaks?.table ? html` <span>${t("hands.table", { table: speaks.table })}</span>` : null}</p>` : null}
    ${
      waiting.length > 0
        ? html`<ol class="hands-next">
            ${waiting.slice(0, NEXT).map(({ number, table }) => html`<li key=${number}><strong>${n(number)}</strong>${table ? html` <span>${t("hands.table", { table })}</span>` : null}</li>`)}
          </ol>`
        : null
    }
    ${more > 0 ? html`<p class="hands-more">${t("hands.more", { count: more })}</p>` : null}
  </aside>`
}

/** Whether there is a line of speakers to show. @param {Pulse} pulse */
export const anyHands = ({ hands = [], called }) => hands.length > 0 || Boolean(called)
