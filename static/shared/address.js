// The join address as people type it.

/**
 * Without what a browser adds by itself, and without the code: that one is typed on the page.
 * @param {string} url "http://192.168.0.7:8080/e/ACDEFGHJ" @returns {string} "192.168.0.7:8080"
 */
export function typed(url) {
  return url.replace(/^https?:\/\//, "").replace(/\/(e\/.*)?$/, "")
}
