// The staff page's addresses. Pure: a path in, a view and its parameters out, and back again.

/** @typedef {{ view: string, id: string }} Route */

/** Path patterns by view; `:id` is what the view is about. @type {[string, string][]} */
const PATTERNS = [
  ["setup", "/staff/setup"],
  ["events", "/staff"],
  ["events", "/staff/events"],
  ["create", "/staff/events/new"],
  ["event", "/staff/events/:id"],
  ["contributions", "/staff/events/:id/contributions"],
  ["print", "/staff/events/:id/print"],
  ["audit", "/staff/events/:id/audit"],
  ["candidates", "/staff/candidates"],
  ["candidate", "/staff/candidates/:id"],
  ["house", "/staff/house"],
]

/** @param {string} path @returns {Route} */
export function route(path) {
  const parts = path.replace(/\/+$/, "").split("/")
  for (const [view, pattern] of PATTERNS) {
    const wanted = pattern.split("/")
    if (wanted.length !== parts.length) continue
    if (wanted.every((part, index) => part === ":id" || part === parts[index])) {
      const at = wanted.indexOf(":id")
      return { view, id: at < 0 ? "" : decodeURIComponent(parts[at]) }
    }
  }
  return { view: "unknown", id: "" }
}

/** The path of a view; the last pattern listed is the one to show.
 * @param {string} view @param {string} [id] */
export function pathTo(view, id = "") {
  const pattern = PATTERNS.filter(([name]) => name === view).pop()
  return (pattern ? pattern[1] : "/staff/events").replace(":id", encodeURIComponent(id))
}

/** The entry of the navigation a view belongs to. @param {string} view */
export function sectionOf(view) {
  if (view === "candidates" || view === "candidate") return "candidates"
  if (view === "house") return "house"
  return "events"
}
