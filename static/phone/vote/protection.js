// What a vote protects and what it does not, said plainly: each secrecy in its own words.
import { t } from "../../shared/text.js"
import { html } from "../../vendor/preact.js"

/** @import { Attendance } from "../attend.js" */
/** @import { RoundView } from "../../shared/types.js" */

/** @param {{ attendance: Attendance, round: RoundView, open?: boolean }} props */
export function Protection({ attendance, round, open }) {
  return html`<details class="protection" open=${open}>
    <summary>${t(`protection.${round.secrecy}`)}</summary>
    ${title(t("protection.is"))}
    <p>${t(`protection.${round.secrecy}.is`)}</p>
    ${title(t("protection.not"))}
    <p>${t(`protection.${round.secrecy}.not`)} ${devices(attendance)}</p>
  </details>`
}

/** @param {string} text */
const title = (text) => html`<h3 class="protection__title">${text}</h3>`

/** Who could vote more than once, or be recognised by a code. @param {Attendance} attendance */
function devices({ state, about }) {
  const admission = state.value.event?.admission || about.admission
  return admission === "tickets" ? t("protection.tickets") : t("protection.devices")
}
