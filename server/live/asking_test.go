package live

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"masswerk/store"
)

// answer asks beside a line and returns what was answered.
func (r *room) answer(by Actor, id, typ string, data any) string {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	answer, err := r.hub.Answer(ctx, by, encode(map[string]any{"id": id, "type": typ, "data": data}))
	if err != nil {
		r.t.Fatalf("%s: %v", typ, err)
	}
	return string(answer)
}

func TestWhatIsAskedBesideALineIsAnsweredAsOverIt(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	phone, console := r.connect(ada, Hello{}), r.connect(moderator, Hello{})
	idea := map[string]any{"session": "s1", "kind": "idea", "text": "Einmal", "receipt": receipt}
	other := map[string]any{"session": "s1", "kind": "idea", "text": "Anderes", "receipt": receipt}

	phone.send("aaaaaaaaaaaaaaaa", "SubmitIdea", idea)
	over := phone.sees(`"re":"aaaaaaaaaaaaaaaa"`)
	if beside := r.answer(ada, "aaaaaaaaaaaaaaaa", "SubmitIdea", idea); beside != over || !strings.Contains(beside, `{"number":1}`) {
		t.Errorf("repeated beside the line: %s, over it: %s", beside, over)
	}
	first := r.answer(ada, "bbbbbbbbbbbbbbbb", "SubmitIdea", idea)
	phone.send("bbbbbbbbbbbbbbbb", "SubmitIdea", idea)
	if over := phone.sees(`"re":"bbbbbbbbbbbbbbbb"`); over != first || !strings.Contains(over, `{"number":2}`) {
		t.Errorf("repeated over the line: %s, beside it: %s", over, first)
	}
	phone.sees("Mine", `"number":2`)
	if counts := r.hub.Counts(); counts.Ideas != 2 {
		t.Errorf("%d ideas from two commands", counts.Ideas)
	}

	console.send("cccccccccccccccc", "CreateField", map[string]any{"title": "Wege"})
	over = console.sees(`"re":"cccccccccccccccc"`)
	beside := r.answer(moderator, "dddddddddddddddd", "CreateField", map[string]any{"title": "Stege"})
	for _, answer := range []string{over, beside} {
		var told struct {
			Undo struct {
				Type string         `json:"type"`
				Data map[string]any `json:"data"`
			} `json:"undo"`
		}
		if err := json.Unmarshal([]byte(answer), &told); err != nil || told.Undo.Type != "RemoveField" || told.Undo.Data["field"] == "" {
			t.Errorf("no undo in %s", answer)
		}
	}

	for name, refused := range map[string]struct {
		id, typ string
		data    any
		want    string
	}{
		"a ping":                      {"eeeeeeeeeeeeeee0", "Ping", map[string]any{}, `{"re":"eeeeeeeeeeeeeee0","result":{"now":`},
		"another content, an id":      {"aaaaaaaaaaaaaaaa", "SubmitIdea", other, `{"re":"aaaaaaaaaaaaaaaa","code":"reused_id"}`},
		"an unknown type":             {"eeeeeeeeeeeeeee1", "Destroy", map[string]any{}, `{"re":"eeeeeeeeeeeeeee1","code":"unknown_type"}`},
		"what a phone may not ask":    {"eeeeeeeeeeeeeee2", "CloseRound", map[string]any{"round": "x"}, `{"re":"eeeeeeeeeeeeeee2","code":"forbidden"}`},
		"an unknown field, with name": {"eeeeeeeeeeeeeee3", "Support", map[string]any{"idea": 1, "sudo": 1}, `{"re":"eeeeeeeeeeeeeee3","code":"invalid","field":"sudo"}`},
	} {
		if got := r.answer(ada, refused.id, refused.typ, refused.data); !strings.HasPrefix(got, refused.want) {
			t.Errorf("%s: %s, want %s", name, got, refused.want)
		}
	}
	for _, malformed := range []string{"", "hello", "[]", `{"id":"short","type":"Ping","data":{}}`, `{"id":"eeeeeeeeeeeeeeee","type":"Ping","data":{},"x":1}`,
		`{"id":"eeeeeeeeeeeeeeee","id":"eeeeeeeeeeeeeeee","type":"Ping","data":{}}`} {
		if answer, err := r.hub.Answer(context.Background(), ada, []byte(malformed)); code(err) != "invalid" {
			t.Errorf("%q: %s, %v", malformed, answer, err)
		}
	}
}

// While storing takes long, whoever gives up waiting is told that nothing is known, and has the
// command in flight all the same.
func TestNobodyIsToldMoreThanIsKnownWhileStoringTakesLong(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada, ben := r.join("ada"), r.join("ben")
	slow := make(chan struct{})
	r.events.mu.Lock()
	r.events.fail = func([]store.Fact) error { <-slow; return nil }
	r.events.mu.Unlock()
	impatient, cancel := context.WithCancel(context.Background())
	cancel()
	ask := func(ctx context.Context, by Actor, id string) string {
		answer, err := r.hub.Answer(ctx, by, encode(map[string]any{"id": id, "type": "SubmitIdea",
			"data": map[string]any{"session": "s1", "kind": "idea", "text": "Langsam", "receipt": receipt}}))
		if err != nil {
			t.Error(err)
		}
		return string(answer)
	}
	for i := range maxInFlight {
		id := fmt.Sprintf("%016d", i)
		if got := ask(impatient, ada, id); got != `{"re":"`+id+`","code":"busy","retry_ms":1000}` {
			t.Fatalf("who gave up was told %s", got)
		}
	}
	patient, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	began := time.Now()
	got := ask(patient, ada, fmt.Sprintf("%016d", maxInFlight))
	if !strings.Contains(got, `"code":"busy"`) || time.Since(began) > time.Second {
		t.Errorf("one more than may be in flight, after %v: %s", time.Since(began), got)
	}
	var waiting sync.WaitGroup
	waiting.Go(func() { // somebody else is not held up by it
		if got := ask(context.Background(), ben, "eeeeeeeeeeeeeeee"); !strings.Contains(got, "number") {
			t.Errorf("another phone: %s", got)
		}
	})
	close(slow)
	waiting.Wait()
	for i := range maxInFlight { // sent again, each is done once
		id := fmt.Sprintf("%016d", i)
		got := ask(context.Background(), ada, id)
		for until := time.Now().Add(5 * time.Second); strings.Contains(got, `"busy"`) && time.Now().Before(until); got = ask(context.Background(), ada, id) {
			time.Sleep(time.Millisecond) // some are in flight still
		}
		if !strings.Contains(got, "number") {
			t.Fatalf("sent again: %s", got)
		}
	}
	if counts := r.hub.Counts(); counts.Ideas != maxInFlight+1 {
		t.Errorf("%d ideas", counts.Ideas)
	}
}

func TestAStoppedEventAnswersThatItStops(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	if err := r.hubs.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := r.answer(ada, "aaaaaaaaaaaaaaaa", "Support", map[string]any{"idea": 1, "on": true}); !strings.Contains(got, `"code":"stopping","retry_ms"`) {
		t.Error(got)
	}
}

func TestOneScreenTooManyEndsTheOldest(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	for _, actor := range []Actor{ada, moderator, {Projector, "p1"}} {
		var pages []*page
		for range maxScreens[actor.Face] {
			pages = append(pages, r.connect(actor, Hello{}))
		}
		pages[0].sees("Snapshot", `"s":"s1"`)
		pages[0].neverSaw("close ")
		next := r.connect(actor, Hello{})
		pages[0].sees("close 4010")
		next.sees("Snapshot", `"s":"s1"`)
		pages[0].screen.Leave()
		again := r.connect(actor, Hello{})
		pages[1].sees("close 4010")
		again.sees("Snapshot", `"s":"s1"`)
		for _, staying := range append(pages[2:], next) {
			staying.neverSaw("close ")
		}
	}
	if got := r.hubs.Read().Dropped[Counted{Face: Phone, Code: "4010"}]; got != 2 {
		t.Errorf("%d phones were counted as moved", got)
	}
}

// Screens whose peer vanished, and whose writers are stuck, keep nobody out.
func TestDeadScreensLockNobodyOut(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	dead := make(chan struct{})
	for range maxScreens[Phone] + 3 {
		screen, err := r.hub.Connect(ada, Hello{})
		if err != nil {
			t.Fatal(err)
		}
		p := &page{t: t, screen: screen, block: dead, inside: make(chan struct{})}
		go screen.Serve(p)
		t.Cleanup(screen.Leave)
		<-p.inside
	}
	t.Cleanup(func() { close(dead) }) // runs before they leave
	late := r.connect(ada, Hello{})
	late.sees("Snapshot", `"s":"s1"`)
	late.neverSaw("close ")
	staying := 0
	for _, one := range r.hub.allScreens() {
		if !one.ending() {
			staying++
		}
	}
	if staying != maxScreens[Phone] {
		t.Errorf("%d of a phone's screens stay", staying)
	}
}
