package live

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"

	"masswerk/store"
)

const (
	heartbeatEvery = 20 * time.Second
	maxInFlight    = 16       // commands of one screen that wait for their answer
	maxAnswers     = 64 << 10 // bytes of answers that wait for a screen that does not read
)

// writeWithin is how long a write may be blocked before its screen is ended. Tests shorten it.
var writeWithin = 10 * time.Second

// Codes that a socket is closed with (RFC 6455 §7.4; 4000 and above are ours).
const (
	CloseRestart    = 1012
	CloseTooBig     = 1009
	CloseBadData    = 1007
	CloseEventOver  = 4001
	CloseNotAllowed = 4003
	CloseMoved      = 4010 // the actor has newer screens, as many as one may have

	closeNormal  = 1000
	closeTooSlow = 4008 // most often counted only: whoever reads nothing is not told either
)

// Position is how far a screen has followed a stream.
type Position struct {
	Epoch string
	N     int64
}

// Hello is what a screen says when it connects.
type Hello struct {
	Session string   // the session to follow; empty: the first
	Event   Position // of the event's stream; zero: nothing is known
	At      Position // of the session's stream
	Zip     bool     // it reads compressed snapshots
}

// Wire is the connection below a screen, after the socket's upgrade.
type Wire interface {
	io.Writer
	SetWriteDeadline(time.Time) error
}

// Screen is one connected page. Its writer, when roused, writes everything between its cursors
// and the heads in one go; nothing is queued for it but its own answers.
type Screen struct {
	hub     *Hub
	actor   Actor
	zip     bool
	follows [2]follow // the event's stream, the session's
	wakeup  chan struct{}
	ended   chan struct{}

	mu       sync.Mutex
	answers  []byte // frames of answers and pongs
	mine     []byte // the latest own view
	inFlight int
	code     int // close code, once it is to end
}

// follow is a cursor in a stream.
type follow struct {
	stream *stream
	n      int64
	known  bool  // false: needs a snapshot
	pulseN int64 // the pulse it was told last
}

func (s *Screen) rouse() {
	select {
	case s.wakeup <- struct{}{}:
	default: // it is awake already
	}
}

// Serve writes until the screen is ended or the wire fails. One goroutine calls it; all that goes
// to the wire after the upgrade goes through it. It returns the wire's error.
func (s *Screen) Serve(wire Wire) error {
	defer close(s.ended)
	beat := time.NewTicker(heartbeatEvery)
	defer beat.Stop()
	var pieces [][]byte
	for {
		due := false
		select {
		case <-s.wakeup:
		case <-beat.C:
			due = true
		}
		var code int
		var ok bool
		if pieces, code, ok = s.gather(pieces[:0], due); !ok {
			code = CloseRestart
		}
		if code != 0 {
			pieces = append(pieces, appendFrame(nil, closeFrame, binary.BigEndian.AppendUint16(nil, uint16(code))))
		}
		err := write(wire, pieces)
		s.count(code, err)
		if err != nil || code != 0 {
			return err
		}
	}
}

// count notes a screen that is ended for what it did, or for not reading.
func (s *Screen) count(code int, err error) {
	var slow interface{ Timeout() bool }
	switch {
	case errors.As(err, &slow) && slow.Timeout():
		code = closeTooSlow
	case code == 0 || code == closeNormal || code == CloseRestart || code == CloseEventOver:
		return
	}
	s.hub.meter.dropped.add(Counted{Face: s.actor.Face, Code: strconv.Itoa(code)})
}

// write sends the pieces with one call; most often there is just one. Large ones, which are
// snapshots, go by themselves: all screens share them, and a copy for each is what those would
// cost that read slowly or not at all.
func write(wire Wire, pieces [][]byte) error {
	if len(pieces) == 0 {
		return nil
	}
	if err := wire.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	if len(pieces) == 1 || slices.ContainsFunc(pieces, large) {
		for _, piece := range pieces {
			if _, err := wire.Write(piece); err != nil {
				return err
			}
		}
		return nil
	}
	joined := buffers.Get().(*[]byte)
	defer buffers.Put(joined)
	*joined = (*joined)[:0]
	for _, piece := range pieces {
		*joined = append(*joined, piece...)
	}
	_, err := wire.Write(*joined)
	return err
}

func large(piece []byte) bool { return len(piece) > chunkBytes }

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// gather collects what the screen has not seen: answers, snapshots or frames, pulses, the own
// view. It reports false when the hub is gone.
func (s *Screen) gather(into [][]byte, due bool) (_ [][]byte, code int, ok bool) {
	s.mu.Lock()
	answers, mine, code := s.answers, s.mine, s.code
	s.answers, s.mine = nil, nil
	s.mu.Unlock()
	if answers != nil {
		into = append(into, answers)
	}
	if code != 0 {
		return into, code, true
	}
	for i := range s.follows {
		if into, ok = s.follows[i].catchUp(into, s.zip); !ok {
			return into, 0, false
		}
	}
	if mine != nil {
		into = append(into, mine)
	}
	if due {
		at := map[string][2]any{}
		for _, f := range s.follows {
			at[f.stream.key.session] = [2]any{f.stream.epoch, f.n}
		}
		// The ping makes the page's browser answer, so that a dead peer is noticed.
		into = append(into, appendFrame(message(heartbeat{"Heartbeat", at, s.hub.clock.read()}), pingFrame, nil))
	}
	return into, 0, true
}

// catchUp takes everything between the cursor and the head. A screen that fell out of the ring,
// or below the floor, gets a snapshot instead: nobody waits for it.
func (f *follow) catchUp(into [][]byte, zip bool) ([][]byte, bool) {
	for {
		if f.known {
			if into, f.n, f.known = f.stream.since(f.n, into); f.known {
				break
			}
		}
		made, ok := f.stream.snapshotFor(time.Now())
		if !ok {
			return into, false
		}
		f.stream.meter.snapshots.Add(1)
		f.known, f.n = true, made.n
		if zip {
			into = append(into, made.gzipd)
		} else {
			into = append(into, made.plain)
		}
	}
	if latest := f.stream.pulse.Load(); latest != nil && latest.n != f.pulseN {
		into = append(into, latest.frame(f.pulseN, zip))
		f.pulseN = latest.n
	}
	return into, true
}

// Receive takes one message from the screen. It reports the close code with which the screen
// must end, or 0. The data is not kept.
func (s *Screen) Receive(data []byte) int {
	one, answer, ok := s.hub.understand(s.actor, data)
	if !ok {
		return CloseBadData
	}
	s.mu.Lock()
	deaf := len(s.answers) > maxAnswers
	s.mu.Unlock()
	if deaf { // it asks and asks, and reads no answer
		return closeTooSlow
	}
	if answer != nil {
		s.answer(*answer)
		return 0
	}
	one.screen = s
	s.mu.Lock()
	s.inFlight++
	crowded := s.inFlight > maxInFlight
	s.mu.Unlock()
	var err error
	if crowded {
		err = store.ErrBusy
	} else {
		err = s.hub.ask(one)
	}
	if err != nil {
		s.settled(message(s.hub.refuse(one, err)))
	}
	return 0
}

// Pong answers a ping through the one writer. Pings while an answer waits share it.
func (s *Screen) Pong(payload []byte) {
	s.mu.Lock()
	if len(s.answers) < 1024 {
		s.answers = appendFrame(s.answers, pongFrame, payload)
	}
	s.mu.Unlock()
	s.rouse()
}

// Leave forgets the screen. It waits until the writer is done; the wire must fail by then.
func (s *Screen) Leave() {
	s.hub.disconnect(s)
	s.End(CloseRestart)
	<-s.ended
}

// End lets the writer say what waits, send the close code and stop.
func (s *Screen) End(code int) {
	s.mu.Lock()
	if s.code == 0 {
		s.code = code
	}
	s.mu.Unlock()
	s.rouse()
}

// ending reports whether the screen was told to end.
func (s *Screen) ending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.code != 0
}

// Ended is closed when the writer has stopped.
func (s *Screen) Ended() <-chan struct{} { return s.ended }

func (s *Screen) answer(answer answerMessage) {
	s.mu.Lock()
	s.answers = append(s.answers, message(answer)...)
	s.mu.Unlock()
	s.rouse()
}

// settled hands over the answer to a command that was counted as in flight.
func (s *Screen) settled(frame []byte) {
	s.mu.Lock()
	s.inFlight--
	s.answers = append(s.answers, frame...)
	s.mu.Unlock()
	s.rouse()
}

func (s *Screen) setMine(frame []byte) {
	s.mu.Lock()
	s.mine = frame
	s.mu.Unlock()
	s.rouse()
}
