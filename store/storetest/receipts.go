package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

// Receipts checks store.Receipts.
func Receipts(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("a secret opens its author's ideas and no others", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		w.do(store.IdeaMerged{Idea: w.ideas[0].ID, Into: w.ideas[1].ID},
			store.IdeaMoved{Idea: w.ideas[3].ID, Field: w.field.ID},
			store.IdeaNominated{Idea: w.ideas[3].ID, On: true},
			store.IdeaModerated{Idea: w.ideas[3].ID, State: store.Returned, Reason: "bitte kürzer"})
		got, err := s.Traces(ctx, w.event.ID, phoneSecret)
		must(t, err)
		same(t, "traces", got, []store.Trace{
			{Event: w.event.ID, Number: 1, Kind: store.Proposal, Text: "Mehr Licht", State: store.Shown, MergedInto: 2},
			{Event: w.event.ID, Number: 4, Kind: store.Proposal, Text: "Ruhe", State: store.Returned, Reason: "bitte kürzer", Field: "Gebäude", Nominated: true},
		})
		for event, secret := range map[string]string{w.event.ID: "a guess", other.event.ID: "", "nobody": phoneSecret} {
			got, err := s.Traces(ctx, event, secret)
			must(t, err)
			same(t, "traces of a stranger", got, nil)
		}
	})

	t.Run("an idea without a receipt is not found", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		idea := w.ideas[0]
		idea.ID, idea.Number, idea.Author, idea.OnBehalf = store.NewID(), 5, "", true
		w.do(store.IdeaSubmitted{Idea: idea})
		got, err := w.store.Traces(ctx, w.event.ID, "")
		must(t, err)
		same(t, "traces", got, nil)
	})

	t.Run("outcomes are seen once they are published", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		c, _, err := w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID, Number: 1}), editing)
		must(t, err)
		got, err := w.store.Traces(ctx, w.event.ID, phoneSecret)
		must(t, err)
		if len(got) != 2 || got[0].Outcome != nil {
			t.Fatalf("a draft is seen: %+v", got)
		}
		_, err = w.store.Publish(ctx, w.event.ID, 1)
		must(t, err)
		got, err = w.store.Traces(ctx, w.event.ID, phoneSecret)
		must(t, err)
		want := store.Outcome{
			Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Kind: store.OutcomePromoted, Published: true, DecidedAt: 1,
			Measure: c.ID, CandidateNumber: c.Candidate, CandidateTitle: c.Profile.Title, MeasureState: store.MeasureCandidate,
		}
		if got[0].Outcome == nil || *got[0].Outcome != want || got[1].Outcome != nil {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("they outlive the event, without its text", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		c, _, err := w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID, Number: 1}), editing)
		must(t, err)
		_, err = w.store.Publish(ctx, w.event.ID, 1)
		must(t, err)
		must(t, w.store.Decide(ctx, []store.Outcome{{Event: w.event.ID, Idea: w.ideas[3].ID, Kind: store.OutcomeParked, Reason: "Entwurf"}}, 1))
		w.do(store.IdeaMoved{Idea: w.ideas[0].ID, Field: w.field.ID},
			store.IdeaModerated{Idea: w.ideas[0].ID, State: store.Returned, Reason: "bitte kürzer"},
			store.IdeaWithdrawn{Idea: w.ideas[3].ID})
		_, err = w.store.Delete(ctx, w.event.ID, 1)
		must(t, err)
		got, err := w.store.Traces(ctx, w.event.ID, phoneSecret)
		must(t, err)
		same(t, "traces", got, []store.Trace{
			{
				Event: w.event.ID, Number: 1, Kind: store.Proposal, Field: "Gebäude",
				Outcome: &store.Outcome{
					Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Kind: store.OutcomePromoted, Published: true,
					Measure: c.ID, CandidateNumber: c.Candidate, CandidateTitle: c.Profile.Title, MeasureState: store.MeasureCandidate,
				},
				Steps: []store.Step{{On: "2027-01-15", State: store.MeasureCandidate}},
			},
			{Event: w.event.ID, Number: 4, Kind: store.Proposal, State: store.Withdrawn},
		})
		got, err = w.store.Traces(ctx, w.event.ID, "a guess")
		must(t, err)
		same(t, "traces of a stranger", got, nil)
	})

	t.Run("every word of an outcome outlives the event", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		goal := node(t, s, store.NodeGoal, "Papierlos", "")
		want := store.Outcome{
			Event: w.event.ID, Idea: w.ideas[0].ID, Number: 1, Kind: store.OutcomeGoal, Reason: "Passt", ReviewOn: "2027-03-01", Link: "https://example.org/licht",
			Whose: "Land", Node: goal.ID, NodeTitle: "Papierlos", JoinedEvent: "Barcamp", JoinedNumber: 7, Published: true, DecidedAt: 3,
		}
		must(t, s.Decide(ctx, []store.Outcome{want}, 2))
		_, err := s.Publish(ctx, w.event.ID, 3)
		must(t, err)
		same(t, "outcome", *trace(t, w).Outcome, want)
		_, err = s.Delete(ctx, w.event.ID, 4)
		must(t, err)
		want.Node, want.DecidedAt = "", 0
		same(t, "outcome after the deletion", *trace(t, w).Outcome, want)
		same(t, "told after the deletion", *told(t, w, 1).Outcome, want)
	})
}

// candidate drafts one from sources.
func candidate(w *workshop, sources ...store.Source) store.Measure {
	return store.Measure{
		ID: store.NewID(), Event: w.event.ID, CreatedAt: 7, Sources: sources, Profile: store.Profile{Title: "Bessere Räume", Summary: "Licht und Ruhe"},
	}
}
