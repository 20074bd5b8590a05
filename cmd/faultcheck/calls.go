package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

var callsCheck = check{
	name: "calls", what: "every write and every sync fails once", run: tryCalls,
	mutants: []mutant{
		{"goes on after a failed sync", "server/live/storing.go", "case errors.As(err, &syncFailed):\n\t\th.config.Fatal(err)\n\t\treturn false", "case errors.As(err, &syncFailed):\n\t\th.refuseAll(waiting, store.ErrStorage)\n\t\treturn h.reload()"},
		{"a failed sync is any failure", "store/sqlstore/sqlite.go", "case sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC:", "case -1:"},
		{"a failed commit is taken for done", "store/sqlstore/store.go", "if err := begun.Commit(); err != nil {", "if err := begun.Commit(); err != nil && false {"},
		{"a failed write is unforeseen", "store/sqlstore/sqlite.go", "case sqlite3.SQLITE_IOERR, sqlite3", "case sqlite3"},
		{"starts without a checkpoint", "store/sqlstore/sqlite.go", "if err := s.EraseNow(limited); err != nil {", "if err := limited.Err(); err != nil {"},
	},
}

const (
	logHeader       = 32               // bytes of a log file that holds nothing
	besideEachOther = 3                // visits at a time
	shortFor        = 12 * time.Second // then no more are begun, unless all are wanted
)

// tryCalls visits a fresh server once to count its calls, and then again and again, each time with
// another one failing: in the long form all, in the short one some, drawn from the whole range.
func tryCalls(ctx context.Context, t *trial) {
	counting := t.visit(ctx, 0, &sieve{})
	if len(t.faults) > 0 {
		return
	}
	_, _, counts := counting.sieve.seen()
	seed := rand.Uint64()
	turns := counting.turns()
	if !t.long {
		turns = drawn(turns, rand.New(rand.NewPCG(seed, 0)))
	}
	var mu sync.Mutex
	made, hits, exits := 0, 0, 0
	began := time.Now()
	inParallel(besideEachOther, len(turns), func(i int) error {
		if ctx.Err() != nil || len(t.faults) > 5 || !t.long && time.Since(began) > shortFor {
			return nil
		}
		v := t.visit(ctx, i+1, &sieve{refuse: turns[i].call.name, turn: turns[i].number})
		mu.Lock()
		defer mu.Unlock()
		made++
		if hit, _, _ := v.sieve.seen(); hit != nil {
			hits++
		}
		if v.exited {
			exits++
		}
		return nil
	})
	if hits < made*3/4 || hits == 0 {
		t.fault("only %d of %d calls came up again to fail", hits, made)
	}
	t.note("%v in a visit; %d failed once each (seed %d): %d exits, nothing acked lost, files sound", counts, hits, seed, exits)
}

// turn is one call of a visit.
type turn struct {
	call
	number int  // among those of its name
	served bool // the server was ready already
}

// turns returns all calls of a visit in which none failed.
func (v *visit) turns() (all []turn) {
	v.sieve.mu.Lock()
	defer v.sieve.mu.Unlock()
	counts := map[string]int{}
	for i, one := range v.sieve.passed {
		counts[one.name]++
		all = append(all, turn{one, counts[one.name], i >= v.ready})
	}
	return all
}

// drawn returns a dozen: more of those that something acked may hang on. Each kind is drawn from all
// of its range, and some of each kind come first, from what running events do.
func drawn(all []turn, draw *rand.Rand) (few []turn) {
	syncs := func(one turn) bool { return strings.HasSuffix(one.name, "sync") }
	kinds := []struct {
		count int
		holds func(turn) bool
	}{
		{4, func(one turn) bool { return one.served && syncs(one) && strings.HasSuffix(one.file, "-wal") }},
		{3, func(one turn) bool {
			return one.served && one.name == "pwrite64" && strings.HasSuffix(one.file, "-wal")
		}},
		{1, func(one turn) bool {
			return one.served && one.name == "pwrite64" && !strings.HasSuffix(one.file, "-wal")
		}},
		{1, func(one turn) bool { return !one.served && syncs(one) }},
		{1, func(one turn) bool { return !one.served && one.name == "pwrite64" }},
		{2, func(one turn) bool { return one.name != "pwrite64" && !strings.HasSuffix(one.file, "-wal") }},
	}
	for round := range kinds[0].count {
		for _, kind := range kinds {
			var such []turn
			for _, one := range all {
				if kind.holds(one) {
					such = append(such, one)
				}
			}
			if part := len(such) / kind.count; round < kind.count && part > 0 {
				place := (2*kind.count - 2 - round) % kind.count
				few = append(few, such[place*part+draw.IntN(part)])
			}
		}
	}
	return few
}

// visit is a scripted run: a start on an empty folder, first commits, a vote, its erasure with a
// checkpoint, a withdrawal, the end, and a second start.
type visit struct {
	*trial
	house  *house
	sieve  *sieve
	ready  int  // calls until it was ready at first
	exited bool // by itself

	event *event
	acked map[int]string // ideas by number
	gone  map[int]bool   // withdrawn, as acked
	votes int            // of a round whose end was acked
}

func (t *trial) visit(ctx context.Context, name int, s *sieve) *visit {
	v := &visit{trial: &trial{binary: t.binary, folder: fmt.Sprint(t.folder, "/visit", name)}, sieve: s, acked: map[int]string{}, gone: map[int]bool{}}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	v.run(ctx)
	for _, fault := range v.faults {
		hit, _, _ := s.seen()
		t.fault("%s %d %v: %s", s.refuse, s.turn, hit, fault)
	}
	return v
}

func (v *visit) run(ctx context.Context) {
	var err error
	if v.house, err = newHouse(v.binary, v.folder); v.failed("a server", err) {
		return
	}
	h := v.house
	if v.failed("sieve", h.behind(v.sieve)) {
		return
	}
	defer func() {
		if h.process != nil && h.alive() {
			h.kill()
		}
	}()
	if _, err := h.start(ctx, startWithin); err != nil {
		status, gone := h.gone(time.Second)
		hit, _, _ := v.sieve.seen()
		if gone != nil || hit == nil || status != 1 && status != diskUntrusted {
			v.fault("start: %v, exit status %d (%v)", err, status, gone)
			return
		}
		v.exited = true
		if _, err := h.start(ctx, startWithin); v.failed("start again", err) {
			return
		}
	}
	v.ready = v.sieve.count()
	playing, over := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() { defer close(kept); v.keep(playing) }()
	err = v.play(playing)
	over()
	<-kept
	if v.failed("play", err) || !h.alive() {
		v.fault("the server is gone: %s", h.said.last())
		return
	}
	h.terminate()
	if status, err := h.gone(stopWithin); err != nil || status != 0 && status != diskUntrusted {
		v.fault("stopped with status %d (%v)", status, err)
	}
	v.judge(ctx)
}

// keep starts the server again whenever it ended by itself.
func (v *visit) keep(ctx context.Context) {
	for {
		select {
		case <-v.house.exited:
		case <-ctx.Done():
			return
		}
		v.exited = true
		if status, _ := v.house.gone(time.Second); status != diskUntrusted {
			v.fault("it ended with status %d: %s", status, v.house.said.last())
		}
		v.startsWithACheckpoint(ctx)
	}
}

// startsWithACheckpoint starts the server again, and wants it to move what its log holds before it
// takes anything.
func (v *visit) startsWithACheckpoint(ctx context.Context) {
	logged, again := v.house.logBytes(), &sieve{}
	if v.failed("sieve", v.house.behind(again)) {
		return
	}
	if _, err := v.house.start(ctx, startWithin); v.failed("start again", err) {
		return
	}
	again.mu.Lock()
	defer again.mu.Unlock()
	if logged > logHeader && !slices.Contains(again.passed, call{"fdatasync", "masswerk.db"}) {
		v.fault("after a failed sync it is ready without a checkpoint")
	}
}

// play is what people do. Whatever fails for the time being is repeated.
func (v *visit) play(ctx context.Context) (err error) {
	if err := v.house.setUp(ctx); err != nil {
		return err
	}
	for v.event == nil {
		made, err := v.house.newEvent(ctx)
		switch {
		case err == nil:
			v.event = made
		case ctx.Err() != nil || strings.Contains(err.Error(), "internal"):
			return err
		}
	}
	cookie, err := v.event.join(ctx)
	if err != nil {
		return err
	}
	phone := &caller{v.event, v.event.phonePath(), cookie}
	desk := &caller{v.event, "/console/" + v.event.id + "/socket", v.event.console}
	for i := range 3 {
		var made struct {
			Number int `json:"number"`
		}
		text := fmt.Sprintf("Beitrag %d mit so vielen Worten, dass er eine Weile braucht", i+1)
		if err := phone.must(ctx, "SubmitIdea", object{
			"session": v.event.session, "kind": "idea", "text": text, "receipt": strings.Repeat("r", 43),
		}, &made); err != nil {
			return err
		}
		v.acked[made.Number] = text
	}
	if err := desk.must(ctx, "EnterPhase", object{"session": v.event.session, "phase": v.event.phases["vote"]}, nil); err != nil {
		return err
	}
	var opened struct {
		Round string `json:"round"`
	}
	if err := desk.must(ctx, "OpenRound", object{"session": v.event.session, "subject": "ideas", "budget": 3, "cap": 2, "hidden": false}, &opened); err != nil {
		return err
	}
	if err := phone.must(ctx, "SetVote", object{"round": opened.Round, "item": 1, "points": 2, "counter": 1}, nil); err != nil {
		return err
	}
	if err := desk.must(ctx, "CloseRound", object{"round": opened.Round}, nil); err != nil {
		return err
	}
	v.votes = 1
	eventually(ctx, time.Second, func() bool { return v.house.logBytes() == 0 }) // links to devices leave the disk
	if err := phone.must(ctx, "WithdrawIdea", object{"idea": 2}, nil); err != nil {
		return err
	}
	v.gone[2] = true
	return nil
}

// caller asks over new sockets until it is answered for good.
type caller struct {
	event        *event
	path, cookie string
}

func (c *caller) must(ctx context.Context, name string, data, into any) error {
	id := randomID()
	for {
		answer, err := c.try(ctx, id, name, data)
		switch {
		case ctx.Err() != nil:
			return errors.Join(ctx.Err(), err)
		case err != nil || answer.RetryMS > 0:
			time.Sleep(50 * time.Millisecond)
		case answer.Code != "":
			return fmt.Errorf("%s: refused as %s", name, answer.Code)
		case into != nil:
			return json.Unmarshal(answer.Result, into)
		default:
			return nil
		}
	}
}

func (c *caller) try(ctx context.Context, id, name string, data any) (frame, error) {
	page, err := look(ctx, c.event.house, c.path, c.event.session, c.cookie, map[string]position{})
	if err != nil {
		return frame{}, err
	}
	defer page.leave()
	message, err := json.Marshal(object{"id": id, "type": name, "data": data})
	if err != nil {
		return frame{}, err
	}
	if err := page.write(message); err != nil {
		return frame{}, err
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		if answer, found := page.find(func(f frame) bool { return f.Re == id }); found {
			return answer, nil
		}
		select {
		case <-page.gone:
			return frame{}, errors.New("the socket is gone")
		case <-time.After(5 * time.Millisecond):
		}
	}
	return frame{}, errors.New("no answer")
}

// judge starts the server once more and holds what was acked against what it has.
func (v *visit) judge(ctx context.Context) {
	h := v.house
	h.prepare = nil
	if _, err := h.start(ctx, startWithin); v.failed("start once more", err) {
		return
	}
	var holds struct {
		Ideas []struct {
			Number      int
			Text, State string
		}
		Rounds []struct {
			State string
			Tally struct{ Voters int }
		}
	}
	_, err := h.must(ctx, "GET", "/console/"+v.event.id+"/export.json", v.event.console, nil, &holds)
	v.failed("export", err)
	v.failed("end", h.end())
	v.failed("the files", sound(ctx, h.database()))
	if len(holds.Ideas) != len(v.acked) {
		v.fault("%d ideas were acked, %d are there", len(v.acked), len(holds.Ideas))
	}
	for _, one := range holds.Ideas {
		if v.gone[one.Number] {
			if one.State != "withdrawn" {
				v.fault("idea %d was withdrawn and is %s", one.Number, one.State)
			}
		} else if v.acked[one.Number] != one.Text {
			v.fault("idea %d was acked as %q and is %q", one.Number, v.acked[one.Number], one.Text)
		}
	}
	if len(holds.Rounds) != 1 || holds.Rounds[0].State != "closed" || holds.Rounds[0].Tally.Voters != v.votes {
		v.fault("of a round with %d votes there is %+v", v.votes, holds.Rounds)
	}
	// Before it is ready nothing was acked, and a checkpoint comes.
	if hit, before, _ := v.sieve.seen(); hit != nil && len(before) > v.ready && ofCommit(*hit, before) && !v.exited {
		v.fault("the sync of a commit failed, and the server goes on")
	}
	if said := h.said.all(); strings.Contains(said, "goroutine ") || strings.Contains(said, "panic") {
		v.fault("it panics: %s", h.said.last())
	}
}

// ofCommit tells the sync of a commit, which follows writes to the log, from that of a checkpoint.
func ofCommit(hit call, before []call) bool {
	if !strings.HasSuffix(hit.name, "sync") || !strings.HasSuffix(hit.file, "-wal") {
		return false
	}
	for _, one := range slices.Backward(before) {
		if one.file == hit.file {
			return one.name == "pwrite64"
		}
	}
	return false
}
