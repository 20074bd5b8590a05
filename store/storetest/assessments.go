package storetest

import (
	"context"
	"testing"

	"masswerk/store"
)

// Assessments checks store.Assessments.
func Assessments(t *testing.T, open Open) {
	ctx := context.Background()
	scores := func(benefit, effort int) map[string]int { return map[string]int{"benefit": benefit, "effort": effort} }
	// plan is two measures, three assessors and a draft to assess them by.
	plan := func(t *testing.T) (Store, store.AssessmentRound) {
		t.Helper()
		s := open(t)
		for _, name := range []string{"Fachstelle A", "Fachstelle B", "Fachstelle C"} {
			must(t, s.CreateAccount(ctx, store.Account{ID: name, Name: name, Login: name, Roles: []store.StaffRole{store.Assessor}}, false))
		}
		round, err := s.SaveAssessmentRound(ctx, store.AssessmentRound{
			ID: store.NewID(), Title: "Bewertung 2027",
			Criteria: []store.AssessmentCriterion{
				{ID: "benefit", Title: "Nutzen", Text: "Für die Beschäftigten", Weight: 70}, {ID: "effort", Title: "Aufwand", Weight: 30, Inverse: true},
			},
			Measures: []string{draft(t, s, "Licht").ID, draft(t, s, "Lärm").ID},
		})
		must(t, err)
		return s, round
	}
	opened := func(t *testing.T) (Store, store.AssessmentRound) {
		t.Helper()
		s, round := plan(t)
		round, err := s.OpenAssessmentRound(ctx, round.ID, "2027-02-01")
		must(t, err)
		return s, round
	}
	assess := func(t *testing.T, s Store, round store.AssessmentRound, measure int, account string, given map[string]int) {
		t.Helper()
		must(t, s.Assess(ctx, store.Assessment{Round: round.ID, Measure: round.Measures[measure], Account: account, Scores: given, Note: "Weil"}))
	}

	t.Run("a draft is changed by whoever saw it last", func(t *testing.T) {
		s, round := plan(t)
		if round.State != "draft" || round.Version != 1 {
			t.Errorf("got %+v", round)
		}
		changed := round
		changed.Title, changed.Measures, changed.Criteria = "Zweite Runde", round.Measures[:1], round.Criteria[1:]
		got, err := s.SaveAssessmentRound(ctx, changed)
		must(t, err)
		changed.Version = 2
		same(t, "round", got, changed)
		for _, stale := range []int64{0, 1, 3} {
			round.Version = stale
			_, err = s.SaveAssessmentRound(ctx, round)
			refused(t, err, store.ErrVersion)
		}
		for _, measures := range [][]string{{"nothing"}, {round.Measures[0], round.Measures[0]}} {
			unknown := changed
			unknown.Measures = measures
			_, err = s.SaveAssessmentRound(ctx, unknown)
			refused(t, err, store.ErrInvalid)
		}
		_, err = s.SaveAssessmentRound(ctx, store.AssessmentRound{ID: "nothing", Version: 1})
		refused(t, err, store.ErrNotFound)
		all, err := s.AssessmentRounds(ctx)
		must(t, err)
		same(t, "rounds", all, []store.AssessmentRound{changed})
	})

	t.Run("opening freezes it", func(t *testing.T) {
		s, round := opened(t)
		want := round
		want.State, want.OpenedOn, want.Version = "open", "2027-02-01", 2
		same(t, "round", round, want)
		_, err := s.SaveAssessmentRound(ctx, round)
		refused(t, err, store.ErrFrozen)
		_, err = s.OpenAssessmentRound(ctx, round.ID, "2027-02-02")
		refused(t, err, store.ErrFrozen)
		refused(t, s.RemoveAssessmentRound(ctx, round.ID), store.ErrFrozen)
		all, err := s.AssessmentRounds(ctx)
		must(t, err)
		same(t, "rounds", all, []store.AssessmentRound{want})
	})

	t.Run("nothing is opened that weighs nothing, or holds nothing", func(t *testing.T) {
		s, round := plan(t)
		for _, weights := range [][]int{{0, 0}, {101, 0}, {50, -1}, {}} {
			round.Criteria = nil
			for i, weight := range weights {
				round.Criteria = append(round.Criteria, store.AssessmentCriterion{ID: []string{"benefit", "effort"}[i], Weight: weight})
			}
			var err error
			round, err = s.SaveAssessmentRound(ctx, round)
			must(t, err)
			_, err = s.OpenAssessmentRound(ctx, round.ID, "2027-02-01")
			refused(t, err, store.ErrCriteriaWeight)
		}
		round.Criteria, round.Measures = []store.AssessmentCriterion{{ID: "benefit", Weight: 1}}, nil
		round, err := s.SaveAssessmentRound(ctx, round)
		must(t, err)
		_, err = s.OpenAssessmentRound(ctx, round.ID, "2027-02-01")
		refused(t, err, store.ErrInvalid)
		_, err = s.OpenAssessmentRound(ctx, "nothing", "2027-02-01")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("a draft can be removed", func(t *testing.T) {
		s, round := plan(t)
		must(t, s.RemoveAssessmentRound(ctx, round.ID))
		refused(t, s.RemoveAssessmentRound(ctx, round.ID), store.ErrNotFound)
		all, err := s.AssessmentRounds(ctx)
		must(t, err)
		same(t, "rounds", all, nil)
	})

	t.Run("what is said last stands", func(t *testing.T) {
		s, round := opened(t)
		assess(t, s, round, 0, "Fachstelle B", scores(1, 1))
		assess(t, s, round, 0, "Fachstelle A", map[string]int{"benefit": 4, "effort": 0, "beauty": 3})
		assess(t, s, round, 0, "Fachstelle B", scores(2, 3))
		biased := store.Assessment{Round: round.ID, Measure: round.Measures[0], Account: "Fachstelle C", Biased: true, Scores: scores(9, 9), Note: "Es ist meine"}
		must(t, s.Assess(ctx, biased))
		all, err := s.AssessmentsOf(ctx, round.ID)
		must(t, err)
		one := store.Assessment{Round: round.ID, Measure: round.Measures[0], Account: "Fachstelle A", Name: "Fachstelle A", Scores: scores(4, 0), Note: "Weil"}
		two := one
		two.Account, two.Name, two.Scores = "Fachstelle B", "Fachstelle B", scores(2, 3)
		biased.Name, biased.Scores, biased.Note = biased.Account, map[string]int{}, ""
		same(t, "assessments", all, []store.Assessment{one, two, biased})
	})

	t.Run("what cannot be said is refused", func(t *testing.T) {
		s, round := opened(t)
		drafted, err := s.SaveAssessmentRound(ctx, store.AssessmentRound{ID: store.NewID(), Criteria: round.Criteria, Measures: round.Measures})
		must(t, err)
		fine := store.Assessment{Round: round.ID, Measure: round.Measures[0], Account: "Fachstelle A", Scores: scores(1, 1)}
		for name, one := range map[string]struct {
			change func(*store.Assessment)
			want   error
		}{
			"unknown round":       {func(a *store.Assessment) { a.Round = "nothing" }, store.ErrNotFound},
			"a draft":             {func(a *store.Assessment) { a.Round = drafted.ID }, store.ErrRoundNotOpen},
			"another measure":     {func(a *store.Assessment) { a.Measure = draft(t, s, "Fremd").ID }, store.ErrNotFound},
			"unknown assessor":    {func(a *store.Assessment) { a.Account = "nobody" }, store.ErrNotFound},
			"a score is missing":  {func(a *store.Assessment) { a.Scores = map[string]int{"benefit": 1} }, store.ErrScoresMissing},
			"a score too high":    {func(a *store.Assessment) { a.Scores = scores(5, 1) }, store.ErrScoresMissing},
			"a score below zero":  {func(a *store.Assessment) { a.Scores = scores(1, -1) }, store.ErrScoresMissing},
			"no scores at all":    {func(a *store.Assessment) { a.Scores = nil }, store.ErrScoresMissing},
			"biased, other round": {func(a *store.Assessment) { a.Biased, a.Round = true, drafted.ID }, store.ErrRoundNotOpen},
		} {
			broken := fine
			one.change(&broken)
			t.Run(name, func(t *testing.T) { refused(t, s.Assess(ctx, broken), one.want) })
		}
		all, err := s.AssessmentsOf(ctx, round.ID)
		must(t, err)
		same(t, "assessments", all, nil)
	})

	t.Run("it closes when two have assessed every measure", func(t *testing.T) {
		s, round := opened(t)
		lacking := func(why string) {
			t.Helper()
			if _, err := s.CloseAssessmentRound(ctx, round.ID, "2027-03-01"); err == nil {
				t.Fatal(why)
			} else {
				refused(t, err, store.ErrAssessorsLack)
			}
		}
		lacking("nobody assessed")
		for _, account := range []string{"Fachstelle A", "Fachstelle B"} {
			assess(t, s, round, 0, account, scores(1, 1))
		}
		assess(t, s, round, 1, "Fachstelle A", scores(1, 1))
		must(t, s.Assess(ctx, store.Assessment{Round: round.ID, Measure: round.Measures[1], Account: "Fachstelle B", Biased: true}))
		lacking("one of two was biased")
		assess(t, s, round, 1, "Fachstelle C", scores(1, 1))
		closed, err := s.CloseAssessmentRound(ctx, round.ID, "2027-03-01")
		must(t, err)
		if closed.State != "closed" || closed.ClosedOn != "2027-03-01" || closed.Version != 3 {
			t.Errorf("got %+v", closed)
		}
		_, err = s.CloseAssessmentRound(ctx, round.ID, "2027-03-02")
		refused(t, err, store.ErrRoundNotOpen)
		refused(t, s.Assess(ctx, store.Assessment{Round: round.ID, Measure: round.Measures[0], Account: "Fachstelle A", Scores: scores(1, 1)}), store.ErrRoundNotOpen)
		_, err = s.CloseAssessmentRound(ctx, "nothing", "2027-03-02")
		refused(t, err, store.ErrNotFound)
	})

	t.Run("drafts come first, then the latest", func(t *testing.T) {
		s, first := opened(t)
		ids := []string{first.ID}
		for _, day := range []string{"2027-06-01", ""} {
			round, err := s.SaveAssessmentRound(ctx, store.AssessmentRound{ID: store.NewID(), Title: "Runde " + day, Criteria: first.Criteria, Measures: first.Measures})
			must(t, err)
			if day != "" {
				_, err = s.OpenAssessmentRound(ctx, round.ID, day)
				must(t, err)
			}
			ids = append(ids, round.ID)
		}
		all, err := s.AssessmentRounds(ctx)
		must(t, err)
		var got []string
		for _, round := range all {
			got = append(got, round.ID)
		}
		same(t, "order", got, []string{ids[2], ids[1], ids[0]})
	})
}
