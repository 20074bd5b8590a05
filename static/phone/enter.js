// Typing the code: two groups of four, as it stands on the wall.
import { asRefusal } from "../shared/api.js"
import { refusalText, t } from "../shared/text.js"
import { Button, Dialog, Icon } from "../shared/ui.js"
import { h, html, useEffect, useRef, useState } from "../vendor/preact.js"
import { CODE_LENGTH, cleanCode, hasStrangeSymbols } from "./code.js"

/** @param {string} code */
const inGroups = (code) => (code.length > 4 ? `${code.slice(0, 4)} ${code.slice(4)}` : code)

/** @param {{ typed?: string, code?: string, onEnter: (code: string) => Promise<void> }} props code: why the typed one failed */
export function Enter({ typed = "", code: refused = "", onEnter }) {
  const [code, setCode] = useState(cleanCode(typed))
  const [error, setError] = useState(refused)
  const [busy, setBusy] = useState(false)
  const [reading, setReading] = useState(false)
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  useEffect(() => input.current?.focus(), [])

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault()
    const wrong = code.length !== CODE_LENGTH ? "length" : hasStrangeSymbols(code) ? "symbols" : ""
    setError(wrong && `enter.${wrong}`)
    if (wrong) return input.current?.focus()
    setBusy(true)
    try {
      await onEnter(code)
    } catch (refusal) {
      setError(asRefusal(refusal).code)
      setBusy(false)
      input.current?.focus()
    }
  }

  const explained = error && (error.startsWith("enter.") ? t(error) : refusalText({ code: error }))
  return html`<main class="page enter">
    <p class="brand">${t("brand")}</p>
    <form class="enter__form" onSubmit=${submit} novalidate>
      <h1><label for="code">${t("enter.title")}</label></h1>
      <p class="muted" id="code-hint">${t("enter.hint")}</p>
      <input
        ref=${input}
        id="code"
        class=${`enter__code${error ? " enter__code--error" : ""}`}
        value=${inGroups(code)}
        onInput=${(/** @type {any} */ event) => {
          setError("")
          setCode(cleanCode(event.target.value).slice(0, CODE_LENGTH))
          event.target.value = inGroups(cleanCode(event.target.value).slice(0, CODE_LENGTH))
        }}
        onPaste=${(/** @type {any} */ event) => {
          event.preventDefault()
          setError("")
          setCode(cleanCode(event.clipboardData.getData("text")).slice(0, CODE_LENGTH))
        }}
        autocomplete="off"
        autocapitalize="characters"
        autocorrect="off"
        spellcheck=${false}
        enterkeyhint="go"
        placeholder="···· ····"
        aria-describedby=${error ? "code-error code-hint" : "code-hint"}
        aria-invalid=${error ? "true" : undefined}
      />
      <p class="enter__error" id="code-error" role="alert">${explained && html`${h(Icon, { name: "danger" })}<span>${explained}</span>`}</p>
      ${h(Button, { kind: "primary", type: "submit", block: true, busy, name: "enter", children: t("enter.go") })}
    </form>
    <p class="enter__privacy small muted">
      ${t("enter.privacy")}${" "}
      <button type="button" class="link" onClick=${() => setReading(true)}>${t("enter.privacy.more")}</button>
    </p>
    ${
      reading &&
      h(Dialog, {
        title: t("enter.privacy.title"),
        onClose: () => setReading(false),
        children: html`<p>${t("enter.privacy.text")}</p><p>${t("enter.privacy.event")}</p>`,
      })
    }
  </main>`
}
