package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

const (
	socketWithin  = 500 * time.Millisecond // by then a socket that works shows something
	gateIdle      = 700 * time.Millisecond
	gateBusy      = 6000        // bytes
	realIdle      = time.Minute // what proxies in buildings allow
	phonesSilent  = 65 * time.Second
	longestPhones = 50
	restarted     = 1012 // close code
)

var venueCheck = check{
	name: "venue", what: "a network that breaks sockets", run: tryVenue,
	mutants: []mutant{
		{"a posted command is not remembered", "server/live/deciding.go", `remembered := one.id != ""`, `remembered := one.id != "" && one.beside == nil`},
		{"of frames that come together, one becomes an event", "server/events.go", "frames = frames[from+size:]", "frames = nil"},
		{"pulses do not become events", "server/events.go", "to = append(append(append(to, \"data: \"...), payload...), \"\\n\\n\"...)",
			"if !strings.Contains(string(payload), `\"Pulse\"`) {\n\t\t\t\tto = append(append(append(to, \"data: \"...), payload...), \"\\n\\n\"...)\n\t\t\t}"},
		{"events go on one update late", "server/events.go", "at.hello.Zip = false", "at.hello.Zip, at.hello.At.N = false, at.hello.At.N+1"},
		{"events end without saying so", "server/events.go", "to = appendEnd(to, int(binary.BigEndian.Uint16(payload)))", `to = append(to, ":\n\n"...)`},
		{"events begin anew whatever is known", "server/events.go", "at.hello.Zip = false", "at.hello = live.Hello{Session: at.hello.Session}"},
	},
}

// tryVenue lets a crowd take part in a building whose proxies break web sockets in three ways,
// some by sockets and the others by events and posted commands, while the proxies cut connections
// and the server is killed. The promises are the same over either line.
func tryVenue(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	phones := t.either(16, longestPhones)
	at, err := isolate(ctx, phones)
	if err != nil {
		at = loopback()
		t.note("loopback stood in for the network (%.60s)", err)
	}
	defer at.close()
	server := strings.TrimPrefix(h.origin, "http://")
	if at.isolated && (at.reaches(ctx, 0, server) || at.reaches(ctx, 0, "192.0.2.1:80")) {
		t.fault("the phones reach more than the gates")
	}
	var gates []*gate
	for what := range treatments {
		one, err := openGate(at, server, treatment(what))
		if t.failed("gate", err) {
			return
		}
		defer one.close()
		gates = append(gates, one)
		if t.breaks(ctx, e, one, at); len(t.faults) > 0 {
			return
		}
	}
	through := func(i int) *gate { return gates[i%len(gates)] }
	each := func(do func(*gate)) {
		for _, one := range gates {
			do(one)
		}
	}
	// So many bytes that a snapshot gets through most often.
	each(func(g *gate) { g.idle.Store(int64(gateIdle)); g.busy.Store(int64(t.either(30_000, 300_000))) })
	pace := time.Duration(t.either(150, 1000)) * time.Millisecond
	c, err := gather(ctx, e, habits{phones: phones, lanes: 1, pace: pace, line: func(i int) (way, bool) {
		return through(i).via(at, i), through(i).treatment != passes
	}})
	if t.failed("gather", err) {
		return
	}
	defer c.leave()
	slowest := time.Duration(0)
	kills := t.either(3, 30)
	for range kills {
		time.Sleep(300*time.Millisecond + rand.N(500*time.Millisecond))
		h.kill()
		took, err := h.start(ctx, readyWithin)
		if t.failed("start again", err) {
			return
		}
		slowest = max(slowest, took)
	}
	c.rest(20 * time.Second)
	if t.failed("support", c.each(1, func(p *phone, dice *rand.Rand) { p.backSome(dice, 4) })) {
		return
	}
	time.Sleep(2 * gateIdle) // lines are cut that say nothing
	if t.failed("vote", t.vote(ctx, c)) {
		return
	}
	var cuts atomic.Int64
	each(func(g *gate) { g.idle.Store(int64(realIdle)); g.busy.Store(0); cuts.Add(g.cuts.Load()) })
	if !c.steady(ctx) {
		t.fault("lines go on falling when nothing cuts them")
		return
	}
	returned := c.reconnects()
	t.note("%d phones, isolated: %v; %d acked, %d kills, ready again in %v at most; %d cuts, %d reconnects", phones, at.isolated, c.acked(), kills, slowest.Round(time.Millisecond), cuts.Load(), returned)
	for _, g := range gates[refuses:] {
		if tried := g.upgrades.Load(); tried != 1 {
			t.fault("%d sockets were tried through a gate that %s them, one is due", tried, treatments[g.treatment])
		}
	}
	if t.long {
		time.Sleep(phonesSilent)
		if again := c.reconnects() - returned; again > 0 {
			t.fault("%d lines did not outlast a minute's silence", again)
		}
	}
	t.restart(ctx, c)
	t.settle(ctx, c, 10*time.Second)
}

// restart tells the server to stop. All lines are told so, whatever they are.
func (t *trial) restart(ctx context.Context, c *crowd) {
	before := c.closed(restarted)
	c.event.terminate()
	if _, err := c.event.gone(stopWithin); t.failed("told to stop", err) {
		return
	}
	if !eventually(ctx, time.Second, func() bool { return c.closed(restarted)-before == len(c.phones) }) {
		t.fault("%d of %d lines were told of the restart", c.closed(restarted)-before, len(c.phones))
	}
	_, err := c.event.start(ctx, startWithin)
	t.failed("start again", err)
}

// steady waits until everybody is there and no line has fallen for a moment.
func (c *crowd) steady(ctx context.Context) bool {
	before, since := c.reconnects(), time.Now()
	return eventually(ctx, 10*time.Second, func() bool {
		here := !slices.ContainsFunc(c.phones, func(one *phone) bool { return !one.connected() })
		if now := c.reconnects(); now != before || !here {
			before, since = now, time.Now()
		}
		return time.Since(since) > 300*time.Millisecond
	})
}

func (c *crowd) closed(code int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.codes[code]
}

// breaks shows that a gate treats sockets as it should, and lets events pass in any case. Events
// go on where another line ended.
func (t *trial) breaks(ctx context.Context, e *event, g *gate, at *network) {
	cookie, err := e.join(ctx)
	if t.failed("join", err) {
		return
	}
	by := seat{house: e.house, path: e.phonePath(), session: e.session, cookie: cookie, way: g.via(at, 0)}
	known, snapshots := map[string]position{}, 0
	shows := func(by seat) bool {
		ctx, cancel := context.WithTimeout(ctx, socketWithin)
		defer cancel()
		told := make(chan struct{}, 1)
		one, err := openPage(ctx, by, known, func(f frame, _ []byte) error {
			switch f.Type {
			case "Snapshot":
				snapshots++
			case "Mine": // after all that was missed
				select {
				case told <- struct{}{}:
				default:
				}
			}
			return nil
		}, func(err error) { t.fault("%v", err) })
		if err != nil {
			return false
		}
		defer one.leave()
		select {
		case <-told:
			return true
		case <-ctx.Done():
			return false
		}
	}
	if shows(by) != (g.treatment == passes) {
		t.fault("the gate that %s sockets does not", treatments[g.treatment])
	}
	by.fallback = true
	for range 2 {
		if !shows(by) {
			t.fault("events do not get through a gate that %s sockets", treatments[g.treatment])
		}
	}
	if snapshots != 2 {
		t.fault("who comes back is told %d snapshots, two were due at first", snapshots)
	}
}

// vote lets the crowd vote in a round of its own.
func (t *trial) vote(ctx context.Context, c *crowd) error {
	desk, err := c.event.desk(ctx)
	if err != nil {
		return err
	}
	defer desk.leave()
	var made struct {
		Round string `json:"round"`
	}
	if err := desk.must(ctx, "EnterPhase", object{"session": c.event.session, "phase": c.event.phases["vote"]}, nil); err != nil {
		return err
	}
	asked := object{"session": c.event.session, "subject": "ideas", "budget": voteBudget, "cap": voteCap, "hidden": false}
	if err := desk.must(ctx, "OpenRound", asked, &made); err != nil {
		return err
	}
	if err := c.each(2, func(p *phone, dice *rand.Rand) { p.voteOften(dice, made.Round) }); err != nil {
		return err
	}
	return desk.must(ctx, "CloseRound", object{"round": made.Round}, nil)
}
