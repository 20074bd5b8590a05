// Who may read what became of an event's contributions, where that stands, and the code to get in.
import { typed } from "../../shared/address.js"
import { get, patch } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, JoinCode } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Choice } from "../form.js"
import { can, Problem, useAction } from "../load.js"

/** @import { EventInfo } from "../types.js" */

/** @param {{ event: EventInfo }} props */
export function OutcomePage({ event }) {
  const [level, setLevel] = useState(event.publication)
  const [code, setCode] = useState(/** @type {{ code: string, path: string } | null} */ (null))
  const working = useAction()
  const showCode = () => working.run(async () => setCode(await get(`/staff/api/events/${event.id}/readcode`)))
  /** @param {string} publication */
  const publish = (publication) =>
    working.run(async () => {
      const saved = await patch(`/staff/api/events/${event.id}`, { publication })
      setLevel(saved.publication)
    })
  const address = `${typed(event.address_url).split("/")[0]}/e/${event.code}/outcomes`
  return html`<details class="block told no-print"><summary><h2>${t("told.title")}</h2></summary>
    <div class="form">
    <p class="muted">${t("told.about")}</p>
    <p class="actions">
      <a class="kern-link kern-link--no-visited-state" href=${`/staff/api/events/${encodeURIComponent(event.id)}/outcomes.html`} target="_blank" rel="noopener">${t("told.open")}</a>
      <span class="muted small">${t("told.print")}</span>
    </p>
    ${
      can("publish")
        ? h(Choice, {
            name: "told-level",
            legend: t("told.who"),
            value: level,
            onInput: publish,
            row: true,
            options: ["internal", "committee", "public"].map((key) => ({
              key,
              label: t(`told.${key}`),
              hint: t(`told.${key}_hint`),
            })),
          })
        : html`<p>${t("told.who")}: <strong>${t(`told.${level}`)}</strong> <span class="muted small">${t("publish.who")}</span></p>`
    }
    ${
      can("publish") && level !== "public"
        ? code
          ? html`<p>${t("told.code")} ${h(JoinCode, { code: code.code })} <span class="muted small">${address}</span></p>`
          : html`<p>${h(Button, { busy: working.busy, onClick: showCode, children: t("told.show_code") })}</p>`
        : null
    }
    ${h(Problem, { refusal: working.refusal })}
    </div>
  </details>`
}
