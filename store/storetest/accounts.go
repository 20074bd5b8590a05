package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

// Accounts checks store.Accounts.
func Accounts(t *testing.T, open Open) {
	ctx := context.Background()
	ada := store.Account{ID: store.NewID(), Name: "Ada Kaya", Login: "ada", Password: "hash", Role: "administration", CreatedAt: 3}

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
		ben := store.Account{ID: store.NewID(), Login: "ben"}
		refused(t, s.CreateAccount(ctx, ben, true), store.ErrSetupLink)
		count(1)
		must(t, s.CreateAccount(ctx, ben, false))
		count(2)
		ben.ID = store.NewID()
		refused(t, s.CreateAccount(ctx, ben, false), store.ErrLoginTaken)
		count(2)

		got, err := s.AccountByLogin(ctx, "ada")
		must(t, err)
		same(t, "account", got, ada)
		_, err = s.AccountByLogin(ctx, "nobody")
		refused(t, err, store.ErrWrongLogin)
	})

	t.Run("a login lasts until it expires or ends", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, ada, true))
		for _, token := range []string{"one", "two"} {
			must(t, s.SignIn(ctx, store.Login{Token: token, Account: ada.ID, ExpiresAt: 100}))
		}
		got, err := s.SignedIn(ctx, "one", 99)
		must(t, err)
		same(t, "account", got, ada)
		_, err = s.SignedIn(ctx, "one", 100)
		refused(t, err, store.ErrLoginNeeded)
		must(t, s.SignOut(ctx, "one"))
		must(t, s.SignOut(ctx, "one"))
		_, err = s.SignedIn(ctx, "one", 1)
		refused(t, err, store.ErrLoginNeeded)
		_, err = s.SignedIn(ctx, "two", 1)
		must(t, err)
		if err := s.SignIn(ctx, store.Login{Token: "three", Account: "nobody"}); err == nil {
			t.Error("nobody signed in")
		}
	})

	t.Run("the house is one", func(t *testing.T) {
		s := open(t)
		for _, want := range []store.House{{}, {Name: "Stadt Musterhausen"}, {Name: "Musterhausen", Notice: "Hinweis"}} {
			if want != (store.House{}) {
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
		must(t, s.Audit(ctx, []store.Audited{entry(10, "e", "1"), entry(20, "e", "2"), entry(10, "other", "3")}))
		must(t, s.Audit(ctx, []store.Audited{entry(20, "e", "4")}))
		must(t, s.Audit(ctx, nil))
		got, err := s.Audits(ctx, "e")
		must(t, err)
		same(t, "entries", got, []store.Audited{entry(20, "e", "4"), entry(20, "e", "2"), entry(10, "e", "1")})
		must(t, s.PruneAudits(ctx, 20))
		got, err = s.Audits(ctx, "e")
		must(t, err)
		same(t, "entries", got, []store.Audited{entry(20, "e", "4"), entry(20, "e", "2")})
		got, err = s.Audits(ctx, "other")
		must(t, err)
		same(t, "entries", got, nil)
	})
}
