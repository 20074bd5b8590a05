// What holds for all of the house: its name, its own privacy notice, how its plan counts and speaks.
import { get, put } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Field, Notice } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { useDraft } from "./draft.js"
import { Form, SaveBar } from "./form.js"
import { can, Problem, useAction, useLoaded, Waiting } from "./load.js"
import { STATES } from "./measures/reading.js"
import { Room } from "./people/rooms.js"

/** @import { House, Priority } from "./types.js" */

const MOST_STEPS = 10

export function HousePage() {
  const { data, refusal, reload, set } = useLoaded(
    /** @returns {Promise<House>} */ () => get("/staff/api/house"),
    [],
  )
  return h(Room, {
    view: "house",
    children: data
      ? can("setHouse")
        ? h(Settings, { house: data, onSaved: set })
        : h(Told, { house: data })
      : h(Waiting, { refusal, retry: reload }),
  })
}

/** For those who may not change it. @param {{ house: House }} props */
function Told({ house }) {
  return html`<section class="block">
    <h2>${house.name || t("house.nameless")}</h2>
    <p class="muted">${t("house.told")}</p>
    <h3>${t("house.priorities")}</h3>
    <ul>${scaleOf(house).map((one) => html`<li key=${one.key}><strong>${one.title}</strong>: ${one.meaning}</li>`)}</ul>
  </section>`
}

/** @param {House} house */
const scaleOf = ({ priorities, default_priorities: usual }) =>
  priorities?.length ? priorities : (usual ?? [])

/** @param {{ house: House, onSaved: (house: House) => void }} props */
function Settings({ house, onSaved }) {
  const { values, set, dirty, discard } = useDraft("house", {
    name: house.name,
    notice: house.notice,
    answer_weeks: `${house.answer_weeks || ""}`,
    audit_days: `${house.audit_days || ""}`,
    prefix: house.prefix ?? "",
    state_names: house.state_names ?? {},
    priorities: scaleOf(house),
  })
  const saving = useAction()
  const submit = () =>
    saving.run(async () => {
      const sent = {
        ...values,
        answer_weeks: Number(values.answer_weeks) || 0,
        audit_days: Number(values.audit_days) || 0,
        priorities: values.priorities.map((one) => ({
          ...one,
          key: one.key || keyOf(one.title, values.priorities),
        })),
      }
      onSaved(await put("/staff/api/house", sent))
      discard()
    })
  return h(Form, {
    class: "form form--wide",
    onSubmit: submit,
    children: html`
      ${h(Field, { label: t("house.name"), hint: t("house.name_hint"), value: values.name, onInput: (name) => set({ name }), input: { name: "name", maxlength: 200, autocomplete: "organization" } })}
      ${house.notice ? null : h(Notice, { tone: "warning", title: t("notice.sample_title"), children: html`<p>${t("house.sample")}</p>` })}
      ${h(Field, { label: t("house.notice"), hint: t("house.notice_hint"), type: "textarea", rows: 12, value: values.notice, onInput: (notice) => set({ notice }), input: { name: "notice", maxlength: 20000 } })}
      <h2>${t("house.plan")}</h2>
      <div class="house-numbers">
        ${h(Field, { label: t("house.answer_weeks"), hint: t("house.answer_weeks.hint"), value: values.answer_weeks, onInput: (weeks) => set({ answer_weeks: digits(weeks) }), input: { name: "answer_weeks", inputmode: "numeric", placeholder: "8" } })}
        ${h(Field, { label: t("house.audit_days"), hint: t("house.audit_days.hint"), value: values.audit_days, onInput: (days) => set({ audit_days: digits(days) }), input: { name: "audit_days", inputmode: "numeric", placeholder: "90" } })}
        ${h(Field, { label: t("house.prefix"), hint: t("house.prefix.hint"), value: values.prefix, onInput: (prefix) => set({ prefix }), input: { name: "prefix", maxlength: 8, placeholder: "M" } })}
      </div>
      ${h(Scale, { priorities: values.priorities, onChange: (priorities) => set({ priorities }) })}
      ${h(StateNames, { names: values.state_names, onChange: (state_names) => set({ state_names }) })}
      ${h(Problem, { refusal: saving.refusal })}
      ${h(SaveBar, { dirty, busy: saving.busy, onDiscard: discard, label: t("house.save") })}`,
  })
}

/** @param {string} typed */
const digits = (typed) => typed.replace(/\D/g, "").slice(0, 3)

/** The key of a new step: what is left of its title, and nobody else's. @param {string} title @param {Priority[]} all */
function keyOf(title, all) {
  const base =
    title
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 30) || "step"
  let key = base
  for (let more = 2; all.some((one) => one.key === key); more++) key = `${base}-${more}`
  return key
}

/** When to begin, in the city's own words. @param {{ priorities: Priority[], onChange: (priorities: Priority[]) => void }} props */
function Scale({ priorities, onChange }) {
  /** @param {number} at @param {Partial<Priority>} change */
  const change = (at, change) =>
    onChange(priorities.map((one, index) => (index === at ? { ...one, ...change } : one)))
  return html`<fieldset class="kern-fieldset">
    <legend class="kern-label">${t("house.priorities")}</legend>
    <p class="kern-hint">${t("house.priorities.hint")}</p>
    ${priorities.map(
      (one, at) => html`<div key=${at} class="scale-row">
        ${h(Field, { label: t("house.priority.title"), value: one.title, onInput: (title) => change(at, { title }), input: { maxlength: 80 } })}
        ${h(Field, { label: t("house.priority.meaning"), value: one.meaning, onInput: (meaning) => change(at, { meaning }), input: { maxlength: 500 } })}
        ${h(Button, { kind: "tertiary", onClick: () => onChange(priorities.filter((_, index) => index !== at)), children: t("house.priority.remove", { title: one.title }) })}
      </div>`,
    )}
    ${priorities.length < MOST_STEPS ? h(Button, { kind: "tertiary", onClick: () => onChange([...priorities, { key: "", title: "", meaning: "" }]), children: t("house.priority.add") }) : null}
  </fieldset>`
}

/** The city's own wording of the states. @param {{ names: Record<string, string>, onChange: (names: Record<string, string>) => void }} props */
function StateNames({ names, onChange }) {
  return html`<fieldset class="kern-fieldset">
    <legend class="kern-label">${t("house.states")}</legend>
    <p class="kern-hint">${t("house.states.hint")}</p>
    <div class="house-numbers">${STATES.map((state) =>
      h(Field, {
        key: state,
        label: t(`measures.state.${state}`),
        value: names[state] ?? "",
        onInput: (name) => onChange({ ...names, [state]: name }),
        input: { maxlength: 80 },
      }),
    )}</div>
  </fieldset>`
}
