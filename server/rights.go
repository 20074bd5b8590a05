package server

import (
	"context"
	"fmt"
	"slices"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// right is something that staff may do. Every staff route names the one that it takes; the page
// learns its own from /staff/api/me and hides what it may not use.
type right string

const (
	anybody        right = "anybody"        // without signing in: signing in itself
	self           right = "self"           // one's own login, password and saved views
	readEvents     right = "readEvents"     // events, and what was contributed to them: the inbox, too
	leadEvents     right = "leadEvents"     // create, edit, delete and export events, open their console
	changeEvent    right = "changeEvent"    // leadEvents or publish: its publication level is published, the rest is led
	readPlan       right = "readPlan"       // structure and measures, as far as sightOf allows
	editPlan       right = "editPlan"       // inbox, drafts of outcomes, structure, measures, status requests
	changeMeasure  right = "changeMeasure"  // editPlan or publish: which of them, its parts and states decide
	editOwn        right = "editOwn"        // reports of one's own unit's measures: see mayReport
	publish        right = "publish"        // outcomes, texts, publication levels; adopting
	assess         right = "assess"         // score measures
	leadAssessment right = "leadAssessment" // rounds of assessment
	readAudit      right = "readAudit"
	readCatalogues right = "readCatalogues"
	manageAccounts right = "manageAccounts"
	setHouse       right = "setHouse"
)

// holders lists who has which right. Who holds several of the roles acts in the first one.
var holders = map[right][]store.StaffRole{
	anybody:        store.StaffRoles(),
	self:           store.StaffRoles(),
	readEvents:     {store.Editor, store.Releaser, store.Assessor, store.Administration, store.Reader},
	leadEvents:     {store.Editor, store.Administration},
	changeEvent:    {store.Editor, store.Administration, store.Releaser},
	readPlan:       store.StaffRoles(),
	editPlan:       {store.Editor, store.Administration},
	changeMeasure:  {store.Editor, store.Administration, store.Releaser},
	editOwn:        {store.Editor, store.Administration, store.LeadUnit},
	publish:        {store.Releaser},
	assess:         {store.Assessor},
	leadAssessment: {store.Editor},
	readAudit:      {store.Reader, store.Administration},
	readCatalogues: store.StaffRoles(),
	manageAccounts: {store.Administration},
	setHouse:       {store.Administration},
}

// staffRoute is a URL below /staff/api, and the right that it takes.
type staffRoute struct {
	method, path string
	right        right
	handle       fiber.Handler
}

// addStaffRoutes registers routes, each behind its right. One without a right is a mistake that
// ends the program at its start.
func (s *Server) addStaffRoutes(api fiber.Router, routes []staffRoute) {
	for _, route := range routes {
		if len(holders[route.right]) == 0 {
			panic(fmt.Sprintf("route %s %s takes no right that anybody holds", route.method, route.path))
		}
		handlers := []fiber.Handler{s.signedIn, s.may(route.right), route.handle}
		if route.right == anybody {
			handlers = []fiber.Handler{route.handle}
		}
		if route.method == fiber.MethodGet {
			api.Get(route.path, handlers...) // and HEAD
		} else {
			api.Add(route.method, route.path, handlers...)
		}
	}
}

// may lets only accounts with a right pass, and notes the role in which they act.
func (s *Server) may(right right) fiber.Handler {
	return func(c *fiber.Ctx) error {
		role, ok := roleFor(account(c), right)
		if !ok {
			return store.ErrForbidden
		}
		c.Locals(roleKey, role)
		return c.Next()
	}
}

// roleFor returns the role in which an account uses a right; ok is false when it has it not.
func roleFor(account store.Account, right right) (role store.StaffRole, ok bool) {
	at := slices.IndexFunc(holders[right], account.Has)
	if at < 0 {
		return "", false
	}
	return holders[right][at], true
}

// has reports whether an account holds a right, for rules within a handler.
func has(account store.Account, right right) bool {
	_, ok := roleFor(account, right)
	return ok
}

// rightsOf returns all rights of an account, in alphabetical order.
func rightsOf(account store.Account) []right {
	rights := []right{}
	for one := range holders {
		if one != anybody && has(account, one) {
			rights = append(rights, one)
		}
	}
	slices.Sort(rights)
	return rights
}

const roleKey = "role"

// by says who changes the plan, and in which function: the role that gave the route's right, or the
// unit for which a lead unit's account acts.
func (s *Server) by(c *fiber.Ctx) store.By {
	who := account(c)
	role, _ := c.Locals(roleKey).(store.StaffRole)
	function := string(role)
	if role == store.LeadUnit {
		function = "unit " + who.Unit
	}
	return store.By{Account: who.ID, Function: function, At: s.Now().UnixMilli()}
}

// sight is which measures an account may see: all of them, or those of its own units.
type sight struct {
	all   bool
	units map[string]bool
}

func (v sight) sees(measure store.Measure) bool { return v.all || v.units[measure.Profile.Lead] }

// sightOf returns what an account may see of the plan. An account that is a lead unit's and nothing
// else sees the measures of its unit and of those below it. A list asks once and filters by sees.
func (s *Server) sightOf(ctx context.Context, account store.Account) (sight, error) {
	if slices.ContainsFunc(account.Roles, func(role store.StaffRole) bool { return role != store.LeadUnit }) {
		return sight{all: true}, nil
	}
	units, err := s.unitsOf(ctx, account)
	return sight{units: units}, err
}

// seesMeasure returns ErrNotFound for a measure that the signed-in account may not see.
func (s *Server) seesMeasure(c *fiber.Ctx, measure store.Measure) error {
	view, err := s.sightOf(c.UserContext(), account(c))
	if err == nil && !view.sees(measure) {
		err = store.ErrNotFound
	}
	return err
}

// mayReport returns ErrForbidden unless the signed-in account edits the plan or leads the measure's
// unit; for what takes editOwn.
func (s *Server) mayReport(c *fiber.Ctx, measure store.Measure) error {
	if has(account(c), editPlan) {
		return nil
	}
	units, err := s.unitsOf(c.UserContext(), account(c))
	if err == nil && !units[measure.Profile.Lead] {
		err = store.ErrForbidden
	}
	return err
}

// unitsOf returns the account's unit and all below it; none for who leads none.
func (s *Server) unitsOf(ctx context.Context, account store.Account) (map[string]bool, error) {
	if account.Unit == "" || !account.Has(store.LeadUnit) {
		return nil, nil
	}
	nodes, err := s.Store.Nodes(ctx)
	if err != nil {
		return nil, err
	}
	return store.Below(nodes, account.Unit), nil
}
