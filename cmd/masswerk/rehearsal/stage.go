package rehearsal

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fasthttp/websocket"
)

// Step is a part of the play.
type Step string

const (
	Gather   Step = "gather"
	Collect  Step = "collect"
	Cluster  Step = "cluster"
	Vote     Step = "vote"
	Blackout Step = "storm"
	Results  Step = "results"
	Examine  Step = "examine"
)

// stage is what all screens of a rehearsal share.
type stage struct {
	*client
	dialer  *websocket.Dialer
	ledger  *ledger
	reader  *reader
	tallies *tallies
	session string // the session that is played; empty: the event's first

	ctx     context.Context // screens live as long
	fail    context.CancelCauseFunc
	running sync.WaitGroup
	done    atomic.Int64 // cues that came to their end

	received  atomic.Int64 // bytes, over all sockets
	lastHere  atomic.Int64 // when a phone last had everything on its page, in Unix nanoseconds
	snapshots sizes

	mu      sync.Mutex
	screens []*screen
}

const tendEvery = 100 * time.Millisecond

// newStage opens a stage; fail with a reason, nil at the end, closes it.
func newStage(ctx context.Context, origin string) *stage {
	s := &stage{client: newClient(origin), ledger: newLedger(), reader: newReader(), tallies: newTallies()}
	s.dialer = &websocket.Dialer{
		NetDialContext: s.dialWire, HandshakeTimeout: answerTime,
		ReadBufferSize: 2048, WriteBufferSize: 2048, WriteBufferPool: &sync.Pool{},
	}
	s.ctx, s.fail = context.WithCancelCause(ctx)
	s.start(s.tend)
	return s
}

// start runs something beside the play, until the stage closes.
func (s *stage) start(run func(ctx context.Context)) {
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		run(s.ctx)
	}()
}

// close ends all screens and waits for them.
func (s *stage) close() {
	s.fail(nil)
	s.running.Wait()
	s.http.CloseIdleConnections()
}

func (s *stage) enlist(one *screen) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.screens = append(s.screens, one)
}

// tend visits all screens in turn, so that no command needs a timer of its own.
func (s *stage) tend(ctx context.Context) {
	tick := time.NewTicker(tendEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			s.mu.Lock()
			screens := s.screens
			s.mu.Unlock()
			for _, one := range screens {
				one.tend(now)
			}
		}
	}
}

// cue is one thing that a phone does. It ends with stage.done.
type cue func(due time.Time)

// pace says when each cue is due, from the beginning.
type pace func(i int) time.Duration

// evenly paces so many cues a second.
func evenly(rate float64) pace {
	return func(i int) time.Duration { return time.Duration(float64(i) / rate * float64(time.Second)) }
}

// act gives the cues at their pace whatever the server does, and returns when all have come to
// their end and what the moderator does beside them is done.
func (s *stage) act(ctx context.Context, when pace, cues []cue, beside func(context.Context) error, watch func(done, total int)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	before := s.done.Load()
	moderated := make(chan error, 1)
	go func() { moderated <- beside(ctx) }()
	given := make(chan struct{})
	go func() {
		defer close(given)
		perform(ctx, when, cues)
	}()
	defer func() { stop(); <-given }()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		done := int(s.done.Load() - before)
		watch(done, len(cues))
		if moderated == nil && done == len(cues) {
			return nil
		}
		select {
		case err := <-moderated:
			if err != nil {
				return err
			}
			moderated = nil
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// perform gives each cue when it is due. One that comes late still counts from its time.
func perform(ctx context.Context, when pace, cues []cue) {
	start := time.Now()
	for i, give := range cues {
		due := start.Add(when(i))
		if wait := time.Until(due); wait > 0 {
			pause(ctx, wait)
		}
		if ctx.Err() != nil {
			return
		}
		give(due)
	}
}

// sizes keeps how large the phones' latest snapshots were on the wire, by stream.
type sizes struct {
	mu       sync.Mutex
	byStream map[string]int
}

func (s *sizes) note(stream string, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byStream == nil {
		s.byStream = map[string]int{}
	}
	s.byStream[stream] = size
}

// bytes is what a phone that knows nothing has to be sent.
func (s *sizes) bytes() (sum int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, size := range s.byStream {
		sum += size
	}
	return sum
}

// await waits until holds, or for a while.
func await(ctx context.Context, limit time.Duration, holds func() bool) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errTooLong)
	defer cancel()
	for !holds() {
		pause(ctx, 20*time.Millisecond)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

var errTooLong = errors.New("not within the time")
