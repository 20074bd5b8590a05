package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

const (
	stuckGoneWithin = 20 * time.Second // a write may take 10
	stuckGrowth     = 96 << 10         // KiB
)

var stuckCheck = check{
	name: "stuck", what: "some screens stop reading", run: tryStuck,
	mutants: []mutant{
		{"whoever reads nothing may stay", "server/live/screen.go", "var writeWithin = 10 * time.Second", "var writeWithin = 10 * time.Hour"},
	},
}

// tryStuck lets some of many screens stop reading while a snapshot is due to them. The others'
// p95 stays what it was, and the stuck ones are sent away.
func tryStuck(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	screens := t.either(60, 1000)
	stuck := screens / 20
	c, err := gather(ctx, e, habits{phones: screens - stuck})
	if t.failed("gather", err) {
		return
	}
	// More than the system keeps for a connection that nobody reads.
	filling := strings.Repeat(" sehr lang", 980)
	for i := range 350 {
		c.phones[i%len(c.phones)].do(fmt.Sprintf("Füllung %d%s", i, filling))
		if i%20 == 19 {
			eventually(ctx, 5*time.Second, func() bool { return c.unsettled() < 10 })
		}
	}
	c.rest(30 * time.Second)
	others := func(during time.Duration) time.Duration {
		began := time.Now()
		for i := 0; time.Since(began) < during; i++ {
			c.phones[i%len(c.phones)].do(fmt.Sprintf("Takt %d-%d", began.UnixNano(), i))
			time.Sleep(20 * time.Millisecond)
		}
		c.rest(10 * time.Second)
		return c.latency(0.95, began)
	}
	before := others(2 * time.Second)
	memory := residentKiB(h.pid())

	conns := make([]net.Conn, stuck)
	if t.failed("screens that stop reading", inParallel(8, stuck, func(i int) error {
		cookie, err := e.join(ctx)
		if err != nil {
			return err
		}
		conn, err := dial(ctx, h, 4096)
		if err != nil {
			return err
		}
		conns[i] = conn
		return upgrade(conn, h, e.phonePath(), cookie)
	})) {
		return
	}
	defer func() {
		for _, conn := range conns {
			conn.Close()
		}
	}()
	here := func() int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.here
	}
	if !eventually(ctx, 5*time.Second, func() bool { return here() == screens }) {
		t.fault("%d of %d screens are here", here(), screens)
	}
	during := others(3 * time.Second)
	grown := residentKiB(h.pid()) - memory
	if grown > stuckGrowth {
		t.fault("the server grew by %d KiB", grown)
	}
	began := time.Now()
	if !eventually(ctx, stuckGoneWithin, func() bool { return here() == len(c.phones) }) {
		t.fault("%d stuck screens are still there after %v", here()-len(c.phones), stuckGoneWithin)
	}
	gone := time.Since(began)
	left := 0
	for _, conn := range conns {
		conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		if _, err := io.Copy(io.Discard, conn); err != nil && os.IsTimeout(err) {
			left++
		}
	}
	if left > 0 {
		t.fault("%d sockets of stuck screens are still open", left)
	}
	if limit := max(2*before, before+100*time.Millisecond); during > limit {
		t.fault("the others' p95 is %v, before %v", during, before)
	}
	if c.reconnects() > 0 {
		t.fault("%d of the others lost their socket", c.reconnects())
	}
	t.note("%d of %d stuck: the others' p95 %v, before %v; %d KiB more; gone after another %v", stuck, screens, during, before, grown, gone.Round(time.Millisecond))
	t.settle(ctx, c, 10*time.Second)
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
