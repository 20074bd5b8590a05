// Markdown as elements. Text stays text: nothing somebody writes can become markup of the page.
import { html } from "../../vendor/preact.js"
import { blocks } from "./markdown.js"

/** @import { Block, Span } from "./markdown.js" */

/** @param {{ text: string }} props */
export function Prose({ text }) {
  return html`<div class="prose" lang="">${blocks(text).map(block)}</div>`
}

/** @param {Block} one @param {number} key */
function block(one, key) {
  if (one.kind === "heading") return html`<h4 key=${key}>${one.spans.map(span)}</h4>`
  if (one.kind === "paragraph") return html`<p key=${key}>${one.spans.map(span)}</p>`
  const items = one.items.map((spans, at) => html`<li key=${at}>${spans.map(span)}</li>`)
  return one.ordered ? html`<ol key=${key}>${items}</ol>` : html`<ul key=${key}>${items}</ul>`
}

/** @param {Span} one @param {number} key */
function span(one, key) {
  switch (one.kind) {
    case "bold":
      return html`<strong key=${key}>${one.text}</strong>`
    case "italic":
      return html`<em key=${key}>${one.text}</em>`
    case "link":
      return html`<a key=${key} href=${one.to} target="_blank" rel="noopener noreferrer">${one.text}</a>`
    default:
      return one.text
  }
}
