package storetest

import (
	"context"
	"encoding/json"
	"testing"

	"masswerk/store"
)

// passed is a gate that lets a measure be assessed.
var passed = store.Gate{Competent: store.GateAnswer{Answer: "yes"}, Lawful: store.GateAnswer{Answer: "yes"}, New: store.GateAnswer{Answer: "yes"}}

// enter brings a measure through states, each with a reason.
func enter(t *testing.T, s Store, m store.Measure, states ...store.MeasureState) store.Measure {
	t.Helper()
	for _, state := range states {
		var err error
		m, err = s.EnterState(context.Background(), m.ID, m.Version, state, "So beschlossen", "", editing)
		must(t, err)
	}
	return m
}

// proposed drafts a measure and brings it to where it has its number.
func proposed(t *testing.T, s Store, title string) store.Measure {
	t.Helper()
	m := edit(t, s, draft(t, s, title), said{"gate": passed}, "")
	return enter(t, s, m, store.MeasureInWork, store.MeasureAssessed, store.MeasureProposed)
}

func lifeCycle(t *testing.T, open Open) {
	ctx := context.Background()

	t.Run("every step that does not exist is refused", func(t *testing.T) {
		s := open(t)
		target := draft(t, s, "Ziel")
		for _, path := range [][]store.MeasureState{
			{}, {store.MeasureInWork}, {store.MeasureInWork, store.MeasureAssessed}, {store.MeasureInWork, store.MeasureAssessed, store.MeasureProposed},
			{store.MeasureInWork, store.MeasureAssessed, store.MeasureProposed, store.MeasureAdopted, store.MeasurePlanned, store.MeasureRunning, store.MeasureDone},
			{store.MeasureStopped},
		} {
			m := enter(t, s, edit(t, s, draft(t, s, "Weg"), said{"gate": passed}, ""), path...)
			allowed := map[store.MeasureState]bool{}
			for _, next := range m.State.Next() {
				allowed[next] = true
			}
			for _, state := range append(store.MeasureStates(), "", "burnt") {
				if allowed[state] {
					continue
				}
				got, err := s.EnterState(ctx, m.ID, m.Version, state, "Weil", target.ID, editing)
				refused(t, err, store.ErrTransition)
				same(t, "measure with the refusal", got, m)
			}
			stored(t, s, m)
		}
	})

	t.Run("a setback needs a reason, an assessment the gate", func(t *testing.T) {
		s := open(t)
		m := enter(t, s, draft(t, s, "Licht"), store.MeasureInWork)
		_, err := s.EnterState(ctx, m.ID, m.Version, store.MeasureCandidate, "", "", editing)
		refused(t, err, store.ErrReasonNeeded)
		_, err = s.EnterState(ctx, m.ID, m.Version, store.MeasureAssessed, "Weil", "", editing)
		refused(t, err, store.ErrTransition)
		stored(t, s, m)
		back := enter(t, s, m, store.MeasureCandidate)
		if back.State != store.MeasureCandidate || back.Version != m.Version+1 || back.ChangedAt != editing.At {
			t.Errorf("got %+v", back)
		}
		stored(t, s, back)
	})

	t.Run("a proposal gives the next number, for ever", func(t *testing.T) {
		s := open(t)
		first, second := proposed(t, s, "Eins"), proposed(t, s, "Zwei")
		if first.Number != 1 || second.Number != 2 {
			t.Fatalf("got numbers %d and %d", first.Number, second.Number)
		}
		first = enter(t, s, first, store.MeasureInWork, store.MeasureAssessed, store.MeasureProposed)
		if third := proposed(t, s, "Drei"); first.Number != 1 || third.Number != 3 {
			t.Errorf("then got numbers %d and %d", first.Number, third.Number)
		}
		stored(t, s, first)
	})

	t.Run("an adoption freezes the dates", func(t *testing.T) {
		s := open(t)
		dates, moved := store.Dates{Start: "2026-01-01", End: "2026-06-30"}, store.Dates{Start: "2026-01-01", End: "2026-07-31"}
		m := enter(t, s, edit(t, s, proposed(t, s, "Licht"), said{"current": dates}, ""), store.MeasureAdopted)
		if m.Profile.Baseline != dates || m.Fresh["baseline"] != m.Version {
			t.Errorf("got %+v, fresh %v", m.Profile.Baseline, m.Fresh)
		}
		m = edit(t, s, m, said{"current": moved}, "Lieferzeit")
		m = enter(t, s, m, store.MeasureCarriedOver, store.MeasureAdopted)
		if m.Profile.Baseline != dates {
			t.Errorf("adopted again, the baseline is %+v", m.Profile.Baseline)
		}
	})

	t.Run("who saw another state is refused, who saw another text is not", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		edit(t, s, m, said{"effect": "Weniger Strom"}, "")
		now, err := s.EnterState(ctx, m.ID, m.Version, store.MeasureInWork, "", "", other)
		must(t, err)
		for _, base := range []int64{m.Version, 0, now.Version + 1} {
			got, err := s.EnterState(ctx, m.ID, base, store.MeasureStopped, "Doch nicht", "", editing)
			refused(t, err, store.ErrVersion)
			same(t, "measure with the refusal", got, now)
		}
		stored(t, s, now)
		_, err = s.EnterState(ctx, "nothing", 1, store.MeasureInWork, "", "", editing)
		refused(t, err, store.ErrNotFound)
	})

	t.Run("what is merged points to where it goes on", func(t *testing.T) {
		s := open(t)
		w := begin(t, s).collect()
		m, _, err := s.Promote(ctx, candidate(w, store.Source{Idea: w.ideas[0].ID, Number: 1}), editing)
		must(t, err)
		target := proposed(t, s, "Ziel")
		for _, into := range []string{"", m.ID, "nothing"} {
			_, err := s.EnterState(ctx, m.ID, m.Version, store.MeasureMerged, "Gehört dazu", into, editing)
			refused(t, err, store.ErrInvalid)
		}
		stored(t, s, m)
		m, err = s.EnterState(ctx, m.ID, m.Version, store.MeasureMerged, "Gehört dazu", target.ID, editing)
		must(t, err)
		if m.State != store.MeasureMerged || m.Into != target.ID {
			t.Errorf("got %+v", m)
		}
		stored(t, s, m)
		_, err = s.EnterState(ctx, target.ID, target.Version, store.MeasureMerged, "Im Kreis", m.ID, editing)
		refused(t, err, store.ErrInvalid)

		_, err = s.Publish(ctx, w.event.ID, 1)
		must(t, err)
		outcomes, err := s.OutcomesOf(ctx, target.ID)
		must(t, err)
		if told := outcomes[w.event.ID]; len(told) != 1 || told[0].CandidateNumber != target.Candidate || told[0].MeasureNumber != target.Number {
			t.Errorf("the outcome tells %+v", told)
		}
		m = enter(t, s, m, store.MeasureInWork)
		if m.Into != "" {
			t.Error("it still points")
		}
		stored(t, s, m)
	})
}

func history(t *testing.T, open Open) {
	ctx := context.Background()
	versions := func(t *testing.T, s Store, m store.Measure) (list []int64) {
		t.Helper()
		changes, err := s.History(ctx, m.ID)
		must(t, err)
		for _, one := range changes {
			list = append(list, one.Version)
		}
		return list
	}
	write := func(t *testing.T, s Store, m store.Measure, effect string, by store.By) store.Measure {
		t.Helper()
		edited, err := s.EditMeasure(ctx, m.ID, m.Version, said{"effect": effect}.parts(t), "", by)
		must(t, err)
		return edited
	}

	t.Run("a change a row", func(t *testing.T) {
		s := open(t)
		must(t, s.CreateAccount(ctx, store.Account{ID: editing.Account, Name: "Leitung FB 10", Login: "fb10"}, true))
		m := edit(t, s, draft(t, s, "Licht"), said{"gate": passed}, "Geprüft")
		m = enter(t, s, m, store.MeasureInWork)
		got, err := s.History(ctx, m.ID)
		must(t, err)
		change := store.Change{At: editing.At, By: editing.Account, Name: "Leitung FB 10", Function: "editor"}
		first, second, third := change, change, change
		first.Version, first.What, first.State = 1, "promote", store.MeasureCandidate
		second.Version, second.What, second.State, second.Reason = 2, "gate", store.MeasureCandidate, "Geprüft"
		third.Version, third.What, third.State, third.Reason = 3, "enter", store.MeasureInWork, "So beschlossen"
		same(t, "history", got, []store.Change{third, second, first})
		for _, id := range []string{"nothing", ""} {
			_, err = s.History(ctx, id)
			refused(t, err, store.ErrNotFound)
		}
	})

	t.Run("edits of one sitting are one row", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		for minute := range int64(15) {
			m = write(t, s, m, string(rune('a'+minute)), after(editing, minute))
		}
		same(t, "versions", versions(t, s, m), []int64{16, 11, 1}) // the second sitting began after ten minutes
		if m.Version != 16 {
			t.Errorf("it is at version %d", m.Version)
		}
		m = write(t, s, m, "von anderen", after(other, 15))
		m = write(t, s, m, "wieder", after(editing, 15))
		elsewhere := after(editing, 15)
		elsewhere.Function = "release"
		m = write(t, s, m, "in anderer Funktion", elsewhere)
		m = enter(t, s, m, store.MeasureInWork)
		m = write(t, s, m, "danach", after(editing, 15))
		same(t, "versions", versions(t, s, m), []int64{21, 20, 19, 18, 17, 16, 11, 1})
		if changes, err := s.History(ctx, m.ID); err != nil || changes[5].At != after(editing, 10).At {
			t.Errorf("%v, the second sitting began at %+v", err, changes[5])
		}
		one, err := s.Version(ctx, m.ID, 11)
		must(t, err)
		var profile store.Profile
		must(t, json.Unmarshal(one.Content, &profile))
		if profile.Effect != "j" || profile.Title != "Licht" || profile.Summary == "" || one.What != "edit" {
			t.Errorf("got %+v", one)
		}
		for _, version := range []int64{0, 2, 99} {
			_, err := s.Version(ctx, m.ID, version)
			refused(t, err, store.ErrNotFound)
		}
	})

	t.Run("a version comes back", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		m = edit(t, s, m, said{"effect": "Weniger Strom", "current": store.Dates{End: "2026-06-30"}, "baseline": store.Dates{End: "2026-06-30"}}, "Anfang")
		was := m
		m = edit(t, s, m, said{"effect": "", "title": "Dunkel", "current": store.Dates{End: "2026-12-31"}, "visibility": store.Public, "embargo": "2027-01-01"}, "Später")
		_, err := s.RestoreMeasure(ctx, m.ID, m.Version-1, was.Version, other)
		refused(t, err, store.ErrVersion)
		_, err = s.RestoreMeasure(ctx, m.ID, m.Version, 99, other)
		refused(t, err, store.ErrNotFound)
		stored(t, s, m)
		m, err = s.RestoreMeasure(ctx, m.ID, m.Version, was.Version, other)
		must(t, err)
		if p := m.Profile; p.Effect != "Weniger Strom" || p.Title != "Licht" || p.Current.End != "2026-06-30" || len(p.DateChanges) != 2 ||
			p.Visibility != store.Public || p.Embargo != "2027-01-01" || m.Version != 4 {
			t.Errorf("got %+v", m)
		}
		stored(t, s, m)
		changes, err := s.History(ctx, m.ID)
		must(t, err)
		if changes[0].What != "restore" || changes[0].By != other.Account || len(changes) != 4 {
			t.Errorf("got %+v", changes)
		}
		again, err := s.RestoreMeasure(ctx, m.ID, m.Version, was.Version, other)
		must(t, err)
		same(t, "restored again", again, m)
	})

	t.Run("people are forgotten, functions are not", func(t *testing.T) {
		s := open(t)
		m := draft(t, s, "Licht")
		m = write(t, s, m, "später", after(other, 60))
		must(t, s.ForgetPeople(ctx, after(other, 60).At))
		changes, err := s.History(ctx, m.ID)
		must(t, err)
		if changes[0].By != other.Account || changes[1].By != "" || changes[1].Name != "" || changes[1].Function != "editor" {
			t.Errorf("got %+v", changes)
		}
	})
}
