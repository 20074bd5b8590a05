// Before joining: what this is, who may read it later, when it is deleted.
import { date, t } from "../shared/text.js"
import { Button, Icon, Notice } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { PrivacyLink } from "./privacy.js"

/** @import { About } from "../shared/types.js" */

/** @param {{ about: About, onJoin: () => Promise<void> }} props */
export function Arrive({ about, onJoin }) {
  const [busy, setBusy] = useState(false)
  const closed = about.admission === "closed"
  return html`<main class="page arrive">
    <p class="brand">${about.house || t("brand")}</p>
    <header class="arrive__head">
      <p class="muted">${t(`format.${about.format}`)} · ${date(about.held_on)}</p>
      <h1>${about.title}</h1>
    </header>
    ${h(Facts, { about })}
    <p>${h(PrivacyLink, { about })}</p>
    <div class="arrive__go">
      ${
        closed
          ? h(Notice, { tone: "warning", children: html`<p>${t("error.event_closed")}</p>` })
          : h(Button, {
              kind: "primary",
              block: true,
              busy,
              name: "join",
              onClick: () => {
                setBusy(true)
                onJoin().finally(() => setBusy(false))
              },
              children: t("arrive.join"),
            })
      }
    </div>
  </main>`
}

/** What to know before the first word. @param {{ about: About }} props */
export function Facts({ about }) {
  const facts = [
    ["account-circle", t("facts.nobody"), t("facts.nobody.more")],
    ["visibility", t("facts.readers"), t(`publication.${about.publication}`)],
    ["delete", t("facts.deleted"), date(about.delete_on)],
  ]
  return html`<dl class="facts">
    ${facts.map(
      ([icon, name, value]) => html`<div class="fact" key=${name}>
        <dt>${h(Icon, { name: icon })}${name}</dt>
        <dd>${value}</dd>
      </div>`,
    )}
  </dl>`
}
