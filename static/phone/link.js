// The Ideen-Link: how an author finds out later what became of the ideas, without an account.
import { draw } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"

/** @param {{ code: string, secret: string, withCode?: boolean }} props withCode: the server draws a QR code for members only */
export function IdeaLink({ code, secret, withCode = true }) {
  const [picture, setPicture] = useState("")
  const [told, setTold] = useState("")
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  const link = `${location.origin}/e/${code}/ideas#${secret}`

  async function show() {
    try {
      const svg = await draw(`/e/${code}/qr`, { text: link })
      setPicture(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
    } catch {
      setTold("link.qr.failed")
    }
  }

  async function copy() {
    setTold((await copied(link, input.current)) ? "link.copied" : "link.copy.failed")
  }

  return html`<section class="link-card" aria-labelledby="link">
    <h2 id="link">${t("link.title")}</h2>
    <p>${t("link.text")}</p>
    <label class="kern-sr-only" for="idea-link">${t("link.title")}</label>
    <input id="idea-link" ref=${input} class="link-card__address no-print" readonly value=${link} onFocus=${() => input.current?.select()} />
    <p class="link-card__printed own-words" aria-hidden="true">${link}</p>
    <div class="link-card__actions no-print">
      ${h(Button, { kind: "primary", icon: "content-copy", name: "copy-link", onClick: copy, children: t("link.copy") })}
      ${withCode && !picture && h(Button, { kind: "secondary", name: "show-qr", onClick: show, children: t("link.qr") })}
      ${(picture || !withCode) && h(Button, { kind: "secondary", onClick: () => window.print(), children: t("link.print") })}
    </div>
    <p role="status" class="small">${told && t(told)}</p>
    ${picture && html`<img class="link-card__qr" src=${picture} alt=${t("link.qr.alt")} width="240" height="240" />`}
    <p class="small muted">${t("link.careful")}</p>
  </section>`
}

/** Copies, also where an insecure context has no clipboard. @param {string} text @param {HTMLInputElement | null} field */
async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    if (!field) return false
    field.focus()
    field.select()
    return document.execCommand("copy")
  }
}
