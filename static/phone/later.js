// What may come after the first words stand on the screen: the looks of what is not there yet, and
// the typeface.

const SHEETS = [
  "./writing.css",
  "./ideas.css",
  "./room.css",
  "./voting.css",
  "./methods.css",
  "../styles/messages.css",
  "../styles/marks.css",
  "../styles/dialog.css",
  "../styles/bars.css",
]
const TYPEFACE = "../vendor/kern/fonts.css"
const WAIT_MOST_MS = 2000

/** @type {Promise<unknown> | undefined} */
let dressed

/** @param {() => unknown} action */
export function afterPaint(action) {
  requestAnimationFrame(() => setTimeout(action, 0))
}

/** Settles when the looks are there, or have taken too long. The typeface is not waited for. */
export function dress() {
  if (!dressed) {
    const tooLate = new Promise((resolve) => setTimeout(resolve, WAIT_MOST_MS))
    dressed = Promise.race([Promise.all(SHEETS.map(load)), tooLate])
    load(TYPEFACE)
  }
  return dressed
}

/** @param {string} sheet @returns {Promise<unknown>} */
function load(sheet) {
  const link = document.createElement("link")
  link.rel = "stylesheet"
  link.href = new URL(sheet, import.meta.url).href
  document.head.append(link)
  return new Promise((resolve) => {
    link.onload = link.onerror = resolve
  })
}
