package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

func joining(t *testing.T, open Open) {
	ctx := context.Background()
	setUp := func(t *testing.T) (s Store, w, elsewhere *workshop) {
		s = open(t)
		w, elsewhere = begin(t, s).collect(), begin(t, s).collect()
		elsewhere.event.HeldOn, elsewhere.event.Title = "2025-03-01", "Barcamp"
		elsewhere.do(store.EventEdited{Event: elsewhere.event})
		return s, w, elsewhere
	}
	joined := func(w *workshop, idea int) store.Joined {
		return store.Joined{Event: w.event.ID, Title: w.event.Title, Number: idea + 1, ID: w.ideas[idea].ID}
	}
	// shown fails unless the inbox shows exactly these pointers.
	shown := func(t *testing.T, s Store, pointers map[store.Joined]store.Joined) {
		t.Helper()
		got := map[store.Joined]store.Joined{}
		items, _ := inbox(t, s, store.InboxFilter{Taken: "all", Kind: "idea"})
		followers := 0
		for _, item := range items {
			if item.JoinedTo != nil {
				got[store.Joined{Event: item.Event, Title: item.Title, Number: item.Number, ID: item.ID}] = *item.JoinedTo
			}
			for _, one := range item.Joined {
				followers++
				if pointers[one].ID != item.ID {
					t.Errorf("%v is said to go on with %v", one, item.ID)
				}
			}
		}
		same(t, "pointers", got, pointers)
		if followers != len(pointers) {
			t.Errorf("%d followers, want %d", followers, len(pointers))
		}
	}

	t.Run("across events and within one, and apart again", func(t *testing.T) {
		s, w, elsewhere := setUp(t)
		for range 2 {
			must(t, s.Join(ctx, elsewhere.ideas[0].ID, w.ideas[1].ID))
			must(t, s.Join(ctx, w.ideas[0].ID, w.ideas[1].ID))
		}
		shown(t, s, map[store.Joined]store.Joined{joined(elsewhere, 0): joined(w, 1), joined(w, 0): joined(w, 1)})
		for range 2 {
			must(t, s.Join(ctx, w.ideas[0].ID, ""))
		}
		shown(t, s, map[store.Joined]store.Joined{joined(elsewhere, 0): joined(w, 1)})
	})

	t.Run("no chain, no circle, nothing that is gone", func(t *testing.T) {
		s, w, elsewhere := setUp(t)
		w.do(store.IdeaWithdrawn{Idea: w.ideas[3].ID, At: 1})
		must(t, s.Join(ctx, elsewhere.ideas[0].ID, w.ideas[1].ID))
		for name, one := range map[string]struct {
			idea, into string
			want       error
		}{
			"itself":                        {w.ideas[0].ID, w.ideas[0].ID, store.ErrJoinedAlready},
			"a circle":                      {w.ideas[1].ID, elsewhere.ideas[0].ID, store.ErrJoinedAlready},
			"into what is joined":           {w.ideas[0].ID, elsewhere.ideas[0].ID, store.ErrJoinedAlready},
			"what others go on with":        {w.ideas[1].ID, w.ideas[0].ID, store.ErrJoinedAlready},
			"what goes on with another":     {elsewhere.ideas[0].ID, w.ideas[0].ID, store.ErrJoinedAlready},
			"an unknown one":                {"nothing", w.ideas[0].ID, store.ErrNotFound},
			"into an unknown one":           {w.ideas[0].ID, "nothing", store.ErrNotFound},
			"parting an unknown one":        {"nothing", "", store.ErrNotFound},
			"a withdrawn one":               {w.ideas[3].ID, w.ideas[0].ID, store.ErrIdeaWithdrawn},
			"into a withdrawn one":          {w.ideas[0].ID, w.ideas[3].ID, store.ErrIdeaWithdrawn},
			"into a field's, not an idea's": {w.ideas[0].ID, w.field.ID, store.ErrNotFound},
		} {
			t.Run(name, func(t *testing.T) { refused(t, s.Join(ctx, one.idea, one.into), one.want) })
		}
		shown(t, s, map[store.Joined]store.Joined{joined(elsewhere, 0): joined(w, 1)})
	})

	t.Run("a withdrawal parts, and so does a deletion", func(t *testing.T) {
		s, w, elsewhere := setUp(t)
		for i := range 3 {
			must(t, s.Join(ctx, elsewhere.ideas[i].ID, w.ideas[i].ID))
		}
		w.do(store.IdeaWithdrawn{Idea: w.ideas[0].ID, At: 1})
		elsewhere.do(store.IdeaWithdrawn{Idea: elsewhere.ideas[1].ID, At: 1})
		shown(t, s, map[store.Joined]store.Joined{joined(elsewhere, 2): joined(w, 2)})
		_, err := s.Delete(ctx, w.event.ID, 1)
		must(t, err)
		shown(t, s, map[store.Joined]store.Joined{})
	})
}
