// Takes a name out of somebody's words: marked here, replaced by the server, and gone for good.

import { t } from "../../shared/text.js"
import { Button } from "../../shared/ui.js"
import { h, html, useRef, useState } from "../../vendor/preact.js"
import { act } from "../desk.js"

/** @import { IdeaView } from "../../shared/types.js" */

/** @typedef {{ from: number, to: number }} Span of a text, in code points */

/** @param {{ idea: IdeaView, onDone: () => void, onCancel: () => void }} props */
export function Redact({ idea, onDone, onCancel }) {
  const [spans, setSpans] = useState(/** @type {Span[]} */ ([]))
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null))
  const marked = parts(idea.text, spans)

  function mark() {
    if (!area.current) return
    const { selectionStart, selectionEnd } = area.current
    const span = inCodePoints(idea.text, selectionStart, selectionEnd)
    if (span.to > span.from) setSpans(joined([...spans, span]))
    area.current.focus()
  }

  /** Nothing may be typed, yet a readonly field would let nobody select by keyboard. @param {Event} event */
  const refuse = (event) => event.preventDefault()

  function restore() {
    if (area.current) area.current.value = idea.text
  }

  async function redact() {
    const done = await act(t("did.redacted", { ideas: `#${idea.number}` }), [
      "RedactIdea",
      { idea: idea.number, spans, length: Array.from(idea.text).length },
    ])
    if (done) onDone()
  }

  return html`<section class="redact">
    <h3>${t("redact.title")}</h3>
    <p class="hint">${t("redact.text")}</p>
    <label class="labelled">
      <span>${t("redact.label")}</span>
      <textarea ref=${area} class="kern-form-input__input" aria-readonly="true" inputmode="none" spellcheck=${false} rows="4" data-name="redact-text" onBeforeInput=${refuse} onInput=${restore} value=${idea.text}></textarea>
    </label>
    ${h(Button, { onClick: mark, name: "mark-name", children: t("redact.mark") })}
    ${
      spans.length > 0 &&
      html`<p class="redact__after" role="status">
          <span class="kern-sr-only">${t("redact.after")} </span>${marked.map(({ text, gone }) => (gone ? html`<mark>${t("redact.gone")}</mark>` : text))}
        </p>
        <p>${t("redact.careful")}</p>`
    }
    <div class="row">
      ${h(Button, { danger: true, icon: "delete", disabled: !spans.length, name: "redact", onClick: redact, children: t("redact.do") })}
      ${spans.length > 0 && h(Button, { kind: "tertiary", onClick: () => setSpans([]), children: t("redact.again") })}
      ${h(Button, { kind: "tertiary", onClick: onCancel, children: t("do.cancel") })}
    </div>
  </section>`
}

/**
 * A selection, which browsers count in units of UTF-16, without spaces at its ends.
 * @param {string} text @param {number} start @param {number} end @returns {Span}
 */
export function inCodePoints(text, start, end) {
  const chosen = text.slice(start, end)
  const from = start + chosen.length - chosen.trimStart().length
  const to = Math.max(from, end - (chosen.length - chosen.trimEnd().length))
  return { from: Array.from(text.slice(0, from)).length, to: Array.from(text.slice(0, to)).length }
}

/** Spans in order; those that touch become one. @param {Span[]} spans @returns {Span[]} */
export function joined(spans) {
  /** @type {Span[]} */
  const out = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out[out.length - 1]
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else out.push({ ...span })
  }
  return out
}

/** The text in pieces: what stays, and what goes. @param {string} text @param {Span[]} spans */
export function parts(text, spans) {
  const points = Array.from(text)
  const pieces = []
  let at = 0
  for (const { from, to } of spans) {
    if (from > at) pieces.push({ text: points.slice(at, from).join(""), gone: false })
    pieces.push({ text: points.slice(from, to).join(""), gone: true })
    at = to
  }
  if (at < points.length) pieces.push({ text: points.slice(at).join(""), gone: false })
  return pieces
}
