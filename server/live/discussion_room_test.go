package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"masswerk/store"
)

// talkingRoom is a room whose participants may comment, react and raise hands.
func talkingRoom(t *testing.T) (r *room, ada, ben Actor) {
	t.Helper()
	r = openRoom(t, quiet())
	return r, r.join("device-ada"), r.join("device-ben")
}

func talking(on bool) SetPhase {
	return SetPhase{Session: "s1", Phase: everythingOn, Settings: store.PhaseSettings{Comments: on, Reactions: on, Hands: on}}
}

func (r *room) submit(by Actor, text string) {
	r.t.Helper()
	r.must(by, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: text, Receipt: receipt})
}

// everybody connects one screen of each face.
func (r *room) everybody(phone Actor, hello Hello) map[Face]*page {
	r.t.Helper()
	all := map[Face]*page{}
	for _, actor := range []Actor{phone, moderator, helper, {Projector, "p1"}} {
		all[actor.Face] = r.connect(actor, hello)
	}
	for _, p := range all {
		if hello == (Hello{}) {
			p.settled()
		}
	}
	return all
}

// settled waits until a new screen has its snapshots.
func (p *page) settled() *page {
	p.t.Helper()
	p.sees("Snapshot", `"s":""`)
	p.sees("Snapshot", `"s":"s1"`)
	return p
}

func TestACommentIsToldToWhoSeesItsIdea(t *testing.T) {
	r, ada, ben := talkingRoom(t)
	screens, author := r.everybody(ben, Hello{}), r.connect(ada, Hello{})
	r.submit(ada, "Mehr Bänke")
	r.must(ada, &AddComment{Idea: 1, Text: "Auch im Schatten"})
	for face, p := range screens {
		p.sees("CommentsShown", `"number":1,"idea":1,"text":"Auch im Schatten"`)
		p.neverSaw(ada.ID)
		if face == Phone || face == Projector {
			p.neverSaw(`"state"`)
		}
	}
	author.sees("Mine", `"comments":[{"number":1,"idea":1}]`)
	r.must(moderator, &AddComment{Idea: 1, Text: "Wird geprüft"})
	screens[Phone].sees("CommentsShown", `"moderator":true`)

	late := func(by Actor) *page { return r.connect(by, Hello{}).settled() }
	wall, known := Actor{Projector, "p1"}, Position{r.hub.epoch, 1}
	another := func() Actor { return r.join(store.NewID()) }
	for name, change := range map[string][2]Command{ // what takes sight away, and what gives it back
		"the phase has comments no more": {talking(false), talking(true)},
		"the idea is hidden":             {ModerateIdea{Idea: 1, State: store.Hidden}, ModerateIdea{Idea: 1, State: store.Shown}},
		"the wall is blanked":            {BlankWall{Session: "s1", On: true}, BlankWall{Session: "s1"}},
		"the comment is hidden":          {ModerateComment{Comment: 1, State: store.Hidden}, ModerateComment{Comment: 1, State: store.Shown}},
		"the phase changes":              {EnterPhase{Session: "s1", Phase: "lobby"}, EnterPhase{Session: "s1", Phase: everythingOn}},
	} {
		phone, projector := late(another()), late(wall)
		phone.sees("Auch im Schatten")
		r.must(moderator, change[0])
		for _, p := range []*page{phone, projector} {
			p.sees("CommentsShown", `"gone":[1`)
		}
		for _, p := range []*page{late(another()), late(wall), r.connect(another(), Hello{At: known}), r.connect(wall, Hello{At: known})} {
			p.sees("Snapshot", `"s":"s1"`) // also who goes on from before
			for _, frame := range p.all() {
				if strings.Contains(frame, "Auch im Schatten") {
					t.Fatalf("%s: %s", name, frame)
				}
			}
		}
		late(moderator).sees("Auch im Schatten")
		late(helper).sees("Auch im Schatten")
		r.must(moderator, change[1])
		phone.sees("CommentsShown", "Auch im Schatten")
	}
	r.must(moderator, PinIdea{1, true})
	for _, p := range screens { // who is behind takes a snapshot
		p.sees(`"pinned":true`)
	}
	r.must(ada, WithdrawComment{1})
	for _, p := range screens {
		p.sees("CommentsShown", `"shown":[],"gone":[1]`)
	}
	for _, p := range r.everybody(another(), Hello{}) {
		p.sees("Wird geprüft")
		p.neverSaw("Auch im Schatten")
	}
}

func TestReactionsAreCountedTogetherAndSeenWhileThePhaseHasThem(t *testing.T) {
	r, ada, _ := talkingRoom(t)
	r.submit(ada, "Mehr Bänke")
	phone, console := r.connect(ada, Hello{}).settled(), r.connect(moderator, Hello{}).settled()
	const people = 60
	for i := range people {
		r.must(r.join(fmt.Sprint("device-", i)), React{1, store.Agrees, true})
	}
	phone.sees("IdeasShown", fmt.Sprintf(`"reactions":{"agree":%d}`, people))
	updates := 0
	for _, frame := range phone.all() {
		if strings.Contains(frame, "IdeasShown") {
			updates++
		}
	}
	if updates > people/2 {
		t.Fatalf("%d reactions came in %d updates", people, updates)
	}
	r.must(ada, React{1, store.Worries, true})
	r.must(ada, React{1, store.Worries, true})
	console.sees("IdeasShown", `"concern":1`)
	phone.sees("Mine", `"reactions":[{"idea":1,"kind":"concern"}]`)
	r.must(moderator, talking(false))
	late := r.connect(ada, Hello{At: Position{r.hub.epoch, 1}})
	late.sees("Snapshot", `"s":"s1"`, "Mehr Bänke")
	late.neverSaw("agree")
	for _, p := range []*page{r.connect(helper, Hello{}), r.connect(Actor{Projector, "p1"}, Hello{})} {
		p.sees("Snapshot", `"s":"s1"`, "Mehr Bänke")
		p.neverSaw("agree")
	}
	r.connect(moderator, Hello{}).sees(`"agree":60`)
	r.must(moderator, talking(true))
	late.sees("IdeasShown", `"agree":60`)
	r.must(ada, React{1, store.Worries, false})
	late.sees("IdeasShown", `"reactions":{"agree":60}`)
}

func TestSignalsAreToldAsNumbers(t *testing.T) {
	r, ada, ben := talkingRoom(t)
	screens, author := r.everybody(ben, Hello{}), r.connect(ada, Hello{}).settled()
	r.must(ada, SignalDone{"s1", true})
	r.must(ada, RaiseHand{"s1", true})
	var number Numbered
	json.Unmarshal(r.must(ben, RaiseHand{"s1", true}), &number)
	if json.Unmarshal(r.must(ben, RaiseHand{"s1", true}), &number); number.Number != 2 {
		t.Fatalf("the second hand has number %d", number.Number)
	}
	author.sees("Mine", `"signals":{"s1":{"done":true,"hand":1}}`)
	r.must(moderator, CallHand{"s1", 1, true})
	r.must(moderator, CallHand{"s1", 2, true})
	for _, face := range []Face{Console, Projector} {
		screens[face].sees("Pulse", `"done":1`, `"hands":[{"number":1},{"number":2,"called":true}]`, `"called":2`)
	}
	screens[Phone].sees("Pulse", `"done":1`, `"called":2`)
	screens[Phone].sees("Mine", `"signals":{"s1":{"hand":2,"called":true}}`)
	screens[Phone].neverSaw(`"hands":[`)

	r.must(moderator, EnterPhase{Session: "s1", Phase: "cluster"}) // where there are no hands
	author.sees("Mine", `"signals":{"s1":{"hand":1}}`)
	screens[Console].sees("Pulse", `"here":2,"admitted":2}`)
	late := r.connect(moderator, Hello{})
	late.sees("Pulse", `"here":2`)
	late.neverSaw(`"hands":[`)
	late.neverSaw(`"done"`)
	r.must(moderator, EnterPhase{Session: "s1", Phase: everythingOn})
	late.sees("Pulse", `"hands":[{"number":1},{"number":2,"called":true}]`)
	r.must(moderator, LowerHand{"s1", 2})
	late.sees("Pulse", `"hands":[{"number":1}]`)
	r.must(moderator, ClearHands{"s1"})
	if json.Unmarshal(r.must(ben, RaiseHand{"s1", true}), &number); number.Number != 3 {
		t.Fatalf("a number is used twice: %d", number.Number)
	}
	screens[Helper].neverSaw(`"done"`)
	screens[Helper].neverSaw(`"hands":[`)
	screens[Helper].neverSaw(`"called"`)
	for _, p := range screens {
		p.neverSaw(ada.ID)
	}
}

// After a name was taken out, nobody is told it any more: not by a screen that comes anew, nor by
// one that goes on from before, nor by the author's own; and nothing but the text's own row held it.
func TestARedactedNameIsGoneEverywhere(t *testing.T) {
	for name, hold := range map[string]bool{"shown": false, "held": true} {
		t.Run(name, func(t *testing.T) {
			contents := quiet()
			contents.Event.Language = "de"
			r := openRoom(t, contents)
			ada, ben := r.join("device-ada"), r.join("device-ben")
			r.must(moderator, SetPhase{Session: "s1", Phase: "collect", Settings: store.PhaseSettings{ReleaseFirst: hold}})
			before := r.everybody(ben, Hello{})
			author := r.connect(ada, Hello{}).settled()
			text, gone := "👩‍💼 Frag Amtsleitung Nord, nie Amtsleitung Nord", "Amtsleitung"
			author.send("aaaaaaaaaaaaaaaa", "SubmitIdea", map[string]any{"session": "s1", "kind": "idea", "text": text, "receipt": receipt})
			author.sees(`"re":"aaaaaaaaaaaaaaaa"`)
			r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "Noch eine", Table: 0})
			before[Console].sees("IdeasShown", gone)
			before[Helper].send("bbbbbbbbbbbbbbbb", "RedactIdea", map[string]any{
				"idea": 1, "length": len([]rune(text)), "spans": []store.Span{{From: 9, To: 25}, {From: 31, To: 47}},
			})
			before[Helper].sees(`"re":"bbbbbbbbbbbbbbbb"`, `"result":{}`)
			if answer := before[Helper].sees(`"re":"bbbbbbbbbbbbbbbb"`); strings.Contains(answer, "undo") {
				t.Fatalf("a redaction can be undone: %s", answer)
			}
			redacted := "👩‍💼 Frag [Name entfernt], nie [Name entfernt]"
			author.sees("Mine", redacted, `"redacted":true`)
			before[Console].sees(redacted, `"redacted":true`)
			for n := range int64(3) {
				hello := Hello{Event: Position{r.hub.epoch, 0}, At: Position{r.hub.epoch, n}}
				for face, p := range r.everybody(ada, hello) {
					if !hold || face == Console || face == Helper || face == Phone {
						p.sees(redacted)
					}
					p.sees(`"s":"s1"`)
					p.neverSaw(gone)
				}
			}
			r.events.mu.Lock()
			defer r.events.mu.Unlock()
			redactions, audited := 0, 0
			for _, fact := range r.events.facts {
				if _, submitted := fact.(store.IdeaSubmitted); !submitted && bytes.Contains(encode(fact), []byte(gone)) {
					t.Errorf("%T holds the name", fact)
				}
				if one, ok := fact.(store.IdeaRedacted); ok {
					if redactions++; one.Number != redactions || one.At == 0 {
						t.Errorf("redaction %+v", one)
					}
				}
				if one, ok := fact.(store.Audited); ok && one.Action == "RedactIdea" {
					if audited++; one.Actor != "h1" || one.About != "1" {
						t.Errorf("audited as %+v", one)
					}
				}
			}
			if redactions != 1 || audited != 1 {
				t.Errorf("%d redactions, %d of them audited", redactions, audited)
			}
			r.hub.inLoop(func() {
				if one := r.hub.state.accepted[acceptedKey{ada.ID, "aaaaaaaaaaaaaaaa"}]; one.Result == "" || one.MAC != "" {
					t.Errorf("what the text could be compared with is left: %+v", one)
				}
			})
		})
	}
}

// A helper looks after ideas and comments that wait. Nothing else is told, whatever happens.
func TestAHelperLearnsNoTallyAndNothingOfTheOthers(t *testing.T) {
	r, ada, ben := talkingRoom(t)
	actor, ok := r.hub.Who(Console, "hash-h1")
	if !ok || actor != helper {
		t.Fatalf("the helper's link opens %+v", actor)
	}
	seeing := r.connect(helper, Hello{}).settled()
	r.must(moderator, SetPhase{Session: "s1", Phase: "collect", Settings: store.PhaseSettings{ReleaseFirst: true, Comments: true, Reactions: true, Hands: true}})
	r.submit(ada, "Erst prüfen")
	seeing.sees("IdeasShown", "Erst prüfen", `"state":"held"`)
	seeing.send("cccccccccccccccc", "ModerateIdea", map[string]any{"idea": 1, "state": "shown", "reason": "", "was": "held"})
	seeing.sees(`"re":"cccccccccccccccc"`, `"result"`)
	r.must(ben, &AddComment{Idea: 1, Text: "Ein Wort dazu"})
	r.must(helper, ModerateComment{1, store.Hidden, store.Shown})
	seeing.sees("CommentsShown", "Ein Wort dazu", `"state":"hidden"`)

	console := r.connect(moderator, Hello{})
	r.must(moderator, ShowSupport{Session: "s1", On: true})
	r.must(ben, SupportIdea{1, true})
	r.must(moderator, NominateIdea{1, true})
	r.must(ben, RaiseHand{"s1", true})
	r.must(moderator, Invite{Label: "Mit-Moderation", Secret: strings.Repeat("A", 43)})
	r.must(moderator, IssueTickets{[]string{freshTicket}})
	r.must(moderator, DirectProjector{Projector: "p1", Session: "s1", Scene: "wall", Step: -1, Theme: "dark"})
	var round RoundMade
	json.Unmarshal(r.must(moderator, dots(3, 2)), &round)
	r.must(ben, SetVote{Round: round.Round, Item: 1, Points: 2, Counter: 1})
	console.sees("Pulse", `"voters":1`, `"points":2`)
	r.must(moderator, CloseRound(round))
	r.must(moderator, ShowResults{Round: round.Round, On: true})
	console.sees("RoundsShown", `"state":"closed"`)
	r.must(moderator, PinIdea{1, true}) // comes last: what is told before has been told then
	seeing.sees("IdeasShown", `"pinned":true`)
	late := r.connect(helper, Hello{})
	late.settled().sees("Ein Wort dazu")
	for _, p := range []*page{seeing, late} {
		for _, not := range []string{
			"support\":1", "nominated", "RoundsShown", `"rounds":[{`, round.Round, "tally", "voters", "hand\"", `"hands":[`, "moderators",
			"ModeratorsShown", "Mit-Moderation", "tickets", "TicketsShown", "projectors", "ProjectorsShown", "alarm", ada.ID, ben.ID,
		} {
			p.neverSaw(not)
		}
	}
	for name, known := range commands {
		_, err := Parse(Helper, name, json.RawMessage(`{}`))
		if may := name == "ModerateIdea" || name == "RedactIdea" || name == "ModerateComment"; may != (code(err) != "forbidden") {
			t.Errorf("a helper asks %s: %v (%v)", name, err, known.faces)
		}
	}
	r.must(moderator, Revoke{"h1", true})
	late.sees("close 4003")
	if _, ok := r.hub.Who(Console, "hash-h1"); ok {
		t.Fatal("a revoked helper is let in")
	}
	if _, err := r.do(helper, ModerateIdea{Idea: 1, State: store.Hidden}); code(err) != "forbidden" {
		t.Fatalf("a revoked helper may still ask: %v", err)
	}
	if gone := r.connect(helper, Hello{}); true {
		gone.sees("close 4003")
	}
}
