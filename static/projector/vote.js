// The vote while it runs: a window that fills while numbers are hidden, bars when they are not.

import { Rosette } from "../shared/rosette.js"
import { t } from "../shared/text.js"
import { h, html } from "../vendor/preact.js"
import { turnout } from "./bars.js"
import { Title } from "./join.js"
import { Chart } from "./results.js"
import { attendance, roundShown, tallyOf } from "./scene.js"
import { Count } from "./stagecraft.js"

/** @import { ProjectorView, RoundView, State } from "../shared/types.js" */
/** @import { Heading } from "./join.js" */

/** @param {{ heading: Heading, state: State, directed?: ProjectorView }} props */
export function Vote({ heading, state, directed }) {
  const round = roundShown(state, directed, "vote")
  if (!round) {
    return html`<div class="vote">
      ${h(Rosette, { share: 0 })}
      <div class="vote-words">
        ${h(Title, { text: heading.prompt })}
        <p class="lead">${t("vote.soon")}</p>
      </div>
    </div>`
  }
  const open = round.state === "open"
  const tally = open ? tallyOf(state, round) : undefined
  if (tally) {
    const title = round.title || t("vote.running")
    return h(Chart, { key: round.id, title, heading, round, tally, state, step: -1, marks: true })
  }
  const { voters, admitted } = attendance(state, round)
  const now = t(open ? "vote.running" : "vote.closed")
  return html`
    <div class="vote">
      ${h(Rosette, { share: turnout(voters, admitted) })}
      <div class="vote-words">
        ${h(Title, { text: round.title || now, kicker: round.title ? now : "", place: "below" })}
        <p class="vote-count"><strong>${h(Count, { value: voters })}</strong> ${t("vote.of", { count: admitted })}</p>
        ${open ? rules(round).map((text) => html`<p key=${text} class="lead">${text}</p>`) : html`<p class="lead">${t("vote.then")}</p>`}
      </div>
    </div>`
}

/** What people do, by method; and whether they may think again. @param {RoundView} round @returns {string[]} */
function rules(round) {
  const { method, subject, secrecy, budget = 0, cap = 1, criteria = [] } = round
  const change = t(secrecy === "secret" ? "vote.final" : "vote.change")
  switch (method) {
    case "dots": {
      const most = cap < budget ? t(`vote.cap.${subject}`, { count: cap }) : ""
      return [[t("vote.dots", { count: budget }), most].filter(Boolean).join(" "), change]
    }
    case "approve":
      return [budget > 0 ? t("vote.approve.some", { count: budget }) : t("vote.approve.any"), change]
    case "scale":
      return [t("vote.scale", { criteria: criteria.map(({ name }) => name).join(", ") }), change]
    default:
      return [t(`vote.${method}`), change]
  }
}
