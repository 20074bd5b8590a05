package live

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"masswerk/store"
)

const (
	freshTicket  = "AAAAAAAAA3" // number 1
	usedTicket   = "AAAAAAAAA4" // number 2, ben's
	anotherCode  = "AAAAAAAAA6"
	unknownCode  = "AAAAAAAAA7"
	everythingOn = "collect" // the phase in which participants may comment, react and raise hands
)

// discussed lets the collect phase have everything, and adds two comments (1 by ada on idea 1, 2 by
// a moderator on idea 3), ben's raised hand, two tickets and a helper.
func discussed(contents *store.Contents) {
	contents.Moderators = append(contents.Moderators, store.Moderator{ID: "h1", Event: eventID, Secret: "hash-h1", Role: store.Helps})
	for i := range contents.Sessions[0].Phases {
		if phase := &contents.Sessions[0].Phases[i]; phase.ID == everythingOn {
			phase.Comments, phase.Reactions, phase.Hands = true, true, true
		}
	}
	contents.Comments = []store.Comment{
		{ID: "comment-1", Idea: "a", Number: 1, Text: "Gute Idee", State: store.Shown, Author: "ada", Command: "command-comment"},
		{ID: "comment-2", Idea: "c", Number: 2, Text: "Wird geprüft", State: store.Shown},
	}
	contents.Signals = []store.Signal{{Session: "s1", Participant: "ben", Kind: store.Hand, Number: 4}}
	contents.Tickets = []store.Ticket{
		{ID: "ticket-1", Event: eventID, Number: 1, Code: store.TicketHash(contents.Event.Key, freshTicket)},
		{ID: "ticket-2", Event: eventID, Number: 2, Code: store.TicketHash(contents.Event.Key, usedTicket), Participant: "ben"},
	}
}

// quiet is a room in which everything is allowed and nothing was said yet; it has a helper.
func quiet() store.Contents {
	contents := sampleContents()
	discussed(&contents)
	contents.Comments, contents.Signals, contents.Tickets = nil, nil, nil
	return contents
}

// step is a command and who asks for it.
type step struct {
	by      Actor
	command Command
}

type situation struct {
	before  []step
	by      Actor
	command Command
	refusal error
}

func tryAll(t *testing.T, situations map[string]situation) {
	for name, one := range situations {
		t.Run(name, func(t *testing.T) {
			state := table()
			for _, before := range one.before {
				if _, err := settled(state, before.by, before.command); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := settled(state, one.by, one.command); !errors.Is(err, one.refusal) {
				t.Fatalf("got %v, want %v", err, one.refusal)
			}
		})
	}
}

func TestDiscussionRules(t *testing.T) {
	ada, ben := Actor{Phone, "ada"}, Actor{Phone, "ben"}
	comment := func(idea int, text string) *AddComment { return &AddComment{Idea: idea, Text: text} }
	everythingOff := step{moderator, SetPhase{Session: "s1", Phase: everythingOn}}
	hidden := step{moderator, SetPhase{Session: "s1", Phase: everythingOn, Settings: store.PhaseSettings{IdeasHidden: true, Comments: true, Reactions: true}}}
	tryAll(t, map[string]situation{
		"a comment is taken":                               {nil, ben, comment(1, "Ja"), nil},
		"a comment of spaces is empty":                     {nil, ben, comment(1, " \n "), store.ErrTextEmpty},
		"a comment of 500 characters is taken":             {nil, ben, comment(1, strings.Repeat("ä", 500)), nil},
		"a comment of 501 characters is too long":          {nil, ben, comment(1, strings.Repeat("ä", 501)), store.ErrTextTooLong},
		"control characters in a comment are refused":      {nil, ben, comment(1, "a\x1bb"), store.ErrTextInvalid},
		"a comment is refused when the phase has none":     {[]step{everythingOff}, ben, comment(1, "Ja"), store.ErrSwitchedOff},
		"a moderator comments at any time":                 {[]step{everythingOff}, moderator, comment(1, "Dazu gleich mehr"), nil},
		"a comment on an unknown idea is not found":        {nil, ben, comment(9, "Ja"), store.ErrNotFound},
		"a comment on a hidden idea is refused":            {nil, ben, comment(4, "Ja"), store.ErrForbidden},
		"a moderator comments on a hidden idea":            {nil, moderator, comment(4, "Warum?"), nil},
		"nobody comments on a withdrawn idea":              {nil, moderator, comment(5, "Schade"), store.ErrIdeaWithdrawn},
		"nobody comments on what the phase hides":          {[]step{hidden}, ben, comment(1, "Ja"), store.ErrForbidden},
		"an own comment is withdrawn":                      {nil, ada, WithdrawComment{1}, nil},
		"an own comment is withdrawn after switching off":  {[]step{everythingOff}, ada, WithdrawComment{1}, nil},
		"another's comment is not withdrawn":               {nil, ben, WithdrawComment{1}, store.ErrForbidden},
		"a moderator withdraws no participant's comment":   {nil, moderator, WithdrawComment{1}, store.ErrForbidden},
		"a participant withdraws no moderator's comment":   {nil, ada, WithdrawComment{2}, store.ErrForbidden},
		"a moderator's comment is withdrawn":               {nil, moderator, WithdrawComment{2}, nil},
		"withdrawing a comment twice is a repeat":          {[]step{{ada, WithdrawComment{1}}}, ada, WithdrawComment{1}, nil},
		"an unknown comment is not found":                  {nil, ada, WithdrawComment{9}, store.ErrNotFound},
		"a comment is hidden":                              {nil, helper, ModerateComment{1, store.Hidden, store.Shown}, nil},
		"a comment changed meanwhile is not hidden":        {nil, moderator, ModerateComment{1, store.Shown, store.Hidden}, store.ErrChangedSince},
		"a withdrawn comment is not shown again":           {[]step{{ada, WithdrawComment{1}}}, moderator, ModerateComment{1, store.Shown, ""}, store.ErrChangedSince},
		"a comment is never held":                          {nil, moderator, ModerateComment{1, store.Held, ""}, store.ErrInvalid},
		"a reaction is taken":                              {nil, ben, React{1, store.Asks, true}, nil},
		"an unknown reaction is refused":                   {nil, ben, React{1, "applause", true}, store.ErrInvalid},
		"a reaction is refused when the phase has none":    {[]step{everythingOff}, ben, React{1, store.Asks, true}, store.ErrSwitchedOff},
		"a reaction is taken back after switching off":     {[]step{{ben, React{1, store.Asks, true}}, everythingOff}, ben, React{1, store.Asks, false}, nil},
		"a reaction to a hidden idea is refused":           {nil, ben, React{4, store.Agrees, true}, store.ErrForbidden},
		"a reaction to an unknown idea is not found":       {nil, ben, React{9, store.Agrees, true}, store.ErrNotFound},
		"being done is always told":                        {[]step{everythingOff}, ben, SignalDone{"s1", true}, nil},
		"done with an unknown session is not found":        {nil, ben, SignalDone{"s9", true}, store.ErrNotFound},
		"a hand is raised":                                 {nil, ada, RaiseHand{"s1", true}, nil},
		"a hand is refused when the phase has none":        {[]step{everythingOff}, ada, RaiseHand{"s1", true}, store.ErrSwitchedOff},
		"a hand is lowered after switching off":            {[]step{everythingOff}, ben, RaiseHand{"s1", false}, nil},
		"a raised hand is called":                          {nil, moderator, CallHand{"s1", 4, true}, nil},
		"a hand that was lowered is not called":            {[]step{{ben, RaiseHand{"s1", false}}}, moderator, CallHand{"s1", 4, true}, store.ErrChangedSince},
		"lowering a hand twice is a repeat":                {[]step{{moderator, LowerHand{"s1", 4}}}, moderator, LowerHand{"s1", 4}, nil},
		"hands of an unknown session are not found":        {nil, moderator, ClearHands{"s9"}, store.ErrNotFound},
		"clearing what nobody gave is fine":                {nil, moderator, ClearDone{"s1"}, nil},
		"an idea is pinned":                                {nil, moderator, PinIdea{1, true}, nil},
		"a withdrawn idea is not pinned":                   {nil, moderator, PinIdea{5, true}, store.ErrIdeaWithdrawn},
		"a name is taken out of an idea":                   {nil, moderator, RedactIdea{1, []store.Span{{From: 0, To: 4}}, 6}, nil},
		"a name is taken out of a hidden idea by a helper": {nil, helper, RedactIdea{4, []store.Span{{From: 0, To: 4}}, 6}, nil},
		"a text that changed meanwhile is not redacted":    {[]step{{moderator, RedactIdea{1, []store.Span{{From: 0, To: 4}}, 6}}}, moderator, RedactIdea{1, []store.Span{{From: 0, To: 4}}, 6}, store.ErrChangedSince},
		"redacting nothing is refused":                     {nil, moderator, RedactIdea{1, nil, 6}, store.ErrInvalid},
		"redacting past the end is refused":                {nil, moderator, RedactIdea{1, []store.Span{{From: 4, To: 7}}, 6}, store.ErrInvalid},
		"redacting the same twice is refused":              {nil, moderator, RedactIdea{1, []store.Span{{From: 0, To: 4}, {From: 3, To: 5}}, 6}, store.ErrInvalid},
		"a withdrawn idea is not redacted":                 {nil, moderator, RedactIdea{5, []store.Span{{From: 0, To: 4}}, 6}, store.ErrIdeaWithdrawn},
		"an unknown idea is not redacted":                  {nil, moderator, RedactIdea{9, []store.Span{{From: 0, To: 4}}, 6}, store.ErrNotFound},
	})
}

func TestUndoRestoresDiscussion(t *testing.T) {
	for name, command := range map[string]Command{
		"comment":   &AddComment{Idea: 1, Text: "Dazu gleich mehr"},
		"hide":      ModerateComment{1, store.Hidden, store.Shown},
		"pin":       PinIdea{1, true},
		"call":      CallHand{"s1", 4, true},
		"call on":   CallHand{"s1", 5, true},
		"revoke":    RevokeTicket{2, true},
		"worthless": RevokeTicket{1, true},
	} {
		t.Run(name, func(t *testing.T) {
			state := table()
			settled(state, Actor{Phone, "ada"}, RaiseHand{"s1", true})
			if name == "call on" {
				settled(state, moderator, CallHand{"s1", 4, true})
			}
			look := func() string {
				return picture(state) + string(encode(viewSignals(Console, state.sessions[0], state.tableOf)))
			}
			before := look()
			decision, err := settled(state, moderator, command)
			if err != nil {
				t.Fatal(err)
			}
			if look() == before {
				t.Fatal("nothing changed")
			}
			undo, err := Parse(Console, nameOf(decision.Undo), encode(decision.Undo))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := settled(state, moderator, undo); err != nil || look() != before {
				t.Fatalf("%v: undo left\n%s\ninstead of\n%s", err, look(), before)
			}
		})
	}
}

// What is loaded from rows is what was known before, for every face.
func TestARoomLoadedAgainIsTheSame(t *testing.T) {
	contents := sampleContents()
	discussed(&contents)
	contents.Participants = []store.Participant{{ID: "ada", Device: "device-ada"}, {ID: "ben", Device: "device-ben"}}
	contents.Comments, contents.Signals = nil, nil
	state := newState(contents)
	ada, ben := Actor{Phone, "ada"}, Actor{Phone, "ben"}
	for _, one := range []step{
		{ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Mehr Licht im Flur", Receipt: receipt}},
		{moderator, ReserveCards{5}},
		{ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Mehr Luft", Receipt: receipt}},
		{moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Von einer Karte", Number: 3}},
		{ben, &AddComment{Idea: 1, Text: "Ja"}}, {moderator, &AddComment{Idea: 7, Text: "Wird geprüft"}}, {ada, &AddComment{Idea: 7, Text: "Hm"}},
		{ada, WithdrawComment{3}}, {moderator, ModerateComment{1, store.Hidden, store.Shown}},
		{ben, React{1, store.Asks, true}}, {ben, SupportIdea{1, true}}, {ada, React{7, store.Agrees, true}},
		{ben, SignalDone{"s1", true}}, {ben, RaiseHand{"s1", true}}, {ada, RaiseHand{"s1", true}}, {moderator, CallHand{"s1", 2, true}},
		{helper, RedactIdea{1, []store.Span{{From: 5, To: 10}}, 18}}, {moderator, PinIdea{7, true}},
		{Actor{Phone, ""}, Join{Device: "device-cem", Ticket: freshTicket}},
		{moderator, RevokeTicket{2, true}}, {moderator, ReissueTicket{1, anotherCode}},
		{moderator, IssueTickets{[]string{unknownCode}}},
	} {
		if _, err := settled(state, one.by, one.command); err != nil {
			t.Fatalf("%T: %v", one.command, err)
		}
	}
	for id := range state.ideas { // what pulses would have told
		state.changeIdea(id, func(i *idea) { i.told = i.echo })
	}
	all := func(state *State) string {
		var text strings.Builder
		for _, face := range faces {
			text.Write(encode(snapshotOf(streamKey{face, ""}, state, "")()))
			ideas := snapshotOf(streamKey{face, "s1"}, state, "")().(SessionSnapshot)
			for _, one := range ideas.Ideas {
				if one.Number == 3 { // stands where it came in, not among its neighbours
					continue
				}
				text.Write(encode(one))
			}
			text.Write(encode(ideas.Comments))
			text.Write(encode(viewSignals(face, state.sessions[0], state.tableOf)))
		}
		fmt.Fprint(&text, state.lastNumber, state.lastRemark, state.sessions[0].lastHand, state.devices, state.keptOut, state.away, state.codes)
		for _, participant := range []string{"ada", "ben"} {
			text.Write(encode(viewMine(state, participant)))
		}
		return text.String()
	}
	again := newState(contentsOf(state, contents))
	if before, after := all(state), all(again); before != after {
		t.Fatalf("loaded\n%s\ninstead of\n%s", after, before)
	}
}
