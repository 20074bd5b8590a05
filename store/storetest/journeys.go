package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

// Days of 2027 on which measures move.
const (
	dayMillis = 86_400_000
	newYear   = 1_798_761_600_000
)

func onDay(day int64) store.By {
	return store.By{Account: editing.Account, Function: "editor", At: newYear + (day-1)*dayMillis}
}

// moves brings a measure through states, one on each day from a day of January on.
func moves(t *testing.T, s Store, m store.Measure, day int64, states ...store.MeasureState) store.Measure {
	t.Helper()
	for i, state := range states {
		var err error
		m, err = s.EnterState(context.Background(), m.ID, m.Version, state, "Grund von "+string(state), "", onDay(day+int64(i)))
		must(t, err)
	}
	return m
}

// promoted takes an idea up on New Year's Day and publishes that.
func promoted(t *testing.T, w *workshop, idea int, profile said) store.Measure {
	t.Helper()
	ctx := context.Background()
	one := candidate(w, store.Source{Idea: w.ideas[idea].ID, Number: idea + 1})
	one.CreatedAt = onDay(1).At
	m, _, err := w.store.Promote(ctx, one, onDay(1))
	must(t, err)
	parts := said{"gate": passed}
	for name, value := range profile {
		parts[name] = value
	}
	m = edit(t, w.store, m, parts, "")
	_, err = w.store.Publish(ctx, w.event.ID, onDay(1).At)
	must(t, err)
	return m
}

// told returns what is told of one contribution.
func told(t *testing.T, w *workshop, number int) store.Told {
	t.Helper()
	list, err := w.store.Told(context.Background(), w.event.ID)
	must(t, err)
	if len(list) != len(w.ideas) {
		t.Fatalf("%d contributions are told of, want %d", len(list), len(w.ideas))
	}
	for i, one := range list {
		if one.Number != i+1 {
			t.Fatalf("number %d stands in place %d", one.Number, i+1)
		}
	}
	return list[number-1]
}

// trace returns what the first idea's author finds.
func trace(t *testing.T, w *workshop) store.Trace {
	t.Helper()
	traces, err := w.store.Traces(context.Background(), w.event.ID, phoneSecret)
	must(t, err)
	if len(traces) != 2 {
		t.Fatalf("got %d traces", len(traces))
	}
	return traces[0]
}

func journeys(t *testing.T, open Open) {
	ctx := context.Background()
	plannedWay := []store.MeasureState{store.MeasureInWork, store.MeasureAssessed, store.MeasureProposed, store.MeasureAdopted}

	t.Run("every state is a step, before the deletion and years later", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		m := promoted(t, w, 0, said{"title": "Licht für alle"})
		m = moves(t, s, m, 2, store.MeasureInWork, store.MeasureCandidate, store.MeasureInWork)
		m = edit(t, s, m, said{"effect": "Heller"}, "")
		m = moves(t, s, m, 5, plannedWay[1:]...)
		want := []store.Step{
			{On: "2027-01-01", State: store.MeasureCandidate}, {On: "2027-01-02", State: store.MeasureInWork},
			{On: "2027-01-03", State: store.MeasureCandidate}, {On: "2027-01-04", State: store.MeasureInWork},
			{On: "2027-01-05", State: store.MeasureAssessed}, {On: "2027-01-06", State: store.MeasureProposed}, {On: "2027-01-07", State: store.MeasureAdopted},
		}
		check := func(when string) {
			t.Helper()
			for name, got := range map[string]struct {
				outcome *store.Outcome
				steps   []store.Step
			}{
				"author": {trace(t, w).Outcome, trace(t, w).Steps},
				"page":   {told(t, w, 1).Outcome, told(t, w, 1).Steps},
			} {
				same(t, when+": "+name, got.steps, want)
				if o := got.outcome; o == nil || o.Kind != store.OutcomePromoted || o.Measure != m.ID ||
					o.CandidateNumber != 1 || o.CandidateTitle != m.Profile.Title || o.MeasureNumber != 1 || o.MeasureState != m.State {
					t.Errorf("%s: %s: got %+v", when, name, o)
				}
			}
		}
		check("while the event stands")
		_, err := s.Delete(ctx, w.event.ID, 1)
		must(t, err)
		check("after its deletion")
		m = moves(t, s, edit(t, s, m, said{"title": "Mehr Licht für alle"}, ""), 8, store.MeasureCarriedOver, store.MeasureRunning, store.MeasureStopped)
		want = append(want, store.Step{On: "2027-01-08", State: store.MeasureCarriedOver, Reason: "Grund von carried_over"},
			store.Step{On: "2027-01-09", State: store.MeasureRunning}, store.Step{On: "2027-01-10", State: store.MeasureStopped, Reason: "Grund von stopped"})
		check("years later")
	})

	t.Run("it goes on with the measure another one was merged into", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		target := moves(t, s, edit(t, s, draft(t, s, "Gebäude"), said{"gate": passed}, ""), 2, store.MeasureInWork, store.MeasureAssessed)
		m := promoted(t, w, 0, nil)
		m, err := s.EnterState(ctx, m.ID, m.Version, store.MeasureMerged, "Gehört dazu", target.ID, onDay(4))
		must(t, err)
		target = moves(t, s, target, 6, store.MeasureProposed)
		steps := []store.Step{
			{On: "2027-01-01", State: store.MeasureCandidate}, {On: "2027-01-04", State: store.MeasureMerged, Reason: "Gehört dazu"},
			{On: "2027-01-04", State: store.MeasureAssessed}, {On: "2027-01-06", State: store.MeasureProposed},
		}
		got := trace(t, w)
		same(t, "steps", got.Steps, steps)
		if o := got.Outcome; o.CandidateTitle != "Gebäude" || o.MeasureNumber != target.Number || o.MeasureState != store.MeasureProposed {
			t.Errorf("got %+v", o)
		}
		for _, id := range []string{m.ID, target.ID} {
			of, err := s.OutcomesOf(ctx, id)
			must(t, err)
			if len(of) != 1 || len(of[w.event.ID]) != 1 || of[w.event.ID][0].Number != 1 {
				t.Errorf("outcomes of %s: %+v", id, of)
			}
		}
		edit(t, s, target, said{"embargo": "2999-01-01"}, "")
		same(t, "steps up to what is not told yet", trace(t, w).Steps, steps[:2])
	})

	t.Run("what goes on with another contribution goes its way", func(t *testing.T) {
		s := open(t)
		w, elsewhere := begin(t, s).collect(), begin(t, s).collect()
		must(t, s.Join(ctx, w.ideas[0].ID, elsewhere.ideas[1].ID))
		must(t, s.Decide(ctx, []store.Outcome{{
			Event: w.event.ID, Idea: w.ideas[0].ID, Kind: store.OutcomeJoined, JoinedEvent: elsewhere.event.Title, JoinedNumber: 2,
		}}, 1))
		_, err := s.Publish(ctx, w.event.ID, 1)
		must(t, err)
		if got := trace(t, w); got.Outcome == nil || got.Outcome.CandidateNumber != 0 || len(got.Steps) != 0 {
			t.Errorf("before the other one is taken up: %+v", got)
		}
		m := promoted(t, elsewhere, 1, nil)
		check := func(when string) {
			t.Helper()
			got := trace(t, w)
			same(t, when, got.Steps, []store.Step{{On: "2027-01-01", State: store.MeasureCandidate}})
			if o := got.Outcome; o.Kind != store.OutcomeJoined || o.JoinedNumber != 2 || o.JoinedEvent != elsewhere.event.Title || o.CandidateNumber != m.Candidate {
				t.Errorf("%s: got %+v", when, o)
			}
			of, err := s.OutcomesOf(ctx, m.ID)
			must(t, err)
			if len(of[w.event.ID]) != 1 {
				t.Errorf("%s: outcomes of the measure: %+v", when, of)
			}
		}
		check("both stand")
		_, err = s.Delete(ctx, elsewhere.event.ID, 1)
		must(t, err)
		check("the other event is gone")
		_, err = s.Delete(ctx, w.event.ID, 1)
		must(t, err)
		same(t, "steps when both are gone", trace(t, w).Steps, []store.Step{{On: "2027-01-01", State: store.MeasureCandidate}})
	})

	t.Run("an embargo and the level decide who follows", func(t *testing.T) {
		for name, one := range map[string]struct {
			level        store.Publication
			profile      said
			author, page bool
		}{
			"in the house":                 {store.Internal, said{}, true, true},
			"committee, internal":          {store.Committee, said{}, true, false},
			"committee, for committees":    {store.Committee, said{"visibility": "committee"}, true, true},
			"public, for committees":       {store.Public, said{"visibility": "committee"}, true, false},
			"public, public":               {store.Public, said{"visibility": "public"}, true, true},
			"public, public, but not yet":  {store.Public, said{"visibility": "public", "embargo": "2999-01-01"}, false, false},
			"public, public, long since":   {store.Public, said{"visibility": "public", "embargo": "2001-01-01"}, true, true},
			"in the house, but not yet":    {store.Internal, said{"embargo": "2999-01-01"}, false, false},
			"internal page, public reader": {store.Internal, said{"visibility": "public"}, true, true},
		} {
			s := open(t)
			w := begin(t, s).collect()
			w.event.Publication = one.level
			w.do(store.EventEdited{Event: w.event})
			moves(t, s, promoted(t, w, 0, one.profile), 2, plannedWay...)
			check := func(when string, follows bool, outcome *store.Outcome, steps []store.Step) {
				t.Helper()
				state, number, count := store.MeasureAdopted, 1, 5
				if !follows {
					state, number, count = store.MeasureCandidate, 0, 1
				}
				if outcome.MeasureState != state || outcome.MeasureNumber != number || outcome.CandidateNumber != 1 || len(steps) != count {
					t.Errorf("%s, %s: got %+v, %v", name, when, outcome, steps)
				}
			}
			for range 2 {
				check("author", one.author, trace(t, w).Outcome, trace(t, w).Steps)
				check("page", one.page, told(t, w, 1).Outcome, told(t, w, 1).Steps)
				_, err := s.Delete(ctx, w.event.ID, 1)
				must(t, err)
			}
		}
	})

	t.Run("a running event learns no more than an author may", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		moves(t, s, promoted(t, w, 0, said{"embargo": "2999-01-01"}), 2, plannedWay...)
		published, err := s.Publish(ctx, w.event.ID, 1)
		must(t, err)
		for _, outcomes := range [][]store.Outcome{published, w.load().Outcomes} {
			if len(outcomes) != 1 || outcomes[0].MeasureNumber != 0 || outcomes[0].MeasureState != store.MeasureCandidate {
				t.Errorf("got %+v", outcomes)
			}
		}
		staff, err := s.Outcomes(ctx, w.event.ID)
		must(t, err)
		if staff[0].MeasureNumber != 1 || staff[0].MeasureState != store.MeasureAdopted {
			t.Errorf("staff sees %+v", staff)
		}
	})
}
