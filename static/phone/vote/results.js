// Results, once they are opened: what is shared by the room as bars with numbers, own choice marked,
// turnout.
import { standing } from "../../shared/results.js"
import { lastClosedRound } from "../../shared/session.js"
import { t } from "../../shared/text.js"
import { Notice } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { Ahead, Heading } from "../heading.js"
import { ChoiceText, choices } from "./choice.js"
import { ResultRow } from "./outcome.js"

/** @import { Phase, RoundView, SessionView, Tally } from "../../shared/types.js" */
/** @import { Standing } from "../../shared/results.js" */
/** @import { Attendance } from "../attend.js" */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Results({ attendance, session, phase }) {
  const round = lastClosedRound(attendance.state.value)
  if (!round?.results_open || !round.tally) {
    return html`<h1>${session.prompt || session.title}</h1>
      <div class="pause">
        <h2>${t("results.soon")}</h2>
        <p class="muted">${t("results.soon.text")}</p>
      </div>
      ${h(Ahead, { session, phase })}`
  }
  const title = round.title || t("results.title")
  return html`${phase.kind === "results" ? h(Heading, { title, phase }) : html`<h1>${title}</h1>`}
    <p>${session.prompt || session.title}</p>
    ${h(Turnout, { round, tally: round.tally })}
    ${h(Ranks, { attendance, round, tally: round.tally })}
    ${h(Ahead, { session, phase })}`
}

/** Who voted on paper is not among the devices. @param {{ round: RoundView, tally: Tally }} props */
function Turnout({ round: { admitted = 0, paper = 0 }, tally: { voters = 0 } }) {
  return html`<p><strong>${t("turnout", { voters: Math.max(0, voters - paper), count: admitted })}</strong>${paper ? `, ${t("results.paper", { count: paper })}` : ""}</p>`
}

/** @param {{ attendance: Attendance, round: RoundView, tally: Tally }} props */
function Ranks({ attendance, round, tally }) {
  const known = new Map(choices(attendance.state.value, round).map((choice) => [choice.item.item, choice]))
  const mine = attendance.voting.choice(round)
  const isMine = Object.keys(mine).length > 0
  const ranked = standing(round, tally)
  const hasItems = Boolean(tally.items)
  const voted = ranked.filter(({ voters }) => voters > 0)
  const others = hasItems ? ranked.filter(({ voters }) => voters === 0) : []
  const label = (/** @type {number} */ item) => {
    const choice = known.get(item)
    return choice && h(ChoiceText, { attendance, choice })
  }
  const most = Math.max(1, ...voted.map(({ points }) => points))
  return html`${voted.length > 0 && html`<p class="small muted">${t(`plot.by.${round.method}`)}</p>`}
    ${tally.few && h(Notice, { children: html`<p>${hasItems ? t("results.few") : t("results.few.none")}</p>` })}
    ${!tally.few && !tally.voters && html`<p class="muted">${t("results.empty")}</p>`}
    <ol class="bars">
      ${voted.map((row) =>
        h(ResultRow, {
          key: row.item,
          round,
          tally,
          row,
          most,
          mine: mine[row.item] || 0,
          color: known.get(row.item)?.field?.color,
          label: label(row.item),
        }),
      )}
    </ol>
    ${
      others.length > 0 &&
      html`<details class="members">
        <summary>${t("results.others", { count: others.length })}</summary>
        <ul>${others.map((row) => html`<li key=${row.item}>${label(row.item)}</li>`)}</ul>
      </details>`
    }
    ${voted.some((row) => row.tied) && html`<p class="small muted">${t("results.ties")}</p>`}
    <p class="small muted">${t("results.opinion")} ${told(round, isMine)}</p>`
}

/** @param {RoundView} round @param {boolean} isMine */
function told(round, isMine) {
  if (round.secrecy === "secret") return t("results.secret")
  return isMine && round.secrecy === "pseudonymous" ? t("results.mine") : ""
}
