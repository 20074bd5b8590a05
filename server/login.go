package server

import (
	"context"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// A login ends when it was not used for a while, and a week after signing in at the latest.
const (
	loginLasts     = 12 * time.Hour
	loginLastsMost = 7 * 24 * time.Hour
	renewAfter     = 10 * time.Minute // of use, so that not every request writes
)

var errDisabled = &store.Error{Kind: store.Forbidden, Code: "account_disabled"}

// loginBudgets slow down guessing: one account from one network, one account from anywhere, and
// one network. A colleague's account cannot be locked from another network by a few guesses.
type loginBudgets struct{ here, account, network *budget }

func newLoginBudgets(now func() time.Time) *loginBudgets {
	return &loginBudgets{
		here:    newBudget(now, 8, time.Minute),
		account: newBudget(now, 100, 10*time.Second),
		network: newBudget(now, 60, 5*time.Second),
	}
}

// take asks the narrowest budget first, so that what it refuses costs the wider ones nothing.
func (b *loginBudgets) take(login, network string) (wait time.Duration) {
	if wait := b.here.take(login + " " + network); wait > 0 {
		return wait
	}
	if wait := b.network.take(network); wait > 0 {
		return wait
	}
	return b.account.take(login)
}

func (b *loginBudgets) giveBack(login, network string) {
	b.here.giveBack(login + " " + network)
	b.account.giveBack(login)
	b.network.giveBack(network)
}

// ownAccount is an account as its owner sees it. Passwordless is whoever signs in elsewhere.
type ownAccount struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Login        string            `json:"login"`
	Roles        []store.StaffRole `json:"roles"`
	Rights       []right           `json:"rights"`
	Unit         string            `json:"unit"`
	Passwordless bool              `json:"passwordless"`
}

// door is what the page learns first: who is signed in, and how one signs in here.
type door struct {
	Account  *ownAccount `json:"account"`
	Setup    bool        `json:"setup"`
	OIDC     bool        `json:"oidc"`
	OIDCName string      `json:"oidc_name,omitempty"` // what its button says
}

// me handles GET /staff/api/me: who is signed in, and whether the house must be set up first.
func (s *Server) me(c *fiber.Ctx) error {
	account, _, err := s.accountOf(c.UserContext(), c.Cookies(staffCookie))
	if err == nil {
		return s.answerMe(c, account)
	}
	if !errors.Is(err, store.ErrLoginNeeded) {
		return err
	}
	count, err := s.Store.CountAccounts(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(s.door(nil, count == 0))
}

func (s *Server) answerMe(c *fiber.Ctx, account store.Account) error {
	return c.JSON(s.door(&ownAccount{
		ID: account.ID, Name: account.Name, Login: account.Login, Roles: account.Roles, Rights: rightsOf(account),
		Unit: account.Unit, Passwordless: account.Issuer != "",
	}, false))
}

func (s *Server) door(account *ownAccount, setup bool) door {
	return door{Account: account, Setup: setup, OIDC: s.OIDC.Issuer != "", OIDCName: s.OIDC.Name}
}

// setUp handles POST /staff/api/setup: the link from the terminal makes the first account, once.
func (s *Server) setUp(c *fiber.Ctx) error {
	type request struct {
		Secret   string `json:"secret" validate:"required,max=128"`
		Name     string `json:"name" validate:"required,filled,line,max=100"`
		Login    string `json:"login" validate:"required,filled,line,max=100"`
		Password string `json:"password" validate:"required,max=200"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	s.setupMu.Lock()
	defer s.setupMu.Unlock()
	if s.Setup == "" || subtle.ConstantTimeCompare([]byte(body.Secret), []byte(s.Setup)) != 1 {
		return store.ErrSetupLink
	}
	if len([]rune(body.Password)) < minPassword {
		return errPasswordShort
	}
	hash, err := s.hashPassword(body.Password)
	if err != nil {
		return err
	}
	account := store.Account{
		ID: store.NewID(), Name: strings.TrimSpace(body.Name), Login: cleanLogin(body.Login),
		Password: hash, CreatedAt: s.Now().UnixMilli(),
		Roles: []store.StaffRole{store.Administration, store.Editor, store.Releaser, store.Assessor},
	}
	if err := s.Store.CreateAccount(c.UserContext(), account, true); err != nil {
		return err
	}
	s.Setup = ""
	if err := s.audit(c, account.ID, "SetUp", "", account.ID); err != nil {
		return err
	}
	return s.enter(c, account)
}

// signIn handles POST /staff/api/login. An unknown login, and one without a password, takes as long
// as a wrong password.
func (s *Server) signIn(c *fiber.Ctx) error {
	type request struct {
		Login    string `json:"login" validate:"required,max=100"`
		Password string `json:"password" validate:"required,max=200"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	login, network := cleanLogin(body.Login), s.network(c)
	if wait := s.logins.take(login, network); wait > 0 {
		return tooMany(wait)
	}
	account, err := s.Store.AccountByLogin(c.UserContext(), login)
	if err != nil && !errors.Is(err, store.ErrWrongLogin) {
		return err
	}
	has := account.Password
	if has == "" {
		has = s.nobody()
	}
	right, err := s.rightPassword(body.Password, has)
	if err != nil {
		return err
	}
	if !right || account.Password == "" {
		return store.ErrWrongLogin
	}
	s.logins.giveBack(login, network)
	if account.Disabled {
		return errDisabled
	}
	return s.enter(c, account)
}

// enter signs an account in and tells it who it is.
func (s *Server) enter(c *fiber.Ctx, account store.Account) error {
	if err := s.begin(c, account); err != nil {
		return err
	}
	return s.answerMe(c, account)
}

// begin signs an account in under a new token, whatever the browser held before.
func (s *Server) begin(c *fiber.Ctx, account store.Account) error {
	if before := c.Cookies(staffCookie); before != "" {
		if err := s.Store.SignOut(c.UserContext(), store.HashSecret(before)); err != nil {
			return err
		}
	}
	token, now := newSecret(), s.Now()
	login := store.Login{
		Token: store.HashSecret(token), Account: account.ID, BeganAt: now.UnixMilli(), ExpiresAt: now.Add(loginLasts).UnixMilli(),
	}
	if err := s.Store.SignIn(c.UserContext(), login); err != nil {
		return err
	}
	s.keep(c, staffCookie, "/staff", token, loginLasts)
	return nil
}

// signOut handles POST /staff/api/logout.
func (s *Server) signOut(c *fiber.Ctx) error {
	if err := s.Store.SignOut(c.UserContext(), store.HashSecret(c.Cookies(staffCookie))); err != nil {
		return err
	}
	s.forget(c, staffCookie, "/staff")
	return c.JSON(struct{}{})
}

// signedIn lets only signed-in staff pass, and moves the end of a login that is used.
func (s *Server) signedIn(c *fiber.Ctx) error {
	account, login, err := s.accountOf(c.UserContext(), c.Cookies(staffCookie))
	if err != nil {
		return err
	}
	if err := s.renew(c, login); err != nil {
		return err
	}
	c.Locals(accountKey, account)
	return c.Next()
}

// renew moves the end of a login and of its cookie. When nothing can be stored, the login goes on
// as it was: reading must not fail with the disk.
func (s *Server) renew(c *fiber.Ctx, login store.Login) error {
	now := s.Now()
	end := min(now.Add(loginLasts).UnixMilli(), login.BeganAt+loginLastsMost.Milliseconds())
	if end-login.ExpiresAt < renewAfter.Milliseconds() {
		return nil
	}
	err := s.Store.RenewLogin(c.UserContext(), login.Token, end)
	if errors.Is(err, store.ErrStorage) || errors.Is(err, store.ErrStorageFull) {
		return nil
	}
	if err == nil {
		s.keep(c, staffCookie, "/staff", c.Cookies(staffCookie), time.UnixMilli(end).Sub(now))
	}
	return err
}

const accountKey = "account"

// account is who passed signedIn.
func account(c *fiber.Ctx) store.Account { return c.Locals(accountKey).(store.Account) }

func (s *Server) accountOf(ctx context.Context, token string) (store.Account, store.Login, error) {
	if token == "" {
		return store.Account{}, store.Login{}, store.ErrLoginNeeded
	}
	return s.Store.SignedIn(ctx, store.HashSecret(token), s.Now().UnixMilli())
}

func cleanLogin(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }
