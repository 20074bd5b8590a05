// An address to hand over: to read, to select, to copy.
import { t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useRef, useState } from "../../vendor/preact.js"

/** @import { ComponentChildren } from "../../vendor/preact.js" */

/** @param {{ label: ComponentChildren, path: string, name: string }} props path: behind this server's address; name: for tests */
export function CopyField({ label, path, name }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [copied, setCopied] = useState(false)
  const address = location.origin + path
  async function copy() {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
    } catch {
      setCopied(document.execCommand("copy")) // over plain HTTP there is no clipboard to write to
    }
  }
  return html`<label class="kern-form-input">
      <span class="kern-label">${label}</span>
      <input ref=${field} class="kern-form-input__input" readonly data-name=${name} value=${address} onFocus=${() => field.current?.select()} />
    </label>
    <div class="actions">${h(Button, { onClick: copy, children: t("link.copy") })}<span role="status">${copied ? t("link.copied") : ""}</span></div>`
}
