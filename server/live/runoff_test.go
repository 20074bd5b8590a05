package live

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"masswerk/store"
)

func TestRunoff(t *testing.T) {
	// Items: 1 is ideas 1 and 2, 2 is idea 3, 3 is idea 4; more ideas follow.
	votes := []map[int]int{{1: 3, 2: 1}, {2: 2, 3: 2}, {3: 1, 4: 3}, {5: 1}, {4: 1}}
	// points: 1: 3, 2: 3, 3: 3, 4: 4, 5: 1, 6: 0
	for name, situation := range map[string]struct {
		command Runoff
		prepare func(*State)
		votes   []map[int]int
		refusal error
		heads   []string
	}{
		"the best two, with all that are tied":         {Runoff{Top: 2}, nil, votes, nil, []string{"i1", "i3", "i4", "i8"}},
		"the best one alone is no runoff":              {Runoff{Top: 1}, nil, votes, store.ErrNoTie, nil},
		"more than there are, but none without a vote": {Runoff{Top: 99}, nil, votes, nil, []string{"i1", "i3", "i4", "i8", "i9"}},
		"those that share a rank":                      {Runoff{Rank: 2}, nil, votes, nil, []string{"i1", "i3", "i4"}},
		"a rank that one has alone":                    {Runoff{Rank: 1}, nil, votes, store.ErrNoTie, nil},
		"a rank that nobody has":                       {Runoff{Rank: 3}, nil, votes, store.ErrNoTie, nil},
		"without what was hidden since":                {Runoff{Rank: 2}, func(s *State) { s.Apply(store.IdeaModerated{Idea: "i3", State: store.Hidden}) }, votes, nil, []string{"i1", "i4"}},
		"what speaks for a group may be hidden":        {Runoff{Rank: 2}, func(s *State) { s.Apply(store.IdeaModerated{Idea: "i1", State: store.Hidden}) }, votes, nil, []string{"i2", "i3", "i4"}},
		"what was merged since is no tie": {Runoff{Rank: 2}, func(s *State) {
			s.Apply(store.IdeaMerged{Idea: "i3", Into: "i1"})
			s.Apply(store.IdeaMerged{Idea: "i4", Into: "i1"})
		}, votes, store.ErrNoTie, nil},
		"both ways to choose":         {Runoff{Top: 2, Rank: 2}, nil, votes, store.ErrInvalid, nil},
		"no way to choose":            {Runoff{}, nil, votes, store.ErrInvalid, nil},
		"fewer than none":             {Runoff{Top: -1}, nil, votes, store.ErrInvalid, nil},
		"while another round is open": {Runoff{Top: 2}, func(s *State) { decided(s, moderator, by(store.YesNo)) }, votes, store.ErrRoundIsOpen, nil},
		"nobody voted":                {Runoff{Top: 3}, nil, nil, store.ErrNoTie, nil},
	} {
		t.Run(name, func(t *testing.T) {
			contents := votingContents()
			for number := 8; number <= 10; number++ {
				contents.Ideas = append(contents.Ideas, store.Idea{ID: fmt.Sprint("i", number), Event: eventID, Session: "s1", Number: number, State: store.Shown})
			}
			state := newState(contents)
			opened := by(store.Dots)
			opened.Title, opened.ExcludeOwn = "Was zuerst?", true
			decided(state, moderator, opened)
			id := state.sessions[0].openRound().ID
			for i, ballot := range situation.votes {
				counter := int64(0)
				for item, points := range ballot {
					counter++
					name := voters[(i+2)%len(voters)] // ada, the last, may not vote for item 1
					if _, err := decided(state, Actor{Phone, name}, SetVote{Round: id, Item: item, Points: points, Counter: counter}); err != nil {
						t.Fatal(err)
					}
				}
			}
			decided(state, moderator, CloseRound{id})
			if situation.prepare != nil {
				situation.prepare(state)
			}
			decision, err := decided(state, moderator, in(id, situation.command))
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			if err != nil {
				return
			}
			next := state.rounds[decision.Result.(RoundMade).Round]
			var heads []string
			for _, item := range next.Items {
				heads = append(heads, item.Idea)
			}
			if !slices.Equal(heads, situation.heads) || next.Of != id || next.Number != 2 || !reflect.DeepEqual(next.RoundPlan, state.rounds[id].RoundPlan) {
				t.Fatalf("%v, %+v", heads, next.Round)
			}
			if _, err := decided(state, moderator, decision.Undo); err != nil || state.sessions[0].openRound() != nil {
				t.Fatalf("undone: %v", err)
			}
		})
	}
}

func TestARunoffOfTopicFields(t *testing.T) {
	state := newState(votingContents())
	opened := by(store.Approve)
	opened.Subject = store.OnFields
	decided(state, moderator, opened)
	id := state.sessions[0].openRound().ID
	decided(state, Actor{Phone, "ada"}, SetVote{Round: id, Item: 2, Points: 1, Counter: 1})
	decided(state, Actor{Phone, "ben"}, SetVote{Round: id, Item: 3, Points: 1, Counter: 1})
	decided(state, moderator, CloseRound{id})
	if _, err := decided(state, moderator, Runoff{Round: id, Rank: 1}); err != nil {
		t.Fatal(err)
	}
	items := state.sessions[0].openRound().Items
	if len(items) != 2 || items[0].Field != "f2" || items[1].Field != "f3" {
		t.Fatalf("%+v", items)
	}
}

// A runoff would tell how the few stood of whom nothing is told.
func TestTheResultOfFewInASecretRoundIsNotToldByARunoff(t *testing.T) {
	state := newState(votingContents())
	decided(state, moderator, secret(store.YesNo))
	id := state.sessions[0].openRound().ID
	decided(state, moderator, CloseRound{id}, map[int]int{1: store.Yes, 2: store.Yes}, map[int]int{1: store.Yes, 2: store.Yes})
	for _, command := range []Runoff{{Round: id, Top: 2}, {Round: id, Rank: 1}} {
		if _, err := decided(state, moderator, command); !errors.Is(err, store.ErrNoTie) {
			t.Fatalf("%+v: %v", command, err)
		}
	}
}
