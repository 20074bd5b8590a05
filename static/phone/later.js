// What may come after the first words stand on the screen: the looks of what is not there yet, and
// the typeface.

const SHEETS = [
  "./writing.css",
  "./ideas.css",
  "./room.css",
  "../styles/messages.css",
  "../styles/marks.css",
  "../styles/dialog.css",
]
const SHEETS_OF_VOTES = ["./voting.css", "./methods.css", "../styles/bars.css"]
const TYPEFACE = "../vendor/kern/fonts.css"
const WAIT_MOST_MS = 2000

/** @type {Promise<unknown> | undefined} */
let dressed
/** @type {Promise<unknown> | undefined} */
let votesDressed

/** @param {() => unknown} action */
export function afterPaint(action) {
  requestAnimationFrame(() => setTimeout(action, 0))
}

/** Settles when the looks are there, or have taken too long. The typeface is not waited for. */
export function dress() {
  if (!dressed) {
    dressed = loadAll(SHEETS)
    load(TYPEFACE)
  }
  return dressed
}

/** The same for the looks of votes and results. */
export function dressVotes() {
  votesDressed = votesDressed || loadAll(SHEETS_OF_VOTES)
  return votesDressed
}

/** @param {string[]} sheets @returns {Promise<unknown>} */
function loadAll(sheets) {
  const tooLate = new Promise((resolve) => setTimeout(resolve, WAIT_MOST_MS))
  return Promise.race([Promise.all(sheets.map(load)), tooLate])
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
