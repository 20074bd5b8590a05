// The ways to vote, each with a small drawing of what phones will show.

import { html } from "../../vendor/preact.js"

/** @import { Method } from "../../shared/types.js" */

const ROWS = [13, 31, 49]

/** A phone with three rows; words are drawn as lines. @param {{ method: Method }} props */
export function MethodPicture({ method }) {
  return html`<svg class="method-picture" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <rect class="method-picture__phone" x="1" y="1" width="62" height="62" rx="7" />
    ${ROWS.map((y, row) => DRAWN[method](y, row))}
  </svg>`
}

/** @param {number} y @param {number} width */
const words = (y, width) =>
  html`<rect class="method-picture__words" x="8" y=${y - 2} width=${width} height="4" rx="2" />`

/** @param {number} x @param {number} y @param {boolean} full @param {number} [r] */
const dot = (x, y, full, r = 3.5) =>
  html`<circle class=${full ? "method-picture__full" : "method-picture__empty"} cx=${x} cy=${y} r=${r} />`

/** @type {Record<Method, (y: number, row: number) => any>} */
const DRAWN = {
  dots: (y, row) => html`${words(y, 20)} ${[36, 46, 56].map((x, at) => dot(x, y, at < 2 - row))}`,
  approve: (y, row) =>
    html`${words(y, 32)}
      <rect class=${row === 1 ? "method-picture__empty" : "method-picture__full"} x="47" y=${y - 5} width="10" height="10" rx="2" />
      ${row === 1 ? null : html`<path class="method-picture__tick" d=${`M49.5 ${y}l2 2.2 3.5-4.2`} />`}`,
  yesno: (y, row) =>
    html`${words(y - 5, 44)}
      ${[8, 25, 42].map((x, at) => html`<rect class=${at === row ? "method-picture__full" : "method-picture__empty"} x=${x} y=${y} width="14" height="7" rx="2" />`)}`,
  scale: (y, row) =>
    html`${words(y - 5, 36)} ${[0, 1, 2, 3, 4].map((at) => dot(11.5 + at * 10, y + 3.5, at === [3, 4, 1][row]))}`,
  ranking: (y, row) =>
    html`<text class="method-picture__place" x="8" y=${y + 4.5}>${row + 1}</text>
      <rect class="method-picture__words" x="20" y=${y - 2} width=${[24, 20, 16][row]} height="4" rx="2" />
      <path class="method-picture__arrow" d=${`M53 ${y - 1}l3-3.5 3 3.5M53 ${y + 1.5}l3 3.5 3-3.5`} />`,
}
