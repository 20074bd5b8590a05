// A link that is shown once, to be handed over.
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html, useRef, useState } from "../../vendor/preact.js"

/** @param {{ path: string, name: string, onClose: () => void }} props */
export function LinkDialog({ path, name, onClose }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [copied, setCopied] = useState(false)
  async function copy() {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(location.origin + path)
      setCopied(true)
    } catch {
      setCopied(document.execCommand("copy")) // over plain HTTP there is no clipboard to write to
    }
  }
  return h(Dialog, {
    title: t("link.title"),
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose, children: t("link.done") }),
    children: html`
      <p>${t("link.text", { name })}</p>
      <label class="kern-form-input">
        <span class="kern-label">${t("link.address")}</span>
        <input ref=${field} class="kern-form-input__input" readonly data-name="password-link" value=${location.origin + path} onFocus=${() => field.current?.select()} />
      </label>
      <div class="actions">${h(Button, { onClick: copy, children: t("link.copy") })}<span role="status">${copied ? t("link.copied") : ""}</span></div>`,
  })
}
