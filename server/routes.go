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

	// Check: whether a phone reaches us, and by which line.
	app.Get("/check", s.page("check"))
	app.Get("/check/reached", s.checkReached)
	app.Get("/check/socket", s.checkSocket())
	app.Get("/check/events", s.checkEvents)

	// Staff: one page with routes of its own, and its interface.
	api := app.Group("/staff/api")
	api.Get("/me", s.me)
	api.Post("/setup", s.setUp)
	api.Post("/login", s.signIn)
	api.Post("/logout", s.signOut)
	api.Use(s.signedIn)
	api.Get("/house", s.house)
	api.Put("/house", s.setHouse)
	api.Get("/events", s.events)
	api.Post("/events", s.createEvent)
	api.Get("/events/:event", s.event)
	api.Patch("/events/:event", s.editEvent)
	api.Delete("/events/:event", s.removeEvent)
	api.Post("/events/:event/console", s.openConsole)
	api.Post("/events/:event/duplicate", s.duplicateEvent)
	api.Get("/events/:event/contributions", s.contributions)
	api.Post("/events/:event/promote", s.promote)
	api.Put("/events/:event/outcomes", s.decideOutcomes)
	api.Post("/events/:event/outcomes/publish", s.publishOutcomes)
	api.Get("/events/:event/export.json", s.exportForStaff(jsonExport))
	api.Get("/events/:event/export.csv", s.exportForStaff(csvExport))
	api.Get("/events/:event/audit", s.audits)
	api.Get("/templates", s.listTemplates)
	api.Post("/templates", s.saveTemplate)
	api.Delete("/templates/:template", s.removeTemplate)
	api.Get("/candidates", s.candidates)
	api.Patch("/candidates/:candidate", s.editCandidate)
	api.Post("/import", s.importEvent)
	app.All("/staff/api/*", s.unknown)
	app.Get("/staff", s.page("staff"))
	app.Get("/staff/*", s.page("staff"))

	app.Use(s.unknown)
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
