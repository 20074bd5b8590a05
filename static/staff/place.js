// Where the reader is, and links that go elsewhere without loading the page anew.
import { html, signal } from "../vendor/preact.js"

/** @import { ComponentChildren } from "../vendor/preact.js" */

/** The address on show: path and query. */
export const place = signal({ path: location.pathname, query: location.search })

addEventListener("popstate", () => {
  place.value = { path: location.pathname, query: location.search }
})

/** @param {string} path @param {{ replace?: boolean }} [options] */
export function go(path, { replace } = {}) {
  if (replace) history.replaceState(null, "", path)
  else history.pushState(null, "", path)
  const moved = place.value.path !== location.pathname
  place.value = { path: location.pathname, query: location.search }
  if (moved) {
    scrollTo(0, 0)
    // A reader who cannot see the page change hears its heading.
    requestAnimationFrame(() => document.querySelector("main")?.focus({ preventScroll: true }))
  }
}

/** Changes the query of the present page, so that a filtered table can be linked to.
 * @param {Record<string, string>} values */
export function refine(values) {
  const query = new URLSearchParams(place.value.query)
  for (const [key, value] of Object.entries(values)) {
    if (value) query.set(key, value)
    else query.delete(key)
  }
  const said = query.toString()
  go(place.value.path + (said ? `?${said}` : ""), { replace: true })
}

/**
 * @param {{ to: string, children: ComponentChildren, class?: string, current?: boolean }} props
 */
export function Link({ to, children, class: name = "kern-link kern-link--no-visited-state", current }) {
  /** @param {MouseEvent} event */
  function follow(event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(to)
  }
  return html`<a href=${to} class=${name} aria-current=${current ? "page" : undefined} onClick=${follow}>${children}</a>`
}
