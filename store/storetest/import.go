package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"masswerk/store"
)

func importing(t *testing.T, open Open) {
	ctx := context.Background()
	counted := func(t *testing.T, s Store, measures []store.Measure, want ...int) {
		t.Helper()
		created, changed, unchanged, err := s.ImportMeasures(ctx, measures, editing)
		must(t, err)
		same(t, "created, changed, same", []int{created, changed, unchanged}, want)
	}
	all := func(t *testing.T, s Store) (whole []store.Measure) {
		t.Helper()
		list, err := s.Measures(ctx, store.MeasureFilter{})
		must(t, err)
		for _, one := range list {
			m, err := s.Measure(ctx, one.ID)
			must(t, err)
			whole = append(whole, m)
		}
		return whole
	}
	plan := func() []store.Measure {
		return []store.Measure{
			{Number: 7, State: store.MeasureRunning, Profile: store.Profile{
				Title: "Elektronische Akte", Summary: "Akten am Bildschirm", Current: store.Dates{Start: "2026-01-01", End: "2026-12-31"}, Progress: 40,
				Milestones: []store.Milestone{{Title: "Plan", Due: "2026-03-01"}, {Title: "Einführung", Due: "2026-09-01"}},
				Costs:      []store.Cost{{Kind: "once", Year: 2026, Amount: 1_200_000}, {Kind: "running", Amount: 300_000}},
			}},
			{State: store.MeasureAdopted, Profile: store.Profile{Title: "Mehr Licht"}},
			{Profile: store.Profile{Title: "Ein Vorschlag"}},
		}
	}

	t.Run("a plan comes in once", func(t *testing.T) {
		s := open(t)
		counted(t, s, plan(), 3, 0, 0)
		first := all(t, s)
		if len(first) != 3 || first[0].Number != 7 || first[1].Number != 8 || first[2].Number != 0 || first[2].State != store.MeasureCandidate {
			t.Fatalf("got %+v", first)
		}
		if p := first[0].Profile; p.Baseline != p.Current || p.Visibility != store.Internal || first[0].State != store.MeasureRunning || p.Milestones[0].ID == "" {
			t.Errorf("got %+v", first[0])
		}
		changes, err := s.History(ctx, first[0].ID)
		must(t, err)
		if len(changes) != 1 || changes[0].What != "import" {
			t.Errorf("its history is %+v", changes)
		}
		counted(t, s, plan(), 0, 0, 3)
		same(t, "measures", all(t, s), first)
	})

	t.Run("what it leaves empty stays, and so does what is told outside", func(t *testing.T) {
		s := open(t)
		counted(t, s, plan(), 3, 0, 0)
		before := all(t, s)
		edit(t, s, before[0], said{"effect": "Schneller", "visibility": store.Committee, "progress": 50}, "")
		counted(t, s, []store.Measure{{Number: 7, State: store.MeasureDone, Profile: store.Profile{
			Title: "Die elektronische Akte", Current: store.Dates{Start: "2026-01-01", End: "2027-03-31"}, Visibility: store.Public, Embargo: "2027-01-01",
		}}}, 0, 1, 0)
		m, err := s.Measure(ctx, before[0].ID)
		must(t, err)
		p := m.Profile
		if p.Title != "Die elektronische Akte" || p.Summary == "" || p.Effect != "Schneller" || p.Progress != 50 || len(p.Milestones) != 2 ||
			p.Visibility != store.Committee || p.Embargo != "" || m.State != store.MeasureDone || len(p.DateChanges) != 1 || p.Baseline.End != "2026-12-31" {
			t.Errorf("got %+v", m)
		}
		counted(t, s, []store.Measure{{Profile: store.Profile{Title: "Mehr Licht", Effect: "Heller"}}}, 0, 1, 0)
		if now := all(t, s); len(now) != 3 || now[1].Profile.Effect != "Heller" {
			t.Errorf("got %+v", now)
		}
	})

	t.Run("one broken row stores nothing", func(t *testing.T) {
		s := open(t)
		counted(t, s, plan(), 3, 0, 0)
		before := all(t, s)
		for name, situation := range map[string]struct {
			row   store.Measure
			code  error
			about string
		}{
			"a date that is none":    {store.Measure{Profile: store.Profile{Title: "Neu", Current: store.Dates{End: "bald"}}}, store.ErrInvalid, "measures.1.current"},
			"no title":               {store.Measure{Number: 30}, store.ErrInvalid, "measures.1.title"},
			"no such unit":           {store.Measure{Number: 7, Profile: store.Profile{Lead: "nothing"}}, store.ErrInvalid, "measures.1.lead"},
			"no such state":          {store.Measure{State: "burnt", Profile: store.Profile{Title: "Neu"}}, store.ErrInvalid, "measures.1.state"},
			"merged, but into what":  {store.Measure{State: store.MeasureMerged, Profile: store.Profile{Title: "Neu"}}, store.ErrInvalid, "measures.1.state"},
			"a step that is none":    {store.Measure{Number: 7, State: store.MeasureCandidate}, store.ErrTransition, "measures.1.state"},
			"the same measure twice": {store.Measure{Number: 8, Profile: store.Profile{Effect: "Anders"}}, store.ErrNumberTaken, "measures.1.number"},
			"no such kind":           {store.Measure{Number: 99, Profile: store.Profile{Title: "Neu", Kind: "neither"}}, store.ErrInvalid, "measures.1.kind"},
		} {
			rows := []store.Measure{{Profile: store.Profile{Title: "Mehr Licht", Effect: "Geht verloren"}}, situation.row}
			_, _, _, err := s.ImportMeasures(ctx, rows, editing)
			var refusal *store.Error
			if !errors.Is(err, situation.code) || !errors.As(err, &refusal) || refusal.Field != situation.about {
				t.Errorf("%s: got error %v", name, err)
			}
			same(t, name, all(t, s), before)
		}
		for _, twice := range []store.Measure{{Number: 7}, {Number: 44, Profile: store.Profile{Title: "Neu"}}, {Profile: store.Profile{Title: "Ganz neu"}}} {
			rows := slices.Concat(plan(), []store.Measure{{Number: 44, Profile: store.Profile{Title: "Neu"}}, {Profile: store.Profile{Title: "Ganz neu"}}, twice})
			_, _, _, err := s.ImportMeasures(ctx, rows, editing)
			refused(t, err, store.ErrNumberTaken)
			same(t, "measures", all(t, s), before)
		}
	})

	t.Run("a revision goes in as a whole, unless somebody was quicker", func(t *testing.T) {
		s := open(t)
		m := edit(t, s, draft(t, s, "Licht"), said{"effect": "Heller", "situation": "Zu dunkel", "current": store.Dates{End: "2026-06-30"}, "baseline": store.Dates{End: "2026-06-30"}}, "")
		revised := func(m store.Measure) store.Measure {
			p := m.Profile
			p.Effect, p.Audience, p.Current, p.Visibility = "", "Alle", store.Dates{End: "2026-07-31"}, store.Public
			after, err := m.Revise(p, "Lieferzeit", 9)
			must(t, err)
			return after
		}
		row := revised(m)
		edit(t, s, m, said{"situation": "Viel zu dunkel"}, "")
		counted(t, s, []store.Measure{row}, 0, 1, 0)
		got, err := s.Measure(ctx, m.ID)
		must(t, err)
		if p := got.Profile; p.Effect != "" || p.Audience != "Alle" || p.Situation != "Viel zu dunkel" || p.Current.End != "2026-07-31" ||
			p.Visibility != store.Internal || len(p.DateChanges) != 1 || p.DateChanges[0].Reason != "Lieferzeit" {
			t.Errorf("got %+v", got)
		}
		counted(t, s, []store.Measure{row}, 0, 0, 1)

		row = revised(edit(t, s, got, said{"effect": "Heller"}, ""))
		now, err := s.Measure(ctx, m.ID)
		must(t, err)
		now = edit(t, s, now, said{"effect": "Noch heller"}, "")
		_, _, _, err = s.ImportMeasures(ctx, []store.Measure{row}, editing)
		refused(t, err, store.ErrVersion)
		stored(t, s, now)
	})

	t.Run("a title that two have says nothing", func(t *testing.T) {
		s := open(t)
		draft(t, s, "Licht")
		draft(t, s, "Licht")
		_, _, _, err := s.ImportMeasures(ctx, []store.Measure{{Profile: store.Profile{Title: "Licht", Effect: "Heller"}}}, editing)
		refused(t, err, store.ErrInvalid)
	})
}
