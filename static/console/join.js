// How one gets in, as large as the screen: for a laptop held up, or a projector that fails.

import { t } from "../shared/text.js"
import { Dialog, JoinCode } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { close, state } from "./desk.js"
import { typed } from "./links.js"

export function JoinSheet() {
  const { event } = state.value
  if (!event) return null
  return h(Dialog, {
    title: event.title,
    onClose: close,
    children: html`<div class="join-sheet">
      <img src=${`/e/${event.code}/qr.svg`} alt=${t("join.qr")} />
      <div>
        <p class="join-sheet__how">${t("join.how")}</p>
        <p class="join-sheet__address">${typed(event.address_url)}</p>
        <p class="join-sheet__how">${t("join.code")}</p>
        <p class="join-sheet__code">${h(JoinCode, { code: event.code })}</p>
      </div>
    </div>`,
  })
}
