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
		{"a repeated command is done again", "server/live/deciding.go",
			`h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok {`, `h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok && false {`},
		{"secret ballots are acked before their box has them", "server/live/ballotbox.go", "\t\th.casting[round] = append(h.casting[round], one)\n",
			"\t\th.casting[round] = append(h.casting[round], one)\n\t\th.reply(answered{request: one.request, result: json.RawMessage(\"{}\")})\n"},
		{"every start removes the boxes", "store/sqlstore/ballotbox.go", "if !slices.Contains(open, path) {", "if len(open) >= 0 {"},
		{"comments are not stored", "store/sqlstore/commit.go", "return t.addComment(fact.Comment)", "return nil"},
		{"reactions are not stored", "store/sqlstore/commit.go", "return t.setReaction(fact)", "return nil"},
		{"signals are not stored", "store/sqlstore/commit.go", "return t.setSignal(fact)", "return nil"},
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
	seed := *onlySeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	k := &killer{house: h, dice: rand.New(rand.NewPCG(seed, 0)), left: t.either(100, 1000), turns: make(chan struct{}, 1)}
	total, acked, reconnects, plays := k.left, 0, 0, rehearsal.Report{}
	played, ballots := 0, 0
	for k.left > 0 && len(t.faults) == 0 && ctx.Err() == nil {
		load, err := h.newEvent(ctx)
		if t.failed("new event", err) {
			return
		}
		stage, err := h.newEvent(ctx)
		if t.failed("new event", err) {
			return
		}
		c, err := gather(ctx, load, habits{phones: 10, lanes: 2, pace: 10 * time.Millisecond, words: 10, lively: true})
		if t.failed("gather", err) {
			return
		}
		playing, over := context.WithCancelCause(ctx)
		var killing sync.WaitGroup
		killing.Add(1)
		go func() {
			defer killing.Done()
			for k.left > 0 && playing.Err() == nil {
				if c.hopeless() || t.failed("start again", k.strike(playing)) {
					over(errHopeless)
				}
			}
		}()
		k.secret = played%2 == 0
		if report := t.play(playing, stage, seed, k.secret, k.watch); report != nil {
			plays.Ideas, plays.Votes = plays.Ideas+report.Ideas, plays.Votes+report.Votes
			if k.secret {
				ballots += report.Votes
			}
		}
		played++
		over(nil)
		killing.Wait()
		t.settle(ctx, c, 20*time.Second)
		acked, reconnects = acked+c.acked(), reconnects+c.reconnects()
	}
	t.note("seed %d: %d kills, %d of them while it started and %d as a step began; %d acked, %d reconnects; %d ideas and %d votes as played, %d of them in secret; ready again in %v at most",
		seed, total-k.left, k.starting, k.turning, acked, reconnects, plays.Ideas, plays.Votes, ballots, k.slowest.Round(time.Millisecond))
}

// killer ends a server at moments that its dice choose, and starts it again.
type killer struct {
	house             *house
	dice              *rand.Rand
	turns             chan struct{} // a step of the play begins: a phase is entered, or a round closed
	step              rehearsal.Step
	examined          atomic.Bool // what a play left: that needs a server which stays
	secret            bool        // the play's vote
	boxing            atomic.Bool // its ballots wait for each other
	left              int         // kills
	starting, turning int
	slowest           time.Duration // to be ready again
}

const (
	killPause    = 300 * time.Millisecond
	killStarting = 250 * time.Millisecond // most often it is ready then
	killTurning  = 20 * time.Millisecond
	boxedAlone   = 2200 * time.Millisecond // so long the last few ballots wait for others
)

// watch notes when a step begins.
func (k *killer) watch(step rehearsal.Step, _, _ int) {
	k.examined.Store(step == rehearsal.Examine)
	k.boxing.Store(k.secret && step == rehearsal.Vote)
	if step != k.step {
		k.step = step
		select {
		case k.turns <- struct{}{}:
		default:
		}
	}
}

// strike kills once, and now and then again before the server is ready. It returns an error when
// the server is not ready again in time.
func (k *killer) strike(ctx context.Context) error {
	for k.examined.Load() && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	pause := k.within(killPause)
	if k.boxing.Load() && k.dice.IntN(3) == 0 {
		pause += boxedAlone
	}
	select {
	case <-time.After(pause):
	case <-k.turns:
		k.turning++
		time.Sleep(k.within(killTurning))
	case <-ctx.Done():
		return nil
	}
	k.house.kill()
	k.left--
	ctx = context.WithoutCancel(ctx) // the play may be over, the server must be there
	for k.left > 0 && k.dice.IntN(4) == 0 {
		started := make(chan struct{})
		go func() { defer close(started); k.house.start(ctx, readyWithin) }()
		if !eventually(ctx, readyWithin, k.house.alive) {
			return errors.New("the server does not start")
		}
		time.Sleep(k.within(killStarting))
		k.house.kill()
		<-started
		k.left--
		k.starting++
	}
	took, err := k.house.start(ctx, readyWithin)
	k.slowest = max(k.slowest, took)
	if err == nil && took > readyWithin {
		err = fmt.Errorf("ready after %v", took.Round(time.Millisecond))
	}
	return err
}

func (k *killer) within(most time.Duration) time.Duration {
	return time.Duration(k.dice.Int64N(int64(most)))
}

var errHopeless = errors.New("so much went wrong that playing on tells nothing more")

// play rehearses a workshop and notes what its report finds.
func (t *trial) play(ctx context.Context, e *event, seed uint64, secret bool, watch func(rehearsal.Step, int, int)) *rehearsal.Report {
	var step atomic.Value
	report, err := rehearsal.Play(ctx, rehearsal.Config{
		Origin: e.origin, Event: e.id, Secret: e.invitation, Code: e.code, Phones: 20, Ideas: rehearsal.Example(), PerPhone: 5,
		Supports: 1, Votes: 3, Final: secret, Rate: 80, Seed: seed, Duration: 10 * time.Minute,
		Watch: func(s rehearsal.Step, done, total int) { step.Store(s); watch(s, done, total) },
	})
	if err != nil && !errors.Is(context.Cause(ctx), errHopeless) {
		t.fault("play, at %v: %v", step.Load(), err)
	}
	if report != nil && !report.Clean() {
		t.fault("play: %d lost, %d duplicated, %d unknown, %d gaps, %d behind %s",
			report.Lost, report.Duplicated, report.Unknown, report.Gaps, report.Behind, fmt.Sprint(report.Faults))
	}
	return report
}
