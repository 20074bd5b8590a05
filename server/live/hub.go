// Package live runs events. A command asks; the rules answer with facts or a refusal; facts are
// committed first and shown second. Nothing in here knows HTTP.
//
// hub.go is the loop of an event, deciding.go and storing.go the way of a command to its commit,
// telling.go what follows, state.go what a hub
// knows. The commands stand in the order of an idea's journey: joining, collecting, clustering,
// voting, nominating; leading is the moderator's. view.go says who may see what, touched.go what a
// fact changes of it, stream.go, pulse.go and screen.go how it gets there.
package live

import (
	"context"
	"encoding/json"
	"errors"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"masswerk/store"
)

const (
	intakeSize  = 2000 // commands that may wait; more are refused as busy
	batchSize   = 1000 // commands settled by one commit at most
	probePace   = time.Second
	idleFor     = 10 * time.Minute
	commitLimit = 30 * time.Second
)

// Hub runs one event. Its loop alone touches the state, so there are no locks around it.
type Hub struct {
	id      string
	epoch   string
	config  Config
	meter   *meter
	clock   clock
	intake  chan request
	calls   chan func()
	nudge   chan struct{} // presence changed
	stop    chan int      // close code for the screens
	done    chan struct{}
	streams map[streamKey]*stream

	// Owned by the loop.
	state     *State
	batch     batch
	pulseDue  time.Time // zero: nothing to tell
	lastPulse time.Time
	votesDue  bool
	told      map[string]struct{} // ideas whose support or reactions changed since they were told
	storage   error               // why storing failed last; nil when all is well
	probeAt   time.Time
	activeAt  time.Time
	casting   map[string][]cast // ballots that wait for their box, by secret round
	castDue   time.Time         // zero: none wait
	counted   []string          // participants whose ballot lies in its box, and who were not told so yet
	boxFault  error             // what ends the hub: a box was not synced
	dueAgain  time.Time         // not before then: what the time asked for was refused
	alarmed   string            // what consoles were told to heed

	refusing atomic.Bool // storage is not nil, for Read
	beside   flights     // asked by Answer

	mu       sync.RWMutex
	event    store.Event     // as committed
	sessions []store.Session // as committed
	counts   store.Counts
	known    map[identity]Actor
	screens  map[Actor][]*Screen
	ending   bool
}

// identity is how an actor shows who they are: a face and the hash of a secret.
type identity struct {
	face   Face
	secret string
}

// request is a command that waits for its answer.
type request struct {
	actor   Actor
	screen  *Screen // nil: not over a line
	id      string  // of the command; empty when the server asks itself, which is not remembered
	command Command
	reply   chan reply  // the server asks itself
	beside  chan []byte // asked by Answer
}

type reply struct {
	result json.RawMessage
	err    error
}

var faces = [...]Face{Phone, Projector, Console, Helper}

// looking returns the faces that somebody may have looked with. Most events have no helper, and
// nothing need be made for one.
func (s *State) looking() []Face {
	if s.helped {
		return faces[:]
	}
	return faces[:len(faces)-1]
}

// load starts a hub from the rows of its event.
func load(ctx context.Context, id string, config Config, meter *meter) (*Hub, error) {
	contents, err := config.Events.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	h := &Hub{
		id: id, epoch: store.NewID()[:8], config: config, meter: meter, clock: config.clock(),
		intake: make(chan request, intakeSize), calls: make(chan func()), nudge: make(chan struct{}, 1),
		stop: make(chan int, 1), done: make(chan struct{}), streams: map[streamKey]*stream{},
		told: map[string]struct{}{}, casting: map[string][]cast{}, known: map[identity]Actor{}, screens: map[Actor][]*Screen{},
		activeAt: time.Now(),
	}
	h.state = newState(contents)
	h.sweepBoxes()
	for _, face := range faces {
		h.addStream(streamKey{face, ""})
		for _, one := range h.state.sessions {
			h.addStream(streamKey{face, one.ID})
		}
	}
	h.recognise()
	h.publishFacts()
	h.pulseDue = time.Now()
	go h.run()
	return h, nil
}

func (h *Hub) addStream(key streamKey) {
	st := newStream(key, h.epoch, h.meter.faces[key.face])
	st.capture = func() (view func() any, n int64, ok bool) {
		ok = h.inLoop(func() {
			view = snapshotOf(key, h.state, h.config.Address(h.state.event.JoinCode))
			st.mu.RLock()
			n = st.n
			st.mu.RUnlock()
		})
		return view, n, ok
	}
	h.streams[key] = st
}

// run is the loop. It takes everything that waits as one batch.
func (h *Hub) run() {
	defer close(h.done)
	defer func() {
		// Whatever was committed is in the rows: the event is loaded again on next use, and
		// screens repeat what they got no answer to.
		if fault := recover(); fault != nil {
			h.config.Log.Error("hub failed", "event", h.id, "fault", fault, "stack", string(debug.Stack()))
			h.endScreens(CloseRestart)
		}
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case first := <-h.intake:
			h.activeAt = time.Now()
			if !h.settle(h.waiting(first)) {
				h.endScreens(CloseRestart)
				return
			}
		case call := <-h.calls:
			call()
		case <-h.nudge:
			h.schedule(herePace)
		case code := <-h.stop:
			h.drain()
			h.endScreens(code)
			return
		case <-timer.C:
			if errors.Is(h.tryStoring(), store.ErrStale) {
				h.endScreens(CloseRestart)
				return
			}
			if h.beatDue(time.Now()) {
				h.beat()
			}
			if h.idle() {
				h.endScreens(CloseRestart)
				return
			}
		}
		if !h.keepTime() || !h.keepBoxes() {
			h.endScreens(CloseRestart)
			return
		}
		h.heed()
		wait := min(time.Minute, h.untilDue())
		if h.storage != nil {
			wait = min(wait, probePace)
		}
		if !h.castDue.IsZero() {
			wait = min(wait, max(0, time.Until(h.castDue)))
		}
		if !h.pulseDue.IsZero() {
			wait = min(wait, max(0, time.Until(h.pulseDue)))
		}
		timer.Reset(wait)
	}
}

// heed lets consoles know when an alarm comes or goes.
func (h *Hub) heed() {
	h.refusing.Store(h.storage != nil)
	if h.alarm() != h.alarmed {
		h.schedule(herePace)
	}
}

func (h *Hub) alarm() string { return h.meter.alarm(h.storage != nil, time.Now()) }

func (h *Hub) waiting(first request) []request {
	batch := []request{first}
	for len(batch) < batchSize {
		select {
		case next := <-h.intake:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

func (h *Hub) idle() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.screens) == 0 && time.Since(h.activeAt) > idleFor && !h.state.timed()
}

// drain settles what waits when the hub is stopped.
func (h *Hub) drain() {
	h.mu.Lock()
	h.ending = true
	h.mu.Unlock()
	for {
		select {
		case first := <-h.intake:
			if !h.settle(h.waiting(first)) {
				return
			}
		default:
			h.boxAll()
			h.keepBoxes()
			return
		}
	}
}

// endScreens ends all screens, and refuses what still comes in.
func (h *Hub) endScreens(code int) {
	h.mu.Lock()
	h.ending = true
	for _, screens := range h.screens {
		for _, screen := range screens {
			screen.End(code)
		}
	}
	h.mu.Unlock()
	for {
		select {
		case late := <-h.intake:
			h.reply(answered{request: late, err: store.ErrStopping})
		default:
			return
		}
	}
}
