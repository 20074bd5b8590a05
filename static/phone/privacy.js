// The house's privacy notice, never more than a tap away.
import { t } from "../shared/text.js"
import { Dialog, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"

/** @import { About } from "../shared/types.js" */

/** @param {{ about: About }} props */
export function PrivacyLink({ about }) {
  const [open, setOpen] = useState(false)
  return html`<button type="button" class="link" data-name="privacy" onClick=${() => setOpen(true)}>${t("privacy.read")}</button>
    ${
      open &&
      h(Dialog, {
        title: t("privacy.title"),
        onClose: () => setOpen(false),
        children: h(PrivacyText, { about }),
      })
    }`
}

/** @param {{ about: About }} props */
export function PrivacyText({ about }) {
  return html`<div class="privacy">
    ${about.notice_sample && h(Notice, { tone: "warning", children: html`<p>${t("privacy.sample")}</p>` })}
    ${about.notice
      .split(/\n\s*\n/)
      .filter(Boolean)
      .map((block) => h(Block, { block: block.trim() }))}
  </div>`
}

/** A block's first line is its heading when it is short and more follows. @param {{ block: string }} props */
function Block({ block }) {
  const [first, ...rest] = block.split("\n")
  if (!rest.length || first.length > 80) return html`<p class="own-words">${block}</p>`
  return html`<div><h3>${first}</h3><p class="own-words">${rest.join("\n")}</p></div>`
}
