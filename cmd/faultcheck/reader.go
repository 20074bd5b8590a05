package main

import (
	"context"
	"os"
	"time"
)

const (
	logAlarm = 64 << 20
	logCap   = 256 << 20

	movedWithin = 20 * time.Second // all of a log at its limit
)

var readerCheck = check{
	name: "reader", what: "another program keeps reading the database", run: tryReader,
	mutants: []mutant{
		{"the log may grow for ever", "store/health.go", "LogCap   = 256 << 20", "LogCap   = 256 << 40"},
		{"the console is not told", "server/live/meter.go", "case m.logAlarm():", "case m.logAlarm() && false:"},
		{"operators are not told", "server/metrics.go", "float64(now.LogBytes)", "0"},
		{"the log is not shortened", "store/sqlstore/erasure.go", "if done, err := s.erase(ctx); !done || err != nil {", "if done := true; !done {"},
	},
}

// tryReader begins to read and does not end, so that the log cannot be shortened, and lets it
// grow: first until people must be told, then until nothing more may be stored.
func tryReader(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	desk, err := e.desk(ctx)
	if t.failed("console", err) {
		return
	}
	defer desk.leave()
	guest, cookie, err := e.guest(ctx)
	if t.failed("guest", err) {
		return
	}
	guest.leave()
	reader, err := openForeign(ctx, h.database())
	if t.failed("open as another program", err) {
		return
	}
	defer reader.close()
	writer, err := openForeign(ctx, h.database())
	if t.failed("open as another program", err) {
		return
	}
	defer writer.close()
	c, err := gather(ctx, e, habits{phones: 10, lanes: 1, pace: time.Duration(t.either(50, 1000)) * time.Millisecond, words: 100})
	if t.failed("gather", err) {
		return
	}
	hold := time.Duration(t.either(1, 300)) * time.Second
	began := time.Now()
	if t.failed("read", reader.do(ctx, `BEGIN; SELECT COUNT(*) FROM event`)) {
		return
	}
	// Filled by somebody else: by ideas alone it would take long.
	if t.failed("fill the log", writer.stuff(ctx, 70)) {
		return
	}
	if !eventually(ctx, 4*time.Second, func() bool { return desk.alarmed("log", 0) }) {
		t.fault("the log has %d MB, and the console sees no alarm", h.logBytes()>>20)
	}
	if shown, err := h.gauge(ctx, "masswerk_wal_bytes"); err != nil || shown < logAlarm {
		t.fault("operators see a log of %v bytes (%v)", shown, err)
	}
	if before := c.acked(); !eventually(ctx, 4*time.Second, func() bool { return c.acked() > before }) {
		t.fault("nothing is taken long before the log is at its limit")
	}
	for end := time.Now().Add(hold); time.Now().Before(end) && h.logBytes() <= logCap; {
		time.Sleep(100 * time.Millisecond)
	}
	atAlarm := h.logBytes()

	seen := desk.count()
	if t.failed("fill the log", writer.stuff(ctx, max(0, logCap-int(h.logBytes()))/1_000_000+10)) {
		return
	}
	if !eventually(ctx, 4*time.Second, func() bool { return c.told("storage") > 0 && desk.alarmed("disk", seen) }) {
		t.fault("the log is at its limit of %d MB with %d: %d are told so, alarm %v", logCap>>20, h.logBytes()>>20, c.told("storage"), desk.alarmed("disk", seen))
	}
	before, size := c.acked(), h.logBytes()
	slowest := t.reads(ctx, e, cookie)
	time.Sleep(hold)
	if more := c.acked() - before; more > 0 {
		t.fault("%d were taken although the log is at its limit", more)
	}
	if grown := h.logBytes() - size; grown > 0 {
		t.fault("at its limit, the log grew by %d bytes", grown)
	}
	held := time.Since(began)
	back := t.resumes(ctx, c, reader, `ROLLBACK`, movedWithin)
	if !eventually(ctx, 5*time.Second, func() bool { return h.logBytes() < logAlarm/8 && desk.calm("disk") && desk.calm("log") }) {
		t.fault("nobody reads any more, and the log has %d MB; alarm gone: %v", h.logBytes()>>20, desk.calm("disk") && desk.calm("log"))
	}
	if c.reconnects() > 0 {
		t.fault("%d sockets lost", c.reconnects())
	}
	t.settle(ctx, c, 15*time.Second)
	t.note("held for %v: alarm, with a log of %d MB at the end; refused at %d MB, reads within %v; intake again after %v",
		held.Round(time.Second), atAlarm>>20, size>>20, slowest, back)
}

// logBytes returns the size of the database's log file.
func (h *house) logBytes() int64 {
	info, err := os.Stat(h.database() + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}
