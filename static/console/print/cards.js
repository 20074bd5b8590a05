// Paper for people without a phone: numbered cards to write on, cards for a real wall.

import { t } from "../../shared/text.js"
import { Button, Dialog, Field } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { act, close, ideas, openRound, state } from "../desk.js"
import { printBallots, printCards, printWall } from "./printing.js"

const MOST = 200

export function PaperDialog() {
  return h(Dialog, {
    title: t("paper.title"),
    onClose: close,
    children: html`<div class="pair">${h(NewCards, {})} ${h(Wall, {})} ${h(Ballots, {})}</div>`,
  })
}

/** The numbers are kept free for these cards, so the stub that is torn off tells the right one. */
function NewCards() {
  const [typed, setTyped] = useState("20")
  const [busy, setBusy] = useState(false)
  const { cards = [] } = state.value.event || {}
  const count = Number(typed)
  const valid = Number.isInteger(count) && count >= 1 && count <= MOST

  /** @param {Event} submitted */
  async function reserve(submitted) {
    submitted.preventDefault()
    if (!valid || busy) return
    setBusy(true)
    const results = await act(t("did.cards", { count }), ["ReserveCards", { count }])
    setBusy(false)
    if (results) lay(results[0].from, results[0].to)
  }

  return html`<section>
    <h3>${t("paper.cards")}</h3>
    <p>${t("paper.cards.text")}</p>
    <form class="row" onSubmit=${reserve}>
      ${h(Field, { label: t("paper.cards.count"), value: typed, onInput: setTyped, input: { inputmode: "numeric", autocomplete: "off", "data-name": "card-count", size: 4 } })}
      ${h(Button, { type: "submit", busy, disabled: !valid, name: "reserve-cards", children: t("paper.cards.do") })}
    </form>
    <ul class="members">
      ${cards.map(
        ({ from, to }) => html`<li key=${from}>
          <span>${t("paper.cards.range", { from: String(from), to: String(to) })}</span>
          <span class="hint">${t("paper.cards.typed", { count: typedIn(from, to) })}</span>
          ${h(Button, { kind: "tertiary", icon: "download", onClick: () => lay(from, to), label: `${t("paper.again")}: ${from}–${to}`, children: t("paper.again") })}
        </li>`,
      )}
    </ul>
  </section>`
}

/** @param {number} from @param {number} to */
function lay(from, to) {
  close()
  printCards(from, to)
}

/** @param {number} from @param {number} to */
const typedIn = (from, to) =>
  [...ideas.value.keys()].filter((number) => from <= number && number <= to).length

function Wall() {
  function lay() {
    close()
    printWall()
  }
  return html`<section>
    <h3>${t("paper.wall")}</h3>
    <p>${t("paper.wall.text")}</p>
    ${h(Button, { icon: "download", disabled: !ideas.value.size, name: "print-wall", onClick: lay, children: t("paper.wall.do") })}
  </section>`
}

function Ballots() {
  const [typed, setTyped] = useState("10")
  const round = openRound.value
  const count = Number(typed)
  const valid = Number.isInteger(count) && count >= 1 && count <= MOST
  if (!round) return null

  /** @param {Event} submitted */
  function lay(submitted) {
    submitted.preventDefault()
    if (!round || !valid) return
    close()
    printBallots(round, count)
  }

  return html`<section>
    <h3>${t("paper.ballots")}</h3>
    <p>${t("paper.ballots.text")}</p>
    <form class="row" onSubmit=${lay}>
      ${h(Field, { label: t("paper.ballots.count"), value: typed, onInput: setTyped, input: { inputmode: "numeric", autocomplete: "off", size: 4 } })}
      ${h(Button, { type: "submit", disabled: !valid, name: "print-ballots", children: t("paper.ballots.do") })}
    </form>
  </section>`
}
