// What a phase is about: the question on top, what to do with it below.
import { html } from "../vendor/preact.js"

/** @import { Phase } from "../shared/types.js" */

/** @param {{ title: string, phase: Phase, sticky?: boolean }} props sticky: stays in sight */
export function Heading({ title, phase, sticky }) {
  return html`<h1 class=${sticky ? "prompt" : ""}>${title}</h1>
    ${phase.instruction && html`<p class="instruction">${phase.instruction}</p>`}`
}
