package main

import (
	"context"
	"fmt"
	"maps"
	"time"
)

const moreThanRing = 520 // updates, each of its own

// longAway lets screens come back that cannot go on where they were: one for which too much has
// happened meanwhile, and one that followed an earlier run of the server. Both need a snapshot,
// although the numbers they know have been reached again.
func (t *trial) longAway(ctx context.Context, e *event) {
	first, cookie, err := e.guest(ctx)
	if t.failed("guest", err) {
		return
	}
	first.leave()
	known := maps.Clone(first.at)
	c, err := gather(ctx, e, habits{phones: 1, once: true})
	if t.failed("gather", err) {
		return
	}
	contribute := func(what string, count int) {
		for i := range count {
			select {
			case <-c.phones[0].do(fmt.Sprintf("%s %d", what, i)).done:
			case <-ctx.Done():
			}
		}
	}
	// back comes again and counts the snapshots it is told before its own view, which comes last.
	back := func(who string, due int) {
		page, err := look(ctx, e.house, e.phonePath(), e.session, cookie, maps.Clone(known))
		if t.failed(who, err) {
			return
		}
		defer page.leave()
		if !eventually(ctx, 3*time.Second, func() bool { _, found := page.find(func(f frame) bool { return f.Type == "Mine" }); return found }) {
			t.fault("%s is told nothing", who)
			return
		}
		snapshots := 0
		page.find(func(f frame) bool {
			if f.Type == "Snapshot" && *f.Stream == e.session {
				snapshots++
			}
			return false
		})
		if snapshots != due {
			t.fault("%s is told %d snapshots, %d due", who, snapshots, due)
		}
	}
	contribute("Während jemand fort ist", 5)
	back("a screen that was away for a moment", 0)
	contribute("Während jemand lange fort ist", moreThanRing)
	back("a screen that was away for long", 1)
	e.kill()
	if _, err := e.start(ctx, readyWithin); t.failed("start again", err) {
		return
	}
	contribute("Nach dem Neustart", 10)
	back("a screen of an earlier run", 1)
	t.settle(ctx, c, alikeWithin)
}
