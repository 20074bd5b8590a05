// The staff page's addresses. Pure: a path in, a view and its parameters out, and back again.

/** @typedef {{ view: string, id: string }} Route */

/**
 * Views with their paths and the section of the navigation they belong to; `:id` is what the view is
 * about. The first pattern that fits counts, so fixed paths stand before those with an id.
 * @type {[view: string, pattern: string, section: string][]}
 */
const PATTERNS = [
  ["setup", "/staff/setup", ""],
  ["password", "/staff/password", ""],
  ["start", "/staff", ""],

  ["inbox", "/staff/inbox", "inbox"],
  ["inbox_publish", "/staff/inbox/publish", "inbox"],
  ["inbox_waiting", "/staff/inbox/waiting", "inbox"],

  ["measures", "/staff/measures", "measures"],
  ["measure_board", "/staff/measures/board", "measures"],
  ["measure_roadmap", "/staff/measures/roadmap", "measures"],
  ["measure_import", "/staff/measures/import", "measures"],
  ["measure_new", "/staff/measures/new", "measures"],
  ["measure", "/staff/measures/:id", "measures"],

  ["assessing", "/staff/assessing", "assessing"],
  ["assessing_new", "/staff/assessing/new", "assessing"],
  ["portfolio", "/staff/assessing/portfolio", "assessing"],
  ["assessment", "/staff/assessing/:id", "assessing"],
  ["assess", "/staff/assessing/:id/assess", "assessing"],

  ["structure", "/staff/structure", "structure"],

  ["status", "/staff/status", "status"],

  ["events", "/staff/events", "events"],
  ["create", "/staff/events/new", "events"],
  ["event", "/staff/events/:id", "events"],
  ["contributions", "/staff/events/:id/contributions", "events"],
  ["print", "/staff/events/:id/print", "events"],
  ["audit", "/staff/events/:id/audit", "events"],

  ["house", "/staff/house", "house"],
  ["accounts", "/staff/house/accounts", "house"],
  ["catalogues", "/staff/house/catalogues", "house"],
  ["plan_audit", "/staff/house/audit", "house"],
  ["own", "/staff/house/own", "house"],
]

/**
 * The navigation: each section opens the view of its name, for whoever has one of the rights.
 * @type {[section: string, rights: string[]][]}
 */
const SECTIONS = [
  ["inbox", ["readEvents"]],
  ["measures", ["readPlan"]],
  ["assessing", ["assess", "leadAssessment", "readEvents"]],
  ["structure", ["readPlan"]],
  ["status", ["readPlan"]],
  ["events", ["readEvents"]],
  ["house", ["self"]],
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
  return (pattern ? pattern[1] : "/staff").replace(":id", encodeURIComponent(id))
}

/** The entry of the navigation a view belongs to. @param {string} view */
export function sectionOf(view) {
  const pattern = PATTERNS.find(([name]) => name === view)
  return pattern ? pattern[2] : ""
}

/** The sections somebody may use, in their order. @param {string[]} rights @returns {string[]} */
export function sectionsFor(rights) {
  return SECTIONS.filter(([, any]) => any.some((right) => rights.includes(right))).map(([section]) => section)
}

/** Where somebody begins: with the events when these are theirs to lead, else with the plan.
 * @param {string[]} rights @returns {string} a view */
export function startOf(rights) {
  return ["events", "measures"].find((section) => sectionsFor(rights).includes(section)) || "house"
}
