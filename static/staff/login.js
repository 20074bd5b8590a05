// The door: setting the house up, once, and signing in.
import { post } from "../shared/api.js"
import { refusalText, t } from "../shared/text.js"
import { Button, Field, Notice } from "../shared/ui.js"
import { h, html, useEffect, useState } from "../vendor/preact.js"
import { Form } from "./form.js"
import { me, Problem, useAction } from "./load.js"
import { go } from "./place.js"
import { pathTo } from "./routes.js"

/** @import { ComponentChildren } from "../vendor/preact.js" */

export const PASSWORD_LENGTH = 12

/** @param {{ title: string, children: ComponentChildren }} props */
export function Gate({ title, children }) {
  useEffect(() => {
    document.title = `${title} · Maßwerk`
  }, [title])
  return html`<main class="gate"><p class="gate__name">Maßwerk</p><h1>${title}</h1>${children}</main>`
}

/** @param {{ setup: boolean, oidc: string }} props oidc: what the provider is called; empty: there is none */
export function SignIn({ setup, oidc }) {
  const [login, setLogin] = useState("")
  const [password, setPassword] = useState("")
  const [missing, setMissing] = useState(false)
  const entering = useAction()
  function submit() {
    const incomplete = !login.trim() || !password
    setMissing(incomplete)
    if (incomplete) return
    entering.run(async () => {
      me.value = await post("/staff/api/login", { login, password })
    })
  }
  if (setup)
    return h(Gate, {
      title: t("setup.title"),
      children: h(Notice, { children: html`<p>${t("setup.find_link")}</p>` }),
    })
  return h(Gate, {
    title: t("login.title"),
    children: html`${oidc ? h(Elsewhere, { name: oidc }) : null}${h(Form, {
      onSubmit: submit,
      children: html`
        ${h(Problem, { refusal: entering.refusal })}
        ${h(Field, { label: t("login.login"), value: login, onInput: setLogin, error: missing && !login.trim() ? t("form.needed") : "", input: { name: "login", autocomplete: "username", autocapitalize: "none", spellcheck: false } })}
        ${h(Field, { label: t("login.password"), type: "password", value: password, onInput: setPassword, error: missing && !password ? t("form.needed") : "", input: { name: "password", autocomplete: "current-password" } })}
        ${h(Button, { kind: oidc ? "secondary" : "primary", type: "submit", busy: entering.busy, block: true, children: t("login.enter") })}`,
    })}`,
  })
}

/** The door of the city's own sign-in service, which leads back to where one was going. @param {{ name: string }} props */
function Elsewhere({ name }) {
  const refused = new URLSearchParams(location.search).get("refused")
  const to = location.pathname + (refused ? "" : location.search)
  return html`${refused ? h(Notice, { tone: "warning", alert: true, children: html`<p>${refusalText({ code: refused })}</p>` }) : null}
    <a class="kern-btn kern-btn--primary kern-btn--block" data-name="oidc" href=${`/staff/api/oidc?to=${encodeURIComponent(to)}`}><span class="kern-label">${name}</span></a>
    <p class="gate__or">${t("login.or")}</p>`
}

/** The secret of a link leaves the address at once and is kept for this visit only. */
export function takeSecret() {
  const secret = location.hash.slice(1)
  if (secret) history.replaceState(null, "", location.pathname)
  return secret
}

export function SetUp() {
  const [secret] = useState(takeSecret)
  const [values, setValues] = useState({ name: "", login: "", password: "" })
  const [tried, setTried] = useState(false)
  const creating = useAction()
  /** @param {Partial<typeof values>} change */
  const set = (change) => setValues({ ...values, ...change })
  const short = [...values.password].length < PASSWORD_LENGTH
  function submit() {
    setTried(true)
    if (!values.name.trim() || !values.login.trim() || short) return
    creating.run(async () => {
      me.value = await post("/staff/api/setup", { secret, ...values })
      go(pathTo("events"), { replace: true })
    })
  }
  if (!secret)
    return h(Gate, {
      title: t("setup.title"),
      children: h(Notice, { tone: "warning", children: html`<p>${t("setup.no_link")}</p>` }),
    })
  const needed = (/** @type {string} */ value) => (tried && !value.trim() ? t("form.needed") : "")
  return h(Gate, {
    title: t("setup.title"),
    children: h(Form, {
      onSubmit: submit,
      children: html`
        <p>${t("setup.why")}</p>
        ${h(Problem, { refusal: creating.refusal })}
        ${h(Field, { label: t("setup.name"), hint: t("setup.name_hint"), value: values.name, onInput: (name) => set({ name }), error: needed(values.name), input: { name: "name", autocomplete: "name" } })}
        ${h(Field, { label: t("login.login"), value: values.login, onInput: (login) => set({ login }), error: needed(values.login), input: { name: "login", autocomplete: "username", autocapitalize: "none", spellcheck: false } })}
        ${h(Field, { label: t("login.password"), hint: t("setup.password_hint"), type: "password", value: values.password, onInput: (password) => set({ password }), error: tried && short ? refusalText({ code: "password_short" }) : "", input: { name: "password", autocomplete: "new-password" } })}
        ${h(Button, { kind: "primary", type: "submit", busy: creating.busy, block: true, children: t("setup.create") })}`,
    }),
  })
}
