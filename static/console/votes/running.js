// A round that is open: turnout, the running result unless it is hidden, ballots on paper, closing.

import { n, t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { act, close, open, rounds, state, work } from "../desk.js"
import { HeadsWarning } from "../room/admission.js"
import { ResultTable } from "./table.js"

/** @import { RoundView } from "../../shared/types.js" */

/** @param {{ round: RoundView }} props */
export function Running({ round }) {
  const live = pulseOf(round)
  const secret = round.secrecy === "secret"
  const voters = live?.voters || 0
  return html`<section class="running" aria-labelledby="running">
    <h2 id="running">${t("round.open.title", { number: round.number })}</h2>
    <p class="running__question">${round.title || t(`round.ask.${round.method}`)}</p>
    ${h(Turnout, { round })}
    <p class="hint">${running(round)}</p>
    <p class="hint">${t(round.hidden ? "round.says.hidden" : "round.says.live")} ${t(secret ? "round.says.final" : "round.says.change")}</p>
    ${h(HeadsWarning, {})}
    <div class="row">
      ${h(Button, { icon: "draft", name: "enter-ballots", onClick: () => open("ballots", { round: round.id }), children: t("ballots.enter") })}
      ${
        voters === 0 &&
        !round.paper &&
        h(Button, {
          kind: "tertiary",
          name: "take-back",
          onClick: () => act(t("did.round_taken_back"), ["TakeBackRound", { round: round.id }]),
          children: t("round.take_back"),
        })
      }
    </div>
    ${!round.hidden && live?.tally && h(ResultTable, { round, tally: live.tally })}
  </section>`
}

/** @param {RoundView} round */
function running({ subject, method, items, budget = 0, cap = 1 }) {
  const what = t(`round.items.${subject}`, { count: items.length })
  if (method === "dots") return `${what}, ${t("round.running.dots", { budget: n(budget), count: cap })}`
  if (method === "approve" && budget) return `${what}, ${t("round.says.limit", { count: budget })}`
  return `${what}, ${t(`method.${method}`)}`
}

/** @param {RoundView} round */
const pulseOf = (round) => (state.value.pulse.round?.id === round.id ? state.value.pulse.round : undefined)

/** @param {{ round: RoundView, small?: boolean }} props */
export function Turnout({ round, small }) {
  const voters = pulseOf(round)?.voters || 0
  const { paper = 0 } = round
  const count = (state.value.pulse.admitted || 0) + paper
  return html`<div class=${small ? "turnout turnout--small" : "turnout"}>
    <p><strong>${n(voters)}</strong> ${t(paper ? "turnout.of.paper" : "turnout.of", { count, paper })}</p>
    <progress max=${Math.max(1, count)} value=${voters} aria-label=${t("turnout.label")}></progress>
  </div>`
}

/** In the glossary's words, for a round that is open or closed. @param {RoundView} round */
export function turnoutText(round) {
  const { paper = 0, admitted = 0, tally, state: stands } = round
  const voters = stands === "closed" ? tally?.voters || 0 : pulseOf(round)?.voters || 0
  const count = (stands === "closed" ? admitted : state.value.pulse.admitted || 0) + paper
  return t(paper ? "turnout.paper" : "turnout", { count, voters, paper })
}

/** Asks before a secret vote is closed; any other is closed at a press. @param {RoundView} round */
export function closing(round) {
  if (round.secrecy === "secret") open("closing", { round: round.id })
  else closeRound(round.id)
}

/** @param {string} round */
function closeRound(round) {
  act(t("did.round_closed"), ["CloseRound", { round }])
  work.value = "votes"
}

/** Nobody who has not voted yet can do so later. @param {{ round: string }} props */
export function CloseRound({ round: id }) {
  const round = rounds.value.find((one) => one.id === id)
  if (round?.state !== "open") return null
  return h(Dialog, {
    title: t("close.title"),
    onClose: close,
    actions: html`${h(Button, {
      kind: "primary",
      name: "close-round",
      onClick: () => {
        close()
        closeRound(id)
      },
      children: t("close.do"),
    })}
      ${h(Button, { kind: "tertiary", onClick: close, children: t("close.not_yet") })}`,
    children: html`<div class="close-round">
      <p class="close-round__turnout">${turnoutText(round)}</p>
      <p>${t("close.text")}</p>
    </div>`,
  })
}
