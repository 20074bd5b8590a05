package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fasthttp/websocket"
)

const (
	silentFor   = 45 * time.Second // a server that says nothing for so long is gone: it should every 20 s
	answerTime  = 15 * time.Second // a command without an answer for so long is sent again, over a new connection
	writeTime   = 5 * time.Second
	retryFirst  = 500 * time.Millisecond // reconnecting waits a random time below this, doubled with every failure
	retryAtMost = 15 * time.Second
)

// command is something a screen asks, kept until it is answered for good.
type command struct {
	name    string
	due     time.Time // when somebody pressed the button: latency counts from here
	message []byte
	id      string
	tries   int
	settled func(answer) // called once, with the final answer
}

// newCommand encodes a command under an id of its own.
func newCommand(name string, data any, due time.Time, settled func(answer)) *command {
	id := randomID()
	message, err := json.Marshal(map[string]any{"id": id, "type": name, "data": data})
	if err != nil {
		panic("rehearsal: command cannot be encoded: " + err.Error())
	}
	return &command{name: name, due: due, message: message, id: id, settled: settled}
}

// screen is one page on one socket, which it opens again whenever it breaks: it resumes both of
// its streams where it stood, checks that their numbers have no gap, and keeps an outbox. One
// command at a time is on its way, so their order survives a server that dies.
type screen struct {
	stage  *stage
	path   string // of the socket
	cookie string
	see    func(frame) // is shown snapshots and updates, in order
	here   func()      // is called when everything was seen, again after a cut
	tally  *follower   // of an open round; nil: nobody asks

	at      map[string]position // of the reading goroutine alone
	arrived atomic.Bool

	mu        sync.Mutex
	conn      *websocket.Conn
	severed   bool // the rehearsal cut it: it must come back at once, knowing nothing
	outbox    []*command
	sentAt    time.Time // since when the first of the outbox is on its way; zero: it is not
	notBefore time.Time // the server asked for patience
}

func newScreen(stage *stage, path, cookie string, see func(frame), here func()) *screen {
	return &screen{stage: stage, path: path, cookie: cookie, see: see, here: here, at: map[string]position{}}
}

// run keeps the screen connected until ctx ends.
func (s *screen) run(ctx context.Context) {
	s.stage.enlist(s)
	connected := false
	for failures := 0; ctx.Err() == nil; failures++ {
		s.forgetIfCut()
		conn, err := s.dial(ctx)
		if err == nil {
			if connected {
				s.stage.ledger.reconnected()
			}
			connected, failures = true, 0
			err = s.converse(ctx, conn)
			if s.wasCut() {
				connected, failures = false, -1
				continue
			}
			if ctx.Err() == nil {
				s.stage.ledger.lose()
			}
		}
		if ctx.Err() != nil {
			return // sent away at the end, it may hear of it first
		}
		var gone *notAdmitted
		if errors.As(err, &gone) && failures >= 2 || websocket.IsCloseError(err, 4001, 4003) {
			s.stage.fail(fmt.Errorf("the server ended %s: %w", s.path, err))
			return
		}
		pause(ctx, fullJitter(failures))
	}
}

// cut breaks the connection, and makes the screen come back knowing nothing.
func (s *screen) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.severed = true
	if s.conn != nil {
		sever(s.conn.NetConn())
	}
}

func (s *screen) wasCut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.severed
}

// away reports whether there is no connection.
func (s *screen) away() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn == nil
}

func (s *screen) forgetIfCut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.severed {
		s.severed = false
		s.at = map[string]position{}
		s.arrived.Store(false)
	}
}

// notAdmitted is a server's refusal to open a socket.
type notAdmitted struct{ status string }

func (e *notAdmitted) Error() string { return "not admitted: " + e.status }

func (s *screen) dial(ctx context.Context) (*websocket.Conn, error) {
	address := "ws" + s.stage.Origin[len("http"):] + s.path + "?zip=1&session=" + s.stage.session
	if known, ok := s.at[""]; ok {
		address += "&event_at=" + known.String()
	}
	if known, ok := s.at[s.stage.session]; ok && s.stage.session != "" {
		address += "&session_at=" + known.String()
	}
	conn, response, err := s.stage.dialer.DialContext(ctx, address, http.Header{
		"Origin": {s.stage.Origin}, "Cookie": {s.cookie},
	})
	if response != nil && response.StatusCode >= 400 && response.StatusCode < 500 && response.StatusCode != http.StatusTooManyRequests {
		return nil, &notAdmitted{response.Status}
	}
	return conn, err
}

// fullJitter spreads returning screens evenly, so that they do not all come back at once.
func fullJitter(failures int) time.Duration {
	limit := min(retryFirst<<min(failures, 10), retryAtMost)
	return rand.N(limit)
}

// converse sends what waits and listens until the connection breaks.
func (s *screen) converse(ctx context.Context, conn *websocket.Conn) error {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	alive := func() { conn.SetReadDeadline(time.Now().Add(silentFor)) }
	conn.SetPingHandler(func(payload string) error {
		alive()
		return conn.WriteControl(websocket.PongMessage, []byte(payload), time.Now().Add(writeTime))
	})
	s.mu.Lock()
	s.conn, s.sentAt = conn, time.Time{}
	if s.severed { // while it dialled
		conn.Close()
	}
	s.flush(time.Now())
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.conn = nil
		s.mu.Unlock()
	}()
	for {
		alive()
		kind, message, err := conn.NextReader()
		if err != nil {
			return err
		}
		f, err := s.stage.reader.read(kind, message)
		if err != nil {
			return err
		}
		if err := s.take(f); err != nil {
			s.stage.ledger.gap(fmt.Sprintf("%s: %v", s.path, err))
			return err
		}
	}
}

// take checks that a frame is the one that must come next, and looks at it.
func (s *screen) take(f frame) error {
	switch {
	case f.Re != "":
		return s.answered(f.answer)
	case f.Type == "Heartbeat":
		for stream, at := range f.At {
			if s.at[stream] != at {
				return fmt.Errorf("the heartbeat of stream %q is at %s, the screen at %s", stream, at, s.at[stream])
			}
		}
		return nil
	case f.Type == "Pulse" && s.tally != nil:
		s.tally.see(f.pulse(), time.Now())
		return nil
	case f.Type == "Pulse", f.Type == "Mine", f.Stream == nil:
		return nil // state without a number
	case f.Type == "Snapshot":
		if known := s.at[*f.Stream]; known.epoch == f.Epoch && f.N < known.n {
			return fmt.Errorf("a snapshot of stream %q went back from %s to %d", *f.Stream, known, f.N)
		}
		s.at[*f.Stream] = position{f.Epoch, f.N}
	default:
		known, followed := s.at[*f.Stream]
		if !followed || f.N != known.n+1 {
			return fmt.Errorf("update %d of stream %q came after %s", f.N, *f.Stream, known)
		}
		s.at[*f.Stream] = position{known.epoch, f.N}
	}
	s.see(f)
	if len(s.at) == 2 && s.arrived.CompareAndSwap(false, true) {
		s.here()
	}
	return nil
}

// send puts a command at the end of the outbox.
func (s *screen) send(c *command) {
	s.stage.ledger.ask()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outbox = append(s.outbox, c)
	s.flush(time.Now())
}

// flush sends the first command of the outbox, unless it is on its way or has to wait.
func (s *screen) flush(now time.Time) {
	if s.conn == nil || len(s.outbox) == 0 || !s.sentAt.IsZero() || now.Before(s.notBefore) {
		return
	}
	first := s.outbox[0]
	if first.tries++; first.tries > 1 {
		s.stage.ledger.resend()
	}
	s.sentAt = now
	s.conn.SetWriteDeadline(now.Add(writeTime))
	if s.conn.WriteMessage(websocket.TextMessage, first.message) != nil {
		s.conn.Close() // the reading side notices, and connects again
	}
}

// tend sends again what the server was too busy for, and gives up a connection that answers
// nothing.
func (s *screen) tend(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil && !s.sentAt.IsZero() && now.Sub(s.sentAt) > answerTime {
		s.conn.Close()
		return
	}
	s.flush(now)
}

// answered settles the command that is on its way. An answer to anything else is somebody else's.
func (s *screen) answered(a answer) error {
	now := time.Now()
	s.mu.Lock()
	if len(s.outbox) == 0 || s.sentAt.IsZero() || s.outbox[0].id != a.Re {
		s.mu.Unlock()
		return errors.New("an answer came to a command that was not sent")
	}
	first := s.outbox[0]
	s.sentAt = time.Time{}
	if a.Code != "" && a.RetryMS > 0 {
		s.notBefore = now.Add(time.Duration(a.RetryMS) * time.Millisecond)
		s.mu.Unlock()
		return nil
	}
	s.outbox = s.outbox[1:]
	s.flush(now)
	s.mu.Unlock()
	s.stage.ledger.settle(first, a, now)
	first.settled(a)
	return nil
}

// ask sends a command and waits for what became of it.
func (s *screen) ask(ctx context.Context, name string, data any) (json.RawMessage, error) {
	settled := make(chan answer, 1)
	s.send(newCommand(name, data, time.Now(), func(a answer) { settled <- a }))
	select {
	case a := <-settled:
		if a.Code != "" {
			return nil, fmt.Errorf("%s: %w", name, &refusal{Code: a.Code, Field: a.Field})
		}
		return a.Result, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// pause waits, but not beyond ctx.
func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
