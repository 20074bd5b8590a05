package server

import (
	"context"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// auditPage is how many entries of the plan's log are answered at once.
const auditPage = 200

// auditEntry is an entry with the name of who acted, as long as there is one.
type auditEntry struct {
	store.Audited
	Name string `json:"actor_name,omitempty"`
}

// eventAudits handles GET /staff/api/events/:event/audit.
func (s *Server) eventAudits(c *fiber.Ctx) error {
	entries, err := s.readAudits(c, c.Params("event"))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"audit": entries})
}

// planAudits handles GET /staff/api/audit: what staff did to the plan and to accounts, latest first.
// ?before= goes on behind an earlier page; entries of the same moment stay together.
func (s *Server) planAudits(c *fiber.Ctx) error {
	before, err := strconv.ParseInt(c.Query("before", "0"), 10, 64)
	if err != nil || before < 0 {
		return store.ErrInvalid.About("before")
	}
	entries, err := s.readAudits(c, "")
	if err != nil {
		return err
	}
	if before > 0 {
		entries = slices.DeleteFunc(entries, func(one auditEntry) bool { return one.At >= before })
	}
	end := min(auditPage, len(entries))
	for end > 0 && end < len(entries) && entries[end].At == entries[end-1].At {
		end++
	}
	return c.JSON(fiber.Map{"audit": entries[:end], "more": end < len(entries)})
}

// readAudits returns the entries of an event, or of the plan. That somebody read the log is an
// entry, too, and stands in it before anything is answered.
func (s *Server) readAudits(c *fiber.Ctx, event string) ([]auditEntry, error) {
	ctx := c.UserContext()
	entries, err := s.Store.Audits(ctx, event)
	if err != nil {
		return nil, err
	}
	answer := []auditEntry{}
	if len(entries) == 0 {
		return answer, nil
	}
	if err := s.audit(c, account(c).ID, "ReadAudit", event, ""); err != nil {
		return nil, err
	}
	accounts, err := s.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, one := range accounts {
		names[one.ID] = one.Name
	}
	for _, one := range entries {
		answer = append(answer, auditEntry{one, names[one.Actor]})
	}
	return answer, nil
}

// audit notes what staff did outside a hub, by ids and numbers; what a hub decides it notes itself.
// The plan's actions have no event. There is never a vote in it, and never a participant.
func (s *Server) audit(c *fiber.Ctx, actor, action, event, about string) error {
	return s.auditEntry(c.UserContext(), store.Audited{Actor: actor, Action: action, Event: event, About: about})
}

// auditAs notes what follows for an account from a request in which nobody is signed in yet.
func (s *Server) auditAs(ctx context.Context, actor, action, about string) error {
	return s.auditEntry(ctx, store.Audited{Actor: actor, Action: action, About: about})
}

func (s *Server) auditEntry(ctx context.Context, entry store.Audited) error {
	entry.At = s.Now().UnixMilli()
	return s.Store.Audit(ctx, []store.Audited{entry})
}
