package server

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// enterConsole handles POST /console/:event/enter: an invitation link becomes a cookie.
func (s *Server) enterConsole(c *fiber.Ctx) error {
	type request struct {
		Secret string `json:"secret" validate:"required,max=128"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	hub, _, err := s.admitted(c, c.Params("event"), live.Console, body.Secret)
	if errors.Is(err, errNotAdmitted) {
		return store.ErrLinkInvalid
	}
	if err != nil {
		return err
	}
	s.keepConsole(c, hub.Event(), body.Secret)
	return c.JSON(struct{}{})
}

// consoleMe handles GET /console/:event/me: what this browser may do here.
func (s *Server) consoleMe(c *fiber.Ctx) error {
	_, who, err := s.console(c)
	if err != nil {
		return err
	}
	role := store.Leads
	if who.Face == live.Helper {
		role = store.Helps
	}
	return c.JSON(fiber.Map{"role": role})
}

func (s *Server) keepConsole(c *fiber.Ctx, event store.Event, secret string) {
	s.keep(c, consoleCookie, "/console/"+event.ID, secret, s.untilDeleted(event.DeleteOn))
}

// console returns who sits at a console of the event in the path: a moderator or a helper.
func (s *Server) console(c *fiber.Ctx) (*live.Hub, live.Actor, error) {
	return s.admitted(c, c.Params("event"), live.Console, c.Cookies(consoleCookie))
}

// moderator returns who leads the event in the path. Helpers do not.
func (s *Server) moderator(c *fiber.Ctx) (*live.Hub, live.Actor, error) {
	hub, who, err := s.console(c)
	if err == nil && who.Face != live.Console {
		return nil, live.Actor{}, store.ErrForbidden
	}
	return hub, who, err
}

// preview returns a projector's place for the moderator who asks: the console shows what the room
// sees, and learns nothing by it that the room does not.
func (s *Server) preview(c *fiber.Ctx) (*live.Hub, live.Actor, error) {
	hub, who, err := s.moderator(c)
	return hub, live.Preview(who), err
}

// previewMe handles GET /console/:event/preview/me, as projectorMe: the page follows the projector
// that it names, or none.
func (s *Server) previewMe(c *fiber.Ctx) error {
	if _, _, err := s.moderator(c); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"paired": true, "projector": c.Query("projector")})
}

// pair handles POST /console/:event/pair: the code that a projector of the house shows, typed in.
func (s *Server) pair(c *fiber.Ctx) error {
	type request struct {
		Code    string `json:"code" validate:"required,max=20"`
		Session string `json:"session" validate:"required,max=40"`
	}
	hub, actor, err := s.moderator(c)
	if err != nil {
		return err
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if wait := s.wrongPairs.take(actor.ID); wait > 0 {
		return tooMany(wait)
	}
	code := store.CleanCode(body.Code)
	projector, ok := s.pairings.claim(code)
	if !ok {
		return store.ErrPairingCode
	}
	s.wrongPairs.giveBack(actor.ID)
	result, err := hub.Do(c.UserContext(), actor, live.PairProjector{Secret: projector, Session: body.Session})
	if err != nil {
		s.pairings.putBack(projector, code)
		return err
	}
	s.pairings.paired(projector, hub.Event().ID)
	return c.JSON(result)
}

// linkProjector handles POST /console/:event/projector: a link that opens one projector.
func (s *Server) linkProjector(c *fiber.Ctx) error {
	type request struct {
		Session string `json:"session" validate:"required,max=40"`
	}
	hub, actor, err := s.moderator(c)
	if err != nil {
		return err
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	secret := newSecret()
	if _, err := hub.Do(c.UserContext(), actor, live.PairProjector{Secret: store.HashSecret(secret), Session: body.Session}); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"link": "/projector#" + hub.Event().ID + "." + secret})
}
