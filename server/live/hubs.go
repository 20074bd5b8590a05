package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"masswerk/store"
)

// Config is what hubs need from outside.
type Config struct {
	Events  store.Events
	Boxes   store.BallotBoxes // nil: there are no secret rounds
	Now     func() time.Time
	Uptime  func() time.Duration // by a clock that nobody sets; nil: the machine's
	Rate    float64              // how fast the clocks of events run, for rehearsals; 0: as clocks do
	Log     *slog.Logger
	Address func(code string) string   // the address people type to join
	Fatal   func(error)                // ends the process: what was acknowledged may not be on disk
	Disk    func() (freeShare float64) // of the data folder, NaN when unknown; nil: nobody looks
	Health  func() store.Health        // of storing, told at once; nil: nobody looks
}

// Hubs keeps the hubs of running events. One is loaded on first use, and ends after ten minutes
// without a screen or a command.
type Hubs struct {
	config Config
	meter  *meter
	done   chan struct{} // closed when stopping

	mu       sync.Mutex
	running  map[string]*loading
	stopping bool
}

type loading struct {
	ready chan struct{}
	hub   *Hub
	err   error
}

// New returns a registry without running events.
func New(config Config) *Hubs {
	hs := &Hubs{config: config, meter: newMeter(), done: make(chan struct{}), running: map[string]*loading{}}
	hs.lookAtDisk()
	hs.lookAtHealth()
	go hs.watch(hs.done)
	return hs
}

// Hub returns the running event, loading it if need be. An unknown event is store.ErrNotFound.
func (hs *Hubs) Hub(ctx context.Context, event string) (*Hub, error) {
	hs.mu.Lock()
	if hs.stopping {
		hs.mu.Unlock()
		return nil, store.ErrStopping
	}
	one := hs.running[event]
	if one != nil && one.over() {
		one = nil
	}
	if one == nil {
		one = &loading{ready: make(chan struct{})}
		hs.running[event] = one
		hs.mu.Unlock()
		one.hub, one.err = load(ctx, event, hs.config, hs.meter)
		if one.err != nil {
			hs.mu.Lock()
			delete(hs.running, event)
			hs.mu.Unlock()
		}
		close(one.ready)
	} else {
		hs.mu.Unlock()
	}
	select {
	case <-one.ready:
		return one.hub, one.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// over reports whether the hub has ended.
func (l *loading) over() bool {
	select {
	case <-l.ready:
	default:
		return false
	}
	if l.hub == nil {
		return true
	}
	return l.hub.hasEnded()
}

// Wake loads the events with a phase whose time has come, so that it is entered although nobody is
// there, and lets all that run look at the time. The server asks for it every minute.
func (hs *Hubs) Wake(ctx context.Context) error {
	for _, hub := range hs.hubs() {
		hub.presenceChanged()
	}
	due, err := hs.config.Events.DuePhases(ctx, hs.config.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("find due phases: %w", err)
	}
	var failed error
	for _, event := range due {
		if _, err := hs.Hub(ctx, event); err != nil && !errors.Is(err, store.ErrNotFound) {
			failed = errors.Join(failed, fmt.Errorf("wake event %s: %w", event, err))
		}
	}
	return failed
}

// Running returns the hub of an event if it runs, else nil.
func (hs *Hubs) Running(event string) *Hub {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if one := hs.running[event]; one != nil && !one.over() {
		select {
		case <-one.ready:
			return one.hub
		default:
		}
	}
	return nil
}

// End ends the hub of an event that is being deleted; its screens are told that it is over.
func (hs *Hubs) End(event string) {
	if hub := hs.Running(event); hub != nil {
		hub.end(CloseEventOver)
		<-hub.done
	}
}

// Stop settles what waits, answers it, and ends all screens with 1012. It returns when every
// writer is done, or with the context.
func (hs *Hubs) Stop(ctx context.Context) error {
	hs.mu.Lock()
	if !hs.stopping {
		close(hs.done)
	}
	hs.stopping = true
	hs.mu.Unlock()
	hubs := hs.hubs()
	for _, hub := range hubs {
		hub.end(CloseRestart)
	}
	for _, hub := range hubs {
		select {
		case <-hub.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		for _, screen := range hub.allScreens() {
			select {
			case <-screen.ended:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

// hubs returns all that were loaded; some may have ended.
func (hs *Hubs) hubs() []*Hub {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	var hubs []*Hub
	for _, one := range hs.running {
		select {
		case <-one.ready:
			if one.hub != nil {
				hubs = append(hubs, one.hub)
			}
		default:
		}
	}
	return hubs
}

func (h *Hub) hasEnded() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.ending
}

func (h *Hub) end(code int) {
	select {
	case h.stop <- code:
	default: // it is ending already
	}
}

func (h *Hub) allScreens() []*Screen {
	h.mu.RLock()
	defer h.mu.RUnlock()
	var all []*Screen
	for _, screens := range h.screens {
		all = append(all, screens...)
	}
	return all
}

// Who returns whom a secret belongs to, by its hash.
func (h *Hub) Who(face Face, secretHash string) (Actor, bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	actor, ok := h.known[identity{face, secretHash}]
	return actor, ok
}

// Event returns the event as last committed.
func (h *Hub) Event() store.Event {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.event
}

// Sessions returns the sessions by position, as last committed.
func (h *Hub) Sessions() []store.Session {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.sessions
}

// Counts returns how much the event holds, as last committed.
func (h *Hub) Counts() store.Counts {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.counts
}

// Do asks for a command and waits until it is committed.
func (h *Hub) Do(ctx context.Context, by Actor, command Command) (json.RawMessage, error) {
	waiting := make(chan reply, 1)
	if err := h.ask(request{actor: by, command: command, reply: waiting}); err != nil {
		h.meter.answered(by.Face, nameOf(command), err)
		return nil, err
	}
	answer, err := awaited(ctx, h, waiting)
	if err != nil {
		return nil, err
	}
	return answer.result, answer.err
}

// ask puts a command into the intake, which is bounded.
func (h *Hub) ask(one request) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.ending {
		return store.ErrStopping
	}
	select {
	case h.intake <- one:
		return nil
	default:
		return store.ErrBusy
	}
}

// inLoop runs a function inside the loop, between batches. It reports false when the hub is gone.
func (h *Hub) inLoop(call func()) bool {
	ran := make(chan struct{})
	select {
	case h.calls <- func() { call(); close(ran) }:
		<-ran
		return true
	case <-h.done:
		return false
	}
}

// Connect admits a screen. Its first frames are what it missed since the positions it names, or
// snapshots; the caller runs Serve.
func (h *Hub) Connect(actor Actor, hello Hello) (*Screen, error) {
	session := hello.Session
	if session == "" {
		h.inLoop(func() { session = h.state.sessions[0].ID })
	}
	event, of := h.streams[streamKey{actor.Face, ""}], h.streams[streamKey{actor.Face, session}]
	if event == nil || of == nil {
		return nil, store.ErrNotFound
	}
	s := &Screen{hub: h, actor: actor, zip: hello.Zip, wakeup: make(chan struct{}, 1), ended: make(chan struct{})}
	s.answers = message(clockMessage{"Clock", h.clock.read()})
	s.follows[0] = follow{stream: event, n: hello.Event.N, known: hello.Event.Epoch == h.epoch}
	s.follows[1] = follow{stream: of, n: hello.At.N, known: hello.At.Epoch == h.epoch}
	h.mu.Lock()
	if h.ending {
		h.mu.Unlock()
		return nil, store.ErrStopping
	}
	h.makeRoom(actor)
	h.screens[actor] = append(h.screens[actor], s)
	h.mu.Unlock()
	event.attach(s)
	of.attach(s)
	h.inLoop(func() {
		switch {
		case h.state.sentAway(actor): // since its secret was looked at
			s.End(CloseNotAllowed)
		case actor.Face == Phone:
			s.setMine(h.mine(actor.ID))
		}
	})
	h.presenceChanged()
	s.rouse()
	return s, nil
}

// maxScreens is how many screens one actor may have. Whatever it forgot to close ends first, so
// nobody is locked out by lines that are dead.
var maxScreens = map[Face]int{Phone: 6, Console: 16, Projector: 16, Helper: 16}

// makeRoom ends the actor's oldest screen when one more would be too many. The caller holds mu.
func (h *Hub) makeRoom(actor Actor) {
	var oldest *Screen
	staying := 0
	for _, one := range h.screens[actor] {
		if one.ending() {
			continue
		}
		if staying++; oldest == nil {
			oldest = one
		}
	}
	if staying >= maxScreens[actor.Face] {
		oldest.End(CloseMoved)
	}
}

func (h *Hub) disconnect(s *Screen) {
	for i := range s.follows { // the cursors belong to the writer
		s.follows[i].stream.detach(s)
	}
	h.mu.Lock()
	left := h.screens[s.actor]
	for i := range left {
		if left[i] == s {
			left = append(left[:i:i], left[i+1:]...)
			break
		}
	}
	if len(left) == 0 {
		delete(h.screens, s.actor)
	} else {
		h.screens[s.actor] = left
	}
	h.mu.Unlock()
	h.presenceChanged()
}

func (h *Hub) presenceChanged() {
	select {
	case h.nudge <- struct{}{}:
	default:
	}
}
