package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

func TestAHouseThatIsLockedOutGetsALink(t *testing.T) {
	ctx := context.Background()
	c := &cli{Data: t.TempDir()}
	db, err := open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	local := store.Account{ID: store.NewID(), Name: "Leitung", Login: "leitung", Password: "x", Roles: []store.StaffRole{store.Administration}}
	locked := store.Account{ID: store.NewID(), Name: "Redaktion", Login: "redaktion", Roles: []store.StaffRole{store.Editor}, Disabled: true}
	elsewhere := store.Account{ID: store.NewID(), Name: "Lesen", Login: "lesen", Roles: []store.StaffRole{store.Reader}, Issuer: "https://login.example.org", Subject: "1"}
	for _, one := range []store.Account{local, locked, elsewhere} {
		if err := db.CreateAccount(ctx, one, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.EditAccount(ctx, locked); err != nil {
		t.Fatal(err)
	}
	db.Close()

	var told bytes.Buffer
	if err := listAccounts(ctx, c, &told); err != nil || !strings.Contains(told.String(), "leitung\tLeitung\tadministration\n") ||
		!strings.Contains(told.String(), "(signs in at https://login.example.org)") || !strings.Contains(told.String(), "redaktion\tRedaktion\teditor (disabled)") {
		t.Errorf("listed %q, %v", told.String(), err)
	}
	told.Reset()
	now := time.Now()
	if err := (accountLinkCommand{Login: " Redaktion ", BaseURL: "https://plan.example.org/"}).link(ctx, c, &told, now); err != nil {
		t.Fatal(err)
	}
	secret, ok := strings.CutPrefix(strings.TrimSpace(told.String()), "https://plan.example.org/staff/password#")
	if !ok {
		t.Fatalf("told %q", told.String())
	}
	for login, want := range map[string]string{"lesen": "signs in at", "niemand": "no account"} {
		if err := (accountLinkCommand{Login: login}).link(ctx, c, &told, now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", login, err)
		}
	}
	if db, err = open(ctx, c); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	account, err := db.TakePasswordLink(ctx, store.HashSecret(secret), now.UnixMilli())
	if err != nil || account.ID != locked.ID || account.Disabled {
		t.Errorf("the link opens %+v, %v", account, err)
	}
}

func TestOIDCSettingsAreChecked(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(" geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	right := oidcFlags{Issuer: "https://login.example.org", ClientID: "masswerk", ClientSecretFile: secret, GroupsClaim: "groups", Roles: []string{"a=editor+reader"}, Name: "Dienstkonto"}
	settings, err := right.settings()
	if err != nil || settings.Secret != "geheim" || len(settings.Roles["a"]) != 2 || settings.Name != "Dienstkonto" {
		t.Errorf("%+v, %v", settings, err)
	}
	if settings, err := (oidcFlags{ClientID: "x"}).settings(); err != nil || settings.Issuer != "" {
		t.Errorf("without an issuer: %+v, %v", settings, err)
	}
	for name, change := range map[string]func(*oidcFlags){
		"no address":       func(o *oidcFlags) { o.Issuer = "login.example.org" },
		"no client":        func(o *oidcFlags) { o.ClientID = "" },
		"no roles":         func(o *oidcFlags) { o.Roles = nil },
		"an unknown role":  func(o *oidcFlags) { o.Roles = []string{"a=chief"} },
		"no such file":     func(o *oidcFlags) { o.ClientSecretFile = secret + "s" },
		"an empty address": func(o *oidcFlags) { o.Issuer = "https://" },
	} {
		wrong := right
		change(&wrong)
		if _, err := wrong.settings(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestCataloguesAreWritten(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	if err := (catalogueCommand{Out: out}).Run(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"catalogues.json": `"name": "participant"`, "catalogues.html": "<h3>participant</h3>",
		"changes.md": "## Was sich an Daten", "released.txt": "Spalte participant.device\t",
	} {
		content, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s lacks %q, %v", name, want, err)
		}
	}
}
