// Everything about voting: the round that runs or is prepared, what came of those before, and two
// of them side by side.

import { t } from "../../shared/text.js"
import { h, html } from "../../vendor/preact.js"
import { openRound, rounds, step } from "../desk.js"
import { Comparison } from "./comparison.js"
import { Prepare } from "./prepare.js"
import { Results } from "./results.js"
import { Running } from "./running.js"

export function Votes() {
  const closed = rounds.value.filter((round) => round.state === "closed").reverse()
  const running = openRound.value
  const preparing = !running && (step.value?.act === "open" || !closed.length)
  return html`<div class="votes">
    ${running && h(Running, { key: running.id, round: running })}
    ${preparing && h(Prepare, {})}
    ${closed.length > 0 && (running || preparing) && html`<h2 class="votes__past">${t("results.past")}</h2>`}
    ${closed.map((round, index) => h(Results, { key: round.id, round, latest: index === 0 && !running && !preparing }))}
    ${closed.length > 1 && h(Comparison, { closed })}
    ${
      !running &&
      !preparing &&
      html`<details class="another"><summary><h2>${t("round.another")}</h2></summary>${h(Prepare, {})}</details>`
    }
  </div>`
}
