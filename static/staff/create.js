// A new event: a template to begin with, everything in it open to change.
import { get, post } from "../shared/api.js"
import { t } from "../shared/text.js"
import { Button, Field } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"
import { EventFields, fieldError, missingOf } from "./details.js"
import { useDraft } from "./draft.js"
import { Form } from "./form.js"
import { Head } from "./frame.js"
import { Problem, useAction, useLoaded, Waiting } from "./load.js"
import { go } from "./place.js"
import { pathTo } from "./routes.js"
import { TemplateChoice } from "./templatechoice.js"
import {
  chosen,
  dayOf,
  KEPT_DAYS,
  later,
  moved,
  ownOf,
  sessionsOf,
  shippedOf,
  untouched,
} from "./templates.js"

/** @import { SessionDraft, Templates } from "./templates.js" */

const FIRST = "workshop"

/** What a new event is while nobody has changed anything. @param {Templates} templates */
function blank(templates) {
  const held = later(dayOf(new Date()), 14)
  return {
    template: FIRST,
    title: "",
    format: "workshop",
    language: "de",
    address: "sie",
    held_on: held,
    delete_on: later(held, KEPT_DAYS),
    publication: "internal",
    sessions: sessionsOf(templates, FIRST, "de", "sie"),
  }
}

export function CreatePage() {
  const { data, refusal, reload } = useLoaded(
    /** @returns {Promise<Templates>} */ () => get("/staff/api/templates"),
    [],
  )
  return html`
    ${h(Head, { title: t("create.title"), up: { to: pathTo("events"), label: t("nav.events") } })}
    ${data ? h(Create, { templates: data, reload }) : h(Waiting, { refusal, retry: reload })}`
}

/** @param {{ templates: Templates, reload: () => Promise<void> }} props */
function Create({ templates, reload }) {
  const [fresh] = useState(() => blank(templates))
  const { values, set, dirty, discard } = useDraft("new event", fresh)
  const known = shippedOf(templates, values.template) || ownOf(templates, values.template)
  const [tried, setTried] = useState(false)
  const creating = useAction()

  /** Prompts nobody has touched follow template, language and address; a deletion date nobody has touched follows the date.
   * @param {Partial<typeof values>} change */
  function change(change) {
    const next = { ...values, ...change }
    if (untouched(templates, values.sessions) && !change.sessions) {
      change.sessions = sessionsOf(templates, next.template, next.language, next.address)
    }
    if (change.held_on && values.delete_on === later(values.held_on, KEPT_DAYS)) {
      change.delete_on = later(change.held_on, KEPT_DAYS)
    }
    set(change)
  }

  function submit() {
    setTried(true)
    if (missingOf(values).length > 0 || !known) return
    creating.run(async () => {
      const sessions = values.sessions.map(({ title, prompt }) => ({
        title: title.trim(),
        prompt: prompt.trim(),
      }))
      const event = await post("/staff/api/events", { ...values, sessions })
      discard()
      go(pathTo("event", event.id), { replace: true })
    })
  }

  return h(Form, {
    class: "form form--wide",
    onSubmit: submit,
    children: html`
        ${h(TemplateChoice, {
          templates,
          value: known ? values.template : "",
          onChange: (template) => change(chosen(templates, values.template, template, values.format)),
          onRemoved: reload,
        })}
        ${tried && !known ? html`<p class="kern-error" role="alert">${t("create.template_gone")}</p>` : null}
        ${h(EventFields, { values, set: change, tried, refusal: creating.refusal })}
        ${h(Sessions, { sessions: values.sessions, tried, onChange: (sessions) => change({ sessions }) })}
        ${fieldError(creating.refusal) ? null : h(Problem, { refusal: creating.refusal })}
        ${tried && missingOf(values).length > 0 ? html`<p class="kern-error" role="alert">${t("form.incomplete")}</p>` : null}
        <div class="actions">
          ${h(Button, { kind: "primary", type: "submit", busy: creating.busy, children: t("create.submit") })}
          ${dirty ? h(Button, { kind: "tertiary", onClick: discard, children: t("draft.restart") }) : null}
        </div>`,
  })
}

/** @param {{ sessions: SessionDraft[], tried: boolean, onChange: (sessions: SessionDraft[]) => void }} props */
function Sessions({ sessions, tried, onChange }) {
  /** @param {number} index @param {Partial<SessionDraft>} change */
  const edit = (index, change) =>
    onChange(sessions.map((session, at) => (at === index ? { ...session, ...change } : session)))
  return html`<fieldset class="kern-fieldset sessions">
    <legend><h2>${t("sessions.title")}</h2></legend>
    <p class="muted">${t("sessions.about")}</p>
    <ol class="session-list">
      ${sessions.map(
        (session, index) => html`<li key=${index} class="session-edit">
          <div class="session-edit__fields">
            ${h(Field, { label: t("sessions.name", { number: index + 1 }), value: session.title, onInput: (title) => edit(index, { title }), error: tried && !session.title.trim() ? t("form.needed") : "", input: { maxlength: 200 } })}
            ${h(Field, { label: t("sessions.prompt"), type: "textarea", rows: 2, value: session.prompt, onInput: (prompt) => edit(index, { prompt }), input: { maxlength: 1000 } })}
          </div>
          <div class="session-edit__buttons">
            ${h(Button, { kind: "tertiary", icon: "arrow-up", iconOnly: true, disabled: index === 0, onClick: () => onChange(moved(sessions, index, -1)), children: t("sessions.up", { number: index + 1 }) })}
            ${h(Button, { kind: "tertiary", icon: "arrow-down", iconOnly: true, disabled: index === sessions.length - 1, onClick: () => onChange(moved(sessions, index, 1)), children: t("sessions.down", { number: index + 1 }) })}
            ${h(Button, { kind: "tertiary", icon: "delete", iconOnly: true, disabled: sessions.length === 1, onClick: () => onChange(sessions.filter((_, at) => at !== index)), children: t("sessions.remove", { number: index + 1 }) })}
          </div>
        </li>`,
      )}
    </ol>
    ${h(Button, { icon: "add", onClick: () => onChange([...sessions, { title: "", prompt: "" }]), children: t("sessions.add") })}
  </fieldset>`
}
