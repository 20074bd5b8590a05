package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"masswerk/store"
)

// Structure checks store.Structure.
func Structure(t *testing.T, open Open) {
	ctx := context.Background()
	number := func(value float64) *float64 { return &value }
	nodes := func(t *testing.T, s Store) []store.Node {
		t.Helper()
		list, err := s.Nodes(ctx)
		must(t, err)
		return list
	}
	titles := func(t *testing.T, s Store) (found string) {
		t.Helper()
		for _, one := range nodes(t, s) {
			found += " " + one.Title
			if one.Removed {
				found += "-"
			}
		}
		return strings.TrimSpace(found)
	}

	t.Run("a node of each kind", func(t *testing.T) {
		s := open(t)
		unit, group := node(t, s, store.NodeUnit, "FB 10", ""), node(t, s, store.NodeGroup, "AG Akte", "")
		goal := node(t, s, store.NodeGoal, "Papierlos", "")
		full := store.Node{
			ID: store.NewID(), Kind: store.NodeTarget, Parent: goal.ID, Title: "Anteil", Text: "Der Akten", Unit: "%", Baseline: number(0), Target: number(90.5),
			Due: "2028-12-31", Actuals: []store.Actual{{On: "2026-06-30", Value: 12}},
		}
		field := store.Node{ID: store.NewID(), Kind: store.NodeField, Title: "Akte", Short: "I", Color: 11, Lead: unit.ID, Group: group.ID}
		law := store.Node{ID: store.NewID(), Kind: store.NodeRequirement, Title: "Elektronische Akte", Norm: "EGovG NRW", Section: "§ 9", Due: "2026-01-01"}
		vision, guideline, area := node(t, s, store.NodeVision, "Leitbild", ""), node(t, s, store.NodeGuideline, "Leitlinie", ""), node(t, s, store.NodeArea, "Handlungsfeld", "")
		for _, one := range []*store.Node{&full, &field, &law} {
			stored, err := s.AddNode(ctx, *one)
			must(t, err)
			one.Version = 1
			same(t, "stored", stored, *one)
		}
		same(t, "nodes", nodes(t, s), []store.Node{vision, guideline, goal, full, area, field, law, unit, group})
	})

	t.Run("what cannot be so is refused", func(t *testing.T) {
		s := open(t)
		goal, unit := node(t, s, store.NodeGoal, "Ziel", ""), node(t, s, store.NodeUnit, "FB 10", "")
		below := node(t, s, store.NodeGoal, "Teilziel", goal.ID)
		for field, list := range map[string][]store.Node{
			"kind":    {{Kind: "dream", Title: "x"}},
			"title":   {{Kind: store.NodeGoal}, {Kind: store.NodeGoal, Title: strings.Repeat("ä", store.MaxNodeTitle+1)}},
			"parent":  {{Kind: store.NodeTarget, Title: "x"}, {Kind: store.NodeTarget, Title: "x", Parent: unit.ID}, {Kind: store.NodeArea, Title: "x", Parent: goal.ID}, {Kind: store.NodeGoal, Title: "x", Parent: "nothing"}},
			"color":   {{Kind: store.NodeField, Title: "x", Color: 12}},
			"due":     {{Kind: store.NodeRequirement, Title: "x", Due: "2026"}},
			"lead":    {{Kind: store.NodeField, Title: "x", Lead: goal.ID}},
			"group":   {{Kind: store.NodeField, Title: "x", Group: unit.ID}},
			"actuals": {{Kind: store.NodeTarget, Title: "x", Parent: goal.ID, Actuals: []store.Actual{{Value: 1}}}},
		} {
			for _, one := range list {
				one.ID = store.NewID()
				_, err := s.AddNode(ctx, one)
				var refusal *store.Error
				if !errors.As(err, &refusal) || refusal.Code != store.ErrInvalid.Code || refusal.Field != field {
					t.Errorf("%s: got error %v", field, err)
				}
			}
		}
		for _, parent := range []string{below.ID, goal.ID} {
			circle := goal
			circle.Parent = parent
			_, err := s.EditNode(ctx, circle)
			refused(t, err, store.ErrInvalid)
		}
		same(t, "nodes", titles(t, s), "Ziel Teilziel FB 10")
	})

	t.Run("an edit needs the version it saw", func(t *testing.T) {
		s := open(t)
		first, second := node(t, s, store.NodeField, "Eins", ""), node(t, s, store.NodeField, "Zwei", "")
		edited := first
		edited.Title, edited.Kind, edited.Position, edited.Removed = "Anders", store.NodeArea, 7, true
		got, err := s.EditNode(ctx, edited)
		must(t, err)
		first.Title, first.Version = "Anders", 2
		same(t, "edited", got, first)
		stale, err := s.EditNode(ctx, edited)
		refused(t, err, store.ErrVersion)
		same(t, "with the refusal", stale, first)
		_, err = s.EditNode(ctx, store.Node{ID: "nothing", Version: 1})
		refused(t, err, store.ErrNotFound)
		same(t, "nodes", nodes(t, s), []store.Node{first, second})

		second.Parent = first.ID
		got, err = s.EditNode(ctx, second)
		must(t, err)
		if got.Position != 0 || got.Parent != first.ID {
			t.Errorf("under another it is %+v", got)
		}
	})

	t.Run("nodes stand in the order they were given", func(t *testing.T) {
		s := open(t)
		ids := map[string]string{}
		for _, title := range []string{"A", "B", "C", "D"} {
			ids[title] = node(t, s, store.NodeArea, title, "").ID
		}
		node(t, s, store.NodeField, "F", "")
		for _, step := range []struct {
			do   func() error
			want string
		}{
			{func() error { return s.MoveNode(ctx, ids["D"], 0) }, "D A B C F"},
			{func() error { return s.MoveNode(ctx, ids["D"], 2) }, "A B D C F"},
			{func() error { return s.MoveNode(ctx, ids["A"], 99) }, "B D C A F"},
			{func() error { return s.MoveNode(ctx, ids["A"], -1) }, "A B D C F"},
			{func() error { return s.RemoveNode(ctx, ids["B"], true) }, "A D C B- F"},
			{func() error { return s.RemoveNode(ctx, ids["B"], true) }, "A D C B- F"},
			{func() error { return s.MoveNode(ctx, ids["A"], 2) }, "D C A B- F"},
			{func() error { return s.RemoveNode(ctx, ids["D"], true) }, "C A B- D- F"},
			{func() error { return s.RemoveNode(ctx, ids["B"], false) }, "C A B D- F"},
		} {
			must(t, step.do())
			same(t, "nodes", titles(t, s), step.want)
			place := 0
			for _, one := range nodes(t, s) {
				if one.Kind == store.NodeArea && one.Position != place {
					t.Errorf("%s is at %d, not %d", one.Title, one.Position, place)
				}
				place++
			}
		}
		refused(t, s.MoveNode(ctx, "nothing", 0), store.ErrNotFound)
		refused(t, s.RemoveNode(ctx, "nothing", true), store.ErrNotFound)
	})

	t.Run("what is removed still serves what refers to it", func(t *testing.T) {
		s := open(t)
		area := node(t, s, store.NodeArea, "Räume", "")
		m := edit(t, s, draft(t, s, "Licht"), said{"areas": []string{area.ID}}, "")
		must(t, s.RemoveNode(ctx, area.ID, true))
		other := node(t, s, store.NodeArea, "Wege", "")
		m = edit(t, s, m, said{"areas": []string{area.ID, other.ID}}, "")
		stored(t, s, m)
	})

	t.Run("goals and guidelines have sources", func(t *testing.T) {
		s := open(t)
		w, later := begin(t, s).collect(), begin(t, s).collect()
		goal, unit := node(t, s, store.NodeGoal, "Papierlos", ""), node(t, s, store.NodeUnit, "FB 10", "")
		into := func(w *workshop, idea int, kind store.OutcomeKind) {
			t.Helper()
			must(t, s.Decide(ctx, []store.Outcome{{Event: w.event.ID, Idea: w.ideas[idea].ID, Kind: kind, Node: goal.ID}}, 1))
		}
		into(w, 1, store.OutcomeGoal)
		_, err := s.Publish(ctx, w.event.ID, 1)
		must(t, err)
		into(w, 0, store.OutcomeGoal)
		into(later, 3, store.OutcomeGoal)
		source := func(w *workshop, idea int) store.Source {
			return store.Source{Idea: w.ideas[idea].ID, Number: idea + 1, Event: w.event.ID}
		}
		goal.Sources = []store.Source{source(w, 0), source(w, 1), source(later, 3)}
		if later.event.ID < w.event.ID { // both were held on one day
			goal.Sources = []store.Source{source(later, 3), source(w, 0), source(w, 1)}
		}
		same(t, "nodes", nodes(t, s), []store.Node{goal, unit})
		goal.Title = "Ohne Papier"
		got, err := s.EditNode(ctx, goal)
		must(t, err)
		goal.Version = 2
		same(t, "edited", got, goal)
		_, err = s.Publish(ctx, later.event.ID, 1)
		must(t, err)
		_, err = s.Delete(ctx, later.event.ID, 1)
		must(t, err)
		same(t, "nodes once an event is deleted", nodes(t, s)[0], goal)
		into(w, 0, store.OutcomeDeclined)
		if list := nodes(t, s); len(list[0].Sources) != 2 {
			t.Errorf("got %+v", list[0].Sources)
		}
	})
}
