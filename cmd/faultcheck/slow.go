package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	slowGoneWithin = 10 * time.Second
	slowNoise      = 2 * time.Second        // until the server has accepted and the client has noticed
	crowdNoise     = 10 * time.Second       // the same with 15,000 at once on two cores
	usualWithin    = 500 * time.Millisecond // p95 of whoever behaves
	fewFiles       = 256
)

var slowCheck = check{
	name: "slow", what: "requests and messages that never end", run: trySlow,
	mutants: []mutant{
		{"requests may take forever", "server/server.go", "ReadTimeout:           10 * time.Second,", "ReadTimeout:           10 * time.Hour,"},
		{"messages may take forever", "server/socket.go", "messageWithin = 10 * time.Second", "messageWithin = 10 * time.Hour"},
		{"pongs buy a message time", "server/socket.go", "		if !begun {\n", "		if begun || !begun {\n"},
		{"connections take all files", "cmd/masswerk/serve.go", "	listener = server.Gate(listener)\n", ""},
	},
}

// slowness is a way to keep the server waiting. drip is sent once a second after begin.
type slowness struct {
	name        string
	begin, drip string
	upgraded    bool // the socket is opened properly first
}

func slownesses(e *event, cookie string) []slowness {
	host := strings.TrimPrefix(e.origin, "http://")
	upgrade := "GET " + e.phonePath() + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + e.origin + "\r\nCookie: " + cookie +
		"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	return []slowness{
		{"half a header", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "", false},
		{"a header by the byte", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "x", false},
		{"half a body", "POST /staff/api/login HTTP/1.1\r\nHost: x\r\nOrigin: " + e.origin + "\r\nContent-Length: 6000\r\n\r\n{", "", false},
		{"a body by the byte", "POST /staff/api/login HTTP/1.1\r\nHost: x\r\nOrigin: " + e.origin + "\r\nContent-Length: 6000\r\n\r\n{", " ", false},
		{"half an upgrade", upgrade, "", false},
		{"an upgrade by the byte", upgrade + "X-Slow: ", "x", false},
	}
}

// endless are messages on an open socket that never end.
func endless() []slowness {
	return []slowness{
		{"half a message", string(frameOf(text, []byte("{"))), "", true},
		{"a message in fragments, without end", string(frameOf(text, []byte("{"))), string(frameOf(more, []byte(" "))), true},
		{"a message with pongs inside, without end", string(frameOf(text, []byte("{"))), string(frameOf(fin|pong, nil)), true},
		{"half a frame", string(frameOf(fin|text, spaces(100))[:50]), "", true},
		{"a frame by the byte", string(frameOf(fin|text, spaces(100))[:50]), " ", true},
	}
}

// trySlow begins very many requests at once that never end. Each is cut off in time, and whoever
// behaves joins and asks as fast as before.
func trySlow(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	c, err := gather(ctx, e, habits{phones: 2, lanes: 1, pace: 20 * time.Millisecond})
	if t.failed("gather", err) {
		return
	}
	cookie, err := e.join(ctx)
	if t.failed("join", err) {
		return
	}
	var scarce sync.WaitGroup
	scarce.Add(1)
	go func() { defer scarce.Done(); t.tryFewFiles(ctx) }()

	each := t.either(250, 2500) // of two kinds of half-sent headers, of bodies and of upgrades
	began, memory := time.Now(), residentKiB(h.pid())
	s := &slowCrowd{event: e, noise: slowNoise}
	if t.long {
		s.noise = crowdNoise
	}
	var asked, joined []time.Duration
	var over atomic.Bool
	var usual sync.WaitGroup
	usual.Add(1)
	go func() {
		defer usual.Done()
		for !over.Load() && ctx.Err() == nil {
			asked = append(asked, t.ask(ctx, h, "/e/"+e.code+"/about"))
			due := time.Now()
			_, err := e.join(ctx)
			t.failed("join meanwhile", err)
			joined = append(joined, time.Since(due))
			time.Sleep(30 * time.Millisecond)
		}
	}()
	for _, one := range slownesses(e, cookie) {
		s.come(ctx, one, each)
	}
	for _, one := range endless() {
		s.come(ctx, one, t.either(3, 50))
	}
	grown := residentKiB(h.pid()) - memory
	s.waiting.Wait()
	over.Store(true)
	usual.Wait()
	scarce.Wait()
	if failed := s.failed.Load(); failed > 0 {
		t.fault("%d could not even begin", failed)
	}
	for _, fault := range s.faults {
		t.fault("%s", fault)
	}
	if !h.alive() || strings.Contains(h.said.all(), "panic") {
		t.fault("the server is gone, or panicked: %s", h.said.last())
	}
	p95, joins, witness := quantile(asked, 0.95), quantile(joined, 0.95), c.latency(0.95, began)
	for what, p95 := range map[string]time.Duration{"requests": p95, "joins": joins, "the witnesses": witness} {
		if p95 > usualWithin {
			t.fault("p95 of %s is %v", what, p95)
		}
	}
	if c.reconnects() > 0 {
		t.fault("a witness lost its socket")
	}
	t.note("%d at once, gone after %v at most; p95 of requests %v, of joins %v, of the witnesses %v; %d KiB more",
		s.came.Load(), time.Duration(s.slowest.Load()).Round(time.Millisecond), p95, joins, witness, grown)
	t.settle(ctx, c, 10*time.Second)
}

// ask requests something on a connection of its own and returns how long that took.
func (t *trial) ask(ctx context.Context, h *house, path string) time.Duration {
	began := time.Now()
	conn, err := dial(ctx, h, 0)
	if t.failed("connect meanwhile", err) {
		return time.Since(began)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(slowGoneWithin))
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path)
	said, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(said), "HTTP/1.1 200") {
		t.fault("%s meanwhile: %.30q %v", path, said, err)
	}
	return time.Since(began)
}

// slowCrowd are connections that keep the server waiting.
type slowCrowd struct {
	event   *event
	noise   time.Duration
	waiting sync.WaitGroup
	came    atomic.Int64
	failed  atomic.Int64
	slowest atomic.Int64 // nanoseconds until one was gone

	mu     sync.Mutex
	faults []string
}

// come opens so many connections from addresses of their own and leaves them to themselves.
func (s *slowCrowd) come(ctx context.Context, how slowness, count int) {
	if err := inParallel(64, count, func(i int) error {
		conn, err := dialFrom(ctx, s.event.house, fmt.Sprintf("127.0.%d.%d", 100+i/200, 1+i%200))
		if err != nil {
			return err
		}
		began := time.Now()
		if how.upgraded {
			cookie, err := s.event.join(ctx)
			if err == nil {
				err = upgrade(conn, s.event.house, s.event.phonePath(), cookie)
			}
			if err != nil {
				return errors.Join(err, conn.Close())
			}
			began = time.Now()
		}
		s.came.Add(1)
		s.waiting.Add(1)
		go func() { defer s.waiting.Done(); s.stay(conn, how, began) }()
		return nil
	}); err != nil {
		s.failed.Add(1)
		s.fault("%s: %v", how.name, err)
	}
}

// stay sends its begin, drips, and waits until the server has had enough.
func (s *slowCrowd) stay(conn net.Conn, how slowness, began time.Time) {
	defer conn.Close()
	limit := slowGoneWithin + s.noise
	conn.SetReadDeadline(began.Add(limit))
	io.WriteString(conn, how.begin)
	if how.drip != "" {
		tick := time.NewTicker(time.Second)
		ended := make(chan struct{})
		defer close(ended)
		go func() {
			defer tick.Stop()
			for {
				select {
				case <-tick.C:
					io.WriteString(conn, how.drip)
				case <-ended:
					return
				}
			}
		}()
	}
	if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
		s.fault("%s: still open after %v", how.name, limit)
		return
	}
	took := int64(time.Since(began))
	for longest := s.slowest.Load(); took > longest && !s.slowest.CompareAndSwap(longest, took); longest = s.slowest.Load() {
	}
}

func (s *slowCrowd) fault(format string, about ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if said := fmt.Sprintf(format, about...); len(s.faults) < faultsTold {
		s.faults = append(s.faults, said)
	}
}

// tryFewFiles lets more connections come than the server may have files. It survives, serves
// those who are in, and the others when there is room again.
func (t *trial) tryFewFiles(ctx context.Context) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	h.kill()
	limited := fmt.Sprintf(`ulimit -n %d && exec "$0" "$@"`, fewFiles)
	if _, err := h.start(ctx, startWithin, "sh", "-c", limited); t.failed("start with few files", err) {
		return
	}
	c, err := gather(ctx, e, habits{phones: 2, lanes: 1, pace: 50 * time.Millisecond})
	if t.failed("gather", err) {
		return
	}
	var waiting []net.Conn
	for i := range fewFiles + 20 {
		conn, err := dialFrom(ctx, h, fmt.Sprintf("127.0.90.%d", 1+i%200))
		if t.failed("come although all files are taken", err) {
			break
		}
		waiting = append(waiting, conn)
		io.WriteString(conn, "GET / HTTP/1.1\r\nX-Slow: ")
	}
	acked := c.acked()
	if !eventually(ctx, 3*time.Second, func() bool { return c.acked() > acked+5 }) {
		t.fault("nothing is stored any more when there are more connections than files: %s", h.said.last())
	}
	closeAll(waiting)
	if took := t.ask(ctx, h, "/readyz"); took > 3*time.Second || !h.alive() {
		t.fault("the server does not come back from more connections than files, for %v: %s", took, h.said.last())
	}
	t.settle(ctx, c, 10*time.Second)
}

// dialFrom opens a connection from an address of this machine.
func dialFrom(ctx context.Context, h *house, address string) (net.Conn, error) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 10 * time.Second}
	return dialer.DialContext(ctx, "tcp", strings.TrimPrefix(h.origin, "http://"))
}
