// A text to take along: shown in full, copied at a press. Works without the clipboard interface,
// which browsers withhold over plain HTTP.

import { t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"

/** @param {{ label: string, text: string }} props */
export function Copy({ label, text }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [copied, setCopied] = useState(false)

  async function copy() {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      setCopied(document.execCommand("copy"))
    }
  }

  return html`<div class="copy">
    <label class="labelled"><span>${label}</span><input ref=${field} readonly value=${text} onFocus=${() => field.current?.select()} /></label>
    ${h(Button, { icon: copied ? "check" : "content-copy", onClick: copy, children: t(copied ? "copy.done" : "copy.do") })}
  </div>`
}
