package main

import (
	"context"
	"slices"
	"strings"
	"time"
)

const (
	witnessSlack  = 50 * time.Millisecond // of their p95, while everything comes at once
	hostileTries  = 3                     // on a machine that does other things as well
	hostileGrowth = 20 << 10              // KiB
)

var hostileCheck = check{
	name: "hostile", what: "malformed frames, texts and requests", run: tryHostile,
	// Two things the product cannot break, so that no mutant can: the library that reads frames
	// refuses unmasked ones and reserved bits without being asked, and no command has a number that
	// 1e400 would fit into.
	mutants: []mutant{
		{"messages of any length", "server/socket.go", "conn.SetReadLimit(maxMessage)", "conn.SetReadLimit(maxMessage << 10)"},
		{"pings and pongs without end", "server/socket.go", "return frames > pingsPerMin", "return frames < 0"},
		{"binary frames are messages", "server/socket.go", "case kind != fastws.TextMessage:", "case kind == 0:"},
		{"bodies of any length", "server/server.go", "BodyLimit:             maxBody,", "BodyLimit:             maxBody << 10,"},
		{"invalid UTF-8 is taken", "server/live/decode.go", "if !utf8.Valid(data) || loneSurrogate(data) {", "if !utf8.Valid(nil) || loneSurrogate(data) {"},
		{"lone surrogates are taken", "server/live/decode.go", "|| loneSurrogate(data) {", "|| loneSurrogate(nil) {"},
		{"NUL is taken", "server/live/decode.go", "if hasNUL(text) {", "if hasNUL(nil) {"},
		{"keys may come twice", "server/live/decode.go", "if open[top].keys[string(text)] || ", "if "},
		{"keys may be in other letters", "server/live/decode.go", "|| bytes.ContainsFunc(text, neverInKeys) {", "|| false {"},
		{"keys may be unknown", "server/live/decode.go", "	decoder.DisallowUnknownFields()\n", ""},
		{"any depth is walked", "server/live/decode.go", "const maxDepth = 16", "const maxDepth = 16_000_000"},
		{"something may stand behind", "server/live/decode.go", "if !json.Valid(data) {", "if json.NewDecoder(bytes.NewReader(data)).Decode(new(json.RawMessage)) != nil {"},
		{"a hostile text ends the process", "server/live/decode.go", "		return store.ErrTextInvalid\n	}\n	if err := walk(data)", "		go func() { panic(\"hostile\") }()\n		return store.ErrTextInvalid\n	}\n	if err := walk(data)"},
		{"what was sent is kept", "server/live/decode.go", "func Decode(data []byte, into any) error {", "var kept [][]byte\n\nfunc Decode(data []byte, into any) error {\n	kept = append(kept, bytes.Repeat(data, 64))"},
	},
}

// tryHostile sends what no page would, while phones that behave go on as before.
func tryHostile(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	if t.failed("start anew", h.anew(ctx)) { // setting up leaves a heap in which much can hide
		return
	}
	// What the witnesses leave makes the server grow as well, so in the long form they are slow.
	pace := time.Duration(t.either(20, 200)) * time.Millisecond
	c, err := gather(ctx, e, habits{phones: 2, lanes: 1, pace: pace})
	if t.failed("gather", err) {
		return
	}
	cookie, err := e.join(ctx)
	if t.failed("join", err) {
		return
	}
	pid, memory, grown := h.pid(), residentKiB(h.pid()), 0
	watch := func() { grown = max(grown, residentKiB(pid)-memory) }

	attacks := append(frameAttacks(t.either(10_000, 100_000)), textAttacks()...)
	var slowest, calm, p95 time.Duration
	for try := 1; try <= t.either(hostileTries, 20); try++ {
		began := time.Now()
		time.Sleep(time.Second)
		calm = c.latency(0.95, began)
		began = time.Now()
		for _, one := range attacks {
			slowest = max(slowest, t.tryAttack(ctx, e, cookie, one))
			watch()
		}
		if p95 = c.latency(0.95, began); p95 <= calm+witnessSlack && !t.long || ctx.Err() != nil {
			break
		}
	}
	for name, bent := range wellFramed {
		t.tryWellFramed(ctx, e, cookie, name, bent)
	}
	t.tryRefusals(ctx, e, cookie)
	watch()
	bodies := t.tryBodies(ctx, h, e)
	watch()
	if h.pid() != pid || !h.alive() {
		t.fault("the server is gone: %s", h.said.last())
		c.leave()
		return
	}
	if said := h.said.all(); strings.Contains(said, "panic") || strings.Contains(said, "level=ERROR") {
		t.fault("the server panicked, or did not foresee it: %s", h.said.last())
	}
	if grown > hostileGrowth {
		t.fault("the server grew by %d KiB", grown)
	}
	if p95 > calm+witnessSlack {
		t.fault("the witnesses' p95 is %v, and was %v", p95, calm)
	}
	if c.reconnects() > 0 {
		t.fault("a witness lost its socket")
	}
	t.note("%d attacks, closed after %v at most; %d refusals, %d bodies; %d KiB more; the witnesses' p95 %v, before %v",
		len(attacks), slowest.Round(time.Millisecond), len(refusals), bodies, grown, p95, calm)
	t.settle(ctx, c, 10*time.Second)
}

// tryAttack strikes, twice if the machine was slow, and returns how long the socket stayed.
func (t *trial) tryAttack(ctx context.Context, e *event, cookie string, one attack) time.Duration {
	for try := 1; ; try++ {
		code, took, err := strike(ctx, e.house, e.phonePath(), cookie, one.send)
		switch {
		case err != nil:
			t.fault("%s: %v", one.name, err)
		case !slices.Contains(one.codes, code):
			t.fault("%s: closed with %d, want %v", one.name, code, one.codes)
		case took > closedWithin && try == 1:
			continue
		case took > closedWithin:
			t.fault("%s: closed after %v", one.name, took)
		}
		return took
	}
}

// tryWellFramed sends a message in an odd way that RFC 6455 allows, and expects its answer.
func (t *trial) tryWellFramed(ctx context.Context, e *event, cookie, name string, bent func([]byte) []byte) {
	conn, err := dial(ctx, e.house, 0)
	if t.failed(name, err) {
		return
	}
	defer conn.Close()
	if t.failed(name, upgrade(conn, e.house, e.phonePath(), cookie)) {
		return
	}
	conn.SetDeadline(time.Now().Add(closedAtLast))
	id := randomID()
	conn.Write(bent([]byte(`{"id":"` + id + `","type":"Ping","data":{}}`)))
	if !answered(conn, id) {
		t.fault("a message %s is not answered", name)
	}
}
