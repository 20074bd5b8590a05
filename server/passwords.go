package server

import (
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

const (
	minPassword      = 12
	passwordLinkLast = 7 * 24 * time.Hour
)

var (
	errPasswordShort = (&store.Error{Kind: store.Invalid, Code: "password_short"}).About("password")
	errOldPassword   = (&store.Error{Kind: store.Invalid, Code: "old_password"}).About("old")
	errSignsInByOIDC = &store.Error{Kind: store.Conflict, Code: "signs_in_elsewhere"}
)

// changePassword handles POST /staff/api/password: one's own, which ends all other logins. Whoever
// found a screen unlocked does not know the old one, and guesses as slowly as at the door.
func (s *Server) changePassword(c *fiber.Ctx) error {
	type request struct {
		Old string `json:"old" validate:"required,max=200"`
		New string `json:"new" validate:"required,max=200"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	who := account(c)
	if who.Password == "" {
		return errSignsInByOIDC
	}
	if len([]rune(body.New)) < minPassword {
		return errPasswordShort.About("new")
	}
	network := s.network(c)
	if wait := s.logins.take(who.Login, network); wait > 0 {
		return tooMany(wait)
	}
	right, err := s.rightPassword(body.Old, who.Password)
	if err != nil {
		return err
	}
	if !right {
		return errOldPassword
	}
	s.logins.giveBack(who.Login, network)
	hash, err := s.hashPassword(body.New)
	if err != nil {
		return err
	}
	keep := store.HashSecret(c.Cookies(staffCookie))
	if err := s.Store.SetPassword(c.UserContext(), who.ID, hash, keep); err != nil {
		return err
	}
	if err := s.audit(c, who.ID, "ChangePassword", "", who.ID); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

// choosePassword handles POST /staff/api/password/link: the holder of a link chooses a password,
// once, and is signed in. A password that is too short does not use the link up.
func (s *Server) choosePassword(c *fiber.Ctx) error {
	type request struct {
		Secret   string `json:"secret" validate:"required,max=128"`
		Password string `json:"password" validate:"required,max=200"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	network := s.network(c)
	if wait := s.wrongPasswordLinks.take(network); wait > 0 {
		return tooMany(wait)
	}
	if len([]rune(body.Password)) < minPassword {
		return errPasswordShort
	}
	hash, err := s.hashPassword(body.Password)
	if err != nil {
		return err
	}
	who, err := s.Store.TakePasswordLink(c.UserContext(), store.HashSecret(body.Secret), s.Now().UnixMilli())
	if err != nil {
		return err
	}
	if who.Disabled || who.Issuer != "" {
		return store.ErrSetupLink
	}
	s.wrongPasswordLinks.giveBack(network)
	if err := s.Store.SetPassword(c.UserContext(), who.ID, hash, ""); err != nil {
		return err
	}
	if err := s.audit(c, who.ID, "ChoosePassword", "", who.ID); err != nil {
		return err
	}
	who.Password = hash
	return s.enter(c, who)
}

// NewPasswordLink makes a link by which the holder of an account chooses a password, in place of an
// earlier one. It returns what follows the server's address; the secret stands behind the #, which
// browsers do not send.
func NewPasswordLink(account string, now time.Time) (link store.PasswordLink, path string) {
	secret := newSecret()
	link = store.PasswordLink{Secret: store.HashSecret(secret), Account: account, ExpiresAt: now.Add(passwordLinkLast).UnixMilli()}
	return link, "/staff/password#" + secret
}

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
