// One account: name, roles, unit; the way in again, out everywhere, and shut.
import { patch, post } from "../../shared/api.js"
import { t } from "../../shared/text.js"
import { Button, Dialog, Field, Notice } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { Form, Select } from "../form.js"
import { Problem, useAction } from "../load.js"

/** @import { Node, Person } from "../types.js" */

export const ROLES = ["administration", "editor", "release", "assessor", "lead", "reader"]

/** @typedef {{ name: string, login: string, roles: string[], unit: string }} Values */

/** What is wrong with an account, by field. Pure. @param {Values} values @returns {Partial<Record<keyof Values, string>>} words' keys */
export function lacking({ name, login, roles, unit }) {
  /** @type {Partial<Record<keyof Values, string>>} */
  const wrong = {}
  if (!name.trim()) wrong.name = "form.needed"
  if (!login.trim()) wrong.login = "form.needed"
  if (!roles.length) wrong.roles = "account.roles.none"
  if (roles.includes("lead") && !unit) wrong.unit = "account.unit.needed"
  return wrong
}

/**
 * @param {{ person?: Person, units: Node[], onClose: () => void,
 *   onDone: (link: string | undefined, person: Person) => void }} props person absent: a new one
 */
export function AccountDialog({ person, units, onClose, onDone }) {
  const [values, setValues] = useState(
    /** @returns {Values} */ () =>
      person
        ? { name: person.name, login: person.login, roles: person.roles, unit: person.unit }
        : { name: "", login: "", roles: ["editor"], unit: "" },
  )
  const [tried, setTried] = useState(false)
  const saving = useAction()
  const elsewhere = Boolean(person?.passwordless)
  const wrong = elsewhere ? {} : lacking(values)
  /** @param {Partial<Values>} change */
  const set = (change) => setValues({ ...values, ...change })
  /** @param {keyof Values} field */
  const error = (field) => (tried && wrong[field] ? t(/** @type {string} */ (wrong[field])) : "")

  const save = () =>
    saving.run(async () => {
      setTried(true)
      if (Object.keys(wrong).length) return
      if (person) {
        const sent = elsewhere ? { unit: values.unit } : values
        return onDone(undefined, await patch(`/staff/api/accounts/${person.id}`, sent))
      }
      const made = await post("/staff/api/accounts", values)
      onDone(made.link, made.account)
    })

  return h(Dialog, {
    title: person ? person.name : t("accounts.add"),
    onClose,
    actions: h(Button, {
      kind: "primary",
      busy: saving.busy,
      name: "save-account",
      onClick: save,
      children: person ? t("account.save") : t("account.create"),
    }),
    children: html`
      ${h(Form, {
        onSubmit: save,
        children: html`
          ${elsewhere ? h(Notice, { children: html`<p>${t("account.elsewhere.hint")}</p>` }) : null}
          ${h(Field, { label: t("account.name"), hint: t("account.name.hint"), value: values.name, onInput: (name) => set({ name }), error: error("name"), input: { name: "name", maxlength: 100, disabled: elsewhere, autocomplete: "off" } })}
          ${h(Field, { label: t("login.login"), value: values.login, onInput: (login) => set({ login }), error: error("login"), input: { name: "login", maxlength: 100, disabled: elsewhere, autocapitalize: "none", autocomplete: "off", spellcheck: false } })}
          ${h(Roles, { roles: values.roles, disabled: elsewhere, error: error("roles"), onChange: (roles) => set({ roles }) })}
          ${
            values.roles.includes("lead")
              ? html`${h(Select, {
                  id: "account-unit",
                  label: t("account.unit"),
                  hint: units.length ? t("account.unit.hint") : t("account.unit.none"),
                  value: values.unit,
                  onInput: (unit) => set({ unit }),
                  options: [
                    ["", t("account.unit.choose")],
                    ...units.map(
                      /** @returns {[string, string]} */ (unit) => [
                        unit.id,
                        [unit.short, unit.title].filter(Boolean).join(" "),
                      ],
                    ),
                  ],
                })}
                ${error("unit") && html`<p class="kern-error" role="alert">${error("unit")}</p>`}`
              : null
          }
          ${h(Problem, { refusal: saving.refusal })}`,
      })}
      ${person ? h(Doors, { person, onDone }) : null}`,
  })
}

/** @param {{ roles: string[], disabled: boolean, error: string, onChange: (roles: string[]) => void }} props */
function Roles({ roles, disabled, error, onChange }) {
  return html`<fieldset class="kern-fieldset" aria-describedby=${error ? "roles-error" : undefined}>
    <legend class="kern-label">${t("account.roles")}</legend>
    <div class="kern-fieldset__body roles">${ROLES.map(
      (role) => html`<div key=${role} class="kern-form-check">
        <input
          class="kern-form-check__checkbox"
          type="checkbox"
          id=${`role-${role}`}
          checked=${roles.includes(role)}
          disabled=${disabled}
          aria-describedby=${`role-${role}-hint`}
          onChange=${() => onChange(ROLES.filter((one) => (one === role ? !roles.includes(one) : roles.includes(one))))}
        />
        <label class="kern-label" for=${`role-${role}`}>${t(`role.${role}`)}</label>
        <p class="kern-hint roles__hint" id=${`role-${role}-hint`}>${t(`role.${role}.hint`)}</p>
      </div>`,
    )}</div>
    ${error && html`<p class="kern-error" id="roles-error" role="alert">${error}</p>`}
  </fieldset>`
}

/** The ways in and out. @param {{ person: Person, onDone: (link: string | undefined, person: Person) => void }} props */
function Doors({ person, onDone }) {
  const acting = useAction()
  const [said, setSaid] = useState("")
  const link = () =>
    acting.run(async () => onDone((await post(`/staff/api/accounts/${person.id}/link`)).link, person))
  const signOut = () =>
    acting.run(async () => {
      await post(`/staff/api/accounts/${person.id}/signout`)
      setSaid(t("account.signed_out"))
    })
  const shut = () =>
    acting.run(async () =>
      onDone(undefined, await patch(`/staff/api/accounts/${person.id}`, { disabled: !person.disabled })),
    )
  return html`<section class="doors-of">
    <h3>${t("account.doors")}</h3>
    <div class="actions">
      ${person.passwordless || person.disabled ? null : h(Button, { busy: acting.busy, name: "account-link", onClick: link, children: t("account.link") })}
      ${h(Button, { busy: acting.busy, onClick: signOut, children: t("account.sign_out") })}
      ${h(Button, { busy: acting.busy, name: "account-shut", onClick: shut, children: person.disabled ? t("account.enable") : t("account.disable") })}
    </div>
    <p class="muted small">${t("account.doors.hint")}</p>
    <p role="status">${said}</p>
    ${h(Problem, { refusal: acting.refusal })}
  </section>`
}
