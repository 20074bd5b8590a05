// What staff did to the plan and to accounts. That somebody reads it stands in it, too.
import { get } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Entries } from "../audit.js"
import { Problem, useAction, useLoaded, Waiting } from "../load.js"
import { Room } from "./rooms.js"

/** @import { Audited } from "../types.js" */

/** @typedef {{ audit: Audited[], more: boolean }} Page */

export function PlanAuditPage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<Page>} */ () => get("/staff/api/audit"),
    [],
  )
  return h(Room, {
    view: "plan_audit",
    children: html`<p class="muted">${t("planaudit.about")}</p>${data ? h(Pages, { first: data }) : h(Waiting, { refusal, retry: reload })}`,
  })
}

/** @param {{ first: Page }} props */
function Pages({ first }) {
  const [page, setPage] = useState(first)
  const going = useAction()
  const more = () =>
    going.run(async () => {
      const last = page.audit[page.audit.length - 1]
      /** @type {Page} */
      const next = await get(`/staff/api/audit?before=${last.at}`)
      setPage({ audit: [...page.audit, ...next.audit], more: next.more })
    })
  return html`${h(Entries, { audit: page.audit })}
    ${h(Problem, { refusal: going.refusal })}
    ${page.more ? h(Button, { busy: going.busy, onClick: more, children: t("planaudit.more") }) : null}`
}
