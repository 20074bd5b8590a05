package main

import (
	"context"
	"time"
)

const (
	stopEvents = 6                      // each decides by itself when to stop
	onItsWay   = 100 * time.Millisecond // what was sent so long before has reached the server
)

var termCheck = check{
	name: "term", what: "told to stop under load", run: tryTerm,
	mutants: []mutant{
		{"stops without settling what waits", "server/live/hub.go", "\t\t\th.drain()\n", ""},
		{"secret ballots wait on for others", "server/live/hub.go", "\t\t\th.boxAll()\n", ""},
		{"stops without saying so", "server/live/hubs.go", "hub.end(CloseRestart)", "hub.end(CloseEventOver)"},
	},
}

// tryTerm tells the server to stop while commands of several events wait for a slow disk. What
// had arrived must be settled and acked; sockets end with 1012; the process ends well and soon.
func tryTerm(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	events := []*event{e}
	for len(events) < stopEvents {
		one, err := h.newEvent(ctx)
		if t.failed("new event", err) {
			return
		}
		events = append(events, one)
	}
	total, slowest := 0, time.Duration(0)
	for range t.either(1, 20) {
		h.terminate()
		if _, err := h.gone(stopWithin); t.failed("stop", err) {
			return
		}
		if _, err := h.start(ctx, startWithin, slowSync(t.folder, 60*time.Millisecond)...); t.failed("start below strace", err) {
			return
		}
		var crowds []*crowd
		for i, one := range events {
			if t.long { // a crowd's log covers its whole event
				var err error
				if one, err = h.newEvent(ctx); t.failed("new event", err) {
					return
				}
				events[i] = one
			}
			c, err := gather(ctx, one, habits{phones: 6, lanes: 3, pace: time.Millisecond, lively: true})
			if t.failed("gather", err) {
				return
			}
			crowds = append(crowds, c)
		}
		time.Sleep(time.Second)
		waiting, err := castFew(ctx, h)
		if t.failed("secret ballots", err) {
			return
		}
		time.Sleep(2 * onItsWay)
		told := time.Now()
		h.terminate()
		status, err := h.gone(stopWithin)
		if t.failed("told to stop", err) {
			return
		}
		slowest = max(slowest, time.Since(told))
		if status != 0 {
			t.fault("told to stop, the exit status is %d: %s", status, h.said.last())
		}
		t.failed("told to stop", waiting.answered())
		time.Sleep(50 * time.Millisecond) // the last answers
		left, codes := 0, map[int]int{}
		for _, c := range crowds {
			left += c.count(func(one *deed) bool {
				sent := one.sentAt.Load()
				return !one.settled() && sent > 0 && time.Unix(0, sent).Before(told.Add(-onItsWay))
			})
			c.mu.Lock()
			for code, count := range c.codes {
				codes[code] += count
			}
			c.mu.Unlock()
		}
		if left > 0 {
			t.fault("%d commands had arrived and were not acked", left)
		}
		if sockets := 6 * len(crowds); codes[1012] != sockets {
			t.fault("%d sockets, closed with %v instead of 1012", sockets, codes)
		}
		if _, err := h.start(ctx, startWithin); t.failed("start again", err) {
			return
		}
		t.failed("secret ballots", waiting.counted(ctx))
		for _, c := range crowds {
			t.settle(ctx, c, 20*time.Second)
			total += c.acked()
		}
	}
	t.note("gone after %v at most, %d acked, no user action failed", slowest.Round(time.Millisecond), total)
}
