// Who wants to speak, in the order of the hands. There are numbers only, which the phones show.

import { t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { act, session, state } from "../desk.js"

export function Hands() {
  const { hands = [] } = state.value.pulse
  const here = session.value
  if (!here || !hands.length) return null

  /** @param {number} number @param {boolean} on */
  const call = (number, on) =>
    act(t(on ? "did.called" : "did.uncalled", { number: String(number) }), [
      "CallHand",
      { session: here.id, number, on },
    ])

  /** @param {number} number */
  const lower = (number) =>
    act(t("did.lowered", { number: String(number) }), ["LowerHand", { session: here.id, number }])

  return html`<section class="hands">
    <h2>${t("hands.title")}</h2>
    <ol class="hands__list">
      ${hands.map(
        ({ number, called, table }) => html`<li key=${number} class=${called ? "hand hand--called" : "hand"}>
          <span class="hand__number">${number}</span>
          <span>${called ? t("hands.speaks") : table ? t("hands.table", { table: String(table) }) : ""}</span>
          ${
            called
              ? h(Button, {
                  kind: "tertiary",
                  onClick: () => lower(number),
                  label: `${t("hands.done")}: ${number}`,
                  children: t("hands.done"),
                })
              : h(Button, {
                  kind: "tertiary",
                  onClick: () => call(number, true),
                  label: `${t("hands.call")}: ${number}`,
                  children: t("hands.call"),
                })
          }
        </li>`,
      )}
    </ol>
    ${hands.length > 1 && h(Clear, { session: here.id, count: hands.length })}
  </section>`
}

/** Hands that were lowered do not come back, so this asks first. @param {{ session: string, count: number }} props */
function Clear({ session: id, count }) {
  const [asking, setAsking] = useState(false)
  if (!asking)
    return h(Button, {
      kind: "tertiary",
      name: "clear-hands",
      onClick: () => setAsking(true),
      children: t("hands.clear"),
    })

  function clear() {
    setAsking(false)
    act(t("did.hands_cleared"), ["ClearHands", { session: id }])
  }

  return html`<div class="confirm" role="group" aria-label=${t("hands.clear")}>
    <p>${t("hands.clear.sure", { count })}</p>
    <div class="row">
      ${h(Button, { danger: true, name: "clear-hands-sure", onClick: clear, children: t("hands.clear.do") })}
      ${h(Button, { kind: "tertiary", onClick: () => setAsking(false), children: t("do.cancel") })}
    </div>
  </div>`
}
