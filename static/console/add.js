// An idea from someone without a phone, marked as typed in here.

import { t } from "../shared/text.js"
import { Button, Dialog, Field, IdeaNumber } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"
import { act, close, ideas, session, state } from "./desk.js"

export function AddIdea() {
  const [text, setText] = useState("")
  const [kind, setKind] = useState("idea")
  const [card, setCard] = useState("")
  const [added, setAdded] = useState(/** @type {number[]} */ ([]))
  const [busy, setBusy] = useState(false)
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null))

  /** @param {Event} event */
  async function add(event) {
    event.preventDefault()
    if (busy || !text.trim()) return
    setBusy(true)
    const number = Number(card) || 0
    const results = await act(t("did.added"), [
      "AddIdea",
      { session: session.value?.id, kind, text: text.trim(), ...(number ? { number } : {}) },
    ])
    setBusy(false)
    if (!results) return
    setAdded([results[0].number, ...added])
    setText("")
    setCard(number && onCard(number + 1) ? String(number + 1) : "")
    area.current?.focus()
  }

  const { cards = [] } = state.value.event || {}
  /** Whether a number stands on a printed card that has not been typed in. @param {number} number */
  const onCard = (number) =>
    !ideas.value.has(number) && cards.some(({ from, to }) => from <= number && number <= to)

  return h(Dialog, {
    title: t("add.title"),
    onClose: close,
    children: html`<form class="add" onSubmit=${add}>
      <p>${t("add.text")}</p>
      <fieldset class="choices choices--row">
        <legend class="kern-sr-only">${t("add.kind")}</legend>
        ${["idea", "expectation"].map(
          (one) => html`<label class="choice" key=${one}>
            <input type="radio" name="kind" checked=${kind === one} onChange=${() => setKind(one)} /><span>${t(`kind.${one}`)}</span>
          </label>`,
        )}
      </fieldset>
      ${h(Field, { label: t("add.label"), type: "textarea", rows: 4, value: text, onInput: setText, input: { ref: area, "data-name": "on-behalf", autofocus: true } })}
      ${
        cards.length > 0 &&
        h(Field, {
          label: t("add.card"),
          hint: t("add.card.hint"),
          value: card,
          onInput: setCard,
          error:
            card && !onCard(Number(card))
              ? t(ideas.value.has(Number(card)) ? "add.card.used" : "add.card.unknown")
              : undefined,
          input: { inputmode: "numeric", autocomplete: "off", size: 6, "data-name": "card-number" },
        })
      }
      ${
        added.length > 0 &&
        html`<p class="add__done" role="status">${t("add.done")} ${h(IdeaNumber, { number: added[0] })}
          <span class="hint">${t("add.tell")}</span></p>`
      }
      <div class="row">
        ${h(Button, { type: "submit", kind: "primary", busy, disabled: !text.trim() || Boolean(card && !onCard(Number(card))), children: t("add.do") })}
        ${h(Button, { kind: "tertiary", onClick: close, children: t(added.length ? "add.finish" : "do.cancel") })}
      </div>
    </form>`,
  })
}
