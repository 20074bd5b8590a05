package live

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"masswerk/store"
)

func TestPaperHasTheSameRights(t *testing.T) {
	state := newState(votingContents())
	decided(state, moderator, by(store.Dots))
	id := state.sessions[0].openRound().ID
	enter := func(ballots ...map[int]int) (Decision, error) {
		return decided(state, moderator, EnterPaper{Round: id, Ballots: ballots})
	}
	for name, ballots := range map[string][]map[int]int{
		"none":                {},
		"an empty one":        {{1: 1}, {}},
		"one beyond its cap":  {{1: 1}, {1: 4}},
		"one for what is not": {{9: 1}},
		"a hundred and one":   slices.Repeat([]map[int]int{{1: 1}}, 101),
	} {
		if decision, err := enter(ballots...); err == nil || len(decision.Facts) > 0 {
			t.Errorf("%s: taken", name)
		}
	}
	decided(state, Actor{Phone, "ada"}, SetVote{Round: id, Item: 2, Points: 3, Counter: 1})
	first, err := enter(map[int]int{1: 3, 2: 1}, map[int]int{1: 1})
	if err != nil {
		t.Fatal(err)
	}
	second, _ := enter(map[int]int{3: 2})
	one := state.rounds[id]
	if one.Paper != 3 || one.voters() != 4 || one.tally().Items[1].Points != 4 || one.tally().Items[3].Points != 2 {
		t.Fatalf("%d on paper, %+v", one.Paper, one.tally())
	}
	if _, err := decided(state, moderator, TakeBackRound{id}); !errors.Is(err, store.ErrChangedSince) {
		t.Fatalf("an opening was taken back after paper: %v", err)
	}
	if _, err := decided(state, moderator, first.Undo); err != nil {
		t.Fatal(err)
	}
	if _, err := decided(state, moderator, first.Undo); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("taken back twice: %v", err)
	}
	if one = state.rounds[id]; one.Paper != 1 || one.voters() != 2 || one.tally().Items[1].Voters != 0 {
		t.Fatalf("%d on paper, %+v", one.Paper, one.tally())
	}
	if third, _ := enter(map[int]int{1: 1}); third.Facts[0].(store.PaperEntered).Paper.Number != 3 {
		t.Fatalf("number %+v", third.Facts[0])
	}
	again := newState(contentsOf(state, votingContents()))
	if !reflect.DeepEqual(again.rounds[id].tally(), state.rounds[id].tally()) || again.rounds[id].Paper != 2 {
		t.Fatalf("loaded again: %d on paper, %+v", again.rounds[id].Paper, again.rounds[id].tally())
	}
	closed, err := decided(state, moderator, CloseRound{id})
	if err != nil {
		t.Fatal(err)
	}
	ended := closed.Facts[0].(store.RoundEnded)
	if ended.Round.Paper != 2 || ended.Round.Eligible() != 8 || ended.Round.Tally.Voters != 3 || len(ended.Ballots) != 3 {
		t.Fatalf("%+v", ended)
	}
	if _, err := decided(state, moderator, second.Undo); !errors.Is(err, store.ErrRoundClosed) {
		t.Fatalf("taken back after close: %v", err)
	}
}

// The link from a ballot to a device, and what would restore it, is gone when a round is closed.
func TestWhatABallotKeepsOfWhereItCameFrom(t *testing.T) {
	paper := func(n int) (all []map[int]int) { return slices.Repeat([]map[int]int{{1: store.No}}, n) }
	for name, situation := range map[string]struct {
		secrecy store.Secrecy
		devices int
		paper   int
		linked  bool
		marked  int
	}{
		"open":                            {store.OpenVote, 6, 1, true, 1},
		"pseudonymous":                    {store.Pseudonymous, 6, 6, false, 6},
		"pseudonymous, with few on paper": {store.Pseudonymous, 6, 4, false, 0},
		"pseudonymous, with few devices":  {store.Pseudonymous, 4, 6, false, 0},
		"secret":                          {store.Secret, 6, 5, false, 5},
		"secret, with few on paper":       {store.Secret, 6, 1, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			state := newState(votingContents())
			opened := by(store.YesNo)
			opened.Secrecy = situation.secrecy
			if _, err := decided(state, moderator, opened); err != nil {
				t.Fatal(err)
			}
			id := state.sessions[0].openRound().ID
			var boxed []map[int]int
			for _, name := range voters[:situation.devices] {
				if situation.secrecy == store.Secret {
					boxed = append(boxed, map[int]int{1: store.Yes})
				} else if _, err := decided(state, Actor{Phone, name}, SetVote{Round: id, Item: 1, Points: store.Yes, Counter: 1}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := decided(state, moderator, EnterPaper{Round: id, Ballots: paper(situation.paper)}); err != nil {
				t.Fatal(err)
			}
			decision, err := decided(state, moderator, CloseRound{id}, boxed...)
			if err != nil {
				t.Fatal(err)
			}
			ended := decision.Facts[0].(store.RoundEnded)
			want := store.ItemTally{Points: situation.devices - situation.paper, Voters: situation.devices + situation.paper, Counts: []int{situation.devices, situation.paper, 0}}
			if !ended.Round.Tally.Items[1].Equal(want) || ended.Round.Tally.Voters != want.Voters || len(ended.Ballots) != want.Voters {
				t.Fatalf("%d ballots, %+v", len(ended.Ballots), ended.Round.Tally)
			}
			linked, marked := 0, 0
			for _, ballot := range ended.Ballots {
				if ballot.Participant != "" {
					linked++
				}
				if ballot.Paper {
					marked++
				}
				if ballot.Counter != 0 || ballot.Round != id || ballot.ID == "" {
					t.Fatalf("%+v", ballot)
				}
			}
			if (linked > 0) != situation.linked || marked != situation.marked {
				t.Fatalf("%d linked, %d marked", linked, marked)
			}
		})
	}
}

func TestClosingNotesWhoCouldVote(t *testing.T) {
	state := newState(votingContents())
	decided(state, moderator, CountHeads{Heads: 9})
	decided(state, moderator, by(store.YesNo))
	id := state.sessions[0].openRound().ID
	for _, name := range voters {
		decided(state, Actor{Phone, name}, SetVote{Round: id, Item: 1, Points: store.Yes, Counter: 1})
	}
	delete(state.devices, "device-fee") // her ticket was issued anew
	decided(state, moderator, CloseRound{id})
	if one := state.rounds[id]; one.Heads != 9 || one.Admitted != 6 || one.Tally.Voters != 6 {
		t.Fatalf("%d heads, %d admitted, %+v", one.Heads, one.Admitted, one.Tally)
	}
}

func TestASecretRoundIsTakenBackOnlyWhileItsBoxIsEmpty(t *testing.T) {
	state := newState(votingContents())
	decided(state, moderator, secret(store.YesNo))
	id := state.sessions[0].openRound().ID
	if _, err := decided(state, moderator, TakeBackRound{id}, map[int]int{1: store.Yes}); !errors.Is(err, store.ErrChangedSince) {
		t.Fatalf("got %v", err)
	}
	if _, err := decided(state, moderator, TakeBackRound{id}); err != nil {
		t.Fatal(err)
	}
}
