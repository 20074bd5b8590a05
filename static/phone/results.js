// Results, once they are opened: shares as bars with numbers, own choice marked, turnout.
import { lastClosedRound, ranking } from "../shared/session.js"
import { t } from "../shared/text.js"
import { Bars } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { Heading } from "./heading.js"
import { ChoiceText, choices } from "./vote.js"

/** @import { Attendance } from "./attend.js" */
/** @import { Phase, SessionView } from "../shared/types.js" */

/** @param {{ attendance: Attendance, session: SessionView, phase: Phase }} props */
export function Results({ attendance, session, phase }) {
  const { state, keep } = attendance
  const round = lastClosedRound(state.value)
  if (!round?.results_open || !round.tally) {
    return html`<h1>${session.prompt || session.title}</h1>
      <div class="pause">
        <h2>${t("results.soon")}</h2>
        <p class="muted">${t("results.soon.text")}</p>
      </div>`
  }
  const known = new Map(choices(state.value, round).map((choice) => [choice.item.item, choice]))
  const mine = keep.points(round.id) || {}
  const ranked = ranking(round)
  const voted = ranked.filter((row) => row.points > 0)
  const others = ranked.filter((row) => row.points === 0)
  const label = (/** @type {number} */ item) => {
    const choice = known.get(item)
    return choice && h(ChoiceText, { attendance, choice })
  }
  return html`${h(Heading, { title: t("results.title"), phase })}
    <p>${session.prompt || session.title}</p>
    <p><strong>${t("turnout", { voters: round.tally.voters || 0, count: round.admitted || 0 })}</strong></p>
    ${!voted.length && html`<p class="muted">${t("results.empty")}</p>`}
    ${h(Bars, {
      rows: voted.map((row) => ({
        key: row.item,
        label: label(row.item),
        points: row.points,
        voters: row.voters,
        mine: mine[row.item],
        color: known.get(row.item)?.field?.color,
        rank: row.rank,
      })),
    })}
    ${
      others.length > 0 &&
      html`<details class="members">
        <summary>${t("results.others", { count: others.length })}</summary>
        <ul>${others.map((row) => html`<li key=${row.item}>${label(row.item)}</li>`)}</ul>
      </details>`
    }
    ${ranked.some((row) => row.tied && row.points > 0) && html`<p class="small muted">${t("results.ties")}</p>`}
    <p class="small muted">${t("results.opinion")} ${Object.keys(mine).length ? t("results.mine") : ""}</p>`
}
