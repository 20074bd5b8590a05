// What is said about an idea: reactions with one tap, short comments. Each only while the moderator
// has it on.
import { n, t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useState } from "../vendor/preact.js"

/** @import { IdeaView, Phase, ReactionKind } from "../shared/types.js" */
/** @import { Attendance } from "./attend.js" */

const MOST = 500
const COUNT_FROM = 400

/** @type {{ kind: ReactionKind, path: string }[]} */
const REACTIONS = [
  {
    kind: "agree",
    path: "M3.5 10.500h3.200v9.500h-3.200zM6.700 11.200l4-7.200c1.600 0 2.600 1.200 2.300 2.800l-.6 3h5.700c1.400 0 2.400 1.300 2 2.700l-1.500 5.700c-.3 1.100-1.200 1.800-2.300 1.800h-9.600",
  },
  {
    kind: "question",
    path: "M8.300 8.600c.3-2.100 1.800-3.400 3.800-3.400c2.200 0 3.800 1.400 3.800 3.400c0 2.700-3.700 3-3.700 6M12.200 18.700v.2",
  },
  { kind: "concern", path: "M12 4.200l8.600 15.300h-17.200zM12 10v4.200M12 16.900v.2" },
]

/** @param {{ attendance: Attendance, phase: Phase, idea: IdeaView, isOwn: boolean }} props */
export function Talk({ attendance, phase, idea, isOwn }) {
  return html`<div class="talk">
    ${phase.reactions && h(Reactions, { attendance, idea, isOwn })}
    ${phase.comments && h(Comments, { attendance, idea })}
  </div>`
}

/** @param {{ attendance: Attendance, idea: IdeaView, isOwn: boolean }} props */
function Reactions({ attendance: { switches }, idea, isOwn }) {
  return html`<div class="reactions" role="group" aria-label=${t("talk.reactions", { number: `${idea.number}` })}>
    ${REACTIONS.map(({ kind, path }) => {
      const on = switches.reacts(idea.number, kind)
      const count = idea.reactions?.[kind] || 0
      return html`<button type="button" key=${kind} class="reaction" aria-pressed=${on ? "true" : "false"} disabled=${isOwn} onClick=${() => switches.react(idea.number, kind, !on)}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>
        <span>${t(`talk.${kind}`)}</span>
        <span class="reaction__count">${count ? n(count) : ""}</span>
      </button>`
    })}
  </div>`
}

/** @param {{ attendance: Attendance, idea: IdeaView }} props */
function Comments({ attendance, idea }) {
  const { remarks } = attendance
  const all = remarks.on(idea.number)
  const draft = remarks.draft(idea.number)
  const [isOpen, setOpen] = useState(Boolean(draft))
  return html`<details class="comments" open=${isOpen} onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>${all.length ? t("talk.comments", { count: all.length }) : t("talk.comment")}</summary>
    ${
      isOpen &&
      html`<ul class="comments__list">
          ${all.map(
            (one) => html`<li key=${one.key} class=${`comment${one.isOwn ? " comment--own" : ""}`}>
              <p class="own-words">${one.text}</p>
              ${
                (one.isOwn || one.isModerator) &&
                html`<p class="comment__foot">
                <span>${one.isModerator ? t("talk.moderator") : one.number ? t("feed.own") : t("standing.waiting")}</span>
                ${one.isOwn && one.number > 0 && html`<button type="button" class="link" onClick=${() => remarks.withdraw(one.number)}>${t("talk.withdraw")}</button>`}
              </p>`
              }
            </li>`,
          )}
        </ul>
        ${h(Write, { idea: idea.number, draft, onWrite: (text) => remarks.write(idea.number, text), onAdd: (text) => remarks.add(idea.number, text) })}`
    }
  </details>`
}

/** @param {{ idea: number, draft: string, onWrite: (text: string) => void, onAdd: (text: string) => void }} props */
function Write({ idea, draft, onWrite, onAdd }) {
  const length = Array.from(draft).length
  /** @param {Event} event */
  function add(event) {
    event.preventDefault()
    const text = draft.trim()
    if (text && length <= MOST) onAdd(text)
  }
  return html`<form class="comments__form" onSubmit=${add}>
    <label class="kern-sr-only" for=${`comment-${idea}`}>${t("talk.label", { number: `${idea}` })}</label>
    <textarea id=${`comment-${idea}`} class="comments__text own-words" rows="2" placeholder=${t("talk.placeholder")} value=${draft} onInput=${(/** @type {any} */ event) => onWrite(event.target.value)}></textarea>
    ${length > COUNT_FROM && html`<p class=${length > MOST ? "compose__over small" : "muted small"} role="status">${length > MOST ? t("compose.over", { count: length - MOST }) : t("compose.left", { count: MOST - length })}</p>`}
    ${h(Button, { kind: "secondary", type: "submit", disabled: !draft.trim() || length > MOST, children: t("talk.send") })}
  </form>`
}
