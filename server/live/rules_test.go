package live

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// table is a state in which rules are tried: five ideas (2 merged into 1, 4 hidden, 5 withdrawn),
// two fields, the second joined into none; what discussed adds.
func table() *State {
	contents := sampleContents()
	for number, state := range []store.IdeaState{store.Shown, store.Shown, store.Shown, store.Hidden, store.Withdrawn} {
		id := string(rune('a' + number))
		contents.Ideas = append(contents.Ideas, store.Idea{ID: id, Event: eventID, Session: "s1", Number: number + 1, Kind: store.Proposal, Text: "Text " + id, State: state, Author: "ada", Command: "command-" + id})
	}
	contents.Ideas[1].MergedInto = "a"
	contents.Participants = []store.Participant{{ID: "ada", Device: "device-ada"}, {ID: "ben", Device: "device-ben"}}
	contents.Fields = []store.TopicField{{ID: "f1", Title: "Wege"}, {ID: "f2", Title: "Räume", Color: 1, Position: 1}}
	discussed(&contents)
	return newState(contents)
}

// settled decides and applies a command as a hub would.
func settled(state *State, by Actor, command Command) (Decision, error) {
	decision, err := command.Decide(state, by, Means{NewID: store.NewID, Now: time.Unix(1_700_000_000, 0), Shuffle: rand.Shuffle})
	for _, fact := range decision.Facts {
		state.Apply(fact)
	}
	return decision, err
}

func TestRules(t *testing.T) {
	ada, ben := Actor{Phone, "ada"}, Actor{Phone, "ben"}
	idea := func(text string) *SubmitIdea {
		return &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: text, Receipt: receipt}
	}
	one, f2 := 1, "f2"
	for name, situation := range map[string]struct {
		before  []Command // by the moderator
		by      Actor
		command Command
		refusal error
	}{
		"an idea is taken while collecting":              {nil, ada, idea("Mehr Licht"), nil},
		"an idea of spaces is empty":                     {nil, ada, idea(" \n\t "), store.ErrTextEmpty},
		"an idea of 10,000 characters is taken":          {nil, ada, idea(strings.Repeat("Wäre gut. ", 999) + "Wäre gut.."), nil},
		"an idea of 10,001 characters is too long":       {nil, ada, idea(strings.Repeat("Wäre gut. ", 1000) + "!"), store.ErrTextTooLong},
		"an idea that fills a message is too long":       {nil, ada, idea(strings.Repeat("ä", 7501)), store.ErrTextTooLong},
		"control characters are refused":                 {nil, ada, idea("a\x1bb"), store.ErrTextInvalid},
		"an unknown kind is refused":                     {nil, ada, &SubmitIdea{Session: "s1", Kind: "wish", Text: "x", Receipt: receipt}, store.ErrInvalid},
		"an unknown session is not found":                {nil, ada, &SubmitIdea{Session: "s9", Kind: store.Proposal, Text: "x", Receipt: receipt}, store.ErrNotFound},
		"collecting is over in the next phase":           {[]Command{EnterPhase{Session: "s1", Phase: "cluster"}}, ada, idea("zu spät"), store.ErrCollectingIsOver},
		"late ideas are taken when the phase allows":     {[]Command{EnterPhase{Session: "s1", Phase: "vote"}, SetPhase{Session: "s1", Phase: "vote", Settings: store.PhaseSettings{LateIdeas: true}}}, ada, idea("spät"), nil},
		"moderators enter ideas in any phase":            {[]Command{EnterPhase{Session: "s1", Phase: "vote"}}, moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Zuruf"}, nil},
		"an own idea is withdrawn":                       {nil, ada, WithdrawIdea{1}, nil},
		"another's idea is not":                          {nil, ben, WithdrawIdea{1}, store.ErrForbidden},
		"a moderator withdraws no participant's idea":    {nil, moderator, WithdrawIdea{1}, store.ErrForbidden},
		"withdrawing twice is a repeat":                  {nil, ada, WithdrawIdea{5}, nil},
		"a withdrawn idea is not restored":               {nil, moderator, ModerateIdea{Idea: 5, State: store.Shown}, store.ErrIdeaWithdrawn},
		"returning needs a reason":                       {nil, moderator, ModerateIdea{Idea: 1, State: store.Returned}, store.ErrTextEmpty},
		"moderating what changed meanwhile is refused":   {[]Command{ModerateIdea{Idea: 1, State: store.Hidden}}, moderator, ModerateIdea{Idea: 1, State: store.Hidden, Was: store.Shown}, store.ErrChangedSince},
		"support for a hidden idea is refused":           {nil, ben, SupportIdea{Idea: 4, On: true}, store.ErrForbidden},
		"merging into a member goes to its head":         {nil, moderator, MergeIdea{Idea: 3, Into: 2}, nil},
		"merging into one's own group is a cycle":        {nil, moderator, MergeIdea{Idea: 1, Into: 2}, store.ErrMergeCycle},
		"merging into itself is a cycle":                 {nil, moderator, MergeIdea{Idea: 3, Into: 3}, store.ErrMergeCycle},
		"merging waits while a round is open":            {[]Command{dots(3, 2)}, moderator, MergeIdea{Idea: 3, Into: 1}, store.ErrRoundIsOpen},
		"parting waits while a round is open":            {[]Command{dots(3, 2)}, moderator, UnmergeIdea{Idea: 2}, store.ErrRoundIsOpen},
		"parting with another head meanwhile is refused": {[]Command{UnmergeIdea{Idea: 2}}, moderator, UnmergeIdea{Idea: 2, Was: &one}, store.ErrChangedSince},
		"moving to an unknown field is not found":        {nil, moderator, MoveIdeas{Ideas: []int{1}, Field: "f9"}, store.ErrNotFound},
		"moving what was moved meanwhile is refused":     {[]Command{MoveIdeas{Ideas: []int{1}, Field: "f1"}}, moderator, MoveIdeas{Ideas: []int{1}, Field: "f2", Was: []string{""}}, store.ErrChangedSince},
		"a field with ideas is not removed":              {[]Command{MoveIdeas{Ideas: []int{1}, Field: "f1"}}, moderator, RemoveField{"f1"}, store.ErrFieldNotEmpty},
		"a field others joined is not removed":           {[]Command{JoinField{"f1", "f2"}}, moderator, RemoveField{"f2"}, store.ErrFieldNotEmpty},
		"joining in a circle is refused":                 {[]Command{JoinField{"f1", "f2"}}, moderator, JoinField{"f2", "f1"}, store.ErrMergeCycle},
		"parting a field joined elsewhere is refused":    {nil, moderator, PartField{Field: "f1", Was: &f2}, store.ErrChangedSince},
		"a field needs a title":                          {nil, moderator, CreateField{Title: " "}, store.ErrTextEmpty},
		"a colour outside the palette is refused":        {nil, moderator, EditField{Field: "f1", FieldLook: FieldLook{"Wege", 12}}, store.ErrInvalid},
		"an order that misses a field is refused":        {nil, moderator, OrderFields{Fields: []string{"f2"}}, store.ErrInvalid},
		"an order with a field twice is refused":         {nil, moderator, OrderFields{Fields: []string{"f2", "f2"}}, store.ErrInvalid},
		"a second open round is refused":                 {[]Command{dots(3, 2)}, moderator, dots(3, 2), store.ErrRoundIsOpen},
		"a cap above the budget is refused":              {nil, moderator, dots(3, 4), store.ErrInvalid},
		"a budget of 100 is refused":                     {nil, moderator, dots(100, 1), store.ErrInvalid},
		"an unknown phase is not found":                  {nil, moderator, EnterPhase{Session: "s1", Phase: "party"}, store.ErrNotFound},
		"a device joins":                                 {nil, Actor{Phone, ""}, Join{Device: "device-new"}, nil},
		"nobody new joins a closed event":                {[]Command{closed{}}, Actor{Phone, ""}, Join{Device: "device-new"}, store.ErrEventClosed},
		"a known device returns to a closed event":       {[]Command{closed{}}, Actor{Phone, ""}, Join{Device: "device-ada"}, nil},
		"nobody revokes the own invitation":              {nil, moderator, Revoke{"m1", true}, store.ErrForbidden},
		"an unknown scene is refused":                    {nil, moderator, DirectProjector{Projector: "p1", Session: "s1", Scene: "disco"}, store.ErrInvalid},
		"a withdrawn idea is not nominated":              {nil, moderator, NominateIdea{5, true}, store.ErrIdeaWithdrawn},
	} {
		t.Run(name, func(t *testing.T) {
			state := table()
			for _, command := range situation.before {
				if _, err := settled(state, moderator, command); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := settled(state, situation.by, situation.command); !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
		})
	}
}

// closed shuts the doors.
type closed struct{}

func (closed) Decide(state *State, by Actor, means Means) (Decision, error) {
	event := state.event
	event.Admission = store.AdmissionClosed
	return EditEvent{event}.Decide(state, by, means)
}

func TestVoting(t *testing.T) {
	ada := Actor{Phone, "ada"}
	for name, situation := range map[string]struct {
		before  []SetVote
		vote    SetVote
		left    int
		refusal error
	}{
		"a point is given":                        {nil, SetVote{Item: 1, Points: 1, Counter: 1}, 2, nil},
		"a point is taken back":                   {[]SetVote{{Item: 1, Points: 2, Counter: 1}}, SetVote{Item: 1, Points: 0, Counter: 2}, 3, nil},
		"a repeat changes nothing":                {[]SetVote{{Item: 1, Points: 2, Counter: 1}}, SetVote{Item: 1, Points: 2, Counter: 1}, 1, nil},
		"an older message does not undo a newer":  {[]SetVote{{Item: 1, Points: 2, Counter: 5}}, SetVote{Item: 1, Points: 1, Counter: 4}, 0, store.ErrStaleCounter},
		"refused when the cap is reached":         {nil, SetVote{Item: 1, Points: 3, Counter: 1}, 0, store.ErrCapReached},
		"refused when votes are spent":            {[]SetVote{{Item: 1, Points: 2, Counter: 1}}, SetVote{Item: 2, Points: 2, Counter: 2}, 0, store.ErrNoVotesLeft},
		"negative points are refused":             {nil, SetVote{Item: 1, Points: -1, Counter: 1}, 0, store.ErrInvalid},
		"an item that is not there is not found":  {nil, SetVote{Item: 3, Points: 1, Counter: 1}, 0, store.ErrNotFound},
		"the smallest counter is refused as none": {nil, SetVote{Item: 1, Points: 1, Counter: 0}, 0, store.ErrStaleCounter},
	} {
		t.Run(name, func(t *testing.T) {
			state := table()
			settled(state, moderator, dots(3, 2))
			round := state.sessions[0].openRound().ID
			for _, vote := range situation.before {
				vote.Round = round
				if _, err := settled(state, ada, vote); err != nil {
					t.Fatal(err)
				}
			}
			situation.vote.Round = round
			decision, err := settled(state, ada, situation.vote)
			if !errors.Is(err, situation.refusal) {
				t.Fatalf("got %v, want %v", err, situation.refusal)
			}
			if counted, ok := decision.Result.(VoteCounted); err == nil && (!ok || counted.Left != situation.left) {
				t.Fatalf("got %+v", decision.Result)
			}
			var ballots []store.Ballot
			for _, ballot := range state.rounds[round].ballots {
				ballots = append(ballots, *ballot)
			}
			recounted := state.rounds[round].Count(ballots).WithoutCounts()
			if running := state.rounds[round].tally(); running.Voters != recounted.Voters || !mapsEqual(running.Items, recounted.Items) {
				t.Fatalf("the running count %v is not the sum of the ballots %v", running, recounted)
			}
		})
	}
}

func mapsEqual(a, b map[int]store.ItemTally) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

func TestARoundFreezesWholeGroupsAndForgetsDevicesAtClose(t *testing.T) {
	state := table()
	settled(state, moderator, dots(3, 2))
	round := state.sessions[0].openRound()
	want := []store.RoundItem{{Item: 1, Idea: "a", Ideas: []string{"a", "b"}}, {Item: 2, Idea: "c", Ideas: []string{"c"}}}
	if got, _ := json.Marshal(round.Items); string(got) != string(must(json.Marshal(want))) {
		t.Fatalf("items %s", got)
	}
	settled(state, Actor{Phone, "ada"}, SetVote{Round: round.ID, Item: 1, Points: 2, Counter: 1})
	settled(state, Actor{Phone, "ben"}, SetVote{Round: round.ID, Item: 1, Points: 1, Counter: 7})
	if _, err := settled(state, moderator, TakeBackRound{round.ID}); !errors.Is(err, store.ErrChangedSince) {
		t.Fatalf("an opening was taken back after votes: %v", err)
	}
	decision, err := settled(state, moderator, CloseRound{round.ID})
	if err != nil || decision.Undo != nil {
		t.Fatal("closing is final", err)
	}
	ended := decision.Facts[0].(store.RoundEnded)
	if ended.Round.Admitted != 2 || ended.Round.Tally.Voters != 2 || !ended.Round.Tally.Items[1].Equal(store.ItemTally{Points: 3, Voters: 2, Counts: []int{1, 1}}) {
		t.Fatalf("tally %+v", ended.Round.Tally)
	}
	for _, ballot := range ended.Ballots {
		if ballot.Participant != "" || ballot.Counter != 0 || slices.Contains([]string{"ada", "ben"}, ballot.ID) {
			t.Fatalf("a ballot can still be traced: %+v", ballot)
		}
	}
	if _, err := settled(state, Actor{Phone, "ada"}, SetVote{Round: round.ID, Item: 1, Points: 1, Counter: 9}); !errors.Is(err, store.ErrRoundClosed) {
		t.Fatalf("voted after close: %v", err)
	}
	if _, err := settled(state, moderator, CloseRound{round.ID}); !errors.Is(err, store.ErrRoundClosed) {
		t.Fatalf("closed twice: %v", err)
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

// Every undo brings back what was, also over the wire.
func TestUndoRestores(t *testing.T) {
	for name, command := range map[string]Command{
		"phase":     EnterPhase{Session: "s1", Phase: "vote"},
		"settings":  SetPhase{Session: "s1", Phase: "collect", Settings: store.PhaseSettings{IdeasHidden: true}},
		"session":   EditSession{Session: "s1", SessionWords: SessionWords{"Neu", "Was noch?"}},
		"blank":     BlankWall{Session: "s1", On: true},
		"support":   ShowSupport{Session: "s1", On: true},
		"welcome":   Welcome{Text: "Willkommen"},
		"moderate":  ModerateIdea{Idea: 1, State: store.Returned, Reason: "doppelt"},
		"restore":   ModerateIdea{Idea: 4, State: store.Shown},
		"merge":     MergeIdea{Idea: 3, Into: 1},
		"unmerge":   UnmergeIdea{Idea: 2},
		"move":      MoveIdeas{Ideas: []int{1, 3}, Field: "f1"},
		"rename":    EditField{Field: "f1", FieldLook: FieldLook{"Straßen", 5}},
		"order":     OrderFields{Fields: []string{"f2", "f1"}},
		"join":      JoinField{Field: "f1", Into: "f2"},
		"remove":    RemoveField{Field: "f1"},
		"nominate":  NominateIdea{Idea: 1, On: true},
		"nominate2": NominateField{Field: "f1", On: true},
		"project":   DirectProjector{Projector: "p1", Session: "s1", Scene: "wall"},
		"dismiss":   DismissProjector{"p1", true},
		"revoke":    Revoke{"m2", true},
	} {
		t.Run(name, func(t *testing.T) {
			state := table()
			before := picture(state)
			decision, err := settled(state, moderator, command)
			if err != nil {
				t.Fatal(err)
			}
			if picture(state) == before {
				t.Fatal("the command changed nothing")
			}
			data, _ := json.Marshal(decision.Undo)
			undo, err := Parse(Console, nameOf(decision.Undo), data)
			if err != nil {
				t.Fatalf("undo %s %s cannot be sent: %v", nameOf(decision.Undo), data, err)
			}
			if _, err := settled(state, moderator, undo); err != nil {
				t.Fatal(err)
			}
			if after := picture(state); after != before {
				t.Fatalf("undo left\n%s\ninstead of\n%s", after, before)
			}
		})
	}
}

// picture is all that a console may know, as text.
func picture(state *State) string {
	event := snapshotOf(streamKey{Console, ""}, state, "")()
	session := snapshotOf(streamKey{Console, "s1"}, state, "")()
	return string(encode(event)) + string(encode(session))
}

func TestStrictDecoding(t *testing.T) {
	type shape struct {
		Text string `json:"text"`
		List []int  `json:"list"`
	}
	for name, situation := range map[string]struct {
		data string
		code string
	}{
		"an object":                {`{"text":"a","list":[1]}`, ""},
		"an escaped pair":          {`{"text":"\ud83d\ude00"}`, ""},
		"an escaped backslash":     {`{"text":"\\ud83d"}`, ""},
		"invalid UTF-8":            {"{\"text\":\"\xff\"}", "text_invalid"},
		"a lone high surrogate":    {`{"text":"\ud83d"}`, "text_invalid"},
		"a lone low surrogate":     {`{"text":"\ude00"}`, "text_invalid"},
		"two high surrogates":      {`{"text":"\ud83d\ud83d"}`, "text_invalid"},
		"NUL":                      {`{"text":"a\u0000"}`, "text_invalid"},
		"a duplicate key":          {`{"text":"a","text":"b"}`, "invalid"},
		"an unknown key":           {`{"txt":"a"}`, "invalid"},
		"a key in capitals":        {`{"TEXT":"a"}`, "invalid"},
		"a number for a text":      {`{"text":1}`, "invalid"},
		"a number out of range":    {`{"list":[1e400]}`, "invalid"},
		"something after it":       {`{"text":"a"} {}`, "invalid"},
		"a list":                   {`["a"]`, "invalid"},
		"nothing":                  {``, "invalid"},
		"null":                     {`null`, "invalid"},
		"half of it":               {`{"text":"a"`, "invalid"},
		"ten thousand levels deep": {strings.Repeat(`{"text":`, 10_000), "invalid"},
		"NaN":                      {`{"list":[NaN]}`, "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Decode([]byte(situation.data), new(shape)); code(err) != situation.code {
				t.Fatalf("got %v, want %q", err, situation.code)
			}
		})
	}
}

// Every command the faces may ask is refused to the faces that may not.
func TestWhoMayAskWhat(t *testing.T) {
	for name, command := range commands {
		for _, face := range []Face{Phone, Console, Projector, Helper, Staff} {
			_, err := Parse(face, name, json.RawMessage(`{}`))
			if allowed := slices.Contains(command.faces, face); errors.Is(err, store.ErrForbidden) == allowed {
				t.Errorf("%s asks %s: %v", face, name, err)
			}
		}
	}
	if _, err := Parse(Console, "DropTables", json.RawMessage(`{}`)); !errors.Is(err, store.ErrUnknownType) {
		t.Errorf("an unknown command answered %v", err)
	}
}
