package server

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// maxViews bounds how many views one account keeps.
const maxViews = 100

// savedViews handles GET /staff/api/views: one's own and all shared ones.
func (s *Server) savedViews(c *fiber.Ctx) error {
	views, err := s.Store.SavedViews(c.UserContext(), account(c).ID)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"views": listed(views)})
}

// saveView handles POST /staff/api/views. How people look at lists is not for the audit log.
func (s *Server) saveView(c *fiber.Ctx) error {
	type request struct {
		Page   string `json:"page" validate:"required,oneof=measures inbox assessments status structure"`
		Title  string `json:"title" validate:"required,filled,line,max=80"`
		Query  string `json:"query" validate:"line,max=2000"`
		Shared bool   `json:"shared"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	kept, err := s.Store.SavedViews(c.UserContext(), account(c).ID)
	if err != nil {
		return err
	}
	own := 0
	for _, one := range kept {
		if one.Own {
			own++
		}
	}
	if own >= maxViews {
		return errViewsFull
	}
	view := store.SavedView{
		ID: store.NewID(), Account: account(c).ID, Own: true, Shared: body.Shared,
		Page: body.Page, Title: strings.TrimSpace(body.Title), Query: body.Query,
	}
	if err := s.Store.SaveView(c.UserContext(), view); err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(view)
}

var errViewsFull = &store.Error{Kind: store.Conflict, Code: "views_full"}

// removeView handles DELETE /staff/api/views/:view. Another's is not found.
func (s *Server) removeView(c *fiber.Ctx) error {
	if err := s.Store.RemoveView(c.UserContext(), c.Params("view"), account(c).ID); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}
