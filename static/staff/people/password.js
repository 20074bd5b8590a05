// Choosing a password by a link that works once.
import { post } from "../../shared/api.js"
import { refusalText, t } from "../../shared/text.js"
import { Button, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form } from "../form.js"
import { me, Problem, useAction } from "../load.js"
import { Gate, PASSWORD_LENGTH, takeSecret } from "../login.js"
import { go } from "../place.js"
import { pathTo } from "../routes.js"

export function ChoosePassword() {
  const [secret] = useState(takeSecret)
  const [password, setPassword] = useState("")
  const [tried, setTried] = useState(false)
  const choosing = useAction()
  const short = [...password].length < PASSWORD_LENGTH
  const submit = () =>
    choosing.run(async () => {
      setTried(true)
      if (short) return
      me.value = await post("/staff/api/password/link", { secret, password })
      go(pathTo("start"), { replace: true })
    })
  return h(Gate, {
    title: t("password.title"),
    children: secret
      ? h(Form, {
          onSubmit: submit,
          children: html`
            <p>${t("password.why")}</p>
            ${h(Problem, { refusal: choosing.refusal })}
            ${h(Field, { label: t("password.new"), hint: t("setup.password_hint"), type: "password", value: password, onInput: setPassword, error: tried && short ? refusalText({ code: "password_short" }) : "", input: { name: "password", autocomplete: "new-password" } })}
            ${h(Button, { kind: "primary", type: "submit", busy: choosing.busy, block: true, children: t("password.choose") })}`,
        })
      : h(Notice, { tone: "warning", children: html`<p>${t("password.no_link")}</p>` }),
  })
}
