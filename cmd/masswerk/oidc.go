package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"masswerk/server"
)

// oidcFlags say where staff may sign in beside the local accounts. Without an issuer, nowhere.
type oidcFlags struct {
	Issuer           string   `help:"Address of the OIDC provider where staff may sign in, too, for example https://login.example.org/realms/stadt." placeholder:"URL"`
	ClientID         string   `help:"Name of this server at the provider." placeholder:"ID"`
	ClientSecretFile string   `help:"File with the secret of this server at the provider; without one it is a public client." type:"path" placeholder:"FILE"`
	GroupsClaim      string   `help:"Claim that tells the groups of a person; dots lead into objects." default:"groups"`
	Roles            []string `help:"Which roles a group has: administration, editor, release, assessor, lead, reader. Who is in no such group is refused." placeholder:"GROUP=ROLE+ROLE"`
	Name             string   `help:"What the button says." default:"Dienstkonto"`
}

// settings reads the flags, and the secret from its file. Nobody asks the provider yet.
func (o oidcFlags) settings() (server.OIDC, error) {
	if o.Issuer == "" {
		return server.OIDC{}, nil
	}
	issuer, err := url.Parse(o.Issuer)
	if err != nil || issuer.Scheme != "https" && issuer.Scheme != "http" || issuer.Host == "" {
		return server.OIDC{}, fmt.Errorf("--oidc-issuer %s: want https://name", o.Issuer)
	}
	if o.ClientID == "" {
		return server.OIDC{}, errors.New("--oidc-issuer needs --oidc-client-id")
	}
	roles, err := server.ParseGroupRoles(o.Roles)
	if err != nil {
		return server.OIDC{}, fmt.Errorf("--oidc-roles: %w", err)
	}
	if len(roles) == 0 {
		return server.OIDC{}, errors.New("--oidc-issuer needs --oidc-roles: nobody could sign in there")
	}
	settings := server.OIDC{Issuer: o.Issuer, ClientID: o.ClientID, GroupsClaim: o.GroupsClaim, Roles: roles, Name: o.Name}
	if o.ClientSecretFile != "" {
		secret, err := os.ReadFile(o.ClientSecretFile)
		if err != nil {
			return server.OIDC{}, fmt.Errorf("--oidc-client-secret-file: %w", err)
		}
		if settings.Secret = strings.TrimSpace(string(secret)); settings.Secret == "" {
			return server.OIDC{}, fmt.Errorf("--oidc-client-secret-file: %s is empty", o.ClientSecretFile)
		}
	}
	return settings, nil
}
