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

// consoleMe handles GET /console/:event/me: whether this browser may be here.
func (s *Server) consoleMe(c *fiber.Ctx) error {
	if _, _, err := s.moderator(c); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

func (s *Server) keepConsole(c *fiber.Ctx, event store.Event, secret string) {
	s.keep(c, consoleCookie, "/console/"+event.ID, secret, s.untilDeleted(event.DeleteOn))
}

// moderator returns who leads the event in the path.
func (s *Server) moderator(c *fiber.Ctx) (*live.Hub, live.Actor, error) {
	return s.admitted(c, c.Params("event"), live.Console, c.Cookies(consoleCookie))
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
