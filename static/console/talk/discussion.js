// What the room says about ideas: comments as they come, and reactions.

import { commentsOn } from "../../shared/session.js"
import { n, t } from "../../shared/text.js"
import { Button, Field, IdeaNumber } from "../../shared/ui.js"
import { h, html, useState } from "../../vendor/preact.js"
import { act, helps, ideas, open, phase, state } from "../desk.js"
import { LongList } from "../list.js"

/** @import { CommentView, IdeaView, ReactionKind } from "../../shared/types.js" */

const KINDS = /** @type {ReactionKind[]} */ (["agree", "question", "concern"])

/** The newest comments first: what has just been said. */
export function Discussion() {
  const all = [...state.value.comments.values()].reverse()
  if (!all.length)
    return html`<p class="empty">${t(phase.value?.comments ? "comments.empty" : "comments.off")}</p>`
  return html`<div class="queue">
    <div class="tools"><p class="tools__found" role="status">${t("comments.count", { count: all.length })}</p></div>
    ${h(LongList, {
      items: all,
      keyOf: (/** @type {CommentView} */ comment) => String(comment.number),
      row: (/** @type {CommentView} */ comment) => h(Said, { comment }),
      estimate: 110,
      label: t("work.discussion"),
      class: "queue__list",
    })}
  </div>`
}

/** @param {{ comment: CommentView }} props */
function Said({ comment }) {
  const idea = ideas.value.get(comment.idea)
  return html`<article class="said">
    <button type="button" class="said__about" onClick=${() => open("idea", { idea: comment.idea })}>
      ${h(IdeaNumber, { number: comment.idea })} <span>${idea?.text}</span>
    </button>
    ${h(Comment, { comment })}
  </article>`
}

/** @param {{ comment: CommentView }} props */
function Comment({ comment }) {
  const { number, text, moderator, state: shown = "shown" } = comment
  const hidden = shown === "hidden"

  function turn() {
    act(t(hidden ? "did.comment_shown" : "did.comment_hidden"), [
      "ModerateComment",
      { comment: number, state: hidden ? "shown" : "hidden", was: shown },
    ])
  }

  return html`<div class=${hidden ? "comment comment--hidden" : "comment"}>
    <p class="idea-text">${text}</p>
    ${moderator && html`<span class="mark">${t("comments.moderator")}</span>`}
    ${hidden && html`<span class="mark">${t("state.hidden")}</span>`}
    ${h(Button, { kind: "tertiary", icon: hidden ? "visibility" : "visibility-off", onClick: turn, label: `${t(hidden ? "idea.restore" : "idea.hide")}: ${text.slice(0, 60)}`, children: t(hidden ? "idea.restore" : "idea.hide") })}
    ${moderator && !helps.value && h(Button, { kind: "tertiary", icon: "delete", onClick: () => act(t("did.comment_withdrawn"), ["WithdrawComment", { comment: number }]), children: t("comments.withdraw") })}
  </div>`
}

/** What is said about one idea. @param {{ idea: IdeaView }} props */
export function About({ idea }) {
  const comments = commentsOn(state.value, idea.number)
  const [text, setText] = useState("")

  /** @param {Event} submitted */
  async function add(submitted) {
    submitted.preventDefault()
    if (!text.trim()) return
    if (await act(t("did.commented"), ["AddComment", { idea: idea.number, text: text.trim() }])) setText("")
  }

  return html`<section class="about-idea">
    ${h(Reactions, { idea })}
    ${comments.length > 0 && html`<h3>${t("comments.count", { count: comments.length })}</h3>`}
    ${comments.map((comment) => h(Comment, { key: comment.number, comment }))}
    ${
      phase.value?.comments &&
      !helps.value &&
      html`<form class="row" onSubmit=${add}>
        ${h(Field, { label: t("comments.add"), value: text, onInput: setText, input: { maxlength: 500, autocomplete: "off" } })}
        ${h(Button, { type: "submit", disabled: !text.trim(), children: t("comments.do") })}
      </form>`
    }
  </section>`
}

/** @param {{ idea: IdeaView }} props */
export function Reactions({ idea }) {
  const { reactions = {} } = idea
  const given = KINDS.filter((kind) => reactions[kind])
  if (!given.length) return null
  return html`<ul class="reactions">
    ${given.map((kind) => html`<li key=${kind}><strong>${n(reactions[kind] || 0)}</strong> ${t(`reaction.${kind}`)}</li>`)}
  </ul>`
}
