// An idea from someone without a phone, marked as typed in here.

import { t } from "../shared/text.js"
import { Button, Dialog, Field, IdeaNumber } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"
import { act, close, session } from "./desk.js"

export function AddIdea() {
  const [text, setText] = useState("")
  const [kind, setKind] = useState("idea")
  const [added, setAdded] = useState(/** @type {number[]} */ ([]))
  const [busy, setBusy] = useState(false)
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null))

  /** @param {Event} event */
  async function add(event) {
    event.preventDefault()
    if (busy || !text.trim()) return
    setBusy(true)
    const results = await act(t("did.added"), [
      "AddIdea",
      { session: session.value?.id, kind, text: text.trim() },
    ])
    setBusy(false)
    if (!results) return
    setAdded([results[0].number, ...added])
    setText("")
    area.current?.focus()
  }

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
        added.length > 0 &&
        html`<p class="add__done" role="status">${t("add.done")} ${h(IdeaNumber, { number: added[0] })}
          <span class="hint">${t("add.tell")}</span></p>`
      }
      <div class="row">
        ${h(Button, { type: "submit", kind: "primary", busy, disabled: !text.trim(), children: t("add.do") })}
        ${h(Button, { kind: "tertiary", onClick: close, children: t(added.length ? "add.finish" : "do.cancel") })}
      </div>
    </form>`,
  })
}
