package server

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// accountView is an account as those who manage accounts see it. It tells nothing of when somebody
// signed in.
type accountView struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Login        string            `json:"login"`
	Roles        []store.StaffRole `json:"roles"`
	Unit         string            `json:"unit"`
	Disabled     bool              `json:"disabled"`
	Passwordless bool              `json:"passwordless"` // signs in elsewhere; the roles come from there
	Waiting      bool              `json:"waiting"`      // for its holder to choose a password
	CreatedAt    int64             `json:"created_at"`
}

func viewOf(a store.Account) accountView {
	return accountView{
		ID: a.ID, Name: a.Name, Login: a.Login, Roles: listed(a.Roles), Unit: a.Unit, Disabled: a.Disabled,
		Passwordless: a.Issuer != "", Waiting: a.Issuer == "" && a.Password == "", CreatedAt: a.CreatedAt,
	}
}

// accounts handles GET /staff/api/accounts.
func (s *Server) accounts(c *fiber.Ctx) error {
	all, err := s.Store.Accounts(c.UserContext())
	if err != nil {
		return err
	}
	views := []accountView{}
	for _, one := range all {
		views = append(views, viewOf(one))
	}
	return c.JSON(fiber.Map{"accounts": views})
}

// createAccount handles POST /staff/api/accounts. The holder chooses a password by the link that is
// answered; nobody else ever knows it.
func (s *Server) createAccount(c *fiber.Ctx) error {
	type request struct {
		Name  string            `json:"name" validate:"required,filled,line,max=100"`
		Login string            `json:"login" validate:"required,filled,line,max=100"`
		Roles []store.StaffRole `json:"roles" validate:"required,min=1,max=10"`
		Unit  string            `json:"unit" validate:"max=40"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	one := store.Account{
		ID: store.NewID(), Name: strings.TrimSpace(body.Name), Login: cleanLogin(body.Login),
		Roles: body.Roles, Unit: body.Unit, CreatedAt: s.Now().UnixMilli(),
	}
	if err := s.checkRoles(c.UserContext(), &one); err != nil {
		return err
	}
	if err := s.Store.CreateAccount(c.UserContext(), one, false); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "CreateAccount", "", one.ID); err != nil {
		return err
	}
	path, err := s.newPasswordLink(c.UserContext(), one)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"account": viewOf(one), "link": path})
}

// editAccount handles PATCH /staff/api/accounts/:account. Who may no longer lead events is sent out
// of every console at once, and whoever is disabled is signed out everywhere.
func (s *Server) editAccount(c *fiber.Ctx) error {
	type request struct {
		Name     *string            `json:"name" validate:"omitnil,filled,line,max=100"`
		Login    *string            `json:"login" validate:"omitnil,filled,line,max=100"`
		Roles    *[]store.StaffRole `json:"roles" validate:"omitnil,min=1,max=10"`
		Unit     *string            `json:"unit" validate:"omitnil,max=40"`
		Disabled *bool              `json:"disabled"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	before, err := s.accountByID(c.UserContext(), c.Params("account"))
	if err != nil {
		return err
	}
	if before.Issuer != "" && (body.Name != nil || body.Login != nil || body.Roles != nil) {
		return errSignsInByOIDC // would be undone at the next sign-in
	}
	after := before
	set(&after.Name, trimmed(body.Name))
	if body.Login != nil {
		after.Login = cleanLogin(*body.Login)
	}
	set(&after.Roles, body.Roles)
	set(&after.Unit, body.Unit)
	set(&after.Disabled, body.Disabled)
	if err := s.checkRoles(c.UserContext(), &after); err != nil {
		return err
	}
	if err := s.Store.EditAccount(c.UserContext(), after); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "EditAccount", "", after.ID); err != nil {
		return err
	}
	if err := s.leaveConsoles(c.UserContext(), account(c).ID, after); err != nil {
		return err
	}
	return c.JSON(viewOf(after))
}

// linkAccount handles POST /staff/api/accounts/:account/link: a new link to choose a password by.
func (s *Server) linkAccount(c *fiber.Ctx) error {
	one, err := s.accountByID(c.UserContext(), c.Params("account"))
	if err != nil {
		return err
	}
	if one.Issuer != "" {
		return errSignsInByOIDC
	}
	if one.Disabled {
		return errDisabled
	}
	path, err := s.newPasswordLink(c.UserContext(), one)
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "LinkAccount", "", one.ID); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"link": path})
}

// signOutAccount handles POST /staff/api/accounts/:account/signout: on every device, at once.
func (s *Server) signOutAccount(c *fiber.Ctx) error {
	one, err := s.accountByID(c.UserContext(), c.Params("account"))
	if err != nil {
		return err
	}
	if err := s.Store.SignOutAll(c.UserContext(), one.ID); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "SignOutAccount", "", one.ID); err != nil {
		return err
	}
	if err := s.revokeConsoles(c.UserContext(), account(c).ID, one.ID); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

func (s *Server) newPasswordLink(ctx context.Context, one store.Account) (path string, err error) {
	link, path := NewPasswordLink(one.ID, s.Now())
	return path, s.Store.AddPasswordLink(ctx, link)
}

func (s *Server) accountByID(ctx context.Context, id string) (store.Account, error) {
	all, err := s.Store.Accounts(ctx)
	if err != nil {
		return store.Account{}, err
	}
	at := slices.IndexFunc(all, func(one store.Account) bool { return one.ID == id })
	if at < 0 {
		return store.Account{}, store.ErrNotFound
	}
	return all[at], nil
}

// checkRoles refuses roles that there are not, and a local lead unit's account without a unit. It
// puts the roles in order.
func (s *Server) checkRoles(ctx context.Context, one *store.Account) error {
	one.Roles = ordered(one.Roles)
	if len(one.Roles) == 0 || slices.ContainsFunc(one.Roles, func(role store.StaffRole) bool { return !slices.Contains(store.StaffRoles(), role) }) {
		return store.ErrInvalid.About("roles")
	}
	if one.Unit == "" {
		if one.Has(store.LeadUnit) && one.Issuer == "" {
			return store.ErrInvalid.About("unit")
		}
		return nil
	}
	nodes, err := s.Store.Nodes(ctx)
	if err != nil {
		return err
	}
	for _, node := range nodes {
		if node.ID == one.Unit && node.Kind == store.NodeUnit {
			return nil
		}
	}
	return store.ErrInvalid.About("unit")
}

// ordered returns each role once, as they are shown; unknown ones first.
func ordered(roles []store.StaffRole) []store.StaffRole {
	roles = unique(roles)
	slices.SortFunc(roles, func(a, b store.StaffRole) int {
		return cmp.Compare(slices.Index(store.StaffRoles(), a), slices.Index(store.StaffRoles(), b))
	})
	return roles
}

// leaveConsoles sends an account out of the consoles that it may not use any more.
func (s *Server) leaveConsoles(ctx context.Context, by string, one store.Account) error {
	if has(one, leadEvents) && !one.Disabled {
		return nil
	}
	return s.revokeConsoles(ctx, by, one.ID)
}

// revokeConsoles ends every entry of an account to a console: it came from a login.
func (s *Server) revokeConsoles(ctx context.Context, by, account string) error {
	entries, err := s.Store.ModeratorsOf(ctx, account)
	if err != nil {
		return err
	}
	for _, one := range entries {
		hub, err := s.Hubs.Hub(ctx, one.Event)
		if err != nil {
			return fmt.Errorf("revoke a console of event %s: %w", one.Event, err)
		}
		if _, err := hub.Do(ctx, live.Actor{Face: live.Staff, ID: by}, live.Revoke{Moderator: one.ID, On: true}); err != nil {
			return fmt.Errorf("revoke a console of event %s: %w", one.Event, err)
		}
	}
	return nil
}
