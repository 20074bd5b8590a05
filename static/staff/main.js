// The staff workspace: one page, a view per address, signed in.
import { asRefusal, get } from "../shared/api.js"
import { loadWords } from "../shared/text.js"
import { h, html, render } from "../vendor/preact.js"
import { AuditPage } from "./audit.js"
import { CandidateList, CandidatePage } from "./candidates.js"
import { ContributionsPage } from "./contributions.js"
import { CreatePage } from "./create.js"
import { draftsOf } from "./draft.js"
import { EventPage } from "./event.js"
import { EventsPage } from "./events.js"
import { Frame, Unknown } from "./frame.js"
import { HousePage } from "./house.js"
import { me, Waiting } from "./load.js"
import { SetUp, SignIn } from "./login.js"
import { place } from "./place.js"
import { PrintPage } from "./print.js"
import { route } from "./routes.js"
import { chosenLanguage } from "./tongue.js"

/** @type {Record<string, (props: any) => any>} */
const VIEWS = {
  events: EventsPage,
  create: CreatePage,
  event: EventPage,
  contributions: ContributionsPage,
  audit: AuditPage,
  candidates: CandidateList,
  candidate: CandidatePage,
  house: HousePage,
  unknown: Unknown,
}

function App() {
  const { view, id } = route(place.value.path)
  const known = me.value
  if (!known) return html`<main class="gate">${h(Waiting, { refusal: undefined, retry: begin })}</main>`
  if (view === "setup" && !known.account) return h(SetUp, {})
  if (!known.account) return h(SignIn, { setup: Boolean(known.setup) })
  draftsOf(known.account.id)
  if (view === "print") return h(PrintPage, { key: id, id })
  return h(Frame, {
    view,
    account: known.account,
    children: h(VIEWS[view] || EventsPage, { key: `${view} ${id}`, id }),
  })
}

async function begin() {
  try {
    me.value = await get("/staff/api/me")
  } catch (error) {
    const refusal = asRefusal(error)
    show(
      html`<main class="gate">${h(Waiting, { refusal, retry: () => begin().then(() => show(h(App, {}))) })}</main>`,
    )
    throw error
  }
}

/** @param {any} node */
function show(node) {
  const app = document.getElementById("app")
  if (app) render(node, app)
}

async function start() {
  await loadWords(chosenLanguage(), "sie", "staff")
  await begin()
  show(h(App, {}))
}

start().catch(() => undefined)
