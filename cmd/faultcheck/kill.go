package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"masswerk/cmd/masswerk/rehearsal"
)

var killCheck = check{
	name: "kill", what: "killed at random moments under load", run: tryKill,
	mutants: []mutant{
		{"the stream skips a number", "server/live/stream.go", "\tst.n++\n", "\tst.n += 1 + st.n%7/6\n"},
		{"a repeated command is done again", "server/live/hub.go",
			`h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok {`, `h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok && false {`},
		{"synchronous is off, and asserted", "store/sqlstore/sqlite.go", `{"synchronous", "FULL", "2"}`, `{"synchronous", "OFF", "2"}`},
	},
}

// tryKill kills the server while one crowd contributes and repeats itself, and while a whole
// workshop with votes is played beside it, until the kills are used up.
func tryKill(ctx context.Context, t *trial) {
	h, _, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	total := t.either(5, 1000)
	killed, acked, reconnects, slowest := 0, 0, 0, time.Duration(0)
	for killed < total && len(t.faults) == 0 && ctx.Err() == nil {
		load, err := h.newEvent(ctx)
		if t.failed("new event", err) {
			return
		}
		stage, err := h.newEvent(ctx)
		if t.failed("new event", err) {
			return
		}
		c, err := gather(ctx, load, habits{phones: 10, lanes: 2, pace: 10 * time.Millisecond, words: 10})
		if t.failed("gather", err) {
			return
		}
		playing, over := context.WithCancelCause(ctx)
		var killing sync.WaitGroup
		killing.Add(1)
		go func() {
			defer killing.Done()
			for killed < total {
				if c.hopeless() {
					over(errHopeless)
					return
				}
				select {
				case <-time.After(100*time.Millisecond + rand.N(700*time.Millisecond)):
				case <-playing.Done():
					return
				}
				h.kill()
				killed++
				took, err := h.start(ctx, readyWithin)
				if t.failed("start again", err) {
					over(errHopeless)
					return
				}
				slowest = max(slowest, took)
			}
		}()
		t.play(playing, stage, 0)
		over(nil)
		killing.Wait()
		t.settle(ctx, c, 20*time.Second)
		acked, reconnects = acked+c.acked(), reconnects+c.reconnects()
	}
	t.note("%d kills, %d acked, %d reconnects, ready again in %v at most", killed, acked, reconnects, slowest.Round(time.Millisecond))
}

var errHopeless = errors.New("so much went wrong that playing on tells nothing more")

// play rehearses a workshop and notes what its report finds.
func (t *trial) play(ctx context.Context, e *event, seed uint64) {
	var step atomic.Value
	report, err := rehearsal.Play(ctx, rehearsal.Config{
		Origin: e.origin, Event: e.id, Secret: e.invitation, Code: e.code, Phones: 20, Ideas: rehearsal.Example(), PerPhone: 5,
		Supports: 1, Votes: 3, Rate: 80, Seed: seed, Duration: time.Minute,
		Watch: func(s rehearsal.Step, _, _ int) { step.Store(s) },
	})
	if err != nil && !errors.Is(context.Cause(ctx), errHopeless) {
		t.fault("play, at %v: %v", step.Load(), err)
	}
	if report == nil {
		return
	}
	if !report.Clean() {
		t.fault("play: %d lost, %d duplicated, %d unknown, %d gaps, %d behind %s",
			report.Lost, report.Duplicated, report.Unknown, report.Gaps, report.Behind, fmt.Sprint(report.Faults))
	}
	t.note("%d ideas and %d votes as played", report.Ideas, report.Votes)
}
