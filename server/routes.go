package server

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
)

// squeezed compresses what a phone is told on its way in: the notice alone is 3 KB, and nothing in
// it is secret.
var squeezed = compress.New(compress.Config{Level: compress.LevelBestSpeed})

// routes lists every URL. Sockets and whatever changes something need an allowed Origin, which
// guard checks for all of them.
func (s *Server) routes() {
	app := s.app
	app.Use(s.recovered, s.headers, s.guard)

	app.Get("/healthz", s.health)
	app.Get("/readyz", s.ready)
	app.Get("/assets/:build/*", s.asset)

	// Phone: the device cookie lives under /e/CODE.
	app.Get("/", s.page("phone"))
	app.Use("/e/:code", s.cleanCode)
	app.Get("/e/:code", s.page("phone"))
	app.Get("/e/:code/ideas", s.page("phone"))
	app.Get("/e/:code/about", squeezed, s.about)
	app.Get("/e/:code/qr.svg", s.joinQR)
	app.Get("/e/:code/socket", s.socket(s.participant))
	app.Get("/e/:code/events", s.eventStream(s.participant))
	app.Post("/e/:code/commands", s.command(s.participant))
	app.Post("/e/:code/join", squeezed, s.join)
	app.Post("/e/:code/qr", s.linkQR)
	app.Post("/e/:code/receipt", s.receipt)
	app.Get("/e/:code/outcomes", s.whatBecame)
	app.Post("/e/:code/outcomes", s.enterReading)

	// Console: an invitation's cookie lives under /console/EVENT. The preview is a projector's page
	// with a projector's stream, shown by that cookie.
	app.Get("/console/:event", s.page("console"))
	app.Get("/console/:event/me", s.consoleMe)
	app.Get("/console/:event/socket", s.socket(s.console))
	app.Get("/console/:event/events", s.eventStream(s.console))
	app.Post("/console/:event/commands", s.command(s.console))
	app.Get("/console/:event/export.json", s.exportForModerator(jsonExport))
	app.Get("/console/:event/export.csv", s.exportForModerator(csvExport))
	app.Post("/console/:event/enter", s.enterConsole)
	app.Post("/console/:event/pair", s.pair)
	app.Post("/console/:event/projector", s.linkProjector)
	app.Post("/console/:event/qr", s.consoleQRs)
	app.Post("/console/:event/template", s.saveTemplateFromConsole)
	app.Get("/console/:event/preview", s.page("projector"))
	app.Get("/console/:event/preview/me", s.previewMe)
	app.Get("/console/:event/preview/socket", s.socket(s.preview))
	app.Get("/console/:event/preview/events", s.eventStream(s.preview))
	app.Post("/console/:event/preview/commands", s.command(s.preview))

	// Projector: a screen of the room, with a cookie of its own.
	app.Get("/p", s.page("projector"))
	app.Get("/projector", s.page("projector"))
	app.Get("/projector/me", s.projectorMe)
	app.Get("/projector/socket", s.socket(s.projector))
	app.Get("/projector/events", s.eventStream(s.projector))
	app.Post("/projector/commands", s.command(s.projector))
	app.Post("/projector/pair", s.waitForPairing)
	app.Post("/projector/enter", s.enterProjector)

	// Status: a unit's form, opened by a link that ends; its cookie lives under /status.
	app.Get("/status", s.page("status"))
	app.Get("/status/form", s.statusForm)
	app.Get("/status/form.xlsx", s.statusSheet)
	app.Post("/status/form.xlsx", s.readStatusSheet)
	app.Post("/status/enter", s.enterStatus)
	app.Put("/status/reports/:measure", s.saveReport)

	// Check: whether a phone reaches us, and by which line.
	app.Get("/check", s.page("check"))
	app.Get("/check/reached", s.checkReached)
	app.Get("/check/socket", s.checkSocket())
	app.Get("/check/events", s.checkEvents)

	// Staff: one page with routes of its own, and its interface.
	s.addStaffRoutes(app.Group("/staff/api"), s.staffRoutes())
	app.All("/staff/api/*", s.unknown)
	app.Get("/staff", s.page("staff"))
	app.Get("/staff/*", s.page("staff"))

	app.Use(s.unknown)
}

// staffRoutes lists staff's interface below /staff/api. To add a route, add a line: method, path, the
// right that it takes (see rights.go), handler. Signing in and the right are checked before the
// handler; the matrix of roles and the check of origins are generated from this list, and the
// catalogue wants an entry for the route in catalogue/routes.txt. Fixed paths stand above those with
// parameters that they would match.
func (s *Server) staffRoutes() []staffRoute {
	const get, post, put, patch, del = fiber.MethodGet, fiber.MethodPost, fiber.MethodPut, fiber.MethodPatch, fiber.MethodDelete
	return []staffRoute{
		// People.
		{get, "/me", anybody, s.me},
		{post, "/setup", anybody, s.setUp},
		{post, "/login", anybody, s.signIn},
		{post, "/logout", anybody, s.signOut},
		{get, "/oidc", anybody, s.beginOIDC},
		{get, "/oidc/callback", anybody, s.endOIDC},
		{post, "/password/link", anybody, s.choosePassword},
		{post, "/password", self, s.changePassword},
		{get, "/accounts", manageAccounts, s.accounts},
		{post, "/accounts", manageAccounts, s.createAccount},
		{patch, "/accounts/:account", manageAccounts, s.editAccount},
		{post, "/accounts/:account/link", manageAccounts, s.linkAccount},
		{post, "/accounts/:account/signout", manageAccounts, s.signOutAccount},
		{get, "/house", readPlan, s.house},
		{put, "/house", setHouse, s.setHouse},
		{get, "/audit", readAudit, s.planAudits},
		{get, "/catalogues", readCatalogues, s.catalogues},
		{get, "/catalogues.html", readCatalogues, s.catalogueHTML},

		// Events.
		{get, "/events", readEvents, s.events},
		{post, "/events", leadEvents, s.createEvent},
		{get, "/events/:event", readEvents, s.event},
		{patch, "/events/:event", changeEvent, s.editEvent},
		{del, "/events/:event", leadEvents, s.removeEvent},
		{post, "/events/:event/console", leadEvents, s.openConsole},
		{post, "/events/:event/duplicate", leadEvents, s.duplicateEvent},
		{get, "/events/:event/contributions", readEvents, s.contributions},
		{post, "/events/:event/promote", editPlan, s.promoteFromEvent},
		{put, "/events/:event/outcomes", editPlan, s.decideOutcomes},
		{post, "/events/:event/outcomes/publish", publish, s.publishOutcomes},
		{get, "/events/:event/outcomes.html", readEvents, s.whatBecameForStaff},
		{get, "/events/:event/releases", readEvents, s.releases},
		{put, "/events/:event/releases", publish, s.setReleases},
		{get, "/events/:event/readcode", publish, s.readCode},
		{get, "/events/:event/export.json", leadEvents, s.exportForStaff(jsonExport)},
		{get, "/events/:event/export.csv", leadEvents, s.exportForStaff(csvExport)},
		{get, "/events/:event/audit", readAudit, s.eventAudits},
		{get, "/templates", readEvents, s.listTemplates},
		{post, "/templates", leadEvents, s.saveTemplate},
		{del, "/templates/:template", leadEvents, s.removeTemplate},
		{post, "/import", leadEvents, s.importEvent},

		// The plan.
		{get, "/inbox", readEvents, s.inbox},
		{post, "/inbox/pick", editPlan, s.pick},
		{post, "/inbox/join", editPlan, s.joinIdea},
		{get, "/waiting", readEvents, s.waiting},
		{post, "/promote", editPlan, s.promote},
		{put, "/outcomes", editPlan, s.decideOverEvents},
		{post, "/outcomes/publish", publish, s.publishOverEvents},
		{get, "/structure", readPlan, s.structure},
		{post, "/structure", editPlan, s.addNode},
		{patch, "/structure/:node", editPlan, s.editNode},
		{del, "/structure/:node", editPlan, s.removeNode},
		{post, "/structure/:node/move", editPlan, s.moveNode},
		{post, "/structure/:node/restore", editPlan, s.restoreNode},
		{get, "/measures", readPlan, s.listMeasures},
		{post, "/measures", editPlan, s.createMeasure},
		{post, "/measures/bulk", changeMeasure, s.changeMany},
		{get, "/measures.xlsx", readPlan, s.exportMeasures(planXLSX)},
		{get, "/measures.csv", readPlan, s.exportMeasures(planCSV)},
		{get, "/measures.json", readPlan, s.exportMeasures(planJSON)},
		{post, "/measures/import", editPlan, s.previewImport},
		{post, "/measures/import/apply", editPlan, s.applyImport},
		{get, "/measures/:measure", readPlan, s.showMeasure},
		{patch, "/measures/:measure", changeMeasure, s.editMeasure},
		{post, "/measures/:measure/state", changeMeasure, s.enterState},
		{get, "/measures/:measure/history", readPlan, s.history},
		{get, "/measures/:measure/versions/:version", readPlan, s.pastVersion},
		{post, "/measures/:measure/restore", editPlan, s.restoreMeasure},
		{post, "/measures/:measure/reports", editOwn, s.reportMeasure},
		{get, "/assessments", readPlan, s.listAssessments},
		{post, "/assessments", leadAssessment, s.prepareAssessment},
		{get, "/assessments/:round", readPlan, s.showAssessment},
		{patch, "/assessments/:round", leadAssessment, s.editAssessment},
		{del, "/assessments/:round", leadAssessment, s.removeAssessment},
		{post, "/assessments/:round/open", leadAssessment, s.openAssessment},
		{post, "/assessments/:round/close", leadAssessment, s.closeAssessment},
		{put, "/assessments/:round/measures/:measure", assess, s.assessMeasure},
		{get, "/portfolio", readPlan, s.portfolio},
		{get, "/status", readPlan, s.status},
		{post, "/status", editPlan, s.askStatus},
		{post, "/status/reports/:report/accept", editPlan, s.acceptReport},
		{post, "/status/reports/:report/return", editPlan, s.returnReport},
		{get, "/status/:request.xlsx", editPlan, s.statusSheetForStaff},
		{post, "/status/:request/revoke", editPlan, s.revokeStatus},
		{get, "/views", self, s.savedViews},
		{post, "/views", self, s.saveView},
		{del, "/views/:view", self, s.removeView},
	}
}

// health says that the process lives.
func (s *Server) health(c *fiber.Ctx) error {
	return c.JSON(fiber.Map{"status": "alive"})
}

// ready says whether requests will be served: the store answers and nobody stops the server.
func (s *Server) ready(c *fiber.Ctx) error {
	ctx, cancel := withTimeout(c, 2*time.Second)
	defer cancel()
	if s.stopping.Load() {
		return c.Status(fiber.StatusServiceUnavailable).JSON(fiber.Map{"status": "stopping"})
	}
	if _, err := s.Store.CountAccounts(ctx); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"status": "ready"})
}
