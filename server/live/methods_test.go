package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"masswerk/store"
)

// votingContents is an event with a helper, six devices, two sessions and seven ideas: ada brought 1, ben 2
// (merged into 1) and the others nobody; 5 is hidden, 6 and 7 belong to the second session. 3, 4
// and 6 are in the topic field f1, 7 in f2.
func votingContents() store.Contents {
	contents := sampleContents()
	contents.Moderators = append(contents.Moderators, store.Moderator{ID: "h1", Event: eventID, Secret: "hash-h1", Role: store.Helps})
	second := contents.Sessions[0]
	second.ID, second.Position, second.Phases = "s2", 1, slices.Clone(second.Phases)
	for i := range second.Phases {
		second.Phases[i].ID, second.Phases[i].Session = "s2-"+second.Phases[i].ID, "s2"
	}
	second.Phase = "s2-collect"
	contents.Sessions = append(contents.Sessions, second)
	contents.Fields = []store.TopicField{{ID: "f1", Title: "Wege"}, {ID: "f2", Title: "Räume", Position: 1}, {ID: "f3", Title: "Zeit", Position: 2}}
	for number := 1; number <= 7; number++ {
		one := store.Idea{ID: fmt.Sprint("i", number), Event: eventID, Session: "s1", Number: number, Kind: store.Proposal, Text: "Text", State: store.Shown}
		switch number {
		case 1:
			one.Author = "ada"
		case 2:
			one.Author, one.MergedInto = "ben", "i1"
		case 3, 4:
			one.Field = "f1"
		case 5:
			one.State = store.Hidden
		case 6:
			one.Session, one.Field = "s2", "f1"
		case 7:
			one.Session, one.Field = "s2", "f2"
		}
		contents.Ideas = append(contents.Ideas, one)
	}
	for _, name := range voters {
		contents.Participants = append(contents.Participants, store.Participant{ID: name, Event: eventID, Device: "device-" + name})
	}
	return contents
}

var voters = []string{"ada", "ben", "cem", "dana", "emil", "fee"}

// boxes are ballot boxes in memory for rules that are tried without a hub.
func boxes(cast ...map[int]int) func(string) ([]store.Ballot, error) {
	return func(round string) ([]store.Ballot, error) {
		var ballots []store.Ballot
		for _, points := range cast {
			ballots = append(ballots, store.Ballot{ID: store.NewID(), Round: round, Points: points})
		}
		return ballots, nil
	}
}

// decided decides and applies a command where secret rounds have their boxes.
func decided(state *State, by Actor, command Command, cast ...map[int]int) (Decision, error) {
	decision, err := command.Decide(state, by, Means{NewID: store.NewID, Shuffle: func(int, func(i, j int)) {}, Boxed: boxes(cast...)})
	for _, fact := range decision.Facts {
		state.Apply(fact)
	}
	return decision, err
}

func voteOn(change func(*OpenRound)) OpenRound {
	one := OpenRound{Session: "s1", RoundPlan: store.RoundPlan{Method: store.YesNo, Subject: store.OnIdeas, Secrecy: store.OpenVote}}
	change(&one)
	return one
}

func by(method store.Method) OpenRound {
	return voteOn(func(one *OpenRound) {
		one.Method, one.Budget, one.Cap = method, 4, 3
		one.Criteria = []store.Criterion{{Name: "Wirkung"}, {Name: "Aufwand", Less: true}}
	})
}

func secret(method store.Method) OpenRound {
	one := by(method)
	one.Secrecy = store.Secret
	return one
}

func TestOpeningARound(t *testing.T) {
	items := func(groups ...[]string) (all []store.RoundItem) {
		for i, ideas := range groups {
			all = append(all, store.RoundItem{Item: i + 1, Idea: ideas[0], Ideas: ideas})
		}
		return all
	}
	for name, situation := range map[string]struct {
		prepare func(*State)
		command OpenRound
		refusal error
		items   []store.RoundItem
	}{
		"all ideas that can be seen, groups as one": {nil, voteOn(func(*OpenRound) {}), nil, items([]string{"i1", "i2"}, []string{"i3"}, []string{"i4"})},
		"a list, in the order of numbers":           {nil, voteOn(func(c *OpenRound) { c.Ideas = []int{4, 3, 4} }), nil, items([]string{"i3"}, []string{"i4"})},
		"a member stands for its group":             {nil, voteOn(func(c *OpenRound) { c.Ideas = []int{2} }), nil, items([]string{"i1", "i2"})},
		"a hidden idea cannot be listed":            {nil, voteOn(func(c *OpenRound) { c.Ideas = []int{3, 5} }), store.ErrInvalid, nil},
		"nor one of another session":                {nil, voteOn(func(c *OpenRound) { c.Ideas = []int{6} }), store.ErrInvalid, nil},
		"nor one that is not there":                 {nil, voteOn(func(c *OpenRound) { c.Ideas = []int{0} }), store.ErrInvalid, nil},
		"topic fields with the session's ideas": {nil, voteOn(func(c *OpenRound) { c.Subject = store.OnFields }), nil,
			[]store.RoundItem{{Item: 1, Field: "f1", Ideas: []string{"i3", "i4"}}, {Item: 2, Field: "f2"}, {Item: 3, Field: "f3"}}},
		"topic fields with all ideas, when tables go round": {func(s *State) { s.event.Seating.Tables = 4 }, voteOn(func(c *OpenRound) { c.Subject, c.Fields = store.OnFields, []string{"f2", "f1"} }), nil,
			[]store.RoundItem{{Item: 1, Field: "f1", Ideas: []string{"i3", "i4", "i6"}}, {Item: 2, Field: "f2", Ideas: []string{"i7"}}}},
		"a field stands for the one it joined": {func(s *State) { s.Apply(store.FieldJoined{Field: "f2", Into: "f1"}) }, voteOn(func(c *OpenRound) { c.Subject, c.Fields = store.OnFields, []string{"f2"} }), nil,
			[]store.RoundItem{{Item: 1, Field: "f1", Ideas: []string{"i3", "i4"}}}},
		"a field that is not there cannot be listed": {nil, voteOn(func(c *OpenRound) { c.Subject, c.Fields = store.OnFields, []string{"f9"} }), store.ErrInvalid, nil},
		"nothing to vote on": {func(s *State) {
			for _, id := range []string{"i1", "i2", "i3", "i4"} {
				s.Apply(store.IdeaModerated{Idea: id, State: store.Hidden})
			}
		}, voteOn(func(*OpenRound) {}), store.ErrNothingToVote, nil},
		"a secret round among six": {nil, secret(store.YesNo), nil, items([]string{"i1", "i2"}, []string{"i3"}, []string{"i4"})},
		"a secret round among four": {func(s *State) {
			delete(s.devices, "device-ada")
			delete(s.devices, "device-ben")
		}, secret(store.YesNo), store.ErrTooFew, nil},
		"a ranking of more than anybody can order": {func(s *State) {
			for i := range store.MaxRanked - 2 {
				s.addIdea(store.Idea{ID: fmt.Sprint("more", i), Session: "s1", Number: 100 + i, State: store.Shown})
			}
		}, by(store.Ranking), store.ErrInvalid, nil},
		"an unknown session":               {nil, voteOn(func(c *OpenRound) { c.Session = "s9" }), store.ErrNotFound, nil},
		"a scale without criteria":         {nil, voteOn(func(c *OpenRound) { c.Method = store.Scale }), store.ErrInvalid, nil},
		"a question with control symbols":  {nil, voteOn(func(c *OpenRound) { c.Title = "a\x1b" }), store.ErrTextInvalid, nil},
		"a criterion with control symbols": {nil, voteOn(func(c *OpenRound) { c.Method, c.Criteria = store.Scale, []store.Criterion{{Name: "\x00"}} }), store.ErrTextInvalid, nil},
	} {
		t.Run(name, func(t *testing.T) {
			state := newState(votingContents())
			if situation.prepare != nil {
				situation.prepare(state)
			}
			_, err := decided(state, moderator, situation.command)
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			if err == nil && !reflect.DeepEqual(state.sessions[0].openRound().Items, situation.items) {
				t.Fatalf("items %+v, want %+v", state.sessions[0].openRound().Items, situation.items)
			}
		})
	}
}

func TestSecretRoundsNeedBoxes(t *testing.T) {
	if _, err := settled(newState(votingContents()), moderator, secret(store.YesNo)); !errors.Is(err, store.ErrInvalid) {
		t.Fatalf("got %v", err)
	}
}

func TestOldCallersGetDotsAndAPseudonymousRound(t *testing.T) {
	state := newState(votingContents())
	if _, err := settled(state, moderator, dots(3, 2)); err != nil {
		t.Fatal(err)
	}
	if is := state.sessions[0].openRound(); is.Method != store.Dots || is.Secrecy != store.Pseudonymous {
		t.Fatalf("%+v", is.RoundPlan)
	}
}

func TestFreezingClosesTheDoorsWithTheSameDecisionAndUndoLeavesThemClosed(t *testing.T) {
	state := newState(votingContents())
	decision, err := decided(state, moderator, voteOn(func(c *OpenRound) { c.Freeze = true }))
	if err != nil || len(decision.Facts) != 2 || state.event.Admission != store.AdmissionClosed {
		t.Fatalf("%+v, %v", decision, err)
	}
	if _, err := decided(state, moderator, decision.Undo); err != nil {
		t.Fatal(err)
	}
	if state.event.Admission != store.AdmissionClosed || state.sessions[0].openRound() != nil {
		t.Fatalf("admission %s, round %v", state.event.Admission, state.sessions[0].openRound())
	}
	if decision, err = decided(state, moderator, voteOn(func(c *OpenRound) { c.Freeze = true })); err != nil || len(decision.Facts) != 1 {
		t.Fatalf("frozen again: %+v, %v", decision, err)
	}
}

// What can be asked of a round, by method; %s of the commands is the round.
func TestVotingByEveryMethod(t *testing.T) {
	ada, cem := Actor{Phone, "ada"}, Actor{Phone, "cem"}
	own := func(one OpenRound) OpenRound { one.ExcludeOwn = true; return one }
	approveTwo := by(store.Approve)
	approveTwo.Budget = 2
	for name, situation := range map[string]struct {
		round   OpenRound
		by      Actor
		before  []Command
		command Command
		refusal error
		points  map[int]int // the ballot afterwards
	}{
		"an approval":                           {by(store.Approve), cem, nil, SetVote{Item: 2, Points: 1, Counter: 1}, nil, map[int]int{2: 1}},
		"an approval is taken back":             {by(store.Approve), cem, []Command{SetVote{Item: 2, Points: 1, Counter: 1}}, SetVote{Item: 2, Counter: 2}, nil, map[int]int{}},
		"no item is approved twice":             {by(store.Approve), cem, nil, SetVote{Item: 2, Points: 2, Counter: 1}, store.ErrCapReached, nil},
		"more than one may approve":             {approveTwo, cem, []Command{SetVote{Item: 1, Points: 1, Counter: 1}, SetVote{Item: 2, Points: 1, Counter: 2}}, SetVote{Item: 3, Points: 1, Counter: 3}, store.ErrNoVotesLeft, nil},
		"a no":                                  {by(store.YesNo), cem, nil, SetVote{Item: 1, Points: store.No, Counter: 1}, nil, map[int]int{1: store.No}},
		"a no becomes a yes":                    {by(store.YesNo), cem, []Command{SetVote{Item: 1, Points: store.No, Counter: 1}}, SetVote{Item: 1, Points: store.Yes, Counter: 2}, nil, map[int]int{1: store.Yes}},
		"a fourth answer":                       {by(store.YesNo), cem, nil, SetVote{Item: 1, Points: 4, Counter: 1}, store.ErrInvalid, nil},
		"a rating by both criteria":             {by(store.Scale), cem, nil, SetVote{Item: 1, Points: 35, Counter: 1}, nil, map[int]int{1: 35}},
		"a rating of six":                       {by(store.Scale), cem, nil, SetVote{Item: 1, Points: 6, Counter: 1}, store.ErrInvalid, nil},
		"ranking is no matter of points":        {by(store.Ranking), cem, nil, SetVote{Item: 1, Points: 1, Counter: 1}, store.ErrWrongMethod, nil},
		"an order":                              {by(store.Ranking), cem, nil, SetOrder{Items: []int{3, 1}, Counter: 1}, nil, map[int]int{3: 1, 1: 2}},
		"another order":                         {by(store.Ranking), cem, []Command{SetOrder{Items: []int{3, 1}, Counter: 1}}, SetOrder{Items: []int{2}, Counter: 2}, nil, map[int]int{2: 1}},
		"no order any more":                     {by(store.Ranking), cem, []Command{SetOrder{Items: []int{3, 1}, Counter: 1}}, SetOrder{Counter: 2}, nil, map[int]int{}},
		"an order repeated":                     {by(store.Ranking), cem, []Command{SetOrder{Items: []int{3, 1}, Counter: 4}}, SetOrder{Items: []int{3, 1}, Counter: 4}, nil, map[int]int{3: 1, 1: 2}},
		"an older order":                        {by(store.Ranking), cem, []Command{SetOrder{Items: []int{3, 1}, Counter: 4}}, SetOrder{Items: []int{2}, Counter: 3}, store.ErrStaleCounter, nil},
		"another order, the same counter":       {by(store.Ranking), cem, []Command{SetOrder{Items: []int{3, 1}, Counter: 4}}, SetOrder{Items: []int{1, 3}, Counter: 4}, store.ErrStaleCounter, nil},
		"an order without a counter":            {by(store.Ranking), cem, nil, SetOrder{Items: []int{2}}, store.ErrStaleCounter, nil},
		"an order with an item twice":           {by(store.Ranking), cem, nil, SetOrder{Items: []int{2, 2}, Counter: 1}, store.ErrInvalid, nil},
		"an order with what is not there":       {by(store.Ranking), cem, nil, SetOrder{Items: []int{9}, Counter: 1}, store.ErrNotFound, nil},
		"dots are no order":                     {by(store.Dots), cem, nil, SetOrder{Items: []int{1}, Counter: 1}, store.ErrWrongMethod, nil},
		"nobody votes for what they brought":    {own(by(store.YesNo)), ada, nil, SetVote{Item: 1, Points: store.Yes, Counter: 1}, store.ErrOwnIdea, nil},
		"nor for what was merged with it":       {own(by(store.YesNo)), Actor{Phone, "ben"}, nil, SetVote{Item: 1, Points: store.Yes, Counter: 1}, store.ErrOwnIdea, nil},
		"for what others brought they do":       {own(by(store.YesNo)), ada, nil, SetVote{Item: 2, Points: store.Yes, Counter: 1}, nil, map[int]int{2: store.Yes}},
		"others vote for it":                    {own(by(store.YesNo)), cem, nil, SetVote{Item: 1, Points: store.Yes, Counter: 1}, nil, map[int]int{1: store.Yes}},
		"one's own may be voted for if allowed": {by(store.YesNo), ada, nil, SetVote{Item: 1, Points: store.Yes, Counter: 1}, nil, map[int]int{1: store.Yes}},
		"nobody ranks what they brought":        {own(by(store.Ranking)), ada, nil, SetOrder{Items: []int{2, 1}, Counter: 1}, store.ErrOwnIdea, nil},
		"an open round takes no sealed ballot":  {by(store.YesNo), cem, nil, CastBallot{Points: map[int]int{1: store.Yes}}, store.ErrWrongMethod, nil},
		"a secret round takes no single votes":  {secret(store.YesNo), cem, nil, SetVote{Item: 1, Points: store.Yes, Counter: 1}, store.ErrWrongMethod, nil},
		"and no order":                          {secret(store.Ranking), cem, nil, SetOrder{Items: []int{1}, Counter: 1}, store.ErrWrongMethod, nil},
		"a sealed ballot":                       {secret(store.YesNo), cem, nil, CastBallot{Points: map[int]int{1: store.Yes}}, nil, nil},
		"a sealed ballot of nothing":            {secret(store.YesNo), cem, nil, CastBallot{}, nil, nil},
		"a sealed ballot beyond the budget":     {secret(store.Dots), cem, nil, CastBallot{Points: map[int]int{1: 3, 2: 3}}, store.ErrNoVotesLeft, nil},
		"a sealed ballot beyond the cap":        {secret(store.Dots), cem, nil, CastBallot{Points: map[int]int{1: 4}}, store.ErrCapReached, nil},
		"a sealed ballot for what one brought":  {own(secret(store.Dots)), ada, nil, CastBallot{Points: map[int]int{2: 1, 1: 1}}, store.ErrOwnIdea, nil},
		"a sealed ballot with gaps":             {secret(store.Ranking), cem, nil, CastBallot{Points: map[int]int{2: 2}}, store.ErrInvalid, nil},
	} {
		t.Run(name, func(t *testing.T) {
			state := newState(votingContents())
			if _, err := decided(state, moderator, situation.round); err != nil {
				t.Fatal(err)
			}
			id := state.sessions[0].openRound().ID
			for _, before := range situation.before {
				if _, err := decided(state, situation.by, in(id, before)); err != nil {
					t.Fatal(err)
				}
			}
			decision, err := decided(state, situation.by, in(id, situation.command))
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			if situation.points != nil && !reflect.DeepEqual(state.rounds[id].ballots[situation.by.ID].Points, situation.points) {
				t.Fatalf("ballot %v, want %v", state.rounds[id].ballots[situation.by.ID].Points, situation.points)
			}
			if _, sealed := situation.command.(CastBallot); sealed && err == nil && (decision.Cast == nil || len(decision.Facts) > 0) {
				t.Fatalf("a sealed ballot became %+v", decision)
			}
		})
	}
}

// in returns a vote for the round.
func in(id string, vote Command) Command {
	switch vote := vote.(type) {
	case SetVote:
		vote.Round = id
		return vote
	case SetOrder:
		vote.Round = id
		return vote
	case CastBallot:
		vote.Round = id
		return vote
	case EnterPaper:
		vote.Round = id
		return vote
	case Runoff:
		vote.Round = id
		return vote
	}
	panic("no vote")
}

// Item numbers of a snapshot come from all ideas of the event, not from those of the session.
func TestASnapshotKnowsTheNumbersOfOtherSessionsIdeas(t *testing.T) {
	state := newState(votingContents())
	state.event.Seating.Tables = 4
	opened := by(store.Approve)
	opened.Subject = store.OnFields
	decided(state, moderator, opened)
	for _, face := range []Face{Phone, Projector, Console} {
		snapshot := snapshotOf(streamKey{face, "s1"}, state, "")().(SessionSnapshot)
		if got, _ := json.Marshal(snapshot.Rounds[0].Items[0]); string(got) != `{"item":1,"field":"f1","ideas":[3,4,6]}` {
			t.Errorf("%s: %s", face, got)
		}
	}
}

func TestAPhoneKnowsTheHowManiethItIs(t *testing.T) {
	state := newState(votingContents())
	for i, name := range voters {
		if place := viewMine(state, name).Place; place != i+1 {
			t.Errorf("%s is number %d", name, place)
		}
	}
	made, _ := decided(state, Actor{Phone, ""}, Join{Device: "device-new"})
	if place := viewMine(state, made.Result.(Joined).Participant).Place; place != len(voters)+1 {
		t.Errorf("who came last is number %d", place)
	}
}
