package server

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/oauth2"

	"masswerk/store"
)

const (
	oidcCookie   = "masswerk_oidc" // which attempt to sign in this browser has begun
	oidcPath     = "/staff/api/oidc"
	attemptLasts = 10 * time.Minute
	attemptsMost = 10_000
)

// Refusals of a sign-in by OIDC. The browser is on its way through pages, so they come back to
// /staff as ?refused=CODE, which the page puts into words.
var (
	errOIDCAway    = &store.Error{Kind: store.Unavailable, Code: "oidc_unavailable"}
	errOIDCAgain   = &store.Error{Kind: store.Forbidden, Code: "oidc_again"}   // began elsewhere, too long ago, or twice
	errOIDCRefused = &store.Error{Kind: store.Forbidden, Code: "oidc_refused"} // the provider says no, or proves nothing
	errOIDCNoRole  = &store.Error{Kind: store.Forbidden, Code: "oidc_no_role"}
)

// attempt is a sign-in that a browser began and the provider has not answered yet.
type attempt struct {
	state, nonce, verifier string
	callback               string
	to                     string // where the person wanted to go
	ends                   time.Time
}

// attempts are kept in memory, each for one answer: what was taken once is gone.
type attempts struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]attempt // by hash of the browser's cookie
}

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, all: map[string]attempt{}}
}

func (a *attempts) add(cookie string, one attempt) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.all) >= attemptsMost {
		for key, old := range a.all {
			if a.now().After(old.ends) {
				delete(a.all, key)
			}
		}
		if len(a.all) >= attemptsMost {
			return store.ErrBusy
		}
	}
	one.ends = a.now().Add(attemptLasts)
	a.all[store.HashSecret(cookie)] = one
	return nil
}

// take returns an attempt once, if it has not ended.
func (a *attempts) take(cookie string) (attempt, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := store.HashSecret(cookie)
	one, ok := a.all[key]
	delete(a.all, key)
	return one, ok && !a.now().After(one.ends)
}

// beginOIDC handles GET /staff/api/oidc: off to the provider. ?to= is where the person wants to be
// afterwards.
func (s *Server) beginOIDC(c *fiber.Ctx) error {
	return s.orBack(c, func() (string, error) {
		if s.OIDC.Issuer == "" {
			return "", errOIDCAway
		}
		if wait := s.oidcTries.take(s.network(c)); wait > 0 {
			return "", tooMany(wait)
		}
		callback, err := s.oidcCallback(c)
		if err != nil {
			return "", err
		}
		config, _, err := s.provider.config(callback)
		if err != nil {
			return "", err
		}
		cookie := newSecret()
		begun := attempt{state: newSecret(), nonce: newSecret(), verifier: oauth2.GenerateVerifier(), callback: callback, to: staffPage(c.Query("to"))}
		if err := s.attempts.add(cookie, begun); err != nil {
			return "", err
		}
		s.keep(c, oidcCookie, oidcPath, cookie, attemptLasts)
		return config.AuthCodeURL(begun.state, oauth2.S256ChallengeOption(begun.verifier), oauth2.SetAuthURLParam("nonce", begun.nonce)), nil
	})
}

// endOIDC handles GET /staff/api/oidc/callback: back from the provider.
func (s *Server) endOIDC(c *fiber.Ctx) error {
	return s.orBack(c, func() (string, error) {
		network := s.network(c)
		if wait := s.wrongAnswers.take(network); wait > 0 {
			return "", tooMany(wait)
		}
		begun, ok := s.attempts.take(c.Cookies(oidcCookie))
		s.forget(c, oidcCookie, oidcPath)
		if !ok || subtle.ConstantTimeCompare([]byte(c.Query("state")), []byte(begun.state)) != 1 {
			return "", errOIDCAgain
		}
		if c.Query("error") != "" || c.Query("code") == "" {
			return "", errOIDCRefused
		}
		who, err := s.provider.ask(c.UserContext(), c.Query("code"), begun)
		if err != nil {
			return "", err
		}
		s.wrongAnswers.giveBack(network)
		account, err := s.accountFor(c.UserContext(), who)
		if err != nil {
			return "", err
		}
		return begun.to, s.begin(c, account)
	})
}

// orBack redirects to where next says, and back to the staff page with the code of what went wrong.
func (s *Server) orBack(c *fiber.Ctx, next func() (string, error)) error {
	to, err := next()
	refused := store.ErrInternal
	switch {
	case err == nil:
		return c.Redirect(to, fiber.StatusFound)
	case errors.Is(err, errProviderAway):
		s.Log.Warn("sign-in by OIDC failed", "error", err)
		refused = errOIDCAway
	case errors.Is(err, errNotProven):
		s.Log.Warn("sign-in by OIDC refused", "error", err)
		refused = errOIDCRefused
	case !errors.As(err, &refused):
		s.Log.Error("request failed", "method", c.Method(), "route", c.Route().Path, "error", err)
		refused = store.ErrInternal
	}
	return c.Redirect("/staff?refused="+refused.Code, fiber.StatusFound)
}

// accountFor returns the account of who signed in at the provider, made at the first time. Roles
// follow the groups at every sign-in; who has none left is signed out everywhere.
func (s *Server) accountFor(ctx context.Context, who whoIs) (store.Account, error) {
	account, err := s.Store.AccountBySubject(ctx, who.issuer, who.subject)
	first := errors.Is(err, store.ErrWrongLogin)
	if err != nil && !first {
		return account, err
	}
	roles := s.OIDC.Roles.of(who.groups)
	switch {
	case len(roles) == 0 && !first:
		return account, errors.Join(errOIDCNoRole, s.Store.SignOutAll(ctx, account.ID), s.revokeConsoles(ctx, account.ID, account.ID))
	case len(roles) == 0:
		return account, errOIDCNoRole
	case first:
		return s.newAccountFor(ctx, who, roles)
	case account.Disabled:
		return account, errDisabled
	}
	name := oneLine(who.name, account.Name)
	if name == account.Name && slices.Equal(roles, ordered(account.Roles)) {
		return account, nil
	}
	account.Name, account.Roles = name, roles
	if err := s.Store.EditAccount(ctx, account); err != nil {
		return account, err
	}
	if err := s.auditAs(ctx, account.ID, "FollowGroups", account.ID); err != nil {
		return account, err
	}
	return account, s.leaveConsoles(ctx, account.ID, account)
}

// newAccountFor makes an account for who signs in elsewhere. When its login is taken by another
// one, it gets one that nobody types: it is shown, and signs nobody in.
func (s *Server) newAccountFor(ctx context.Context, who whoIs, roles []store.StaffRole) (store.Account, error) {
	unlike := "oidc-" + store.HashSecret(who.issuer + " " + who.subject)[:12]
	account := store.Account{
		ID: store.NewID(), Login: cleanLogin(oneLine(who.login, unlike)), Roles: roles,
		Issuer: who.issuer, Subject: who.subject, CreatedAt: s.Now().UnixMilli(),
	}
	account.Name = oneLine(who.name, account.Login)
	err := s.Store.CreateAccount(ctx, account, false)
	if errors.Is(err, store.ErrLoginTaken) {
		account.Login = unlike
		err = s.Store.CreateAccount(ctx, account, false)
	}
	if err != nil {
		return account, fmt.Errorf("create the account of who signs in elsewhere: %w", err)
	}
	return account, s.auditAs(ctx, account.ID, "CreateAccount", account.ID)
}

// oneLine makes a line of at most 100 characters of what a provider says, or takes another text.
func oneLine(said, otherwise string) string {
	clean := strings.TrimSpace(strings.Map(func(r rune) rune {
		if breaksLine(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(said, "")))
	if clean == "" {
		return otherwise
	}
	runes := []rune(clean)
	return string(runes[:min(len(runes), 100)])
}

// oidcCallback is the address to which the provider sends browsers back: the public one, or the one
// of ours under which the browser asked.
func (s *Server) oidcCallback(c *fiber.Ctx) (string, error) {
	if s.BaseURL != "" {
		return s.BaseURL + oidcPath + "/callback", nil
	}
	origin := "http://" + c.Get(fiber.HeaderHost)
	if s.secure(c) {
		origin = "https://" + c.Get(fiber.HeaderHost)
	}
	if !s.origins.allowed(origin) {
		return "", store.ErrForbidden
	}
	return origin + oidcPath + "/callback", nil
}

// staffPage returns an address of the staff pages, and never another site's.
func staffPage(asked string) string {
	parsed, err := url.Parse(asked)
	if err != nil || parsed.Scheme != "" || parsed.Host != "" || parsed.User != nil || strings.ContainsAny(asked, "\\\r\n\t") ||
		parsed.Path != "/staff" && !strings.HasPrefix(parsed.Path, "/staff/") || strings.HasPrefix(parsed.Path, "/staff/api") || strings.Contains(parsed.Path, "..") {
		return "/staff"
	}
	return (&url.URL{Path: parsed.Path, RawQuery: parsed.RawQuery}).String()
}
