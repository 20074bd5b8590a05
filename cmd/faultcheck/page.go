package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/fasthttp/websocket"
)

// position is how far a stream was followed.
type position struct {
	epoch string
	n     int64
}

func (p *position) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[2]any{&p.epoch, &p.n})
}

// frame is anything a server says.
type frame struct {
	Re      string              `json:"re"`
	Result  json.RawMessage     `json:"result"`
	Code    string              `json:"code"`
	RetryMS int64               `json:"retry_ms"`
	Stream  *string             `json:"s"`
	N       int64               `json:"n"`
	Type    string              `json:"type"`
	Epoch   string              `json:"epoch"`
	Data    json.RawMessage     `json:"data"`
	At      map[string]position `json:"at"`
}

// page is a line that somebody looks at. It checks that stream numbers have no gap, and hands
// every frame to see. Only a lenient one may be told again what it knows, and leaves it out.
type page struct {
	line    line
	lenient bool
	see     func(f frame, raw []byte) error
	fail    func(error)   // told of breaches of the protocol
	here    chan struct{} // closed when both streams are there
	gone    chan struct{} // closed when the line is
	at      map[string]position
	code    int // close code, once gone
}

// openPage opens a line that goes on from known, which it keeps up to date and owns from now on.
func openPage(ctx context.Context, s seat, known map[string]position, see func(frame, []byte) error, fail func(error)) (*page, error) {
	opened, lenient, err := s.connect(ctx, known)
	if err != nil {
		return nil, err
	}
	p := &page{line: opened, lenient: lenient, see: see, fail: fail, at: known, here: make(chan struct{}), gone: make(chan struct{})}
	go p.read()
	return p, nil
}

func (p *page) read() {
	defer close(p.gone)
	defer p.line.Close()
	shown := len(p.at) == 2 // a page that resumes shows what it had
	if shown {
		close(p.here)
	}
	for {
		raw, err := p.line.receive()
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				p.code = closed.Code
			}
			return
		}
		var f frame
		if err := json.Unmarshal(raw, &f); err != nil {
			p.fail(fmt.Errorf("unreadable frame: %w", err))
			return
		}
		fresh, err := p.follow(f)
		if err != nil {
			p.fail(err)
			return
		}
		if fresh {
			err = p.see(f, raw)
		}
		if p.lenient && errors.Is(err, errPulseGap) {
			return // it was told twice: whoever stays comes again
		}
		if err != nil {
			p.fail(err)
			return
		}
		if !shown && len(p.at) == 2 {
			shown = true
			close(p.here)
		}
	}
}

// follow refuses a frame that is not the one that must come next, and reports whether it is new.
func (p *page) follow(f frame) (fresh bool, err error) {
	switch {
	case f.Re != "" || f.Type == "Pulse" || f.Type == "Mine" || f.Type == "Clock":
	case f.Type == "Heartbeat":
		for stream, at := range f.At {
			if p.at[stream] != at {
				return false, fmt.Errorf("heartbeat at %v, page at %v", at, p.at[stream])
			}
		}
	case f.Stream == nil:
		return false, fmt.Errorf("a %s without a stream", f.Type)
	case f.Type == "Snapshot":
		if known := p.at[*f.Stream]; known.epoch == f.Epoch && f.N < known.n {
			return false, fmt.Errorf("a snapshot went back from %d to %d", known.n, f.N)
		}
		p.at[*f.Stream] = position{f.Epoch, f.N}
	default:
		known, followed := p.at[*f.Stream]
		if p.lenient && followed && f.N <= known.n {
			return false, nil
		}
		if !followed || f.N != known.n+1 {
			return false, fmt.Errorf("update %d came after %d", f.N, known.n)
		}
		p.at[*f.Stream] = position{known.epoch, f.N}
	}
	return true, nil
}

func (p *page) write(message []byte) error { return p.line.send(message) }

// leave closes the line and waits until nothing comes any more.
func (p *page) leave() {
	p.line.Close()
	<-p.gone
}

// told is a page whose frames are kept, and that asks one thing at a time.
type told struct {
	*page
	mu     sync.Mutex
	raw    strings.Builder
	frames []frame
}

// look opens a page that keeps all it is told.
func look(ctx context.Context, h *house, path, session, cookie string, known map[string]position) (*told, error) {
	return lookFrom(ctx, seat{house: h, path: path, session: session, cookie: cookie}, known)
}

// lookFrom does so from a seat.
func lookFrom(ctx context.Context, at seat, known map[string]position) (*told, error) {
	t := &told{}
	var wrong error
	var err error
	t.page, err = openPage(ctx, at, known, func(f frame, raw []byte) error {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.raw.Write(raw)
		t.frames = append(t.frames, f)
		return nil
	}, func(err error) { wrong = err })
	if err != nil {
		return nil, err
	}
	select {
	case <-t.here:
		return t, nil
	case <-t.gone:
		return nil, fmt.Errorf("%s: closed with %d before it showed anything: %w", at.path, t.code, errors.Join(wrong))
	case <-time.After(10 * time.Second):
		return nil, fmt.Errorf("%s shows nothing", at.path)
	}
}

func (t *told) has(text string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Contains(t.raw.String(), text)
}

// find returns the first frame that holds.
func (t *told) find(holds func(frame) bool) (frame, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range t.frames {
		if holds(one) {
			return one, true
		}
	}
	return frame{}, false
}

// ask sends a command and waits for its answer.
func (t *told) ask(ctx context.Context, name string, data any) (frame, error) {
	id := randomID()
	message, err := json.Marshal(object{"id": id, "type": name, "data": data})
	if err == nil {
		err = t.write(message)
	}
	if err != nil {
		return frame{}, err
	}
	var answer frame
	if !eventually(ctx, 10*time.Second, func() (found bool) {
		answer, found = t.find(func(f frame) bool { return f.Re == id })
		return found
	}) {
		return answer, fmt.Errorf("%s: no answer", name)
	}
	return answer, nil
}

// must is ask for what has to be granted.
func (t *told) must(ctx context.Context, name string, data, into any) error {
	answer, err := t.ask(ctx, name, data)
	if err != nil {
		return err
	}
	if answer.Code != "" {
		return fmt.Errorf("%s: refused as %s", name, answer.Code)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer.Result, into)
}

// dial opens a bare connection to the server, with a small receive buffer if asked.
func dial(ctx context.Context, h *house, receiveBuffer int) (*net.TCPConn, error) {
	dialer := net.Dialer{Timeout: 5 * time.Second, Control: bufferedBy(receiveBuffer)}
	conn, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(h.origin, "http://"))
	if err != nil {
		return nil, err
	}
	return conn.(*net.TCPConn), nil
}

// upgrade opens a socket by hand on a bare connection.
func upgrade(conn net.Conn, h *house, path, cookie string) error {
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path, strings.TrimPrefix(h.origin, "http://"), h.origin, cookie)
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	defer conn.SetReadDeadline(time.Time{})
	var head []byte
	for one := make([]byte, 1); !bytes.HasSuffix(head, []byte("\r\n\r\n")); head = append(head, one[0]) {
		if _, err := conn.Read(one); err != nil {
			return err
		}
	}
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 101")) {
		return fmt.Errorf("no socket: %.60s", head)
	}
	return nil
}

func randomSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

func randomID() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}
