// The end: thanks, what came together, and how everybody learns what becomes of it.

import { Rosette } from "../shared/rosette.js"
import { date, t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { Title } from "./join.js"
import { Count } from "./stagecraft.js"

/** @import { EventView, State } from "../shared/types.js" */

/** @param {{ state: State, event: EventView }} props */
export function Thanks({ state, event }) {
  const counts = {
    ideas: state.ideas.size,
    fields: state.fields.filter((field) => !field.joined_into).length,
    rounds: state.rounds.filter((round) => round.state === "closed").length,
  }
  return html`
    <div class="thanks">
      ${h(Rosette, { share: 1 })}
      <div class="thanks-words">
        ${h(Title, { text: t("thanks.title"), kicker: event.title })}
        <ul class="thanks-counts">
          ${Object.entries(counts).map(([key, count]) => (count > 0 ? html`<li key=${key}><strong>${h(Count, { value: count, first: 0 })}</strong> ${t(`thanks.${key}`, { count })}</li>` : null))}
        </ul>
        <p class="lead">${t("thanks.link")}</p>
        <p class="lead">${t("thanks.next")}</p>
        ${event.delete_on ? html`<p class="thanks-end">${t("thanks.deleted", { date: date(event.delete_on) })}</p>` : null}
      </div>
    </div>`
}
