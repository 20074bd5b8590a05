package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const (
	busyTimeout  = 5 * time.Second // a foreign lock that is shorter is waited for
	readsWithin  = 2 * time.Second // while nothing can be stored
	intakeWithin = 2 * time.Second // after a lock was let go
)

var lockCheck = check{
	name: "lock", what: "another program holds the database locked", run: tryLock,
	mutants: []mutant{
		{"gives up at once", "store/sqlstore/health.go", `patient   = "5000"`, `patient   = "0"`},
		{"each asker waits the whole time", "store/sqlstore/health.go", `impatient = "100"`, `impatient = "5000"`},
		{"a lock is an unforeseen error", "store/sqlstore/sqlite.go", "case sqlite3.SQLITE_BUSY:", "case -1:"},
		{"says what the driver says", "store/sqlstore/health.go", `{ return "another program holds the database locked; end it" }`, `{ return "database is locked" }`},
		{"refuses without a time to come again", "store/error.go", `Code: "storage", Retry: 2 * time.Second}`, `Code: "storage"}`},
		{"the console is not told", "server/live/meter.go", "case refused || m.diskAlarm():", "case m.diskAlarm():"},
	},
}

// tryLock holds the database locked as an open sqlite3 shell would: first for less than the
// server waits, which nobody must notice, then for longer.
func tryLock(ctx context.Context, t *trial) {
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
	defer guest.leave()
	other, err := openForeign(ctx, h.database())
	if t.failed("open as another program", err) {
		return
	}
	defer other.close()
	c, err := gather(ctx, e, habits{phones: 10, lanes: 1, pace: time.Duration(t.either(20, 100)) * time.Millisecond, words: 10})
	if t.failed("gather", err) {
		return
	}

	if t.failed("lock", other.do(ctx, `BEGIN IMMEDIATE`)) {
		return
	}
	time.Sleep(busyTimeout / 3)
	if told := c.told("storage") + c.told("busy"); told > 0 {
		t.fault("%d commands were refused during a lock of %v", told, busyTimeout/3)
	}
	t.resumes(ctx, c, other, `ROLLBACK`, intakeWithin)

	if t.failed("lock", other.do(ctx, `BEGIN IMMEDIATE`)) {
		return
	}
	began, seen := time.Now(), desk.count()
	if !eventually(ctx, busyTimeout+intakeWithin, func() bool { return c.told("storage") > 0 }) {
		t.fault("the database is locked, and nobody is told so for %v", busyTimeout+intakeWithin)
	}
	refused := time.Since(began)
	if !eventually(ctx, readsWithin, func() bool { return desk.alarmed("disk", seen) }) {
		t.fault("the console sees no alarm")
	}
	slowest := t.reads(ctx, e, cookie)
	id := randomID()
	asked, _ := json.Marshal(object{"id": id, "type": "SubmitIdea", "data": object{
		"session": e.session, "kind": "idea", "text": "Ein Beitrag vor verschlossener Tür", "receipt": strings.Repeat("r", 43),
	}})
	t.failed("ask", guest.write(asked))
	answered := func(f frame) bool { return f.Re == id && f.Code == "storage" && f.RetryMS > 0 }
	if !eventually(ctx, readsWithin, func() bool { _, found := guest.find(answered); return found }) {
		t.fault("a command is not refused as storage, to come again")
	}
	got, err := h.call(ctx, client, "PUT", "/staff/api/house", h.origin, h.staff, object{"name": "Musterstadt", "notice": ""})
	if err != nil || got.status != http.StatusServiceUnavailable || got.code != "storage" || !strings.Contains(string(got.body), "retry_ms") {
		t.fault("staff who change something are told %d %s (%v)", got.status, got.body, err)
	}
	if held := time.Duration(t.either(6, 30)) * time.Second; time.Since(began) < held {
		time.Sleep(held - time.Since(began))
	}
	held := time.Since(began)
	back := t.resumes(ctx, c, other, `ROLLBACK`, intakeWithin)
	if !eventually(ctx, 5*time.Second, func() bool { return desk.calm("disk") }) {
		t.fault("the alarm stays")
	}
	for where, said := range map[string]bool{
		"on a console": desk.has("is locked"), "on a phone": guest.has("is locked"),
		"to staff": strings.Contains(string(got.body), "is locked"), "in the log": strings.Contains(h.said.all(), "is locked"),
	} {
		if said {
			t.fault("the driver's own words come up %s", where)
		}
	}
	if c.reconnects() > 0 {
		t.fault("%d sockets lost", c.reconnects())
	}
	t.settle(ctx, c, 15*time.Second)
	t.note("%v: refused after %v, reads within %v, intake again after %v, no socket lost; %v went unnoticed",
		held.Round(time.Second), refused.Round(10*time.Millisecond), slowest, back, (busyTimeout / 3).Round(time.Millisecond))
}

// resumes ends what is in the way and wants intake to go on soon.
func (t *trial) resumes(ctx context.Context, c *crowd, other *foreign, end string, within time.Duration) time.Duration {
	before, began := c.acked(), time.Now()
	t.failed("let go", other.do(ctx, end))
	if !eventually(ctx, within, func() bool { return c.acked() > before }) {
		t.fault("nothing is taken for %v after the cause is gone", within)
	}
	return time.Since(began).Round(time.Millisecond)
}

// reads wants all that needs no storing to go on: pages, new screens, exports. It returns how long
// the slowest took.
func (t *trial) reads(ctx context.Context, e *event, phone string) time.Duration {
	var slowest time.Duration
	for what, read := range map[string]func() error{
		"a page":      func() error { return e.answers(ctx, "/e/"+e.code) },
		"readiness":   func() error { return e.answers(ctx, "/readyz") },
		"an export":   func() error { _, err := e.export(ctx); return err },
		"a new phone": func() error { return e.comes(ctx, e.phonePath(), phone) },
		"a console":   func() error { return e.comes(ctx, "/console/"+e.id+"/socket", e.console) },
	} {
		began := time.Now()
		t.failed(what, read())
		took := time.Since(began).Round(time.Millisecond)
		if took > readsWithin {
			t.fault("%s takes %v", what, took)
		}
		slowest = max(slowest, took)
	}
	return slowest
}

// comes opens a screen that has seen nothing yet, and is shown everything.
func (e *event) comes(ctx context.Context, path, cookie string) error {
	page, err := look(ctx, e.house, path, e.session, cookie, map[string]position{})
	if err == nil {
		page.leave()
	}
	return err
}
