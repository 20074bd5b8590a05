package storetest

import (
	"context"
	"strings"
	"testing"

	"masswerk/store"
)

// Views checks store.SavedViews.
func Views(t *testing.T, open Open) {
	ctx := context.Background()
	s := open(t)
	for i, id := range []string{"ada", "ben"} {
		must(t, s.CreateAccount(ctx, store.Account{ID: id, Name: id, Login: id}, i == 0))
	}
	views := func(account string) (list []store.SavedView) {
		t.Helper()
		list, err := s.SavedViews(ctx, account)
		must(t, err)
		return list
	}
	own := store.SavedView{ID: "1", Account: "ada", Page: "measures", Title: "offene", Query: "state=running"}
	shared := store.SavedView{ID: "2", Account: "ada", Page: "inbox", Title: "Alle", Query: "taken=all", Shared: true}
	must(t, s.SaveView(ctx, own))
	must(t, s.SaveView(ctx, shared))
	mine, theirs := []store.SavedView{shared, own}, []store.SavedView{shared}
	mine[0].Own, mine[1].Own = true, true
	same(t, "own views", views("ada"), mine)
	same(t, "another's", views("ben"), theirs)

	foreign := shared
	foreign.Account, foreign.Title = "ben", "Gekapert"
	refused(t, s.SaveView(ctx, foreign), store.ErrNotFound)
	refused(t, s.RemoveView(ctx, "2", "ben"), store.ErrNotFound)
	refused(t, s.RemoveView(ctx, "nothing", "ada"), store.ErrNotFound)
	for _, title := range []string{"", strings.Repeat("ä", store.MaxViewTitle+1)} {
		refused(t, s.SaveView(ctx, store.SavedView{ID: "3", Account: "ada", Title: title}), store.ErrInvalid)
	}
	same(t, "own views", views("ada"), mine)

	own.Title, own.Query, own.Page, own.Shared = "Laufende", "state=planned", "inbox", true
	must(t, s.SaveView(ctx, own))
	same(t, "another's", views("ben"), []store.SavedView{shared, own})
	must(t, s.RemoveView(ctx, "2", "ada"))
	same(t, "another's", views("ben"), []store.SavedView{own})
}
