// Votes on paper, entered as one marked batch: a line for each ballot, Enter for the next.

import { n, t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html, useRef, useState } from "../../vendor/preact.js"
import { act, close, rounds, say } from "../desk.js"
import { BATCH, readBatch } from "./ballots.js"
import { label } from "./table.js"

/** @import { RoundView } from "../../shared/types.js" */
/** @import { Read } from "./ballots.js" */

const FIRST_LINES = 3

/** @param {{ round: string }} props */
export function PaperVotes({ round: id }) {
  const round = rounds.value.find((one) => one.id === id)
  const [lines, setLines] = useState(Array.from({ length: FIRST_LINES }, () => ""))
  const [busy, setBusy] = useState(false)
  const list = useRef(/** @type {HTMLOListElement | null} */ (null))
  if (round?.state !== "open") return null
  const { read, ballots, wrong } = readBatch(lines, round)

  /** @param {number} at */
  function focus(at) {
    list.current?.querySelectorAll("input")[at]?.focus()
  }

  /** @param {number} at @param {string} text */
  function write(at, text) {
    const next = lines.map((line, index) => (index === at ? text : line))
    if (at === next.length - 1 && text && next.length < BATCH) next.push("")
    setLines(next)
  }

  /** @param {KeyboardEvent} event @param {number} at */
  function onKey(event, at) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault()
      enter()
      return
    }
    const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by || event.isComposing) return
    event.preventDefault()
    focus(Math.min(lines.length - 1, Math.max(0, at + by)))
  }

  async function enter() {
    if (busy || wrong >= 0 || !ballots.length) {
      if (wrong >= 0) focus(wrong)
      return
    }
    setBusy(true)
    const entered = await act(t("did.paper", { count: ballots.length }), [
      "EnterPaper",
      { round: id, ballots },
    ])
    setBusy(false)
    if (entered) close()
  }

  function leave() {
    if (ballots.length || wrong >= 0) say(t("ballots.left"))
    close()
  }

  return h(Dialog, {
    title: t("ballots.title"),
    onClose: leave,
    actions: html`${h(Button, { kind: "primary", name: "enter-paper", busy, disabled: !ballots.length || wrong >= 0, onClick: enter, children: t("ballots.do", { count: ballots.length }) })}
      ${h(Button, { kind: "tertiary", onClick: leave, children: t("do.cancel") })}`,
    children: html`<div class="paper">
      <p>${t("ballots.text")}</p>
      <p class="hint">${t(`ballots.how.${round.method}`, { example: example(round) })}</p>
      <p class="hint">${t("ballots.next")}</p>
      <ol class="paper__lines" ref=${list}>
        ${lines.map(
          (
            line,
            at,
          ) => html`<li key=${at} class=${read[at]?.problem ? "paper__line paper__line--wrong" : "paper__line"}>
            <label class="kern-sr-only" for=${`paper-${at}`}>${t("ballots.line", { number: String(at + 1) })}</label>
            <input
              id=${`paper-${at}`}
              type="text"
              autocomplete="off"
              spellcheck=${false}
              inputmode="text"
              autofocus=${at === 0}
              value=${line}
              aria-invalid=${read[at]?.problem ? "true" : undefined}
              aria-describedby=${`paper-${at}-read`}
              onInput=${(/** @type {Event} */ event) => write(at, /** @type {HTMLInputElement} */ (event.target).value)}
              onKeyDown=${(/** @type {KeyboardEvent} */ event) => onKey(event, at)}
            />
            <p id=${`paper-${at}-read`} class="paper__read">${said(read[at], round)}</p>
          </li>`,
        )}
      </ol>
      <details>
        <summary>${t("ballots.items", { count: round.items.length })}</summary>
        <ul class="paper__items">
          ${round.items.map((item) => html`<li key=${item.item}><b>${n(item.item)}</b> ${label(item)}</li>`)}
        </ul>
      </details>
    </div>`,
  })
}

/** What was understood, or what was not. @param {Read | undefined} read @param {RoundView} round */
function said(read, round) {
  if (!read) return ""
  if (read.problem)
    return t(`ballots.problem.${read.problem}`, { part: read.at || "", cap: round.cap, budget: round.budget })
  return Object.entries(read.points)
    .map(([item, points]) => [name(round, Number(item)), points])
    .sort((a, b) => (round.method === "ranking" ? Number(a[1]) - Number(b[1]) : 0))
    .map(([named, points]) => one(String(named), Number(points), round))
    .join(" · ")
}

/** @param {RoundView} round @param {number} number */
function name(round, number) {
  const item = round.items.find((one) => one.item === number)
  return item?.idea ? `${number} (#${item.idea})` : item ? label(item) : ""
}

/** @param {string} named @param {number} points @param {RoundView} round */
function one(named, points, { method, criteria = [] }) {
  if (method === "yesno") return `${named} ${t(`round.answer.${["yes", "no", "abstain"][points - 1]}`)}`
  if (method === "ranking") return `${points}. ${named}`
  if (method === "approve") return named
  if (method === "dots")
    return `${named} ${"●".repeat(Math.min(points, 5))}${points > 5 ? ` ${n(points)}` : ""}`
  return `${named} ${criteria.map((criterion, at) => `${criterion.name} ${Math.floor(points / 10 ** at) % 10 || "–"}`).join(", ")}`
}

/** A line that this round would take, with its own numbers. @param {RoundView} round */
function example({ method, items, criteria = [] }) {
  const [a, b] = [...items, ...items].slice(0, 2).map(({ item }) => item)
  switch (method) {
    case "yesno":
      return `${a}j ${b}n`
    case "scale":
      return `${a}:${criteria.map((_, at) => 5 - at).join("/")}`
    case "ranking":
    case "approve":
      return `${b} ${a}`
    default:
      return `${a} ${a} ${b}`
  }
}
