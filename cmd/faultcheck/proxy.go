package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"
)

var onlySeed = flag.Uint64("seed", 0, "let the check proxy repeat what befalls this seed only, and kill begin from it; 0: as many as there are, and any")

const (
	worldPhones  = 6
	worldsAtOnce = 6
	worldWithin  = 30 * time.Second
	pulsePassed  = 150 * time.Millisecond // so that no pulse brings along what comes next
)

var proxyCheck = check{
	name: "proxy", what: "a proxy delays, duplicates, cuts and reorders", run: tryProxy,
	mutants: []mutant{
		{"a repeated command is done again", "server/live/deciding.go",
			`h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok {`, `h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok && false {`},
		{"an older vote undoes a newer one", "server/live/voting.go", "if c.Counter <= ballot.Counter {", "if c.Counter == ballot.Counter {"},
		{"support comes again after it was taken back", "server/live/collecting.go", "func (c SupportIdea) Decide(", "func (SupportIdea) selfIdempotent() {}\n\nfunc (c SupportIdea) Decide("},
		{"a screen resumes one update late", "server/live/hubs.go", "n: hello.At.N, known", "n: hello.At.N + 1, known"},
		{"a screen resumes one update early", "server/live/hubs.go", "n: hello.At.N, known", "n: hello.At.N - 1, known"},
		{"out of the ring, and no snapshot", "server/live/stream.go", " && n >= st.n-ringFrames", ""},
		{"a position of another epoch is taken", "server/live/hubs.go", "known: hello.At.Epoch == h.epoch", `known: hello.At.Epoch != ""`},
		{"projectors are not woken", "server/live/telling.go", "\tfor st := range first {\n\t\tst.wake()\n",
			"\tfor st := range first {\n\t\tif st.key.face != Projector {\n\t\t\tst.wake()\n\t\t}\n"},
	},
}

// tryProxy plays a small workshop through a relay for each seed: everything acked is there once,
// tallies and support are what was set last, and all screens end up alike. Then a screen comes
// back that was away for too long, and one that knows an earlier run of the server.
func tryProxy(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	seeds := make([]uint64, t.either(20, 1000))
	for i := range seeds {
		seeds[i] = uint64(i + 1)
	}
	if *onlySeed != 0 {
		seeds = []uint64{*onlySeed}
	}
	var acked, returned, red atomic.Int64
	var met [len(endings)]atomic.Int64
	inParallel(worldsAtOnce, len(seeds), func(i int) error {
		if red.Load() >= faultsTold {
			return nil
		}
		w := &world{house: h, relay: &relay{seed: seeds[i], server: strings.TrimPrefix(h.origin, "http://")}}
		found := w.play(ctx)
		if len(found) > 0 {
			red.Add(1)
			t.fault("seed %d: %s", seeds[i], strings.Join(found, ", "))
		}
		if w.crowd != nil {
			acked.Add(int64(w.crowd.acked()))
			returned.Add(int64(w.crowd.reconnects()))
		}
		for ending := range met {
			met[ending].Add(w.relay.counts[ending].Load())
		}
		return nil
	})
	var ended []string
	for ending := range met {
		ended = append(ended, fmt.Sprintf("%d %s", met[ending].Load(), endings[ending]))
	}
	t.note("%d seeds: %d acked, %d reconnects; of the connections %s", len(seeds), acked.Load(), returned.Load(), strings.Join(ended, ", "))
	if red.Load() == 0 && *onlySeed == 0 {
		t.longAway(ctx, e)
	}
}

// world is the workshop of one seed.
type world struct {
	*house
	relay *relay
	event *event
	crowd *crowd
	desk  *told  // straight
	aside *phone // the console behind the relay
}

// play returns what went wrong.
func (w *world) play(ctx context.Context) []string {
	ctx, cancel := context.WithTimeoutCause(ctx, worldWithin, errors.New("the world does not end"))
	defer cancel()
	err := w.open(ctx)
	if w.crowd != nil {
		defer w.crowd.leave()
	}
	if w.desk != nil {
		defer w.desk.leave()
	}
	if err == nil {
		err = w.live(ctx)
	}
	if err == nil {
		return w.crowd.verify(ctx)
	}
	if w.crowd == nil {
		return []string{err.Error()}
	}
	return append([]string{err.Error()}, w.crowd.firstFaults()...)
}

// open makes an event and seats phones, a console and a projector, all behind the relay.
func (w *world) open(ctx context.Context) (err error) {
	if w.event, err = w.newEvent(ctx); err != nil {
		return err
	}
	if w.desk, err = w.event.desk(ctx); err != nil {
		return err
	}
	if err = w.do(ctx, "ShowSupport", object{"session": w.event.session, "on": true}); err != nil {
		return err
	}
	w.crowd, err = gather(ctx, w.event, habits{phones: worldPhones, once: true, frail: true, line: func(i int) (way, bool) { return w.relay.via(uint64(i)), false }})
	if err != nil {
		return err
	}
	wall, err := w.event.wall(ctx)
	if err != nil {
		return err
	}
	wall.way = w.relay.via(worldPhones)
	w.crowd.seat(wall)
	w.aside = w.crowd.seat(seat{house: w.house, path: w.event.deskPath(), session: w.event.session, cookie: w.event.console, way: w.relay.via(worldPhones + 1)})
	return nil
}

func (w *world) do(ctx context.Context, name string, data object) error {
	return w.desk.must(ctx, name, data, nil)
}

// live lets everybody contribute, support and vote behind the relay, heals it, and goes on to the
// results when all screens are alike.
func (w *world) live(ctx context.Context) error {
	for i := range 3 {
		text := fmt.Sprint("Zuruf ", i)
		w.aside.give("AddIdea", object{"session": w.event.session, "kind": "idea", "text": text}, &deed{text: text})
	}
	if err := w.crowd.each(w.relay.seed, func(p *phone, dice *rand.Rand) {
		for i := range 3 {
			p.pace(dice, p.do(fmt.Sprintf("Beitrag %d-%d", p.name, i)))
		}
	}); err != nil {
		return err
	}
	if err := w.crowd.each(w.relay.seed, func(p *phone, dice *rand.Rand) {
		p.backSome(dice, 3)
		p.pace(dice, p.do(fmt.Sprintf("Nachtrag %d", p.name)))
		p.backSome(dice, 3)
	}); err != nil {
		return err
	}
	if err := w.do(ctx, "EnterPhase", object{"session": w.event.session, "phase": w.event.phases["vote"]}); err != nil {
		return err
	}
	var made struct {
		Round string `json:"round"`
	}
	asked := object{"session": w.event.session, "subject": "ideas", "budget": voteBudget, "cap": voteCap, "hidden": w.relay.seed%4 == 0}
	if err := w.desk.must(ctx, "OpenRound", asked, &made); err != nil {
		return err
	}
	if err := w.crowd.each(w.relay.seed, func(p *phone, dice *rand.Rand) { p.voteOften(dice, made.Round) }); err != nil {
		return err
	}
	if !w.relay.heal(ctx, int64(len(w.crowd.phones))) {
		return errors.New("the relay does not come to rest")
	}
	if found := w.crowd.alike(ctx); found != nil {
		return fmt.Errorf("while the round is open, %s", found[0])
	}
	for _, one := range []struct {
		name string
		data object
	}{
		{"CloseRound", object{"round": made.Round}},
		{"ShowResults", object{"round": made.Round, "on": true}},
		{"ModerateIdea", object{"idea": 1 + w.relay.seed%(3*worldPhones), "state": "hidden"}},
	} {
		if err := w.do(ctx, one.name, one.data); err != nil {
			return err
		}
		time.Sleep(pulsePassed)
	}
	return nil
}
