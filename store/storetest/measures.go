package storetest

import (
	"context"
	"encoding/json"
	"testing"

	"masswerk/store"
)

// Two who work on the plan.
var (
	editing = store.By{Account: "account-1", Function: "editor", At: 1_800_000_000_000}
	other   = store.By{Account: "account-2", Function: "editor", At: 1_800_000_000_000}
)

// after returns the same one, some minutes later.
func after(by store.By, minutes int64) store.By {
	by.At += minutes * 60_000
	return by
}

// draft stores a measure without a source.
func draft(t *testing.T, s Store, title string) store.Measure {
	t.Helper()
	m, created, err := s.Promote(context.Background(), store.Measure{
		ID: store.NewID(), CreatedAt: 7, Profile: store.Profile{Title: title, Summary: "In eigenen Worten"},
	}, editing)
	must(t, err)
	if !created {
		t.Fatal("not reported as created")
	}
	return m
}

// said is what somebody writes into parts of a profile.
type said map[string]any

func (s said) parts(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	parts := map[string]json.RawMessage{}
	for name, value := range s {
		content, err := json.Marshal(value)
		must(t, err)
		parts[name] = content
	}
	return parts
}

// edit changes parts of a measure as it stands.
func edit(t *testing.T, s Store, m store.Measure, parts said, reason string) store.Measure {
	t.Helper()
	edited, err := s.EditMeasure(context.Background(), m.ID, m.Version, parts.parts(t), reason, editing)
	must(t, err)
	return edited
}

// node adds one to the structure.
func node(t *testing.T, s Store, kind store.NodeKind, title, parent string) store.Node {
	t.Helper()
	n, err := s.AddNode(context.Background(), store.Node{ID: store.NewID(), Kind: kind, Title: title, Parent: parent})
	must(t, err)
	return n
}

// stored fails unless a measure is what the store has.
func stored(t *testing.T, s Store, want store.Measure) {
	t.Helper()
	got, err := s.Measure(context.Background(), want.ID)
	must(t, err)
	same(t, "measure", got, want)
}

// Measures checks store.Measures.
func Measures(t *testing.T, open Open) {
	t.Run("promotion", func(t *testing.T) { promotion(t, open) })
	t.Run("editing", func(t *testing.T) { editingMeasures(t, open) })
	t.Run("life cycle", func(t *testing.T) { lifeCycle(t, open) })
	t.Run("history", func(t *testing.T) { history(t, open) })
	t.Run("import", func(t *testing.T) { importing(t, open) })
	t.Run("lists", func(t *testing.T) { lists(t, open) })
}

func promotion(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("it keeps sources and their votes", func(t *testing.T) {
		s := open(t)
		w, elsewhere := begin(t, s).collect(), begin(t, s).collect()
		want := candidate(w,
			store.Source{Idea: w.ideas[0].ID, Number: 1, Round: 2, Points: 30, Voters: 12, Turnout: 20, Admitted: 25, Rank: 1, Ties: 1},
			store.Source{Field: w.field.ID, Title: "Gebäude"})
		got, created, err := s.Promote(ctx, want, editing)
		must(t, err)
		want.Candidate, want.Version, want.State, want.ChangedAt, want.Profile = 1, 1, store.MeasureCandidate, want.CreatedAt, want.Profile.Filled()
		for i := range want.Sources {
			want.Sources[i].Event = w.event.ID
		}
		same(t, "measure", got, want)
		if !created {
			t.Error("not reported as created")
		}
		second, _, err := s.Promote(ctx, candidate(elsewhere, store.Source{Idea: elsewhere.ideas[0].ID}), editing)
		must(t, err)
		if second.Candidate != 2 || second.Number != 0 {
			t.Errorf("the second candidate has the numbers %d and %d", second.Candidate, second.Number)
		}
		for event, list := range map[string][]store.Measure{w.event.ID: {want}, elsewhere.event.ID: {second}, "nobody": nil} {
			got, err := s.MeasuresOfEvent(ctx, event)
			must(t, err)
			same(t, "measures of "+event, got, list)
		}
		_, err = s.Measure(ctx, "nothing")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("again it changes nothing", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		one, two := store.Source{Idea: w.ideas[0].ID}, store.Source{Idea: w.ideas[1].ID}
		first, _, err := w.store.Promote(ctx, candidate(w, one, two), editing)
		must(t, err)
		for _, sources := range [][]store.Source{{one, two}, {two}} {
			again := candidate(w, sources...)
			again.Profile.Title = "Anders"
			got, created, err := w.store.Promote(ctx, again, other)
			must(t, err)
			same(t, "measure", got, first)
			if created {
				t.Error("created once more")
			}
		}
		for _, sources := range [][]store.Source{{one, {Field: w.field.ID}}, {{Idea: w.ideas[3].ID}, two}} {
			_, _, err = w.store.Promote(ctx, candidate(w, sources...), editing)
			refused(t, err, store.ErrAlreadyPromoted)
		}
		_, _, err = w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[3].ID}), editing)
		must(t, err)
		_, _, err = w.store.Promote(ctx, candidate(w, one, store.Source{Idea: w.ideas[3].ID}), editing)
		refused(t, err, store.ErrAlreadyPromoted)
		if all, _ := w.store.Measures(ctx, store.MeasureFilter{}); len(all) != 2 {
			t.Errorf("%d measures, want 2", len(all))
		}
	})

	t.Run("it drafts outcomes for all it came from, of every event", func(t *testing.T) {
		s := open(t)
		w, elsewhere := begin(t, s).collect(), begin(t, s).collect()
		w.do(store.IdeaMoved{Idea: w.ideas[0].ID, Field: w.field.ID},
			store.IdeaMerged{Idea: w.ideas[1].ID, Into: w.ideas[0].ID})
		must(t, s.Join(ctx, elsewhere.ideas[1].ID, w.ideas[1].ID))
		must(t, s.Decide(ctx, []store.Outcome{{Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeParked, Reason: "später"}}, 1))
		m, _, err := s.Promote(ctx, candidate(w, store.Source{Field: w.field.ID, Title: "Gebäude", Event: w.event.ID},
			store.Source{Idea: elsewhere.ideas[0].ID, Number: 1, Event: elsewhere.event.ID}), editing)
		must(t, err)
		kinds := func(w *workshop) map[int]store.OutcomeKind {
			found := map[int]store.OutcomeKind{}
			list, err := s.Outcomes(ctx, w.event.ID)
			must(t, err)
			for _, one := range list {
				found[one.Number] = one.Kind
				if one.Published || one.Kind == store.OutcomePromoted && (one.Measure != m.ID || one.CandidateTitle != m.Profile.Title) {
					t.Errorf("got outcome %+v", one)
				}
			}
			return found
		}
		same(t, "outcomes", kinds(w), map[int]store.OutcomeKind{1: store.OutcomeParked, 2: store.OutcomePromoted}) // 3 is held and was shown to nobody
		same(t, "outcomes elsewhere", kinds(elsewhere), map[int]store.OutcomeKind{1: store.OutcomePromoted, 2: store.OutcomePromoted})
		for _, event := range []string{w.event.ID, elsewhere.event.ID} {
			got, err := s.MeasuresOfEvent(ctx, event)
			must(t, err)
			same(t, "measures", got, []store.Measure{m})
		}
	})

	t.Run("a requirement is an origin, too", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		law := node(t, s, store.NodeRequirement, "Elektronische Akte", "")
		source := store.Source{Requirement: law.ID, Title: law.Title}
		one := store.Measure{ID: store.NewID(), Profile: store.Profile{Title: "Akte"}, Sources: []store.Source{source}}
		first, created, err := s.Promote(ctx, one, editing)
		must(t, err)
		same(t, "requirements", first.Profile.Requirements, []string{law.ID})
		if !created || !first.Duty() {
			t.Errorf("created %v, got %+v", created, first)
		}
		one.ID = store.NewID()
		again, created, err := s.Promote(ctx, one, editing)
		must(t, err)
		same(t, "measure", again, first)
		if created {
			t.Error("created once more")
		}
		second, created, err := s.Promote(ctx, candidate(w, source, store.Source{Idea: w.ideas[0].ID}), editing)
		must(t, err)
		if !created || len(second.Sources) != 2 || second.Sources[0].Event != "" {
			t.Errorf("created %v, got %+v", created, second)
		}
		one.Sources = []store.Source{{Requirement: "nothing"}}
		_, _, err = s.Promote(ctx, one, editing)
		refused(t, err, store.ErrInvalid)
	})

	t.Run("nothing is stored without a title", func(t *testing.T) {
		s := open(t)
		_, _, err := s.Promote(ctx, store.Measure{ID: store.NewID()}, editing)
		refused(t, err, store.ErrInvalid)
		all, err := s.Measures(ctx, store.MeasureFilter{})
		must(t, err)
		same(t, "measures", all, nil)
	})

	t.Run("nothing of an idea's wording comes with it", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		m, _, err := w.store.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID, Number: 1, Title: w.ideas[0].Text}), editing)
		must(t, err)
		same(t, "sources", m.Sources, []store.Source{{Idea: w.ideas[0].ID, Number: 1, Event: w.event.ID}})
	})

	t.Run("measures outlive their event", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		m, _, err := w.store.Promote(ctx, candidate(w,
			store.Source{Idea: w.ideas[0].ID, Number: 1, Points: 9}, store.Source{Field: w.field.ID, Title: "Gebäude"}), editing)
		must(t, err)
		_, err = w.store.Delete(ctx, w.event.ID, 1)
		must(t, err)
		stored(t, w.store, m)
	})
}
