package server

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// history handles GET /staff/api/measures/:measure/history.
func (s *Server) history(c *fiber.Ctx) error {
	measure, err := s.measureInSight(c)
	if err != nil {
		return err
	}
	changes, err := s.Store.History(c.UserContext(), measure.ID)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"changes": listed(changes)})
}

// pastVersion handles GET /staff/api/measures/:measure/versions/:version.
func (s *Server) pastVersion(c *fiber.Ctx) error {
	measure, err := s.measureInSight(c)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.Params("version"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	change, err := s.Store.Version(c.UserContext(), measure.ID, version)
	if err != nil {
		return err
	}
	return c.JSON(change)
}

// restoreMeasure handles POST /staff/api/measures/:measure/restore. How far the measure may be
// told stays as it is.
func (s *Server) restoreMeasure(c *fiber.Ctx) error {
	type request struct {
		Base    int64 `json:"base" validate:"required,min=1"`
		Version int64 `json:"version" validate:"required,min=1"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	id := c.Params("measure")
	measure, err := s.Store.RestoreMeasure(c.UserContext(), id, body.Base, body.Version, s.by(c))
	if errors.Is(err, store.ErrVersion) {
		return answerConflict(c, measure, body.Base, nil)
	}
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "RestoreMeasure", "", id+" "+strconv.FormatInt(body.Version, 10)); err != nil {
		return err
	}
	if err := s.tellAuthors(c.UserContext(), id); err != nil {
		return err
	}
	return c.JSON(measure)
}
