// What waits for release: read, let through or give back with a reason. Oldest first, so that
// nothing moves while new ones arrive.

import { t } from "../shared/text.js"
import { Button, Field, IdeaNumber } from "../shared/ui.js"
import { h, html, useRef, useState } from "../vendor/preact.js"
import { moderate } from "./actions.js"
import { phase, queue } from "./desk.js"
import { Marks } from "./ideas.js"
import { LongList } from "./list.js"
import { Redact } from "./talk/redact.js"

/** @import { IdeaView } from "../shared/types.js" */

export function Queue() {
  const place = useRef(/** @type {HTMLElement | null} */ (null))
  const waiting = queue.value
  if (!waiting.length) {
    return html`<p class="empty">${t(phase.value?.release_first ? "queue.empty" : "queue.off")}</p>`
  }
  const numbers = waiting.map((idea) => idea.number)

  /** The focus goes to the next one waiting. @param {number} number */
  function next(number) {
    const at = numbers.indexOf(number)
    const then = numbers[at + 1] ?? numbers[at - 1]
    const button = place.current?.querySelector(`[data-release="${then}"] button`)
    if (button) /** @type {HTMLElement} */ (button).focus()
  }

  return html`<div class="queue" ref=${place}>
    <div class="tools">
      <p class="tools__found">${t("queue.waiting", { count: waiting.length })}</p>
      ${waiting.length > 1 && h(Button, { kind: "tertiary", icon: "check", onClick: () => moderate(numbers, "shown"), children: t("queue.release_all", { count: waiting.length }) })}
    </div>
    ${h(LongList, {
      items: waiting,
      keyOf: (/** @type {IdeaView} */ idea) => String(idea.number),
      row: (/** @type {IdeaView} */ idea) => h(Waiting, { idea, onDone: next }),
      estimate: 150,
      label: t("work.queue"),
      class: "queue__list",
    })}
  </div>`
}

/** @param {{ idea: IdeaView, onDone: (number: number) => void }} props */
function Waiting({ idea, onDone }) {
  const [doing, setDoing] = useState("")
  const { number } = idea

  function release() {
    onDone(number)
    moderate([number], "shown")
  }

  return html`<article class="waiting">
    <div class="waiting__text">
      ${h(IdeaNumber, { number })}
      <p class="idea-text">${idea.text}</p>
      ${h(Marks, { idea })}
    </div>
    ${
      doing === "return"
        ? h(GiveBack, { number, onDone: () => onDone(number), onCancel: () => setDoing("") })
        : doing === "redact"
          ? h(Redact, { idea, onDone: () => setDoing(""), onCancel: () => setDoing("") })
          : html`<div class="waiting__actions" data-release=${number}>
            ${h(Button, { icon: "check", onClick: release, label: `${t("idea.release")}: #${number}`, children: t("idea.release") })}
            ${h(Button, { kind: "tertiary", onClick: () => setDoing("return"), label: `${t("idea.return")}: #${number}`, children: t("idea.return") })}
            ${h(Button, { kind: "tertiary", onClick: () => setDoing("redact"), label: `${t("idea.redact")}: #${number}`, children: t("idea.redact") })}
          </div>`
    }
  </article>`
}

/**
 * @param {{ number: number, onDone?: () => void, onCancel: () => void }} props
 */
export function GiveBack({ number, onDone, onCancel }) {
  const [reason, setReason] = useState("")
  const [missing, setMissing] = useState(false)

  /** @param {Event} event */
  function giveBack(event) {
    event.preventDefault()
    if (!reason.trim()) return setMissing(true)
    onDone?.()
    moderate([number], "returned", reason.trim())
  }

  return html`<form class="give-back" onSubmit=${giveBack}>
    ${h(Field, {
      label: t("return.reason"),
      hint: t("return.hint"),
      error: missing && !reason.trim() ? t("return.missing") : undefined,
      value: reason,
      onInput: setReason,
      input: { maxlength: 500, ref: focus },
    })}
    <div class="row">
      ${h(Button, { type: "submit", children: t("return.do") })}
      ${h(Button, { kind: "tertiary", onClick: onCancel, children: t("do.cancel") })}
    </div>
  </form>`
}

/** @param {HTMLElement | null} input */
function focus(input) {
  if (input && !input.dataset.focused) {
    input.dataset.focused = "yes"
    input.focus()
  }
}
