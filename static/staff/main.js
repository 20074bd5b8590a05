// The staff workspace: one page, a view per address, signed in.
import { asRefusal, get } from "../shared/api.js"
import { loadWords, t } from "../shared/text.js"
import { h, html, render } from "../vendor/preact.js"
import { AssessPage } from "./assessing/assess.js"
import { NewRoundPage } from "./assessing/planning.js"
import { PortfolioPage } from "./assessing/portfolio.js"
import { RoundPage } from "./assessing/round.js"
import { RoundsPage } from "./assessing/rounds.js"
import { AuditPage } from "./audit.js"
import { ContributionsPage } from "./contributions.js"
import { CreatePage } from "./create.js"
import { draftsOf } from "./draft.js"
import { EventPage } from "./event.js"
import { EventsPage } from "./events.js"
import { Frame, Unknown } from "./frame.js"
import { HousePage } from "./house.js"
import { InboxPage } from "./inbox/inbox.js"
import { PublishPage } from "./inbox/publish.js"
import { WaitingPage } from "./inbox/waiting.js"
import { me, rights, Waiting } from "./load.js"
import { SetUp, SignIn } from "./login.js"
import { MEASURE_VIEWS } from "./measures/pages.js"
import { AccountsPage } from "./people/accounts.js"
import { CataloguesPage } from "./people/catalogues.js"
import { OwnPage } from "./people/own.js"
import { ChoosePassword } from "./people/password.js"
import { PlanAuditPage } from "./people/planaudit.js"
import { place } from "./place.js"
import { PrintPage } from "./print.js"
import { route, startOf } from "./routes.js"
import { StatusPage } from "./status/status.js"
import { StructurePage } from "./structure/structure.js"
import { chosenLanguage } from "./tongue.js"

/** @type {Record<string, (props: any) => any>} */
const VIEWS = {
  events: EventsPage,
  create: CreatePage,
  event: EventPage,
  contributions: ContributionsPage,
  audit: AuditPage,
  house: HousePage,
  accounts: AccountsPage,
  catalogues: CataloguesPage,
  plan_audit: PlanAuditPage,
  own: OwnPage,
  ...MEASURE_VIEWS,
  inbox: InboxPage,
  inbox_publish: PublishPage,
  inbox_waiting: WaitingPage,
  structure: StructurePage,
  status: StatusPage,
  assessing: RoundsPage,
  assessing_new: NewRoundPage,
  assessment: RoundPage,
  assess: AssessPage,
  portfolio: PortfolioPage,
  unknown: Unknown,
}

function App() {
  const { view: asked, id } = route(place.value.path)
  const known = me.value
  if (!known) return html`<main class="gate">${h(Waiting, { refusal: undefined, retry: begin })}</main>`
  if (asked === "setup" && !known.account) return h(SetUp, {})
  if (asked === "password") return h(ChoosePassword, {})
  if (!known.account)
    return h(SignIn, {
      setup: Boolean(known.setup),
      oidc: known.oidc ? known.oidc_name || t("login.oidc") : "",
    })
  draftsOf(known.account.id)
  const view = ["start", "setup"].includes(asked) ? startOf(rights()) : asked
  if (view === "print") return h(PrintPage, { key: id, id })
  return h(Frame, {
    view,
    account: known.account,
    children: h(VIEWS[view] || Unknown, { key: `${view} ${id}`, id }),
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
