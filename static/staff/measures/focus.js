// Puts the cursor where somebody goes on, without making the page jump.

/** @param {Element | null | undefined} element */
export function focusOn(element) {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true })
}
