package storetest

import (
	"context"
	"slices"
	"testing"

	"masswerk/store"
)

// Outcomes checks store.Outcomes.
func Outcomes(t *testing.T, open Open) {
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

	t.Run("outcomes are drafts until published", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		c, _, err := w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID}), editing)
		must(t, err)
		goal := store.Outcome{Event: w.event.ID, Idea: w.ideas[1].ID, Kind: store.OutcomeGoal, Reason: "Leitlinie 2"}
		must(t, w.store.Decide(ctx, []store.Outcome{goal}, 1))
		same(t, "published", w.load().Outcomes, nil)

		published, err := w.store.Publish(ctx, w.event.ID, 1)
		must(t, err)
		same(t, "loaded", w.load().Outcomes, published)
		if len(published) != 2 || !published[0].Published || published[0].CandidateTitle != c.Profile.Title || published[1].Reason != goal.Reason {
			t.Errorf("got %+v", published)
		}

		must(t, w.store.Decide(ctx, []store.Outcome{goal}, 1))
		if !outcomes(w)[2].Published {
			t.Error("deciding the same again unpublished it")
		}
		goal.Reason = "Leitlinie 3"
		must(t, w.store.Decide(ctx, []store.Outcome{goal, {Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomePromoted, Reason: "gern"}}, 1))
		got := outcomes(w)
		if got[1].Published || got[2].Published {
			t.Errorf("changed outcomes are still published: %+v", got)
		}
		if got[1].Measure != c.ID {
			t.Error("the link to the measure was lost")
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
			refused(t, s.Decide(ctx, []store.Outcome{fine, outcome}, 1), store.ErrNotFound)
		}
		same(t, "outcomes", len(outcomes(w)), 0)
	})

	t.Run("every word of an outcome is kept, and a change of one is a draft", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		goal, m := node(t, s, store.NodeGoal, "Papierlos", ""), draft(t, s, "Licht")
		full := store.Outcome{
			Event: w.event.ID, Idea: w.ideas[1].ID, Number: 2, Kind: store.OutcomeGoal, Reason: "Passt", ReviewOn: "2027-03-01", Link: "https://example.org/licht",
			Whose: "Land", Node: goal.ID, NodeTitle: "Papierlos", JoinedEvent: "Barcamp", JoinedNumber: 7,
			Measure: m.ID, CandidateNumber: 1, CandidateTitle: "Licht", MeasureState: store.MeasureCandidate, DecidedAt: 5,
		}
		must(t, s.Decide(ctx, []store.Outcome{full}, 5))
		same(t, "outcome", outcomes(w), map[int]store.Outcome{2: full})
		for name, change := range map[string]func(*store.Outcome){
			"kind":          func(o *store.Outcome) { o.Kind = store.OutcomeParked },
			"reason":        func(o *store.Outcome) { o.Reason = "Doch nicht" },
			"review":        func(o *store.Outcome) { o.ReviewOn = "" },
			"link":          func(o *store.Outcome) { o.Link = "" },
			"whose":         func(o *store.Outcome) { o.Whose = "Bund" },
			"node":          func(o *store.Outcome) { o.Node, o.NodeTitle = "", "" },
			"joined event":  func(o *store.Outcome) { o.JoinedEvent = "Werkstatt" },
			"joined number": func(o *store.Outcome) { o.JoinedNumber = 8 },
			"measure": func(o *store.Outcome) {
				o.Measure, o.CandidateNumber, o.CandidateTitle, o.MeasureState = "", 0, "", ""
			},
		} {
			must(t, s.Decide(ctx, []store.Outcome{full}, 6))
			_, err := s.Publish(ctx, w.event.ID, 7)
			must(t, err)
			must(t, s.Decide(ctx, []store.Outcome{full}, 8))
			if got := outcomes(w)[2]; !got.Published || got.DecidedAt != 7 {
				t.Errorf("before %s: got %+v", name, got)
			}
			other := full
			change(&other)
			other.DecidedAt = 9
			must(t, s.Decide(ctx, []store.Outcome{other}, 9))
			same(t, "changed "+name, outcomes(w)[2], other)
		}
		for _, unknown := range []store.Outcome{
			{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeGoal, Node: "nothing"},
			{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeInProgress, Measure: "nothing"},
		} {
			refused(t, s.Decide(ctx, []store.Outcome{unknown}, 1), store.ErrNotFound)
		}
	})

	t.Run("who waits is counted by event", func(t *testing.T) {
		s := open(t)
		w, settled := begin(t, s).collect(), begin(t, s).collect()
		w.do(store.IdeaMerged{Idea: w.ideas[0].ID, Into: w.ideas[1].ID}, store.IdeaWithdrawn{Idea: w.ideas[2].ID, At: 1})
		before := w.ideas[0].SubmittedAt + 1
		var decided []store.Outcome
		for _, idea := range settled.ideas {
			decided = append(decided, store.Outcome{Event: settled.event.ID, Idea: idea.ID, Kind: store.OutcomeParked})
		}
		must(t, s.Decide(ctx, append(decided, store.Outcome{Event: w.event.ID, Idea: w.ideas[3].ID, Kind: store.OutcomeParked}), 1))
		_, err := s.Publish(ctx, settled.event.ID, 1)
		must(t, err)
		want := store.Waiting{Event: w.event.ID, Title: w.event.Title, HeldOn: w.event.HeldOn, Waiting: 2, All: 2, Oldest: "2023-11-14"}
		waiting := func(before int64) []store.Waiting {
			t.Helper()
			got, err := s.Unanswered(ctx, before)
			must(t, err)
			return got
		}
		same(t, "waiting", waiting(before), []store.Waiting{want}) // a draft is no answer
		same(t, "waiting for longer", waiting(before-1), nil)
		_, err = s.Publish(ctx, w.event.ID, 1)
		must(t, err)
		want.Waiting = 1
		same(t, "waiting", waiting(before), []store.Waiting{want})
	})

	t.Run("the journey", func(t *testing.T) { journeys(t, open) })
	t.Run("releases", func(t *testing.T) { releases(t, open) })
}
