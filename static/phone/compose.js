// Writing an idea. What is typed is kept on the device with every key, and leaves the field only
// when it lies safely in the outbox.
import { date, t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useLayoutEffect, useRef, useState } from "../vendor/preact.js"

/** @import { Attendance } from "./attend.js" */
/** @import { IdeaKind, SessionView } from "../shared/types.js" */

const MOST = 10_000
const MOST_BYTES = 15_000 // a message has 16 KiB
const COUNT_FROM = 9500
const KINDS = /** @type {const} */ (["idea", "expectation"])

/** Length as the server counts it. @param {string} text */
const lengthOf = (text) => Array.from(text).length

/** As it travels: quotes and line ends take two bytes there. @param {string} text */
const isTooLong = (text) =>
  lengthOf(text) > MOST || new TextEncoder().encode(JSON.stringify(text)).length > MOST_BYTES

/** @param {{ attendance: Attendance, session: SessionView }} props */
export function Compose({ attendance, session }) {
  const { about, outbox, submit } = attendance
  const draft = attendance.draft(session.id)
  const [error, setError] = useState("")
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null))
  const note = useRef(/** @type {HTMLElement | null} */ (null))
  const length = lengthOf(draft.text)

  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = "auto"
    element.style.height = `${element.scrollHeight + 2}px`
  }, [draft.text])

  /** @param {Partial<{ text: string, kind: IdeaKind }>} change */
  function write(change) {
    attendance.write(session.id, { ...draft, ...change })
    setError("")
  }

  /** @param {Event} event */
  function send(event) {
    event.preventDefault()
    const text = draft.text.trim()
    const wrong = !text ? "text_empty" : isTooLong(text) ? "text_too_long" : ""
    setError(wrong)
    area.current?.focus()
    if (wrong) return note.current?.scrollIntoView({ block: "nearest" })
    submit(session.id, draft.kind, text).catch(() => {}) // shown among the own ideas
    write({ text: "" })
  }

  return html`<form class="compose" onSubmit=${send} novalidate>
    <fieldset class="kinds">
      <legend class="kern-sr-only">${t("compose.kind")}</legend>
      ${KINDS.map(
        (kind) => html`<label class="kind" key=${kind}>
          <input type="radio" name="kind" value=${kind} checked=${draft.kind === kind} onChange=${() => write({ kind })} />
          <span>${t(`kind.${kind}`)}</span>
        </label>`,
      )}
    </fieldset>
    <label class="kern-sr-only" for="idea">${t(`compose.${draft.kind}`)}</label>
    <textarea
      ref=${area}
      id="idea"
      class=${`compose__text own-words${error ? " compose__text--error" : ""}`}
      rows="4"
      placeholder=${t(`compose.${draft.kind}`)}
      value=${draft.text}
      onInput=${(/** @type {any} */ event) => write({ text: event.target.value })}
      aria-describedby="idea-note"
      aria-invalid=${error ? "true" : undefined}
    ></textarea>
    <div id="idea-note" ref=${note} class="compose__note">
      <p role="alert" class="compose__error">${error && t(`error.${error}`)}</p>
      ${
        length >= COUNT_FROM &&
        html`<p class=${length > MOST ? "compose__over" : "muted"}>
          ${length > MOST ? t("compose.over", { count: length - MOST }) : t("compose.left", { count: MOST - length })}
        </p>`
      }
    </div>
    ${h(Button, { kind: "primary", type: "submit", block: true, name: "send", children: t(`compose.send.${draft.kind}`) })}
    <p class="small muted">${t("compose.readers", { readers: t(`publication.${about.publication}`), deleted: date(about.delete_on) })}</p>
    ${!outbox.durable.value && html`<p class="small muted">${t("compose.memory")}</p>`}
  </form>`
}
