package storetest

import (
	"context"
	"sync"
	"testing"

	"masswerk/store"
)

// Accounts checks store.Accounts.
func Accounts(t *testing.T, open Open) {
	ctx := context.Background()
	ada := store.Account{
		ID: store.NewID(), Name: "Leitung", Login: "leitung", Password: "hash", CreatedAt: 3,
		Roles: []store.StaffRole{store.Administration, store.Editor}, Unit: "unit-1",
	}
	ben := store.Account{
		ID: store.NewID(), Name: "Bewertung", Login: "bewertung", CreatedAt: 4, Roles: []store.StaffRole{store.Assessor},
		Issuer: "https://anmeldung.example", Subject: "4711",
	}
	signIn := func(t *testing.T, s Store, a store.Account, tokens ...string) {
		t.Helper()
		for _, token := range tokens {
			must(t, s.SignIn(ctx, store.Login{Token: token, Account: a.ID, BeganAt: 1, ExpiresAt: 100}))
		}
	}
	signedIn := func(t *testing.T, s Store, want map[string]bool) {
		t.Helper()
		for token, in := range want {
			_, _, err := s.SignedIn(ctx, token, 1)
			if in {
				must(t, err)
			} else {
				refused(t, err, store.ErrLoginNeeded)
			}
		}
	}
	accounts := func(t *testing.T, s Store) []store.Account {
		t.Helper()
		list, err := s.Accounts(ctx)
		must(t, err)
		return list
	}

	t.Run("the set-up link makes one account", func(t *testing.T) {
		s := open(t)
		count := func(want int) {
			t.Helper()
			got, err := s.CountAccounts(ctx)
			must(t, err)
			same(t, "accounts", got, want)
		}
		count(0)
		must(t, s.CreateAccount(ctx, ada, true))
		count(1)
		refused(t, s.CreateAccount(ctx, ben, true), store.ErrSetupLink)
		count(1)
		must(t, s.CreateAccount(ctx, ben, false))
		count(2)
		again, subject := ben, ben
		again.ID, again.Subject = store.NewID(), "4712"
		subject.ID, subject.Login = store.NewID(), "anders"
		refused(t, s.CreateAccount(ctx, again, false), store.ErrLoginTaken)
		refused(t, s.CreateAccount(ctx, subject, false), store.ErrLoginTaken)
		count(2)
		same(t, "by name", accounts(t, s), []store.Account{ben, ada})
	})

	t.Run("an account is found by its login, or by who it is elsewhere", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		must(t, s.CreateAccount(ctx, ben, false))
		got, err := s.AccountByLogin(ctx, "leitung")
		must(t, err)
		same(t, "account", got, ada)
		_, err = s.AccountByLogin(ctx, "nobody")
		refused(t, err, store.ErrWrongLogin)
		got, err = s.AccountBySubject(ctx, ben.Issuer, ben.Subject)
		must(t, err)
		same(t, "account", got, ben)
		for _, one := range [][2]string{{"", ""}, {ben.Issuer, "4712"}, {"https://other.example", ben.Subject}} {
			_, err = s.AccountBySubject(ctx, one[0], one[1])
			refused(t, err, store.ErrWrongLogin)
		}
	})

	t.Run("an account is edited", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		must(t, s.CreateAccount(ctx, ben, false))
		want := ben
		want.Name, want.Login, want.Roles, want.Unit = "Prüfung", "pruefung", []store.StaffRole{store.LeadUnit, store.Reader}, "unit-2"
		edited := want
		edited.Password, edited.Issuer, edited.Subject, edited.CreatedAt = "other", "", "", 9 // these stay
		must(t, s.EditAccount(ctx, edited))
		same(t, "accounts", accounts(t, s), []store.Account{ada, want})
		edited.Login = ada.Login
		refused(t, s.EditAccount(ctx, edited), store.ErrLoginTaken)
		edited.ID = "nobody"
		refused(t, s.EditAccount(ctx, edited), store.ErrNotFound)
		same(t, "accounts", accounts(t, s), []store.Account{ada, want})
	})

	t.Run("somebody can always manage accounts", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		invited := ada
		invited.ID, invited.Login, invited.Password = store.NewID(), "neu", "" // has not chosen a password yet
		must(t, s.CreateAccount(ctx, invited, false))
		signIn(t, s, ada, "one")
		without, disabled := ada, ada
		without.Roles, disabled.Disabled = []store.StaffRole{store.Editor}, true
		for _, last := range []store.Account{without, disabled} {
			refused(t, s.EditAccount(ctx, last), store.ErrLastAdmin)
		}
		same(t, "accounts", accounts(t, s), []store.Account{ada, invited})
		signedIn(t, s, map[string]bool{"one": true})
		must(t, s.SetPassword(ctx, invited.ID, "chosen", ""))
		must(t, s.EditAccount(ctx, without))
		invited.Roles = nil
		refused(t, s.EditAccount(ctx, invited), store.ErrLastAdmin)
	})

	t.Run("a disabled account is signed out at once", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		must(t, s.CreateAccount(ctx, ben, false))
		signIn(t, s, ada, "one")
		signIn(t, s, ben, "two", "three")
		must(t, s.AddPasswordLink(ctx, store.PasswordLink{Secret: "link", Account: ben.ID, ExpiresAt: 100}))
		off := ben
		off.Disabled = true
		must(t, s.EditAccount(ctx, off))
		signedIn(t, s, map[string]bool{"one": true, "two": false, "three": false})
		signIn(t, s, ben, "four") // who was just signing in
		signedIn(t, s, map[string]bool{"four": false})
		must(t, s.EditAccount(ctx, ben))
		signedIn(t, s, map[string]bool{"two": false})
		_, err := s.TakePasswordLink(ctx, "link", 1)
		refused(t, err, store.ErrSetupLink)
	})

	t.Run("a login lasts until it expires or ends", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		signIn(t, s, ada, "one", "two")
		got, login, err := s.SignedIn(ctx, "one", 99)
		must(t, err)
		same(t, "account", got, ada)
		same(t, "login", login, store.Login{Token: "one", Account: ada.ID, BeganAt: 1, ExpiresAt: 100})
		_, _, err = s.SignedIn(ctx, "one", 100)
		refused(t, err, store.ErrLoginNeeded)
		must(t, s.RenewLogin(ctx, "one", 200))
		_, _, err = s.SignedIn(ctx, "one", 199)
		must(t, err)
		refused(t, s.RenewLogin(ctx, "nothing", 200), store.ErrLoginNeeded)
		must(t, s.SignOut(ctx, "one"))
		must(t, s.SignOut(ctx, "one"))
		refused(t, s.RenewLogin(ctx, "one", 200), store.ErrLoginNeeded)
		signedIn(t, s, map[string]bool{"one": false, "two": true})
		if err := s.SignIn(ctx, store.Login{Token: "three", Account: "nobody"}); err == nil {
			t.Error("nobody signed in")
		}
		must(t, s.SignOutAll(ctx, ada.ID))
		signedIn(t, s, map[string]bool{"two": false})
	})

	t.Run("a new password ends the other logins", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		must(t, s.CreateAccount(ctx, ben, false))
		signIn(t, s, ada, "one", "two")
		signIn(t, s, ben, "three")
		must(t, s.AddPasswordLink(ctx, store.PasswordLink{Secret: "link", Account: ada.ID, ExpiresAt: 100}))
		must(t, s.SetPassword(ctx, ada.ID, "new hash", "one"))
		signedIn(t, s, map[string]bool{"one": true, "two": false, "three": true})
		got, err := s.AccountByLogin(ctx, ada.Login)
		must(t, err)
		same(t, "password", got.Password, "new hash")
		_, err = s.TakePasswordLink(ctx, "link", 1)
		refused(t, err, store.ErrSetupLink)
		refused(t, s.SetPassword(ctx, "nobody", "x", ""), store.ErrNotFound)
	})

	t.Run("a password link serves once", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		link := store.PasswordLink{Secret: "first", Account: ada.ID, ExpiresAt: 100}
		must(t, s.AddPasswordLink(ctx, link))
		link.Secret = "second"
		must(t, s.AddPasswordLink(ctx, link))
		for secret, now := range map[string]int64{"first": 1, "second": 100, "nothing": 1} {
			_, err := s.TakePasswordLink(ctx, secret, now)
			refused(t, err, store.ErrSetupLink)
		}
		var taken sync.Map
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if got, err := s.TakePasswordLink(ctx, "second", 99); err == nil {
					taken.Store(i, got.ID)
				}
			})
		}
		all.Wait()
		var who []any
		taken.Range(func(_, id any) bool { who = append(who, id); return true })
		same(t, "taken by", who, []any{ada.ID})
	})

	t.Run("the house is one", func(t *testing.T) {
		s := open(t)
		full := store.House{
			Name: "Musterhausen", Notice: "Hinweis", StateNames: map[store.MeasureState]string{store.MeasureRunning: "in Umsetzung"},
			Priorities: []store.Priority{{Key: "a", Title: "A", Meaning: "Sofort"}}, AnswerWeeks: 6, AuditDays: 30, Prefix: "DM",
		}
		for i, want := range []store.House{{}, {Name: "Stadt Musterhausen"}, full, {Name: "Musterhausen"}} {
			if i > 0 {
				must(t, s.SetHouse(ctx, want))
			}
			got, err := s.House(ctx)
			must(t, err)
			same(t, "house", got, want)
		}
	})

	t.Run("the audit log is read from its end", func(t *testing.T) {
		s := open(t)
		entry := func(at int64, event, about string) store.Audited {
			return store.Audited{At: at, Actor: ada.ID, Action: "ModerateIdea", Event: event, About: about}
		}
		read := func(event string, want ...store.Audited) {
			t.Helper()
			got, err := s.Audits(ctx, event)
			must(t, err)
			same(t, "entries", got, want)
		}
		must(t, s.Audit(ctx, []store.Audited{entry(10, "e", "1"), entry(20, "e", "2"), entry(10, "other", "3"), entry(30, "", "5")}))
		must(t, s.Audit(ctx, []store.Audited{entry(20, "e", "4")}))
		must(t, s.Audit(ctx, nil))
		read("e", entry(20, "e", "4"), entry(20, "e", "2"), entry(10, "e", "1"))
		read("", entry(30, "", "5"))
		must(t, s.PruneAudits(ctx, 20))
		read("e", entry(20, "e", "4"), entry(20, "e", "2"))
		read("other")
	})
}
