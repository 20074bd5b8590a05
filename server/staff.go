package server

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// house handles GET /staff/api/house.
func (s *Server) house(c *fiber.Ctx) error {
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(house)
}

// setHouse handles PUT /staff/api/house. An empty notice goes back to the marked sample.
func (s *Server) setHouse(c *fiber.Ctx) error {
	type request struct {
		Name   string `json:"name" validate:"line,max=200"`
		Notice string `json:"notice" validate:"max=20000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	house := store.House{Name: strings.TrimSpace(body.Name), Notice: strings.TrimSpace(body.Notice)}
	if err := s.Store.SetHouse(c.UserContext(), house); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "SetHouse", "", ""); err != nil {
		return err
	}
	return c.JSON(house)
}

// audits handles GET /staff/api/events/:event/audit.
func (s *Server) audits(c *fiber.Ctx) error {
	entries, err := s.Store.Audits(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	if entries == nil {
		entries = []store.Audited{}
	}
	return c.JSON(fiber.Map{"audit": entries})
}

// audit notes what staff did outside a hub, by ids and numbers; what a hub decides it notes itself.
func (s *Server) audit(c *fiber.Ctx, actor, action, event, about string) error {
	return s.Store.Audit(c.UserContext(), []store.Audited{
		{At: s.Now().UnixMilli(), Actor: actor, Action: action, Event: event, About: about},
	})
}

// actor is the signed-in account as a hub knows it.
func actor(c *fiber.Ctx) live.Actor { return live.Actor{Face: live.Staff, ID: account(c).ID} }

// joined writes numbers as the audit log has them.
func joined(numbers []int) string {
	words := make([]string, len(numbers))
	for i, number := range numbers {
		words[i] = strconv.Itoa(number)
	}
	return strings.Join(words, " ")
}
