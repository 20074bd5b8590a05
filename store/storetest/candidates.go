package storetest

import (
	"context"
	"slices"
	"testing"

	"masswerk/store"
)

// Candidates checks store.Candidates.
func Candidates(t *testing.T, open Open) {
	ctx := context.Background()
	outcomes := func(w *workshop) map[int]store.Outcome {
		w.t.Helper()
		list, err := w.store.Outcomes(ctx, w.event.ID)
		must(w.t, err)
		if !slices.IsSortedFunc(list, func(a, b store.Outcome) int { return a.Number - b.Number }) {
			w.t.Error("outcomes are not in order")
		}
		found := map[int]store.Outcome{}
		for _, outcome := range list {
			found[outcome.Number] = outcome
		}
		return found
	}

	t.Run("a promotion keeps sources and their votes", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		want := candidate(w,
			store.Source{Idea: w.ideas[0].ID, Number: 1, Round: 2, Points: 30, Voters: 12, Turnout: 20, Admitted: 25, Rank: 1, Ties: 1},
			store.Source{Field: w.field.ID, Title: "Gebäude"})
		got, created, err := s.Promote(ctx, want)
		must(t, err)
		want.Number, want.Version = 1, 1
		same(t, "candidate", got, want)
		if !created {
			t.Error("not reported as created")
		}
		second, _, err := s.Promote(ctx, candidate(other, store.Source{Idea: other.ideas[0].ID}))
		must(t, err)
		if second.Number != 2 {
			t.Errorf("the second candidate is number %d", second.Number)
		}
		for event, list := range map[string][]store.Candidate{w.event.ID: {want}, other.event.ID: {second}, "": {want, second}, "nobody": nil} {
			got, err := s.Candidates(ctx, event)
			must(t, err)
			same(t, "candidates of "+event, got, list)
		}
	})

	t.Run("promoting again changes nothing", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		one, two := store.Source{Idea: w.ideas[0].ID}, store.Source{Idea: w.ideas[1].ID}
		first, _, err := w.store.Promote(ctx, candidate(w, one, two))
		must(t, err)
		for _, sources := range [][]store.Source{{one, two}, {two}} {
			again := candidate(w, sources...)
			again.Title = "Anders"
			got, created, err := w.store.Promote(ctx, again)
			must(t, err)
			same(t, "candidate", got, first)
			if created {
				t.Error("created once more")
			}
		}
		for _, sources := range [][]store.Source{{one, {Field: w.field.ID}}, {{Idea: w.ideas[3].ID}, two}} {
			_, _, err = w.store.Promote(ctx, candidate(w, sources...))
			refused(t, err, store.ErrAlreadyPromoted)
		}
		_, _, err = w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[3].ID}))
		must(t, err)
		_, _, err = w.store.Promote(ctx, candidate(w, one, store.Source{Idea: w.ideas[3].ID}))
		refused(t, err, store.ErrAlreadyPromoted)
		_, _, err = w.store.Promote(ctx, candidate(w))
		refused(t, err, store.ErrInvalid)
		if all, _ := w.store.Candidates(ctx, ""); len(all) != 2 {
			t.Errorf("%d candidates, want 2", len(all))
		}
	})

	t.Run("a promotion drafts outcomes for all it came from", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		w.do(store.IdeaMoved{Idea: w.ideas[0].ID, Field: w.field.ID},
			store.IdeaMerged{Idea: w.ideas[1].ID, Into: w.ideas[0].ID})
		must(t, w.store.Decide(ctx, []store.Outcome{{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeParked, Reason: "später"}}))
		c, _, err := w.store.Promote(ctx, candidate(w, store.Source{Field: w.field.ID, Title: "Gebäude"}))
		must(t, err)
		same(t, "outcomes", outcomes(w), map[int]store.Outcome{
			1: {Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Kind: store.OutcomeParked, Reason: "später"},
			2: {
				Event: w.event.ID, Idea: w.ideas[1].ID, Number: 2, Kind: store.OutcomePromoted,
				Candidate: c.ID, CandidateNumber: c.Number, CandidateTitle: c.Title,
			}, // 3 is held and was shown to nobody
		})
	})

	t.Run("an edit needs the version it saw", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		c, _, err := w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID}))
		must(t, err)
		got, err := w.store.EditCandidate(ctx, c.ID, 1, "Neu", "Kurz")
		must(t, err)
		c.Title, c.Summary, c.Version = "Neu", "Kurz", 2
		same(t, "candidate", got, c)
		_, err = w.store.EditCandidate(ctx, c.ID, 1, "Zu spät", "")
		refused(t, err, store.ErrVersion)
		_, err = w.store.EditCandidate(ctx, "nothing", 1, "", "")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("outcomes are drafts until published", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		c, _, err := w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID}))
		must(t, err)
		goal := store.Outcome{Event: w.event.ID, Idea: w.ideas[1].ID, Kind: store.OutcomeGoal, Reason: "Leitlinie 2"}
		must(t, w.store.Decide(ctx, []store.Outcome{goal}))
		same(t, "published", w.load().Outcomes, nil)

		published, err := w.store.Publish(ctx, w.event.ID)
		must(t, err)
		same(t, "loaded", w.load().Outcomes, published)
		if len(published) != 2 || !published[0].Published || published[0].CandidateTitle != c.Title || published[1].Reason != goal.Reason {
			t.Errorf("got %+v", published)
		}

		must(t, w.store.Decide(ctx, []store.Outcome{goal}))
		if !outcomes(w)[2].Published {
			t.Error("deciding the same again unpublished it")
		}
		goal.Reason = "Leitlinie 3"
		must(t, w.store.Decide(ctx, []store.Outcome{goal, {Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomePromoted, Reason: "gern"}}))
		got := outcomes(w)
		if got[1].Published || got[2].Published {
			t.Errorf("changed outcomes are still published: %+v", got)
		}
		if got[1].Candidate != c.ID {
			t.Error("the link to the candidate was lost")
		}
	})

	t.Run("an outcome needs an idea of its event", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s)
		for _, outcome := range []store.Outcome{
			{Event: w.event.ID, Idea: "nothing", Kind: store.OutcomeParked},
			{Event: other.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeParked},
		} {
			fine := store.Outcome{Event: w.event.ID, Idea: w.ideas[1].ID, Kind: store.OutcomeParked}
			refused(t, s.Decide(ctx, []store.Outcome{fine, outcome}), store.ErrNotFound)
		}
		same(t, "outcomes", len(outcomes(w)), 0)
	})

	t.Run("candidates outlive their event", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		c, _, err := w.store.Promote(ctx, candidate(w,
			store.Source{Idea: w.ideas[0].ID, Number: 1, Points: 9}, store.Source{Field: w.field.ID, Title: "Gebäude"}))
		must(t, err)
		_, err = w.store.Delete(ctx, w.event.ID, 1)
		must(t, err)
		got, err := w.store.Candidates(ctx, "")
		must(t, err)
		same(t, "candidates", got, []store.Candidate{c})
	})
}
