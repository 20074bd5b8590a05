package server

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// inbox handles GET /staff/api/inbox: a page of what was contributed anywhere, narrowed by what the
// address says.
func (s *Server) inbox(c *fiber.Ctx) error {
	type query struct {
		Event string `json:"event" validate:"max=64"`
		Kind  string `json:"kind" validate:"omitempty,oneof=idea expectation field requirement"`
		State string `json:"state" validate:"omitempty,oneof=open drafted published"`
		Taken string `json:"taken" validate:"omitempty,oneof=nominated picked all"`
		Text  string `json:"q" validate:"max=200"`
		Sort  string `json:"sort" validate:"omitempty,oneof=event points rank oldest"`
		Limit int    `json:"limit" validate:"min=0,max=200"`
		After int    `json:"after" validate:"min=0,max=1000000"`
	}
	asked := query{
		Event: c.Query("event"), Kind: c.Query("kind"), State: c.Query("state"), Taken: c.Query("taken"),
		Text: strings.TrimSpace(c.Query("q")), Sort: c.Query("sort"), Limit: c.QueryInt("limit"), After: c.QueryInt("after"),
	}
	if err := validate(asked); err != nil {
		return err
	}
	items, total, err := s.Store.Inbox(c.UserContext(), store.InboxFilter(asked))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"items": listed(items), "total": total})
}

// pick handles POST /staff/api/inbox/pick: what no event nominated comes into the inbox, or leaves
// it again.
func (s *Server) pick(c *fiber.Ctx) error {
	type request struct {
		IDs []string `json:"ids" validate:"required,min=1,max=1000,dive,required,max=64"`
		On  bool     `json:"on"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	ids := unique(body.IDs)
	if err := s.Store.Pick(c.UserContext(), ids, body.On); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "Pick", "", strings.Join(ids, " ")); err != nil {
		return err
	}
	return c.JSON(fiber.Map{})
}

// joinIdea handles POST /staff/api/inbox/join: an idea goes on with another one, or, with an empty
// "into", by itself again.
func (s *Server) joinIdea(c *fiber.Ctx) error {
	type request struct {
		Idea string `json:"idea" validate:"required,max=64"`
		Into string `json:"into" validate:"max=64"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	if err := s.Store.Join(c.UserContext(), body.Idea, body.Into); err != nil {
		return err
	}
	action := "JoinIdea"
	if body.Into == "" {
		action = "PartIdea"
	}
	if err := s.audit(c, account(c).ID, action, "", strings.TrimSpace(body.Idea+" "+body.Into)); err != nil {
		return err
	}
	return c.JSON(fiber.Map{})
}

// defaultAnswerWeeks is when a contribution is listed as waiting, unless the house says otherwise.
const defaultAnswerWeeks = 8

// waiting handles GET /staff/api/waiting: how many contributions of each event wait for an outcome
// for longer than the house allows itself. It counts procedures, never people.
func (s *Server) waiting(c *fiber.Ctx) error {
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	weeks := house.AnswerWeeks
	if weeks == 0 {
		weeks = defaultAnswerWeeks
	}
	before := s.Now().Add(-time.Duration(weeks) * 7 * 24 * time.Hour)
	waiting, err := s.Store.Unanswered(c.UserContext(), before.UnixMilli())
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"weeks": weeks, "waiting": listed(waiting)})
}
