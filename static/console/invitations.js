// Who else leads: links for more moderators, made here so that the server never knows the secret.

import { randomSecret } from "../shared/random.js"
import { t } from "../shared/text.js"
import { Button, Dialog, Field } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { Copy } from "./copy.js"
import { act, close, state } from "./desk.js"
import { base, origin } from "./links.js"

/** @import { ModeratorView } from "../shared/types.js" */

export function Invitations() {
  const { moderators } = state.value
  return h(Dialog, {
    title: t("invite.title"),
    onClose: close,
    children: html`<div class="invite">
      ${h(NewInvitation, {})}
      <h3>${t("invite.list")}</h3>
      <ul class="members">${moderators.map((one) => h(Invited, { key: one.id, moderator: one }))}</ul>
    </div>`,
  })
}

function NewInvitation() {
  const [label, setLabel] = useState("")
  const [role, setRole] = useState("moderator")
  const [made, setMade] = useState({ label: "", link: "" })

  /** @param {Event} event */
  async function invite(event) {
    event.preventDefault()
    const given = label.trim()
    if (!given) return
    const secret = randomSecret()
    const invited = await act(t("did.invited", { label: given }), ["Invite", { label: given, secret, role }])
    if (!invited) return
    setMade({ label: given, link: `${origin()}${base}#${secret}` })
    setLabel("")
  }

  return html`<form onSubmit=${invite}>
      <p>${t("invite.text")}</p>
      ${h(Field, { label: t("invite.label"), hint: t("invite.hint"), value: label, onInput: setLabel, input: { maxlength: 80, autocomplete: "off", "data-name": "invite-label" } })}
      <fieldset class="choices">
        <legend>${t("invite.role")}</legend>
        ${["moderator", "helper"].map(
          (one) => html`<label class="choice" key=${one}>
            <input type="radio" name="role" value=${one} checked=${role === one} onChange=${() => setRole(one)} />
            <span>${t(`invite.role.${one}`)} <span class="hint">${t(`invite.role.${one}.hint`)}</span></span>
          </label>`,
        )}
      </fieldset>
      ${h(Button, { type: "submit", kind: made.link ? "secondary" : "primary", disabled: !label.trim(), children: t("invite.do") })}
    </form>
    ${
      made.link &&
      html`<section class="invite__made" data-name="invite-link">
        ${h(Copy, { key: made.link, label: t("invite.link", { label: made.label }), text: made.link })}
        <p class="hint">${t("invite.once")}</p>
      </section>`
    }`
}

/** @param {{ moderator: ModeratorView }} props */
function Invited({ moderator }) {
  const { id, label, role, account, revoked } = moderator
  return html`<li class=${revoked ? "invited invited--revoked" : "invited"}>
    <span>${label || t("invite.unnamed")}</span>
    ${role === "helper" && html`<span class="mark">${t("invite.role.helper")}</span>`}
    <span class="mark">${t(revoked ? "invite.revoked" : account ? "invite.account" : "invite.by_link")}</span>
    ${
      !account &&
      h(Button, {
        kind: "tertiary",
        onClick: () =>
          act(t(revoked ? "did.unrevoked" : "did.revoked", { label }), [
            "Revoke",
            { moderator: id, on: !revoked },
          ]),
        label: `${t(revoked ? "invite.restore" : "invite.revoke")}: ${label}`,
        children: t(revoked ? "invite.restore" : "invite.revoke"),
      })
    }
  </li>`
}
