// Package live runs events. A command asks; the rules answer with facts or a refusal; facts are
// committed first and shown second. Nothing in here knows HTTP.
//
// hub.go is the way of a command to its commit, telling.go what follows, state.go what a hub
// knows. The commands stand in the order of an idea's journey: joining, collecting, clustering,
// voting, nominating; leading is the moderator's. view.go says who may see what, touched.go what a
// fact changes of it, stream.go, pulse.go and screen.go how it gets there.
package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
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

// answered is a request with what was decided, waiting for the commit.
type answered struct {
	request
	result json.RawMessage
	undo   Command
	err    error
	later  bool // when its ballot lies in the box
}

// batch is what the commands of one commit bring about.
type batch struct {
	answers  []answered
	facts    []store.Fact
	casts    []cast // ballots for boxes
	accepted []store.Accepted
	before   map[seen]any       // how touched nouns looked before, by face
	order    []noun             // touched nouns
	own      map[string]*Screen // participants whose own view changed, and the one screen that knows
	votes    bool
	signals  bool // who is done or wants to speak, or who may know it
}

type seen struct {
	face Face
	noun noun
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

// settle decides the waiting commands in order, commits what follows from them in one
// transaction, and only then answers and shows it. It reports false when the hub must end.
func (h *Hub) settle(waiting []request) bool {
	if err := h.tryStoring(); err != nil {
		h.refuseAll(waiting, h.storage)
		return !errors.Is(err, store.ErrStale)
	}
	err := h.decide(waiting)
	if err == nil && len(h.batch.facts) > 0 {
		err = h.commit()
	}
	var syncFailed *store.SyncError
	switch {
	case err == nil:
		h.storage = nil
		h.show()
		h.emptyBoxes()
		h.gatherBallots()
		return true
	case errors.Is(err, store.ErrStale):
		h.refuseAll(waiting, store.ErrBusy)
		return false
	case errors.As(err, &syncFailed):
		h.config.Fatal(err)
		return false
	case errors.Is(err, store.ErrStorage) || errors.Is(err, store.ErrStorageFull):
		h.config.Log.Error("storing failed", "event", h.id, "error", err)
		h.storage, h.probeAt = asRefusal(err), time.Now().Add(probePace)
		h.refuseAll(waiting, h.storage)
		return h.reload()
	default:
		if !h.reload() {
			h.refuseAll(waiting, store.ErrBusy)
			return false
		}
		if len(waiting) == 1 {
			h.config.Log.Error("command failed", "event", h.id, "command", nameOf(waiting[0].command), "error", err)
			h.refuseAll(waiting, store.ErrInternal)
			return true
		}
		for _, one := range waiting { // find the culprit
			if !h.settle([]request{one}) {
				return false
			}
		}
		return true
	}
}

// tryStoring returns nil when commands may be decided: after a failure, storing is tried once a
// second with nothing. After store.ErrStale the hub must end, for the rows are not what it knows.
func (h *Hub) tryStoring() error {
	if h.storage == nil {
		return nil
	}
	if time.Now().Before(h.probeAt) {
		return h.storage
	}
	h.probeAt = time.Now().Add(probePace)
	h.batch = batch{}
	err := h.commit()
	var syncFailed *store.SyncError
	switch {
	case err == nil:
		h.storage = nil
	case errors.As(err, &syncFailed):
		h.config.Fatal(err)
	}
	return err
}

// decide fills the batch. A panic in a rule is an error like any other.
func (h *Hub) decide(waiting []request) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("decide: %v", fault)
		}
	}()
	h.batch = batch{before: map[seen]any{}, own: map[string]*Screen{}}
	means := Means{NewID: store.NewID, Now: h.clock.now(), Shuffle: rand.Shuffle}
	if h.config.Boxes != nil {
		means.Boxed = h.boxed
	}
	for _, one := range waiting {
		if answer := h.decideOne(one, means); !answer.later {
			h.batch.answers = append(h.batch.answers, answer)
		}
	}
	return h.boxFault
}

func (h *Hub) decideOne(one request, means Means) answered {
	remembered := one.id != ""
	if _, ok := one.command.(selfIdempotent); ok {
		remembered = false
	}
	var mac string
	if remembered {
		mac = sealed(h.state.event.Key, one.command)
		if earlier, ok := h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok {
			if earlier.MAC != "" && earlier.MAC != mac {
				return answered{request: one, err: store.ErrReusedID}
			}
			return answered{request: one, result: json.RawMessage(earlier.Result)}
		}
	}
	if command, ok := one.command.(identified); ok {
		command.identify(one.id)
	}
	if h.state.sentAway(one.actor) { // what was asked before the line was closed
		return answered{request: one, err: store.ErrForbidden}
	}
	decision, err := one.command.Decide(h.state, one.actor, means)
	if err != nil {
		return answered{request: one, err: err}
	}
	if decision.Cast != nil {
		h.batch.casts = append(h.batch.casts, cast{one, *decision.Cast})
		return answered{request: one, later: true}
	}
	result := json.RawMessage("{}")
	if decision.Result != nil {
		result = encode(decision.Result)
	}
	for _, fact := range decision.Facts {
		h.apply(fact, one.screen)
	}
	if len(decision.Facts) > 0 {
		if remembered {
			accepted := store.Accepted{Actor: one.actor.ID, ID: one.id, MAC: mac, Result: string(result)}
			h.state.accepted[acceptedKey{one.actor.ID, one.id}] = accepted
			h.batch.accepted = append(h.batch.accepted, accepted)
		}
		if one.actor.Face == Console || one.actor.Face == Helper {
			h.batch.facts = append(h.batch.facts, store.Audited{
				At: means.Now.UnixMilli(), Actor: one.actor.ID, Action: nameOf(one.command), Event: h.id, About: decision.About,
			})
		}
	}
	return answered{request: one, result: result, undo: decision.Undo}
}

// apply changes the state and notes how what the fact touches looked before.
func (h *Hub) apply(fact store.Fact, from *Screen) {
	for _, at := range touched(h.state, fact) {
		if _, noted := h.batch.before[seen{Console, at}]; noted {
			continue
		}
		for _, face := range h.state.looking() {
			h.batch.before[seen{face, at}] = look(face, h.state, at, h.config.Address(h.state.event.JoinCode))
		}
		h.batch.order = append(h.batch.order, at)
	}
	switch f := fact.(type) {
	case store.VoteSet:
		h.batch.votes = true
	case store.IdeaSupported:
		h.told[f.Idea] = struct{}{}
	case store.ReactionSet:
		h.told[f.Reaction.Idea] = struct{}{}
	case store.SignalSet, store.SignalsCleared, store.PhaseEntered, store.PhaseSet:
		h.batch.signals = true
	}
	whose := owners(h.state, fact)
	h.state.Apply(fact)
	h.batch.facts = append(h.batch.facts, fact)
	_, isVote := fact.(store.VoteSet)
	for _, participant := range whose {
		knows, noted := h.batch.own[participant]
		// The screen that set a vote learns of it by its answer; everything else is told to all.
		if !isVote || noted && knows != from {
			from = nil
		}
		h.batch.own[participant] = from
	}
}

func (h *Hub) commit() error {
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	began := time.Now()
	err := h.config.Events.Commit(ctx, h.id, h.state.event.Seq, h.batch.accepted, h.batch.facts)
	h.meter.committed(len(h.batch.answers), began, err)
	if err != nil {
		return err
	}
	h.state.event.Seq++
	return nil
}

func (h *Hub) idle() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.screens) == 0 && time.Since(h.activeAt) > idleFor && !h.state.timed()
}

func (h *Hub) reply(one answered) {
	h.meter.answered(one.actor.Face, nameOf(one.command), one.err)
	switch {
	case one.screen != nil:
		one.screen.settled(message(one.answer()))
	case one.beside != nil:
		one.beside <- encode(one.answer())
	case one.reply != nil:
		one.reply <- reply{one.result, one.err}
	}
}

func (h *Hub) refuseAll(waiting []request, err error) {
	for _, one := range waiting {
		h.reply(answered{request: one, err: err})
	}
}

// reload takes the state from the rows again, after a batch that came to nothing. No screen has
// seen anything of it, so streams go on where they were. It reports false when the hub must end:
// the rows cannot be had, or hold the batch after all, which no screen was told.
func (h *Hub) reload() bool {
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	contents, err := h.config.Events.Load(ctx, h.id)
	if err != nil {
		h.config.Log.Error("event cannot be loaded again", "event", h.id, "error", err)
		return false
	}
	before := h.state
	if contents.Event.Seq != before.event.Seq {
		h.config.Log.Error("a commit that failed had come about", "event", h.id)
		return false
	}
	h.state = newState(contents)
	for i, in := range h.state.sessions { // nobody gets a number that was called out before
		in.lastHand = max(in.lastHand, before.sessions[i].lastHand)
	}
	h.state.goOn(before)
	h.told = map[string]struct{}{}
	for id, one := range h.state.ideas { // screens still count support and reactions as they were told last
		if was := before.ideas[id]; was != nil && was.told != one.echo {
			one.told = was.told
			h.told[id] = struct{}{}
		}
	}
	if len(h.told) > 0 {
		h.schedule(tallyPace)
	}
	return true
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

// asRefusal returns what an asker is told of an error: foreseen ones as they are, others as
// internal.
func asRefusal(err error) *store.Error {
	var refusal *store.Error
	if errors.As(err, &refusal) {
		return refusal
	}
	return store.ErrInternal
}

// identified is a command that keeps its own id with what it makes.
type identified interface{ identify(id string) }

func (c *SubmitIdea) identify(id string) { c.id = id }
func (c *AddIdea) identify(id string)    { c.id = id }
func (c *AddComment) identify(id string) { c.id = id }
