package server

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

const (
	loginLasts  = 12 * time.Hour
	minPassword = 12
)

var errPasswordShort = (&store.Error{Kind: store.Invalid, Code: "password_short"}).About("password")

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

// accountView is an account as its owner sees it.
type accountView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Login string `json:"login"`
}

// me handles GET /staff/api/me: who is signed in, and whether the house must be set up first.
func (s *Server) me(c *fiber.Ctx) error {
	account, err := s.accountOf(c.UserContext(), c.Cookies(staffCookie))
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
	return c.JSON(fiber.Map{"account": nil, "setup": count == 0})
}

func (s *Server) answerMe(c *fiber.Ctx, account store.Account) error {
	return c.JSON(fiber.Map{"account": accountView{account.ID, account.Name, account.Login}, "setup": false})
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
		Password: hash, Role: "administration", CreatedAt: s.Now().UnixMilli(),
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

// signIn handles POST /staff/api/login. An unknown login takes as long as a wrong password.
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
	if errors.Is(err, store.ErrWrongLogin) {
		account.Password = s.nobody()
	} else if err != nil {
		return err
	}
	right, err := s.rightPassword(body.Password, account.Password)
	if err != nil {
		return err
	}
	if !right || account.ID == "" {
		return store.ErrWrongLogin
	}
	s.logins.giveBack(login, network)
	return s.enter(c, account)
}

// enter signs an account in under a new token, whatever the browser held before.
func (s *Server) enter(c *fiber.Ctx, account store.Account) error {
	if before := c.Cookies(staffCookie); before != "" {
		if err := s.Store.SignOut(c.UserContext(), store.HashSecret(before)); err != nil {
			return err
		}
	}
	token := newSecret()
	expires := s.Now().Add(loginLasts)
	login := store.Login{Token: store.HashSecret(token), Account: account.ID, ExpiresAt: expires.UnixMilli()}
	if err := s.Store.SignIn(c.UserContext(), login); err != nil {
		return err
	}
	s.keep(c, staffCookie, "/staff", token, loginLasts)
	return s.answerMe(c, account)
}

// signOut handles POST /staff/api/logout.
func (s *Server) signOut(c *fiber.Ctx) error {
	if err := s.Store.SignOut(c.UserContext(), store.HashSecret(c.Cookies(staffCookie))); err != nil {
		return err
	}
	s.forget(c, staffCookie, "/staff")
	return c.JSON(struct{}{})
}

// signedIn lets only signed-in staff pass.
func (s *Server) signedIn(c *fiber.Ctx) error {
	account, err := s.accountOf(c.UserContext(), c.Cookies(staffCookie))
	if err != nil {
		return err
	}
	c.Locals(accountKey, account)
	return c.Next()
}

const accountKey = "account"

// account is who passed signedIn.
func account(c *fiber.Ctx) store.Account { return c.Locals(accountKey).(store.Account) }

func (s *Server) accountOf(ctx context.Context, token string) (store.Account, error) {
	if token == "" {
		return store.Account{}, store.ErrLoginNeeded
	}
	return s.Store.SignedIn(ctx, store.HashSecret(token), s.Now().UnixMilli())
}

func cleanLogin(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

func (s *Server) hashPassword(password string) (string, error) {
	if err := s.takeSlot(); err != nil {
		return "", err
	}
	defer s.freeSlot()
	hash, err := argon2id.CreateHash(password, s.effort)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

func (s *Server) rightPassword(password, hash string) (bool, error) {
	if err := s.takeSlot(); err != nil {
		return false, err
	}
	defer s.freeSlot()
	right, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return right, nil
}

// takeSlot waits for one of the few slots for hashing, but not for long.
func (s *Server) takeSlot() error {
	select {
	case s.hashing <- struct{}{}:
		return nil
	case <-time.After(5 * time.Second):
		return store.ErrBusy
	}
}

func (s *Server) freeSlot() { <-s.hashing }

func (s *Server) nobodysPassword() string {
	hash, err := argon2id.CreateHash(newSecret(), s.effort)
	if err != nil {
		panic(err)
	}
	return hash
}
