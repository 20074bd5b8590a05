package server

import (
	"context"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// releases handles GET /staff/api/events/:event/releases: what may be told of contributions outside.
func (s *Server) releases(c *fiber.Ctx) error {
	return s.answerReleases(c, c.Params("event"))
}

// setReleases handles PUT /staff/api/events/:event/releases: a contribution's text is released, or a
// summary in its place; an empty kind takes that back. What is not named stays as it is.
func (s *Server) setReleases(c *fiber.Ctx) error {
	type item struct {
		Number  int    `json:"number" validate:"required,min=1"`
		Kind    string `json:"kind" validate:"omitempty,oneof=text summary"`
		Summary string `json:"summary" validate:"required_if=Kind summary,excluded_unless=Kind summary,max=2000"`
	}
	type request struct {
		Releases []item `json:"releases" validate:"required,min=1,max=1000,dive"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	event := c.Params("event")
	ids, err := s.releasable(c.UserContext(), event)
	if err != nil {
		return err
	}
	var releases []store.Release
	var numbers []int
	for _, one := range body.Releases {
		id, ok := ids[one.Number]
		if !ok {
			return store.ErrNotFound.About("releases")
		}
		release := store.Release{Event: event, Idea: id, Number: one.Number, Kind: one.Kind, Summary: strings.TrimSpace(one.Summary)}
		if one.Kind == "summary" && release.Summary == "" {
			return store.ErrTextEmpty.About("summary")
		}
		releases, numbers = append(releases, release), append(numbers, one.Number)
	}
	if err := s.Store.SetReleases(c.UserContext(), releases); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "SetReleases", event, joined(numbers)); err != nil {
		return err
	}
	return s.answerReleases(c, event)
}

// releasable returns the ids of an event's ideas by number. Of a deleted event these are what was
// released before: that can still be taken back.
func (s *Server) releasable(ctx context.Context, event string) (map[int]string, error) {
	ids := map[int]string{}
	m, err := s.material(ctx, event)
	if err == nil {
		for id, number := range m.numbers {
			ids[number] = id
		}
	}
	if !errors.Is(err, store.ErrNotFound) {
		return ids, err
	}
	released, err := s.Store.Releases(ctx, event)
	for _, one := range released {
		ids[one.Number] = one.Idea
	}
	return ids, err
}

func (s *Server) answerReleases(c *fiber.Ctx, event string) error {
	releases, err := s.Store.Releases(c.UserContext(), event)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"releases": listed(releases)})
}
