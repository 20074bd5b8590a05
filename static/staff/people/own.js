// One's own account: what it may do, and its password.
import { get, post } from "../../shared/api.js"
import { refusalText, t } from "../../shared/text.js"
import { Button, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form } from "../form.js"
import { me, Problem, useAction, useLoaded } from "../load.js"
import { PASSWORD_LENGTH } from "../login.js"
import { Room } from "./rooms.js"

/** @import { Account, Node } from "../types.js" */

export function OwnPage() {
  const account = me.value?.account
  if (!account) return null
  return h(Room, {
    view: "own",
    children: html`${h(About, { account })}${account.passwordless ? html`<p class="muted">${t("own.elsewhere")}</p>` : h(Password, {})}`,
  })
}

/** @param {{ account: Account }} props */
function About({ account }) {
  const { data } = useLoaded(
    /** @returns {Promise<{ nodes: Node[] } | null>} */ async () =>
      account.unit ? get("/staff/api/structure") : null,
    [account.unit],
  )
  const unit = data?.nodes.find(({ id }) => id === account.unit)
  return html`<section class="block">
    <h2>${account.name}</h2>
    <ul class="own-roles">${account.roles.map(
      (role) =>
        html`<li key=${role}><strong>${t(`role.${role}`)}</strong> <span class="muted">${t(`role.${role}.hint`)}</span></li>`,
    )}</ul>
    ${unit ? html`<p>${t("account.unit")}: ${unit.title}</p>` : null}
  </section>`
}

function Password() {
  const [values, setValues] = useState({ old: "", new: "" })
  const [tried, setTried] = useState(false)
  const [done, setDone] = useState(false)
  const changing = useAction()
  const short = [...values.new].length < PASSWORD_LENGTH
  const submit = () =>
    changing.run(async () => {
      setTried(true)
      setDone(false)
      if (!values.old || short) return
      await post("/staff/api/password", values)
      setValues({ old: "", new: "" })
      setTried(false)
      setDone(true)
    })
  return html`<section class="block">
    <h2>${t("own.password")}</h2>
    ${h(Form, {
      onSubmit: submit,
      children: html`
        <p class="muted">${t("own.password.hint")}</p>
        ${done ? h(Notice, { tone: "success", alert: true, children: html`<p>${t("own.changed")}</p>` }) : null}
        ${h(Problem, { refusal: changing.refusal })}
        ${h(Field, { label: t("own.old"), type: "password", value: values.old, onInput: (old) => setValues({ ...values, old }), error: tried && !values.old ? t("form.needed") : "", input: { name: "old", autocomplete: "current-password" } })}
        ${h(Field, { label: t("password.new"), hint: t("setup.password_hint"), type: "password", value: values.new, onInput: (fresh) => setValues({ ...values, new: fresh }), error: tried && short ? refusalText({ code: "password_short" }) : "", input: { name: "new", autocomplete: "new-password" } })}
        ${h(Button, { kind: "primary", type: "submit", busy: changing.busy, children: t("own.change") })}`,
    })}
  </section>`
}
