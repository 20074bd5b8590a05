// What can be done with what is selected: each in a dialog of its own.
import { post } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { Link } from "../place.js"
import { TakeUpDialog } from "../promote.js"
import { pathTo } from "../routes.js"
import { DecideDialog } from "./decide.js"
import { Acted } from "./item.js"
import { JoinDialog } from "./join.js"
import { ReleaseDialog } from "./release.js"
import { contributions, keyOf, namedFor } from "./selection.js"

/** @import { Item } from "./types.js" */

/**
 * @param {{ what: string, items: Item[], onClose: () => void, onDone: (said: any, undo?: () => Promise<void>) => void }} props
 */
export function ActionDialog({ what, items, onClose, onDone }) {
  if (what === "promote") return h(TakeUp, { items, onClose, onDone })
  const told = contributions(items)
  // Of topic fields and requirements there is no author to be told anything.
  if (told.length === 0) return h(NothingTold, { onClose })
  if (what === "release") return h(ReleaseDialog, { items: told, onClose, onDone })
  if (what === "join" && told.length > 1) return h(JoinDialog, { items: told, onClose, onDone })
  return h(DecideDialog, { items: told, onClose, onDone })
}

/** Taken up over several events at once. @param {Omit<Parameters<typeof ActionDialog>[0], "what">} props */
function TakeUp({ items, onClose, onDone }) {
  const first = items.find((item) => item.kind === "field" || item.kind === "requirement")
  const taken = new Map(
    items.filter((item) => item.measure).map((item) => [item.measure_id ?? "", item.measure]),
  )
  return h(TakeUpDialog, {
    about: items.map(keyOf).join(" "),
    title: first?.text ?? "",
    list: h(Acted, { items }),
    taken:
      taken.size > 0
        ? [...taken].map(
            ([id, number], at) =>
              html`${at > 0 ? ", " : ""}${h(Link, { to: pathTo("measure", id), children: t("candidate.number", { number: `${number}` }) })}`,
          )
        : null,
    send: (words) => post("/staff/api/promote", { items: namedFor(items), ...words }),
    onClose,
    onDone,
  })
}

/** @param {{ onClose: () => void }} props */
function NothingTold({ onClose }) {
  return h(Dialog, {
    title: t("decide.open"),
    onClose,
    children: html`<p>${t("decide.nobody")}</p>`,
    actions: h(Button, { onClick: onClose, children: t("ui.close") }),
  })
}
