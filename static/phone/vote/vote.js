// Voting: the open round, or what there is to say before and after it.
import { lastClosedRound, openRound } from "../../shared/session.js"
import { t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { Ahead } from "../heading.js"
import { CastBallot } from "./casting.js"
import { choices } from "./choice.js"
import { Paper } from "./paper.js"
import { Chosen } from "./summary.js"

/** @import { Attendance } from "../attend.js" */
/** @import { Phase, SessionView } from "../../shared/types.js" */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Vote({ attendance, session, phase }) {
  const round = openRound(attendance.state.value)
  if (!round) return h(NoRound, { attendance, session, phase })
  if (!attendance.voting.wanted(round)) return html`<div class="waiting" aria-busy="true"></div>`
  const stage = round.secrecy === "secret" ? attendance.voting.stage(round) : "filling"
  return stage === "filling"
    ? h(Paper, { key: round.id, attendance, round, phase })
    : h(CastBallot, { key: round.id, attendance, round, stage })
}

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
function NoRound({ attendance, session, phase }) {
  const closed = lastClosedRound(attendance.state.value)
  const points = closed ? attendance.voting.choice(closed) : {}
  const isChosen = Object.values(points).some(Boolean)
  return html`<h1>${session.prompt || session.title}</h1>
    <div class="pause">
      <h2>${closed ? t("vote.closed") : t("vote.soon")}</h2>
      <p class="muted">${closed ? t("vote.closed.text") : t("vote.soon.text")}</p>
    </div>
    ${h(Ahead, { session, phase })}
    ${
      closed &&
      isChosen &&
      html`<section class="summary" aria-labelledby="chosen">
        <h2 id="chosen">${t("vote.summary")}</h2>
        ${h(Chosen, { attendance, round: closed, all: choices(attendance.state.value, closed), points })}
      </section>`
    }`
}
