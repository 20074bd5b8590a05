package server

import (
	"crypto/subtle"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// readerCookie holds a read code where it was typed. It lives on the event's path.
const (
	readerCookie = "masswerk_reader"
	readingLasts = 30 * 24 * time.Hour
)

// readCode handles GET /staff/api/events/:event/readcode: what to give to those who shall read what
// became of the contributions, and where they type it.
func (s *Server) readCode(c *fiber.Ctx) error {
	event, err := s.Store.Event(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "ShowReadCode", event.ID, ""); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"code": event.ReadCode(), "path": "/e/" + event.JoinCode + "/outcomes"})
}

// gathering is an event that can be read about, standing or deleted.
type gathering struct {
	ID, Title, Code, Language, Address, HeldOn string
	Level                                      store.Publication
	ReadCode                                   string
	Deleted                                    bool
}

func standing(event store.Event) gathering {
	return gathering{event.ID, event.Title, event.JoinCode, event.Language, event.Address, event.HeldOn, event.Publication, event.ReadCode(), false}
}

func remaining(gone store.Deletion) gathering {
	return gathering{gone.Event, gone.Title, gone.JoinCode, gone.Language, gone.Address, gone.HeldOn, gone.Publication, gone.ReadCode, true}
}

// opens reports whether a read code, as typed, is the event's.
func (g gathering) opens(typed string) bool {
	code := store.CleanCode(typed)
	return g.ReadCode != "" && subtle.ConstantTimeCompare([]byte(code), []byte(g.ReadCode)) == 1
}

// mayRead reports whether whoever asks may read what became of the contributions: anybody, where
// that is public; else who has the read code or a device of the event.
func (s *Server) mayRead(c *fiber.Ctx, event gathering) bool {
	if event.Level == store.Public || event.opens(c.Cookies(readerCookie)) {
		return true
	}
	_, _, err := s.admitted(c, event.ID, live.Phone, c.Cookies(deviceCookie))
	return err == nil
}
