package live

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"masswerk/store"
)

// hand moves the clocks of a test: the machine's, and the one that nobody sets.
type hand struct {
	mu   sync.Mutex
	wall time.Time
	up   time.Duration
}

func (h *hand) now() time.Time        { h.mu.Lock(); defer h.mu.Unlock(); return h.wall }
func (h *hand) uptime() time.Duration { h.mu.Lock(); defer h.mu.Unlock(); return h.up }

// pass lets time pass.
func (h *hand) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wall, h.up = h.wall.Add(d), h.up+d
}

// jump sets the machine's clock.
func (h *hand) jump(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wall = h.wall.Add(d)
}

// DuePhases looks at the rows as Load has them.
func (f *fakeEvents) DuePhases(ctx context.Context, now int64) ([]string, error) {
	contents, _ := f.Load(ctx, eventID)
	for _, in := range contents.Sessions {
		for _, phase := range in.Phases {
			if phase.OpensAt != 0 && phase.OpensAt <= now {
				return []string{eventID}, nil
			}
		}
	}
	return nil, nil
}

// timedRoom is a room by a clock that the test moves. The event is not loaded yet.
func timedRoom(t *testing.T, contents store.Contents, change ...func(*Config)) (*room, *hand) {
	t.Helper()
	r := &room{t: t, events: &fakeEvents{contents: contents}, fatal: make(chan error, 1)}
	clock := &hand{wall: morning}
	config := Config{
		Events: r.events, Now: clock.now, Uptime: clock.uptime, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Address: func(string) string { return "" }, Fatal: func(err error) { r.fatal <- err },
	}
	for _, change := range change {
		change(&config)
	}
	r.hubs = New(config)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		r.hubs.Stop(ctx)
	})
	return r, clock
}

func (r *room) load() {
	r.t.Helper()
	var err error
	if r.hub, err = r.hubs.Hub(context.Background(), eventID); err != nil {
		r.t.Fatal(err)
	}
}

// wake does what the server does every minute.
func (r *room) wake() {
	r.t.Helper()
	if err := r.hubs.Wake(context.Background()); err != nil {
		r.t.Fatal(err)
	}
}

// waitFor waits until the session is as wanted.
func (r *room) waitFor(what string, wanted func(store.Session) bool) {
	r.t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !wanted(r.hub.Sessions()[0]); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("%s: the session is %+v", what, r.hub.Sessions()[0])
		}
	}
}

// rest lets the hub do whatever it was going to do.
func (r *room) rest() {
	for range 2 {
		r.hub.inLoop(func() {})
	}
}

func TestATimerRunsOutThoughNobodyIsThere(t *testing.T) {
	contents := sampleContents()
	contents.Sessions[0].Phases[1].End = store.EndNext
	r, clock := timedRoom(t, contents)
	r.load()
	r.must(moderator, SetTimer{Session: "s1", Action: "start", Seconds: 3600})
	clock.pass(59 * time.Minute)
	r.wake()
	r.rest()
	if in := r.hub.Sessions()[0]; in.Phase != "collect" || in.Timer.EndsAt == 0 {
		t.Fatalf("too soon: %+v", in)
	}
	r.hub.inLoop(func() {
		if r.hub.activeAt = time.Now().Add(-time.Hour); r.hub.idle() {
			t.Error("the hub would end while a timer runs")
		}
		r.hub.activeAt = time.Now()
	})
	clock.pass(time.Minute)
	r.wake()
	r.waitFor("time is up", func(in store.Session) bool { return in.Phase == "cluster" && in.Timer == store.Timer{} })
}

func TestAJumpOfTheMachinesClockMovesNothing(t *testing.T) {
	contents := sampleContents()
	contents.Sessions[0].Phases[2].OpensAt = morning.Add(time.Hour).UnixMilli()
	r, clock := timedRoom(t, contents)
	r.load()
	page := r.connect(moderator, Hello{})
	r.must(moderator, SetTimer{Session: "s1", Action: "start", Seconds: 60})
	before := r.hub.Sessions()[0].Timer
	for _, jump := range []time.Duration{2 * time.Hour, -24 * time.Hour} {
		clock.jump(jump)
		r.wake()
		r.rest()
		if in := r.hub.Sessions()[0]; in.Timer != before || in.Phase != "collect" {
			t.Fatalf("a jump by %v: %+v", jump, in)
		}
		if told := r.answer(moderator, "aaaaaaaaaaaaaaaa", "Ping", struct{}{}); told != `{"re":"aaaaaaaaaaaaaaaa","result":{"now":1700000000000}}` {
			t.Errorf("screens are told %s", told)
		}
	}
	clock.pass(time.Minute)
	r.wake()
	page.sees("SessionsShown", `"timer":{"total_ms":60000}`)
	clock.pass(59 * time.Minute)
	r.wake()
	r.waitFor("the date has come", func(in store.Session) bool { return in.Phase == "cluster" })
}

func TestWhatRanOutWhileNobodyRanTheEventActsOnLoad(t *testing.T) {
	contents := sampleContents()
	in := &contents.Sessions[0]
	in.Timer = store.Timer{Total: 60_000, EndsAt: morning.UnixMilli() - 3_600_000}
	in.Phases[1].End = store.EndClose
	r, _ := timedRoom(t, contents)
	r.load()
	r.waitFor("on load", func(in store.Session) bool { return in.Timer == store.Timer{Total: 60_000} && in.Current().Closed })
	if _, err := r.do(r.join("ada"), &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "zu spät", Receipt: receipt}); code(err) != "collecting_is_over" {
		t.Errorf("got %v", err)
	}
}

// The event is open for weeks and nobody is connected: the server's minute loads it.
func TestAPhaseOpensByDateWithoutAConsole(t *testing.T) {
	contents := sampleContents()
	in := &contents.Sessions[0]
	in.Phases[3].OpensAt = morning.AddDate(0, 0, 14).UnixMilli()
	in.Phases[3].Vote = &store.RoundPlan{Method: store.Dots, Subject: store.OnIdeas, Secrecy: store.Pseudonymous, Budget: 3, Cap: 2}
	in.Phases[4].OpensAt = morning.AddDate(0, 0, 21).UnixMilli()
	contents.Ideas = []store.Idea{{ID: "a", Event: eventID, Session: "s1", Number: 1, Kind: store.Proposal, Text: "Licht", State: store.Shown}}
	r, clock := timedRoom(t, contents)
	r.wake()
	if r.hubs.Running(eventID) != nil {
		t.Fatal("the event was loaded although nothing was due")
	}
	clock.pass(14 * 24 * time.Hour)
	r.wake()
	if r.hub = r.hubs.Running(eventID); r.hub == nil {
		t.Fatal("the event was not loaded")
	}
	r.waitFor("the vote", func(in store.Session) bool { return in.Phase == "vote" && in.Current().OpensAt == 0 })
	ada := r.join("ada")
	phone := r.connect(ada, Hello{})
	phone.sees("Snapshot", `"s":"s1"`, `"state":"open"`)
	clock.pass(7 * 24 * time.Hour)
	r.wake()
	r.waitFor("the results", func(in store.Session) bool { return in.Phase == "results" })
	phone.sees("RoundsShown", `"state":"closed"`)
	if due, _ := r.events.DuePhases(context.Background(), clock.now().UnixMilli()); due != nil {
		t.Error("the event is still due")
	}
	for _, fact := range r.events.facts {
		if audited, ok := fact.(store.Audited); ok {
			t.Errorf("the audit log holds what nobody did: %+v", audited)
		}
	}
}

// A running event needs no minute: it acts when the date comes.
func TestARunningEventKeepsItsDatesToTheSecond(t *testing.T) {
	contents := sampleContents()
	date := time.UnixMilli(time.Now().Add(300 * time.Millisecond).UnixMilli())
	contents.Sessions[0].Phases[2].OpensAt = date.UnixMilli()
	r := openRoom(t, contents)
	r.waitFor("the date has come", func(in store.Session) bool { return in.Phase == "cluster" })
	if late := time.Since(date); late < 0 || late > time.Second {
		t.Errorf("it was %v late", late)
	}
}

func TestWhatTheTimeBringsIsTriedAgainWhileStoringFails(t *testing.T) {
	r, clock := timedRoom(t, sampleContents())
	r.load()
	r.must(moderator, SetTimer{Session: "s1", Action: "start", Seconds: 60})
	tried := 0
	r.events.mu.Lock()
	r.events.fail = func(facts []store.Fact) error {
		tried++
		if tried < 3 {
			return store.ErrStorage
		}
		return nil
	}
	r.events.mu.Unlock()
	clock.pass(time.Minute)
	r.wake()
	began := time.Now()
	r.waitFor("stored at last", func(in store.Session) bool { return in.Timer == store.Timer{Total: 60_000} })
	if took := time.Since(began); took < probePace {
		t.Errorf("it did not wait between attempts: %v", took)
	}
	r.rest()
	edited := 0
	r.events.mu.Lock()
	defer r.events.mu.Unlock()
	for _, fact := range r.events.facts {
		if _, ok := fact.(store.SessionEdited); ok {
			edited++
		}
	}
	refused := r.hubs.Read().Commands[Counted{Command: "EndTimer", Code: "storage"}]
	if edited != 2 || refused < 2 || refused > 10 {
		t.Errorf("the timer was stored %d times, after %d refusals", edited, refused)
	}
}

// Before anything else a screen is told what time it is, and again with every heartbeat.
func TestScreensAreToldTheTime(t *testing.T) {
	r, clock := timedRoom(t, sampleContents(), func(c *Config) { c.Rate = 60 })
	r.load()
	clock.pass(time.Second)
	page := r.connect(r.join("ada"), Hello{})
	page.sees("Snapshot", `"s":"s1"`)
	if first := page.all()[0]; first != `{"type":"Clock","now":1700000060000,"rate":60}` {
		t.Errorf("the first thing told is %s", first)
	}
	clock.pass(time.Second)
	beat, _, ok := page.screen.gather(nil, true)
	if last := string(beat[len(beat)-1]); !ok || !strings.Contains(last, `"type":"Heartbeat"`) || !strings.Contains(last, `"now":1700000120000,"rate":60}`) {
		t.Errorf("the heartbeat is %s", last)
	}
}
