// The join sheet: one page that hangs at the door and lies on the tables, in the event's own words.

import { typed } from "../shared/address.js"
import { get } from "../shared/api.js"
import { Rosette } from "../shared/rosette.js"
import { date, loadWords, t } from "../shared/text.js"
import { Button, JoinCode } from "../shared/ui.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { useLoaded, Waiting } from "./load.js"
import { Link } from "./place.js"
import { pathTo } from "./routes.js"
import { chosenLanguage } from "./tongue.js"

/** @import { EventInfo, House } from "./types.js" */

/** @param {{ id: string }} props */
export function PrintPage({ id }) {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<[EventInfo, House]>} */ () =>
      Promise.all([get(`/staff/api/events/${id}`), get("/staff/api/house")]),
    [id],
  )
  const [spoken, setSpoken] = useState(false)
  useEffect(() => {
    if (!data) return
    loadWords(data[0].language, data[0].address, "staff").then(() => setSpoken(true))
    document.title = data[0].title
    return () => {
      loadWords(chosenLanguage(), "sie", "staff")
    }
  }, [data])
  if (!data || !spoken) return html`<main class="gate">${h(Waiting, { refusal, retry: reload })}</main>`
  return html`
    <nav class="print-bar no-print" aria-label=${t("frame.nav")}>
      ${h(Link, { to: pathTo("event", id), children: html`‹ ${data[0].title}` })}
      ${h(Button, { kind: "primary", onClick: () => print(), children: t("print.do") })}
    </nav>
    ${h(Sheet, { event: data[0], house: data[1] })}`
}

/** @param {{ event: EventInfo, house: House }} props */
function Sheet({ event, house }) {
  const steps = ["scan", "write", "follow"]
  return html`<main class="sheet">
    <header class="sheet__head">
      <p class="sheet__house">${house.name || "Maßwerk"}</p>
      <h1 class=${event.title.length > 48 ? "sheet__title sheet__title--long" : "sheet__title"}>${event.title}</h1>
      <p class="sheet__date">${date(event.held_on)}</p>
      ${h(Rosette, { share: 1 })}
    </header>
    <section class="sheet__way">
      <img class="sheet__qr" src=${`/e/${event.code}/qr.svg`} alt=${t("entry.qr")} />
      <div class="sheet__words">
        <p class="sheet__call">${t("sheet.call")}</p>
        <p class="sheet__or">${t("sheet.or")}</p>
        <p class="sheet__address">${typed(event.address_url)}</p>
        <p class="sheet__or">${t("sheet.code")}</p>
        <p class="sheet__code">${h(JoinCode, { code: event.code })}</p>
      </div>
    </section>
    <ol class="sheet__steps">
      ${steps.map((step, index) => html`<li key=${step}><span class="sheet__number" aria-hidden="true">${index + 1}</span><div><h2>${t(`sheet.${step}`)}</h2><p>${t(`sheet.${step}_text`)}</p></div></li>`)}
    </ol>
    <footer class="sheet__foot">${t("sheet.privacy", { date: date(event.delete_on), readers: t(`publication.${event.publication}`) })}</footer>
  </main>`
}
