package live

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"masswerk/store"
)

// fakeEvents keeps one event's facts in memory and fails as it is told.
type fakeEvents struct {
	store.Events
	mu       sync.Mutex
	contents store.Contents
	facts    []store.Fact
	commits  int
	fail     func(facts []store.Fact) error
	boxes    *fakeBoxes // nil: there are none
}

func (f *fakeEvents) Load(context.Context, string) (store.Contents, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	state := newState(f.contents)
	for _, fact := range f.facts {
		state.Apply(fact)
	}
	contents := contentsOf(state, f.contents)
	if f.boxes != nil {
		contents.Turnout = f.boxes.turnedOut(contents.Rounds)
	}
	return contents, nil
}

func (f *fakeEvents) Commit(_ context.Context, _ string, after int64, accepted []store.Accepted, facts []store.Fact) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		if err := f.fail(facts); err != nil {
			return err
		}
	}
	if after != f.contents.Event.Seq {
		return store.ErrStale
	}
	f.contents.Event.Seq++
	f.contents.Accepted = append(f.contents.Accepted, accepted...)
	f.facts = append(f.facts, facts...)
	f.commits++
	return nil
}

// contentsOf turns a state back into rows.
func contentsOf(state *State, base store.Contents) store.Contents {
	out := store.Contents{Event: state.event, Accepted: base.Accepted}
	people := map[string]string{} // devices
	for id := range state.away {
		people[id] = ""
	}
	for _, devices := range []map[string]string{state.devices, state.keptOut} {
		for device, id := range devices {
			people[id] = device
		}
	}
	inOrder := slices.SortedFunc(maps.Keys(people), func(a, b string) int { return state.places[a] - state.places[b] })
	for _, id := range inOrder {
		device := people[id]
		out.Participants = append(out.Participants, store.Participant{ID: id, Event: base.Event.ID, Device: device, Table: state.seats[id]})
	}
	for _, one := range state.tickets {
		out.Tickets = append(out.Tickets, one.Ticket)
	}
	for _, in := range state.sessions {
		out.Sessions = append(out.Sessions, in.Session)
		for participant := range in.done {
			out.Signals = append(out.Signals, store.Signal{Session: in.ID, Participant: participant, Kind: store.Done})
		}
		out.Signals = append(out.Signals, in.hands...)
		for _, one := range in.rounds {
			out.Rounds = append(out.Rounds, one.Round)
			for _, ballot := range one.ballots {
				out.Ballots = append(out.Ballots, *ballot)
			}
			out.Paper = append(out.Paper, one.batches...)
		}
	}
	for number := 1; number <= state.lastNumber; number++ {
		if one := state.numbers[number]; one != nil { // else it stands on a card that nobody handed in
			out.Ideas = append(out.Ideas, one.Idea)
		}
	}
	for number := 1; number <= state.lastRemark; number++ {
		out.Comments = append(out.Comments, state.comment(number).Comment)
	}
	for _, field := range state.fields {
		out.Fields = append(out.Fields, *field)
	}
	for answer := range state.echoes {
		if answer.Kind == "" {
			out.Supports = append(out.Supports, store.Support{Idea: answer.Idea, Participant: answer.Participant})
		} else {
			out.Reactions = append(out.Reactions, answer)
		}
	}
	for _, one := range state.moderators {
		out.Moderators = append(out.Moderators, *one)
	}
	for _, one := range state.projectors {
		out.Projectors = append(out.Projectors, *one)
	}
	return out
}

const eventID = "event-1"

func sampleContents() store.Contents {
	session := store.Session{ID: "s1", Event: eventID, Title: "Runde", Prompt: "Was hilft?", Phase: "collect"}
	for i, kind := range []store.PhaseKind{store.Lobby, store.Collect, store.Cluster, store.Vote, store.Results} {
		session.Phases = append(session.Phases, store.Phase{ID: string(kind), Session: "s1", Position: i, PhasePlan: store.PhasePlan{Kind: kind}})
	}
	return store.Contents{
		Event:    store.Event{ID: eventID, Title: "Werkstatt", JoinCode: "ACDEFGHJ", Admission: store.AdmissionOpen, Key: []byte("key")},
		Sessions: []store.Session{session},
		Moderators: []store.Moderator{
			{ID: "m1", Event: eventID, Secret: "hash-m1"}, {ID: "m2", Event: eventID, Secret: "hash-m2"},
		},
		Projectors: []store.Projector{{ID: "p1", Event: eventID, Secret: "hash-p1", Session: "s1", Scene: "auto"}},
	}
}

// room is a running event in a test.
type room struct {
	t      *testing.T
	events *fakeEvents
	hubs   *Hubs
	hub    *Hub
	fatal  chan error
}

func openRoom(t *testing.T, contents store.Contents) *room {
	t.Helper()
	return enterRoom(t, &fakeEvents{contents: contents})
}

func enterRoom(t *testing.T, events *fakeEvents) *room {
	t.Helper()
	r := &room{t: t, events: events, fatal: make(chan error, 1)}
	config := Config{
		Events: r.events, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Address: func(code string) string { return "http://room.test/e/" + code },
		Fatal:   func(err error) { r.fatal <- err },
	}
	if events.boxes != nil {
		config.Boxes = events.boxes
	}
	r.hubs = New(config)
	var err error
	if r.hub, err = r.hubs.Hub(context.Background(), eventID); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		r.hubs.Stop(ctx)
	})
	return r
}

func (r *room) do(by Actor, command Command) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return r.hub.Do(ctx, by, command)
}

func (r *room) must(by Actor, command Command) json.RawMessage {
	r.t.Helper()
	result, err := r.do(by, command)
	if err != nil {
		r.t.Fatalf("%T: %v", command, err)
	}
	return result
}

func (r *room) join(device string) Actor {
	r.t.Helper()
	var joined Joined
	json.Unmarshal(r.must(Actor{Phone, ""}, Join{Device: device}), &joined)
	return Actor{Phone, joined.Participant}
}

var (
	moderator = Actor{Console, "m1"}
	helper    = Actor{Helper, "h1"}
)

// dots opens a round of dots over all ideas, as callers did before there were other methods.
func dots(budget, most int) OpenRound {
	return OpenRound{Session: "s1", RoundPlan: store.RoundPlan{Subject: store.OnIdeas, Budget: budget, Cap: most}}
}

// tally returns how an open round stands, whoever may know.
func (r *round) tally() store.Tally { return r.count.Clone() }

const receipt = "a-receipt-secret-of-the-phone-0123456789"

// page is a connected screen whose frames are kept as text.
type page struct {
	t      *testing.T
	screen *Screen
	once   sync.Once
	mu     sync.Mutex
	frames []string
	raw    bytes.Buffer
	block  chan struct{} // when set, writes wait for it
	inside chan struct{} // closed when the first one does
}

func (r *room) connect(actor Actor, hello Hello) *page {
	r.t.Helper()
	p := &page{t: r.t}
	screen, err := r.hub.Connect(actor, hello)
	if err != nil {
		r.t.Fatal(err)
	}
	p.screen = screen
	go screen.Serve(p)
	r.t.Cleanup(screen.Leave)
	return p
}

func (p *page) SetWriteDeadline(time.Time) error { return nil }

func (p *page) Write(data []byte) (int, error) {
	if p.block != nil {
		p.once.Do(func() { close(p.inside) })
		<-p.block
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.raw.Write(data)
	for {
		frame, opcode, ok := nextFrame(&p.raw)
		if !ok {
			return len(data), nil
		}
		switch opcode {
		case binaryFrame:
			zip, err := gzip.NewReader(bytes.NewReader(frame))
			if err != nil {
				p.t.Error(err)
			}
			frame, _ = io.ReadAll(zip)
		case closeFrame:
			frame = []byte("close " + strconv.Itoa(int(binary.BigEndian.Uint16(frame))))
		}
		p.frames = append(p.frames, string(frame))
	}
}

// nextFrame takes one whole server frame off a buffer.
func nextFrame(from *bytes.Buffer) ([]byte, byte, bool) {
	data := from.Bytes()
	if len(data) < 2 {
		return nil, 0, false
	}
	size, header := int(data[1]), 2
	switch size {
	case 126:
		if len(data) < 4 {
			return nil, 0, false
		}
		size, header = int(binary.BigEndian.Uint16(data[2:])), 4
	case 127:
		if len(data) < 10 {
			return nil, 0, false
		}
		size, header = int(binary.BigEndian.Uint64(data[2:])), 10
	}
	if len(data) < header+size {
		return nil, 0, false
	}
	frame := slices.Clone(from.Next(header + size))
	return frame[header:], frame[0], true
}

func (p *page) all() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.frames)
}

// sees waits for a frame that holds all the parts.
func (p *page) sees(parts ...string) string {
	p.t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for time.Now().Before(deadline) {
		for _, frame := range p.all() {
			missing := slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(frame, part) })
			if !missing {
				return frame
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	p.t.Fatalf("no frame with %q in\n%s", parts, strings.Join(p.all(), "\n"))
	return ""
}

// neverSaw asserts that nothing so far holds the text.
func (p *page) neverSaw(text string) {
	p.t.Helper()
	for _, frame := range p.all() {
		if strings.Contains(frame, text) {
			p.t.Fatalf("saw %q in %s", text, frame)
		}
	}
}

func (p *page) send(id, typ string, data any) {
	p.t.Helper()
	if code := p.screen.Receive(encode(map[string]any{"id": id, "type": typ, "data": data})); code != 0 {
		p.t.Fatalf("closed with %d", code)
	}
}

func code(err error) string {
	var refusal *store.Error
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}
