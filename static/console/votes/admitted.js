// Who can vote: devices admitted against heads counted, and closing the door before a vote.

import { t } from "../../shared/text.js"
import { Button, Switch } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { state } from "../desk.js"
import { admit, Heads } from "../room/admission.js"
import { draft, set } from "./draft.js"

export function Admitted() {
  const { event, tickets } = state.value
  if (!event) return null
  return html`<section class="admitted">
    <h3>${t("admitted.title")}</h3>
    ${h(Heads, {})}
    ${
      event.admission === "closed"
        ? html`<p class="hint">${t("admission.closed.hint")}</p>
            ${h(Button, { kind: "tertiary", name: "reopen", onClick: () => admit(tickets.length ? "tickets" : "open", "closed"), children: t("admitted.reopen") })}`
        : h(Switch, {
            label: t("admitted.freeze"),
            hint: t("admitted.freeze.hint"),
            checked: draft.value.freeze,
            onChange: (freeze) => set({ freeze }),
          })
    }
  </section>`
}
