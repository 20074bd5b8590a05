package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"masswerk/store"
)

// Boxes checks store.BallotBoxes.
func Boxes(t *testing.T, open Open) {
	ctx := context.Background()
	choices := func(ballots []store.Ballot) (texts []string) {
		for _, b := range ballots {
			texts = append(texts, b.Choices())
		}
		slices.Sort(texts)
		return texts
	}
	boxed := func(w *workshop, round store.Round) []store.Ballot {
		w.t.Helper()
		ballots, err := w.store.Boxed(ctx, round.ID)
		must(w.t, err)
		return ballots
	}
	turnout := func(w *workshop, round store.Round, people ...store.Participant) {
		w.t.Helper()
		var want []store.Turnout
		for _, one := range people {
			want = append(want, store.Turnout{Round: round.ID, Participant: one.ID})
		}
		got := w.load().Turnout
		for _, list := range [][]store.Turnout{got, want} {
			slices.SortFunc(list, func(a, b store.Turnout) int { return slices.Compare([]string{a.Participant}, []string{b.Participant}) })
		}
		same(w.t, "turnout", got, want)
	}

	t.Run("a ballot counts once", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Secret)
		turnout(w, round)
		same(t, "nothing cast", boxed(w, round), nil)
		first := w.ballots(round, map[int]int{1: 2}, map[int]int{2: 1})
		must(t, w.store.Cast(ctx, round.ID, first))
		again := w.ballots(round, map[int]int{1: 1}, map[int]int{2: 1}, map[int]int{1: 3})
		must(t, w.store.Cast(ctx, round.ID, append(again, again[2])))
		same(t, "ballots", choices(boxed(w, round)), []string{"1:2", "1:3", "2:1"})
		turnout(w, round, w.people...)
		same(t, "in the database", w.load().Ballots, nil)
	})

	t.Run("what comes out leads back to nobody", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Secret)
		cast := w.ballots(round, map[int]int{1: 1}, map[int]int{1: 2}, map[int]int{1: 3})
		must(t, w.store.Cast(ctx, round.ID, cast))
		orders := map[string]bool{}
		known := map[string]bool{}
		for range 60 {
			var order string
			for _, one := range boxed(w, round) {
				if one.Participant != "" || one.Counter != 0 || one.Round != round.ID || known[one.ID] {
					t.Fatalf("got %+v", one)
				}
				known[one.ID] = true
				order += " " + one.Choices()
			}
			orders[order] = true
		}
		if len(orders) < 4 { // of six; once in 10¹⁵ tests there are fewer
			t.Errorf("the order is always one of %v", orders)
		}
	})

	t.Run("all or none", func(t *testing.T) {
		s := open(t)
		w, other := begin(t, s).collect(), begin(t, s).collect()
		round := w.open(1, store.Secret)
		ballots := w.ballots(round, map[int]int{1: 1}, map[int]int{1: 1})
		ballots[1].Participant = other.people[0].ID
		if err := s.Cast(ctx, round.ID, ballots); err == nil {
			t.Error("a stranger voted")
		}
		same(t, "ballots", boxed(w, round), nil)
	})

	t.Run("only while a secret round is open", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		known, closed := w.open(1, store.Pseudonymous), w.open(2, store.Secret)
		w.end(closed)
		for _, round := range []store.Round{known, closed, {ID: "../elsewhere"}} {
			if err := w.store.Cast(ctx, round.ID, w.ballots(round, map[int]int{1: 1})); err == nil {
				t.Errorf("round %q took a secret ballot", round.ID)
			}
			same(t, "ballots", boxed(w, round), nil)
		}
	})

	t.Run("each round has its own", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		first, second := w.open(1, store.Secret), w.open(2, store.Secret)
		must(t, w.store.Cast(ctx, first.ID, w.ballots(first, map[int]int{1: 1})))
		must(t, w.store.Cast(ctx, second.ID, w.ballots(second, map[int]int{2: 2}, map[int]int{})))
		same(t, "first", choices(boxed(w, first)), []string{"1:1"})
		same(t, "second", choices(boxed(w, second)), []string{"", "2:2"})
		for range 2 {
			must(t, w.store.RemoveBox(ctx, first.ID))
		}
		same(t, "removed", boxed(w, first), nil)
		turnout(w, second, w.people[:2]...)
	})

	t.Run("a closed round keeps what was in it", func(t *testing.T) {
		w := begin(t, open(t)).collect()
		round := w.open(1, store.Secret)
		must(t, w.store.Cast(ctx, round.ID, w.ballots(round, map[int]int{1: 2, 2: 1}, map[int]int{2: 1})))
		round, cast := w.end(round, boxed(w, round)...)
		must(t, w.store.RemoveBox(ctx, round.ID))
		got := w.load()
		same(t, "rounds", fmt.Sprint(got.Rounds[0].Tally), fmt.Sprint(round.Tally))
		same(t, "turnout", got.Turnout, nil)
		ballots, err := w.store.Ballots(ctx, round.ID)
		must(t, err)
		slices.SortFunc(cast, byID)
		same(t, "ballots", ballots, cast)
	})
}
