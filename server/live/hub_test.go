package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

func TestAnIdeaTravelsFromPhoneToEveryScreenThatMaySeeIt(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada, ben := r.join("device-ada"), r.join("device-ben")
	phone, other := r.connect(ada, Hello{Zip: true}), r.connect(ben, Hello{})
	console, wall := r.connect(moderator, Hello{}), r.connect(Actor{Projector, "p1"}, Hello{})
	for _, p := range []*page{phone, other, console, wall} {
		p.sees(`"Snapshot"`, `"s":""`, `"Werkstatt"`)
		p.sees(`"Snapshot"`, `"s":"s1"`, `"ideas":[]`)
	}
	phone.send("0123456789abcdef", "SubmitIdea", map[string]any{"session": "s1", "kind": "idea", "text": "Mehr Fahrräder", "receipt": receipt})
	phone.sees(`"re":"0123456789abcdef"`, `{"number":1}`)
	phone.sees(`"Mine"`, `"number":1`, `"Mehr Fahrräder"`)
	for _, p := range []*page{other, console, wall} {
		p.sees(`"IdeasShown"`, `"n":1`, "Mehr Fahrräder")
		p.neverSaw(ada.ID)
		p.neverSaw(receipt)
	}
	other.neverSaw(`"number":1,"session"`) // nobody else's own view
	wall.neverSaw(`"state"`)
}

func TestACommandRepeatedIsAnsweredOnceAndTheSame(t *testing.T) {
	r := openRoom(t, sampleContents())
	phone := r.connect(r.join("device"), Hello{})
	idea := map[string]any{"session": "s1", "kind": "idea", "text": "Einmal", "receipt": receipt}
	phone.send("aaaaaaaaaaaaaaaa", "SubmitIdea", idea)
	phone.send("aaaaaaaaaaaaaaaa", "SubmitIdea", idea)
	idea["text"] = "Etwas anderes"
	phone.send("aaaaaaaaaaaaaaaa", "SubmitIdea", idea)
	phone.sees(`"re":"aaaaaaaaaaaaaaaa"`, `"code":"reused_id"`)
	if counts := r.hub.Counts(); counts.Ideas != 1 {
		t.Fatalf("%d ideas", counts.Ideas)
	}
	acks := 0
	for _, frame := range phone.all() {
		if strings.Contains(frame, `"result":{"number":1}`) {
			acks++
		}
	}
	if acks != 2 {
		t.Fatalf("%d answers", acks)
	}
}

func TestHiddenAndHeldIdeasAreSeenByConsolesAndAuthorsOnly(t *testing.T) {
	r := openRoom(t, sampleContents())
	r.must(moderator, SetPhase{Session: "s1", Phase: "collect", Settings: store.PhaseSettings{ReleaseFirst: true}})
	ada, ben := r.join("ada"), r.join("ben")
	phone, other := r.connect(ada, Hello{}), r.connect(ben, Hello{})
	wall, console := r.connect(Actor{Projector, "p1"}, Hello{}), r.connect(moderator, Hello{})
	for _, p := range []*page{phone, other, wall, console} {
		p.sees(`"Snapshot"`, `"s":"s1"`)
	}
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Erst prüfen", Receipt: receipt})
	console.sees("IdeasShown", "Erst prüfen", `"state":"held"`)
	phone.sees("Mine", `"state":"held"`)
	r.must(moderator, ModerateIdea{Idea: 1, State: store.Shown, Was: store.Held})
	other.sees("IdeasShown", "Erst prüfen")
	wall.sees("IdeasShown", "Erst prüfen")
	r.must(moderator, ModerateIdea{Idea: 1, State: store.Hidden})
	wall.sees(`"gone":[1]`)
	late := r.connect(ben, Hello{})
	late.sees(`"Snapshot"`, `"s":"s1"`)
	late.neverSaw("Erst prüfen")
	r.must(moderator, ModerateIdea{Idea: 1, State: store.Shown})
	r.must(moderator, BlankWall{Session: "s1", On: true})
	later := r.connect(Actor{Projector, "p1"}, Hello{})
	later.sees(`"Snapshot"`, `"s":"s1"`)
	later.neverSaw("Erst prüfen")
	r.must(moderator, BlankWall{Session: "s1"})
	later.sees("IdeasShown", "Erst prüfen")
}

func TestAScreenGoesOnWhereItWasOrTakesASnapshot(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	first := r.connect(ada, Hello{})
	first.sees("Snapshot", `"s":"s1"`)
	for i := range 5 {
		r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: fmt.Sprint("Idee ", i), Receipt: receipt})
	}
	first.sees("IdeasShown", `"n":5`)
	at := func(n int64) Hello {
		return Hello{Event: Position{r.hub.epoch, 0}, At: Position{r.hub.epoch, n}}
	}
	resumed := r.connect(ada, at(3))
	resumed.sees("IdeasShown", `"n":4`)
	resumed.sees("IdeasShown", `"n":5`)
	resumed.neverSaw("Snapshot")
	resumed.neverSaw(`"n":3,`)
	if stranger := r.connect(ada, Hello{At: Position{"other", 3}}); true {
		stranger.sees("Snapshot", `"s":"s1"`)
		stranger.sees(`"n":5`)
	}
	future := r.connect(ada, at(99))
	future.sees("Snapshot", `"s":"s1"`)
	r.must(moderator, ModerateIdea{Idea: 2, State: store.Hidden})
	below := r.connect(ada, at(1)) // the frame with idea 2 must not be served any more
	below.sees("Snapshot", `"s":"s1"`, "Idee 0")
	for _, frame := range below.all() {
		if strings.Contains(frame, "Idee 1") && !strings.Contains(frame, "Mine") {
			t.Fatalf("an old frame showed what was hidden: %s", frame)
		}
	}
}

func TestASlowScreenFallsOutOfTheRingAndTakesASnapshot(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	fast, slow := r.connect(ada, Hello{}), &page{t: t, block: make(chan struct{}), inside: make(chan struct{})}
	screen, err := r.hub.Connect(ada, Hello{})
	if err != nil {
		t.Fatal(err)
	}
	slow.screen = screen
	go screen.Serve(slow)
	t.Cleanup(screen.Leave)
	<-slow.inside
	for i := range ringFrames + 10 {
		r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: fmt.Sprint("Idee ", i), Receipt: receipt})
	}
	fast.sees("IdeasShown", fmt.Sprintf(`"n":%d`, ringFrames+10))
	close(slow.block)
	slow.sees("Snapshot", `"s":"s1"`, "Idee 0")
	slow.sees(fmt.Sprintf("Idee %d\"", ringFrames+9))
	if frames := len(slow.all()); frames > ringFrames/2 {
		t.Fatalf("%d frames instead of a snapshot: %.150s", frames, slow.all())
	}
}

func TestRecordingComesBeforeTelling(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	phone := r.connect(ada, Hello{})
	phone.sees("Snapshot", `"s":"s1"`)
	idea := &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Verloren?", Receipt: receipt}

	r.events.mu.Lock()
	r.events.fail = func([]store.Fact) error { return fmt.Errorf("commit: %w", store.ErrStorageFull) }
	r.events.mu.Unlock()
	if _, err := r.do(ada, idea); code(err) != "storage_full" {
		t.Fatalf("got %v", err)
	}
	if _, err := r.do(ada, idea); code(err) != "storage_full" { // not even tried until a probe succeeds
		t.Fatalf("got %v", err)
	}
	phone.neverSaw("Verloren?")
	r.events.mu.Lock()
	r.events.fail = nil
	r.events.mu.Unlock()
	deadline := time.Now().Add(5 * time.Second)
	for {
		_, err := r.do(ada, idea)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("storing did not recover: ", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	phone.sees("IdeasShown", "Verloren?", `"number":1`, `"n":1`)
}

func TestOneCulpritDoesNotCostTheOthers(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	r.events.mu.Lock()
	r.events.fail = func(facts []store.Fact) error {
		for _, fact := range facts {
			if submitted, ok := fact.(store.IdeaSubmitted); ok && submitted.Idea.Text == "schlecht" {
				return errors.New("constraint")
			}
		}
		return nil
	}
	r.events.mu.Unlock()
	phone := r.connect(ada, Hello{})
	phone.sees("Snapshot", `"s":"s1"`)
	for i, text := range []string{"gut", "schlecht", "auch gut"} {
		phone.send(fmt.Sprintf("%016d", i), "SubmitIdea", map[string]any{"session": "s1", "kind": "idea", "text": text, "receipt": receipt})
	}
	phone.sees(`"re":"0000000000000001"`, `"internal"`)
	phone.sees(`"re":"0000000000000002"`, `"number":2`)
	phone.sees("IdeasShown", "auch gut")
	if _, err := r.do(ada, panicking{}); code(err) != "internal" {
		t.Fatalf("a panic in a rule answered %v", err)
	}
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "weiter", Receipt: receipt})
}

type panicking struct{}

func (panicking) Decide(*State, Actor, Means) (Decision, error) { panic("rule") }

func TestAFailedSyncIsFatalAndAStaleHubEnds(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	phone := r.connect(ada, Hello{})
	r.events.mu.Lock()
	r.events.contents.Event.Seq += 5 // somebody else moved the event
	r.events.mu.Unlock()
	if _, err := r.do(ada, Join{Device: "device-2"}); code(err) != "busy" {
		t.Fatalf("got %v", err)
	}
	phone.sees("close 1012")
	again, err := r.hubs.Hub(context.Background(), eventID)
	if err != nil || again == r.hub {
		t.Fatal("the event was not loaded again", err)
	}
	if again.epoch == r.hub.epoch {
		t.Fatal("the epoch stayed")
	}
	r.events.mu.Lock()
	r.events.fail = func([]store.Fact) error { return &store.SyncError{Err: errors.New("fsync")} }
	r.events.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if result, err := again.Do(ctx, Actor{Phone, ""}, Join{Device: "device-3"}); err == nil {
		t.Fatalf("acknowledged %s after a failed sync", result)
	}
	select {
	case <-r.fatal:
	case <-time.After(5 * time.Second):
		t.Fatal("the process was not ended")
	}
}

// A commit may fail and have come about all the same, and while storing is refused somebody else
// may move the event: in both cases the rows are not what the hub knows, and it must end.
func TestAHubEndsWhenTheRowsAreNotWhatItKnows(t *testing.T) {
	for name, moved := range map[string]int64{"the failed commit came about": 1, "moved while storing was refused": 0} {
		t.Run(name, func(t *testing.T) {
			r := openRoom(t, sampleContents())
			ada := r.join("ada")
			phone := r.connect(ada, Hello{})
			phone.sees(`"Snapshot"`, `"s":"s1"`)
			failed := false
			r.events.mu.Lock()
			r.events.fail = func([]store.Fact) error {
				if failed {
					return nil
				}
				failed = true
				r.events.contents.Event.Seq += moved
				return store.ErrStorage
			}
			r.events.mu.Unlock()
			if _, err := r.do(ada, Join{Device: "device-2"}); code(err) != "storage" {
				t.Fatalf("got %v", err)
			}
			if moved == 0 {
				r.events.mu.Lock()
				r.events.contents.Event.Seq += 5
				r.events.mu.Unlock()
			}
			phone.sees("close 1012")
			if _, err := r.hubs.Hub(context.Background(), eventID); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestStopSettlesWhatWaitsAndSaysRestart(t *testing.T) {
	r := openRoom(t, sampleContents())
	phone := r.connect(r.join("ada"), Hello{})
	phone.sees("Snapshot", `"s":"s1"`)
	for i := range 10 {
		phone.send(fmt.Sprintf("%016d", i), "SubmitIdea", map[string]any{"session": "s1", "kind": "idea", "text": "Idee", "receipt": receipt})
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := r.hubs.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	phone.sees("close 1012")
	for i := range 10 {
		phone.sees(fmt.Sprintf(`"re":"%016d"`, i), "number")
	}
	if _, err := r.hubs.Hub(context.Background(), eventID); code(err) != "stopping" {
		t.Fatalf("got %v", err)
	}
}

func TestRevokingSendsAwayAndUndoIsGuarded(t *testing.T) {
	r := openRoom(t, sampleContents())
	second := r.connect(Actor{Console, "m2"}, Hello{})
	first := r.connect(moderator, Hello{})
	first.send("bbbbbbbbbbbbbbbb", "CreateField", map[string]any{"title": "Wege"})
	frame := first.sees(`"re":"bbbbbbbbbbbbbbbb"`)
	var answer struct {
		Result FieldMade `json:"result"`
		Undo   struct {
			Type string          `json:"type"`
			Data json.RawMessage `json:"data"`
		} `json:"undo"`
	}
	if err := json.Unmarshal([]byte(frame), &answer); err != nil || answer.Undo.Type != "RemoveField" {
		t.Fatalf("%v in %s", err, frame)
	}
	r.must(moderator, &AddIdea{Session: "s1", Kind: store.Proposal, Text: "auf Zuruf"})
	r.must(moderator, MoveIdeas{Ideas: []int{1}, Field: answer.Result.Field})
	first.send("cccccccccccccccc", answer.Undo.Type, answer.Undo.Data)
	first.sees(`"re":"cccccccccccccccc"`, "field_not_empty")

	r.must(moderator, Revoke{Moderator: "m2", On: true})
	second.sees("close 4003")
	if _, ok := r.hub.Who(Console, "hash-m2"); ok {
		t.Fatal("a revoked invitation still lets in")
	}
}

func TestSupportIsCountedSilentlyUntilItIsShown(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada, ben := r.join("ada"), r.join("ben")
	phone, console := r.connect(ben, Hello{}), r.connect(moderator, Hello{})
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Bäume", Receipt: receipt})
	r.must(ben, SupportIdea{Idea: 1, On: true})
	r.must(ben, SupportIdea{Idea: 1, On: true})
	console.sees("IdeasShown", `"support":1`)
	phone.sees("Mine", `"supports":[1]`)
	phone.neverSaw(`"support":1`)
	r.must(moderator, ShowSupport{Session: "s1", On: true})
	phone.sees("IdeasShown", `"support":1`)
}

// stuck is a wire whose other end reads nothing: writes fail at their deadline.
type stuck struct{ deadline time.Time }

func (w *stuck) SetWriteDeadline(t time.Time) error { w.deadline = t; return nil }

func (w *stuck) Write([]byte) (int, error) {
	time.Sleep(time.Until(w.deadline))
	return 0, context.DeadlineExceeded
}

func TestAScreenThatReadsNothingIsEnded(t *testing.T) {
	usual := writeWithin
	writeWithin = 50 * time.Millisecond
	r := openRoom(t, sampleContents())
	t.Cleanup(func() { writeWithin = usual })
	ada := r.join("ada")
	screen, err := r.hub.Connect(ada, Hello{})
	if err != nil {
		t.Fatal(err)
	}
	go screen.Serve(&stuck{})
	select {
	case <-screen.Ended():
	case <-time.After(5 * time.Second):
		t.Fatal("the screen is still served")
	}
	screen.Leave()
	if here := r.hub.here(); here != 0 {
		t.Fatalf("%d are here", here)
	}
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Die anderen warten nicht", Receipt: receipt})
}

func TestAScreenThatAsksAndNeverReadsIsEnded(t *testing.T) {
	r := openRoom(t, sampleContents())
	screen, err := r.hub.Connect(r.join("ada"), Hello{})
	if err != nil {
		t.Fatal(err)
	}
	deaf := &page{t: t, screen: screen, block: make(chan struct{}), inside: make(chan struct{})}
	go screen.Serve(deaf)
	t.Cleanup(screen.Leave)
	<-deaf.inside
	defer close(deaf.block)
	ping := encode(map[string]any{"id": "0123456789abcdef", "type": "Ping", "data": map[string]any{}})
	for range 10_000 {
		if code := screen.Receive(ping); code != 0 {
			if code != closeTooSlow {
				t.Fatalf("closed with %d", code)
			}
			return
		}
	}
	t.Fatal("nobody minds")
}
