package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"masswerk/store"
)

// OIDC is where staff may sign in beside the local accounts: a provider of the house's own. An
// empty issuer: nowhere.
type OIDC struct {
	Issuer      string
	ClientID    string
	Secret      string // empty: a public client, which PKCE alone protects
	GroupsClaim string // of the ID token or of the user info; dots lead into objects
	Roles       GroupRoles
	Name        string // what the button says
}

// GroupRoles says which roles the members of a group of the provider have.
type GroupRoles map[string][]store.StaffRole

// ParseGroupRoles reads "group=role" and "group=role+role". A group's name may hold equals signs.
func ParseGroupRoles(pairs []string) (GroupRoles, error) {
	groups := GroupRoles{}
	for _, pair := range pairs {
		at := strings.LastIndex(pair, "=")
		if at < 1 {
			return nil, fmt.Errorf("%q: want group=role or group=role+role", pair)
		}
		group := strings.TrimSpace(pair[:at])
		for name := range strings.SplitSeq(pair[at+1:], "+") {
			role := store.StaffRole(strings.TrimSpace(name))
			if !slices.Contains(store.StaffRoles(), role) {
				return nil, fmt.Errorf("%q is no role: want one of %v", role, store.StaffRoles())
			}
			groups[group] = append(groups[group], role)
		}
	}
	return groups, nil
}

// of returns the roles of somebody in these groups.
func (g GroupRoles) of(groups []string) []store.StaffRole {
	var roles []store.StaffRole
	for _, group := range groups {
		roles = append(roles, g[group]...)
	}
	return ordered(roles)
}

// A provider that does not answer is asked again at the next sign-in, and holds nobody up for long.
const (
	askFor   = 5 * time.Second
	askAgain = 5 * time.Second
)

// errProviderAway keeps what went wrong for the operator's log.
var errProviderAway = errors.New("the OIDC provider does not answer")

// provider is the OIDC provider, asked for its addresses and keys when somebody first signs in. The
// server starts and serves without it.
type provider struct {
	OIDC
	now func() time.Time

	mu     sync.Mutex
	known  *oidc.Provider
	scopes []string
	failed error
	tried  time.Time
}

// oidcClient speaks with the provider. It follows no redirect, so that a secret goes nowhere else.
var oidcClient = &http.Client{
	Timeout:       askFor,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// discover returns the provider, or errProviderAway.
func (p *provider) discover() (*oidc.Provider, []string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, p.scopes, nil
	}
	if p.failed != nil && p.now().Sub(p.tried) < askAgain {
		return nil, nil, p.failed
	}
	known, err := oidc.NewProvider(oidc.ClientContext(context.Background(), oidcClient), p.Issuer)
	p.tried = p.now()
	if err != nil {
		p.failed = fmt.Errorf("%w: %w", errProviderAway, err)
		return nil, nil, p.failed
	}
	var tells struct {
		Scopes []string `json:"scopes_supported"`
	}
	if err := known.Claims(&tells); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errProviderAway, err)
	}
	p.scopes = []string{oidc.ScopeOpenID, "profile"}
	if slices.Contains(tells.Scopes, "groups") {
		p.scopes = append(p.scopes, "groups") // where groups are told to those only who ask for them
	}
	p.known = known
	return p.known, p.scopes, nil
}

func (p *provider) config(callback string) (*oauth2.Config, *oidc.Provider, error) {
	known, scopes, err := p.discover()
	if err != nil {
		return nil, nil, err
	}
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.Secret, Endpoint: known.Endpoint(), RedirectURL: callback, Scopes: scopes,
	}, known, nil
}

// whoIs is what a provider says of somebody who signed in there.
type whoIs struct {
	issuer, subject string
	name, login     string
	groups          []string
}

// errNotProven is a sign-in that the provider refused, or whose answer does not hold.
var errNotProven = errors.New("the sign-in is not proven")

// ask exchanges the code for who signed in. It returns errNotProven or errProviderAway.
func (p *provider) ask(ctx context.Context, code string, begun attempt) (whoIs, error) {
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, oidcClient), askFor)
	defer cancel()
	config, known, err := p.config(begun.callback)
	if err != nil {
		return whoIs{}, err
	}
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(begun.verifier))
	if err != nil {
		if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) {
			return whoIs{}, fmt.Errorf("%w: the code is refused: %s", errNotProven, refused.ErrorCode)
		}
		return whoIs{}, fmt.Errorf("%w: %w", errProviderAway, err)
	}
	raw, _ := token.Extra("id_token").(string)
	proof, err := known.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return whoIs{}, fmt.Errorf("%w: %w", errNotProven, err)
	}
	if proof.Nonce != begun.nonce {
		return whoIs{}, fmt.Errorf("%w: another nonce", errNotProven)
	}
	claims := map[string]any{}
	if err := proof.Claims(&claims); err != nil {
		return whoIs{}, fmt.Errorf("%w: %w", errNotProven, err)
	}
	if claimed(claims, p.GroupsClaim) == nil || wordIn(claims["name"]) == "" {
		if err := addUserInfo(ctx, known, token, proof.Subject, claims); err != nil {
			return whoIs{}, err
		}
	}
	return whoIs{
		issuer: proof.Issuer, subject: proof.Subject, login: wordIn(claims["preferred_username"]),
		name: wordIn(claims["name"]), groups: groupsIn(claimed(claims, p.GroupsClaim)),
	}, nil
}

// addUserInfo adds what the ID token does not say. The user info must be about the same person.
func addUserInfo(ctx context.Context, known *oidc.Provider, token *oauth2.Token, subject string, claims map[string]any) error {
	if known.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := known.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("%w: user info: %w", errProviderAway, err)
	}
	more := map[string]any{}
	if err := info.Claims(&more); err != nil || info.Subject != subject {
		return fmt.Errorf("%w: user info about somebody else", errNotProven)
	}
	for name, value := range more {
		if _, said := claims[name]; !said {
			claims[name] = value
		}
	}
	return nil
}

// claimed returns a claim by its name, or by the path that dots make of it.
func claimed(claims map[string]any, name string) any {
	if value, ok := claims[name]; ok {
		return value
	}
	head, tail, nested := strings.Cut(name, ".")
	inner, ok := claims[head].(map[string]any)
	if !nested || !ok {
		return nil
	}
	return claimed(inner, tail)
}

// groupsIn reads a claim that is a list of names, or one name.
func groupsIn(claim any) (groups []string) {
	switch claim := claim.(type) {
	case string:
		return []string{claim}
	case []any:
		for _, one := range claim {
			if name, ok := one.(string); ok {
				groups = append(groups, name)
			}
		}
	}
	return groups
}

func wordIn(claim any) string {
	said, _ := claim.(string)
	return said
}
