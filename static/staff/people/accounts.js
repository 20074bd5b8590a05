// The accounts of the house: who may do what. When somebody signed in stands nowhere.
import { get } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { useLoaded, Waiting } from "../load.js"
import { AccountDialog } from "./account.js"
import { LinkDialog } from "./link.js"
import { Room } from "./rooms.js"

/** @import { Node, Person } from "../types.js" */

/** @typedef {{ open: "" | "edit" | "link", person?: Person, link?: string }} Shown */

export function AccountsPage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<[{ accounts: Person[] }, { nodes: Node[] }]>} */ () =>
      Promise.all([get("/staff/api/accounts"), get("/staff/api/structure")]),
    [],
  )
  const [shown, setShown] = useState(/** @type {Shown} */ ({ open: "" }))
  const close = () => setShown({ open: "" })
  const add = h(Button, {
    kind: "primary",
    name: "new-account",
    onClick: () => setShown({ open: "edit" }),
    children: t("accounts.add"),
  })
  return h(Room, {
    view: "accounts",
    actions: add,
    children: html`
      <p class="muted">${t("accounts.about")}</p>
      ${data ? h(List, { people: data[0].accounts, nodes: data[1].nodes, onOpen: (person) => setShown({ open: "edit", person }) }) : h(Waiting, { refusal, retry: reload })}
      ${
        shown.open === "edit" && data
          ? h(AccountDialog, {
              person: shown.person,
              units: data[1].nodes.filter((node) => node.kind === "unit" && !node.removed),
              onClose: close,
              onDone: (link, person) => {
                setShown(link ? { open: "link", link, person } : { open: "" })
                reload()
              },
            })
          : null
      }
      ${shown.open === "link" && shown.link ? h(LinkDialog, { path: shown.link, name: shown.person?.name ?? "", onClose: close }) : null}`,
  })
}

/** @param {{ people: Person[], nodes: Node[], onOpen: (person: Person) => void }} props */
function List({ people, nodes, onOpen }) {
  const units = new Map(nodes.map((node) => [node.id, node.short || node.title]))
  return html`<div class="table-wrap" role="region" tabindex="0" aria-label=${t("room.accounts")}><table class="table">
    <thead><tr>
      <th scope="col">${t("account.name")}</th>
      <th scope="col">${t("login.login")}</th>
      <th scope="col">${t("account.roles")}</th>
      <th scope="col">${t("account.unit")}</th>
      <th scope="col">${t("account.state")}</th>
    </tr></thead>
    <tbody>${people.map(
      (person) => html`<tr key=${person.id} class=${person.disabled ? "account--disabled" : ""}>
        <th scope="row"><button type="button" class="more" data-name="open-account" onClick=${() => onOpen(person)}>${person.name}</button></th>
        <td>${person.login}</td>
        <td>${person.roles.map((role) => t(`role.${role}`)).join(", ")}</td>
        <td>${units.get(person.unit) ?? "–"}</td>
        <td>${stateOf(person)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`
}

/** @param {Person} person */
function stateOf(person) {
  if (person.disabled) return t("account.disabled")
  if (person.passwordless) return t("account.elsewhere")
  return person.waiting ? t("account.waiting") : t("account.ready")
}
