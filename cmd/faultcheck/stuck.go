package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	stuckGoneWithin = 15 * time.Second // a write may take 10
	stuckGrowth     = 60 << 10         // KiB
	stuckTimerNoise = 2 * time.Millisecond
	stuckKept       = 64 << 10 // bytes that were on their way
	stuckTries      = 2        // of the comparison, on a machine that does other things as well
)

var stuckCheck = check{
	name: "stuck", what: "some screens stop reading", run: tryStuck,
	mutants: []mutant{
		{"whoever reads nothing may stay", "server/live/screen.go", "var writeWithin = 10 * time.Second", "var writeWithin = 10 * time.Hour"},
		{"what nobody reads is kept", "server/peer.go", "socket.SetLinger(0)", "socket.SetLinger(-1)"},
		{"the hub waits for writers", "server/live/screen.go", "	default: // it is awake already\n", ""},
		{"screens are written to while their stream is locked", "server/live/screen.go", "		err := write(wire, pieces)\n",
			"		s.follows[1].stream.mu.RLock()\n		err := write(wire, pieces)\n		s.follows[1].stream.mu.RUnlock()\n"},
		{"a snapshot is copied again and again for every screen", "server/live/screen.go", "into = append(into, made.plain)",
			"into = append(into, func() (own []byte) {\n	for range 8 {\n		own = append(own, made.plain...)\n	}\n	return own\n}())"},
	},
}

// tryStuck lets some of many screens stop reading while a snapshot is due to them. The others go
// on as fast as before and after, the memory that the stuck ones take is bounded, and they are sent
// away. When they come back they are told everything anew.
func tryStuck(ctx context.Context, t *trial) {
	_, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	screens := t.either(60, 1000)
	s := &stuckRoom{trial: t, event: e, stuck: screens / 20}
	var err error
	if s.crowd, err = gather(ctx, e, habits{phones: screens - s.stuck}); t.failed("gather", err) {
		return
	}
	s.fill(ctx)
	for try := 1; ; try++ {
		said, same := s.compare(ctx)
		if same {
			t.note("%d of %d stuck: %s", s.stuck, screens, said)
			break
		}
		if try == stuckTries || ctx.Err() != nil || s.crowd.hopeless() || s.lost {
			t.fault("%s", said)
			break
		}
	}
	if s.crowd.reconnects() > 0 {
		t.fault("%d of the others lost their socket", s.crowd.reconnects())
	}
	s.comeBack(ctx)
	t.settle(ctx, s.crowd, 10*time.Second)
}

type stuckRoom struct {
	*trial
	event   *event
	crowd   *crowd
	stuck   int
	cookies []string
	lost    bool // more is wrong than a busy machine
	beats   int
}

// fill makes a snapshot larger than what the system keeps for a connection that nobody reads.
func (s *stuckRoom) fill(ctx context.Context) {
	filling := strings.Repeat(" sehr lang", 980)
	for i := range 350 {
		s.crowd.phones[i%len(s.crowd.phones)].do(fmt.Sprintf("Füllung %d%s", i, filling))
		if i%20 == 19 {
			eventually(ctx, 5*time.Second, func() bool { return s.crowd.unsettled() < 10 })
		}
	}
	s.crowd.rest(30 * time.Second)
}

// beat takes the p95 of some seconds of ideas from the others.
func (s *stuckRoom) beat(ctx context.Context) time.Duration {
	began, during := time.Now(), time.Duration(s.either(1, 3))*time.Second
	for time.Since(began) < during && ctx.Err() == nil {
		s.beats++
		s.crowd.phones[s.beats%len(s.crowd.phones)].do(fmt.Sprintf("Takt %d", s.beats))
		time.Sleep(time.Duration(s.either(10, 60)) * time.Millisecond) // each is told to everybody
	}
	s.crowd.rest(15 * time.Second)
	return s.crowd.exactly(0.95, began)
}

// exactly is latency to the microsecond.
func (c *crowd) exactly(part float64, since time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []time.Duration
	for _, one := range c.deeds {
		if one.ok && one.due.After(since) {
			all = append(all, one.acked.Sub(one.due))
		}
	}
	if len(all) == 0 {
		return time.Hour
	}
	slices.Sort(all)
	return all[int(part*float64(len(all)-1))]
}

// compare takes the others' p95 while some screens are stuck, and before and after, by turns: a
// machine that grows slower does so in both. Each is the lower quartile of some seconds, because
// what else the machine does only ever adds. They may differ by a tenth, and by as much as the
// seconds without stuck screens differ among themselves.
func (s *stuckRoom) compare(ctx context.Context) (said string, same bool) {
	var without, with []time.Duration
	grown, lasted := 0, time.Duration(0)
	everyone := len(s.crowd.phones) + s.stuck
	for range s.either(1, 5) {
		without = append(without, s.beat(ctx), s.beat(ctx))
		memory, conns := residentKiB(s.event.pid()), s.stop(ctx)
		defer closeAll(conns)
		began := time.Now()
		if len(conns) < s.stuck || !eventually(ctx, 5*time.Second, func() bool { return s.here() == everyone }) {
			s.lost = true
			return fmt.Sprintf("%d of %d screens are here", s.here(), everyone), false
		}
		var seconds []time.Duration
		for time.Since(began) < stuckGoneWithin && s.here() > len(s.crowd.phones) && ctx.Err() == nil {
			seconds = append(seconds, s.beat(ctx))
			grown = max(grown, residentKiB(s.event.pid())-memory)
		}
		with = append(with, seconds[:max(1, len(seconds)-1)]...) // in the last ones they went
		lasted = max(lasted, time.Since(began))
		if left := s.here() - len(s.crowd.phones) + stillOpen(conns); left > 0 {
			s.lost = true
			return fmt.Sprintf("%d stuck screens are still there after %v", left, lasted), false
		}
	}
	without = append(without, s.beat(ctx), s.beat(ctx))
	if grown > stuckGrowth {
		s.lost = true
		return fmt.Sprintf("the server grew by %d KiB", grown), false
	}
	before, during := quarter(without), quarter(with)
	noise := max(stuckTimerNoise, without[len(without)/2]-before)
	said = fmt.Sprintf("the others' p95 %v, without them %v and up to %v more; %d KiB more; gone after %v",
		during.Round(10*time.Microsecond), before.Round(10*time.Microsecond), noise.Round(10*time.Microsecond), grown, lasted.Round(time.Second/10))
	return said, during <= before+before/10+noise
}

func closeAll(conns []net.Conn) {
	for _, conn := range conns {
		if conn != nil {
			conn.Close()
		}
	}
}

// stop opens screens that read nothing.
func (s *stuckRoom) stop(ctx context.Context) []net.Conn {
	conns := make([]net.Conn, s.stuck)
	for len(s.cookies) < s.stuck {
		cookie, err := s.event.join(ctx)
		if s.failed("join", err) {
			return nil
		}
		s.cookies = append(s.cookies, cookie)
	}
	if s.failed("screens that stop reading", inParallel(8, s.stuck, func(i int) error {
		conn, err := dial(ctx, s.event.house, 4096)
		if err != nil {
			return err
		}
		conns[i] = conn
		return upgrade(conn, s.event.house, s.event.phonePath(), s.cookies[i])
	})) {
		return nil
	}
	return conns
}

// comeBack lets some that were stuck come again and read: having read nothing, they know nothing,
// and are given snapshots with the newest idea in them.
func (s *stuckRoom) comeBack(ctx context.Context) {
	newest := "Neuestes" + randomID()
	s.crowd.phones[0].do(newest)
	s.crowd.rest(10 * time.Second)
	for _, cookie := range s.cookies[:min(3, len(s.cookies))] {
		page, err := look(ctx, s.event.house, s.event.phonePath(), s.event.session, cookie, map[string]position{})
		if s.failed("come back", err) {
			return
		}
		if !eventually(ctx, 5*time.Second, func() bool { return page.has(newest) }) {
			s.fault("a screen that was stuck is not told what is new")
		}
		page.leave()
	}
}

// here is how many phones the server says are connected.
func (s *stuckRoom) here() int {
	s.crowd.mu.Lock()
	defer s.crowd.mu.Unlock()
	return s.crowd.here
}

// stillOpen counts the connections that the server has not closed, or for which the system still
// keeps what nobody reads.
func stillOpen(conns []net.Conn) (left int) {
	for _, conn := range conns {
		conn.SetReadDeadline(time.Now().Add(2 * time.Second))
		if kept, err := io.Copy(io.Discard, conn); err != nil && os.IsTimeout(err) || kept > stuckKept {
			left++
		}
	}
	return left
}

// quarter sorts times and returns the one below which a quarter of them is.
func quarter(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/4]
}

var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// residentKiB returns the memory of a process, or 0 where the system does not tell.
func residentKiB(pid int) int {
	if runtime.GOOS != "linux" {
		return 0
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	found := resident.FindSubmatch(status)
	if found == nil {
		return 0
	}
	size, _ := strconv.Atoi(string(found[1]))
	return size
}
