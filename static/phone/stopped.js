// When there is no way on: what happened, what was kept, what to do.
import { refusalText, t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useEffect } from "../vendor/preact.js"

/** @import { Keep } from "./keep.js" */

const TRY_AGAIN_MS = 10_000
const GONE = new Set(["unknown_code", "event_closed", "not_found"])

/** @param {{ reason: string, code: string, keep: Keep, onAgain: () => Promise<unknown> }} props */
export function Stopped({ reason, code, keep, onAgain }) {
  const isGone = GONE.has(reason)
  useEffect(() => {
    if (isGone) return
    const timer = setInterval(onAgain, TRY_AGAIN_MS)
    window.addEventListener("online", onAgain)
    return () => {
      clearInterval(timer)
      window.removeEventListener("online", onAgain)
    }
  }, [isGone])
  return html`<main class="page stopped">
    <p class="brand">${t("brand")}</p>
    <h1>${isGone ? t("stopped.gone") : t("stopped.wait")}</h1>
    <p>${isGone ? t("stopped.gone.text") : refusalText({ code: reason })}</p>
    ${!isGone && h(Button, { kind: "primary", block: true, onClick: onAgain, children: t("stopped.again") })}
    ${isGone && keep.hasReceipt() && html`<a class="kern-btn kern-btn--primary kern-btn--block" href=${`/e/${code}/ideas`}><span class="kern-label">${t("stopped.ideas")}</span></a>`}
    ${isGone && html`<a class="kern-btn kern-btn--secondary kern-btn--block" href="/"><span class="kern-label">${t("stopped.enter")}</span></a>`}
  </main>`
}
