package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var readOnlyCheck = check{
	name: "readonly", what: "files that cannot be written, or are gone", run: tryReadOnly,
	mutants: []mutant{
		{"what cannot be written is opened", "store/sqlstore/sqlite.go", "if err := writable(path); err != nil {", "if false {\n\t\tvar err error"},
		{"does not say what to do", "cmd/masswerk/serve.go", "errors.Is(err, syscall.EROFS)) {", "errors.Is(err, syscall.EROFS)) && false {"},
		{"a failed commit is taken for done", "store/sqlstore/store.go", "if err := begun.Commit(); err != nil {", "if err := begun.Commit(); err != nil && false {"},
		{"ends when it cannot write", "store/sqlstore/sqlite.go", "case sqlite3.SQLITE_IOERR_FSYNC,", "case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC,"},
		{"does not see whose file it is", "store/sqlstore/health.go", "if err != nil || !os.SameFile(info, file.info) {", "if false && err != nil {"},
		{"sees only when somebody asks", "server/live/meter.go", "func (m *meter) diskAlarm() bool { return m.health.Load().Fault != nil ||", "func (m *meter) diskAlarm() bool { return"},
		{"never tries again to store", "server/live/storing.go", "if time.Now().Before(h.probeAt) {", "if h.storage != nil {"},
	},
}

// tryReadOnly starts on files that cannot be written, takes away the right to write from a
// running server, and then its file.
func tryReadOnly(ctx context.Context, t *trial) {
	folder := filepath.Join(t.folder, "small")
	if t.failed("make a folder", os.Mkdir(folder, 0o700)) {
		return
	}
	if t.failed("cannot run: mounting needs root", mount(ctx, "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder)) {
		return
	}
	defer func() { t.failed("unmount", unmount(folder)) }()
	h, e, leave, ok := t.openAt(ctx, folder)
	if !ok {
		return
	}
	defer leave()
	t.startsReadOnly(ctx, h)
	if _, err := h.start(ctx, startWithin); t.failed("start again", err) {
		return
	}
	guest, cookie, err := e.guest(ctx)
	if t.failed("guest", err) {
		return
	}
	guest.leave()
	desk, err := e.desk(ctx)
	if t.failed("console", err) {
		return
	}
	defer desk.leave()
	c, err := gather(ctx, e, habits{phones: 8, lanes: 1, pace: time.Duration(t.either(20, 200)) * time.Millisecond, words: 10})
	if t.failed("gather", err) {
		return
	}
	outage := time.Duration(t.either(1, 60)) * time.Second

	// A file system that its driver makes read-only refuses writes to files that are open; from
	// outside, a mount with open files cannot be made so.
	heal, err := h.inject(ctx, "pwrite64,ftruncate:error=EROFS")
	if t.failed("inject", err) {
		return
	}
	slowest, readOnly := t.refusedMeanwhile(ctx, h, e, c, desk, cookie, outage, heal)
	if !h.alive() {
		return
	}
	if !eventually(ctx, 5*time.Second, func() bool { return desk.calm("disk") }) {
		t.fault("the alarm stays")
	}
	c.rest(5 * time.Second) // nobody asks for anything, and the alarm comes all the same
	away := h.database() + ".away"
	if t.failed("move the file away", os.Rename(h.database(), away)) {
		return
	}
	seen := desk.count()
	if !eventually(ctx, 4*time.Second, func() bool { return desk.alarmed("disk", seen) }) {
		t.fault("the file is gone, and the console sees no alarm")
	}
	before := c.acked()
	one := c.phones[0].do("Ein Beitrag, den niemand wiederfände")
	time.Sleep(outage)
	if c.acked() > before {
		t.fault("%d were acked into a file that is gone", c.acked()-before)
	}
	if slow := t.reads(ctx, e, cookie); slow > slowest {
		slowest = slow
	}
	began := time.Now()
	if t.failed("put the file back", os.Rename(away, h.database())) {
		return
	}
	select {
	case <-one.done:
	case <-time.After(10 * time.Second):
		t.fault("the file is back, and nothing is taken for 10 s")
	}
	back := time.Since(began).Round(time.Millisecond)
	if c.reconnects() > 0 {
		t.fault("%d sockets lost", c.reconnects())
	}
	t.settle(ctx, c, 15*time.Second)
	t.note("says so at the start and ends with status 1; read-only for %v, and the file gone: refused, alarm, reads within %v; intake again after %v and %v",
		outage, slowest, readOnly, back)
}

// startsReadOnly stops the server, and starts it where all files or only one cannot be written.
func (t *trial) startsReadOnly(ctx context.Context, h *house) {
	h.terminate()
	if _, err := h.gone(stopWithin); t.failed("stop", err) {
		return
	}
	for _, one := range []struct {
		what, named string
		take, back  func() error
	}{
		{"the folder", h.folder,
			func() error { return mount(ctx, "-o", "remount,ro", h.folder) },
			func() error { return mount(ctx, "-o", "remount,rw", h.folder) }},
		{"the database", h.database(),
			func() error {
				if err := mount(ctx, "--bind", h.database(), h.database()); err != nil {
					return err
				}
				return mount(ctx, "-o", "remount,bind,ro", h.database())
			},
			func() error { return unmount(h.database()) }},
	} {
		if t.failed("make "+one.what+" read-only", one.take()) {
			return
		}
		said := len(h.said.all())
		_, err := h.start(ctx, 5*time.Second)
		if err == nil {
			t.fault("%s is read-only, and the server starts", one.what)
			h.kill()
		} else if status, err := h.gone(time.Second); err != nil || status != 1 {
			t.fault("%s is read-only: exit status %d (%v)", one.what, status, err)
		}
		sentence := strings.TrimSpace(h.said.all()[said:])
		if strings.Contains(sentence, "\n") || !strings.Contains(sentence, one.named) ||
			!strings.Contains(sentence, "read-only") || !strings.Contains(sentence, "--data") {
			t.fault("%s is read-only, and the server says: %s", one.what, sentence)
		}
		if t.failed("make "+one.what+" writable", one.back()) {
			return
		}
	}
}

// refusedMeanwhile wants commands refused as storage and nothing acked while nothing can be
// written, everything else to go on, and intake to go on once it can.
func (t *trial) refusedMeanwhile(ctx context.Context, h *house, e *event, c *crowd, desk *told, cookie string, outage time.Duration, heal func()) (slowest, back time.Duration) {
	seen := desk.count()
	if !eventually(ctx, 5*time.Second, func() bool { return c.told("storage") > 0 && desk.alarmed("disk", seen) || !h.alive() }) {
		t.fault("nothing can be written: %d are told so, alarm %v", c.told("storage"), desk.alarmed("disk", seen))
	}
	before := c.acked()
	if h.alive() {
		slowest = t.reads(ctx, e, cookie)
	}
	time.Sleep(outage)
	if more := c.acked() - before; more > 0 {
		t.fault("%d were acked while nothing could be written", more)
	}
	heal()
	began := time.Now()
	if !h.alive() {
		t.fault("the server is gone: %s", h.said.last())
		return slowest, 0
	}
	if !eventually(ctx, 10*time.Second, func() bool { return c.acked() > before }) {
		t.fault("it can be written again, and nothing is taken for 10 s")
	}
	return slowest, time.Since(began).Round(time.Millisecond)
}

func mount(ctx context.Context, how ...string) error {
	return tool(exec.CommandContext(ctx, "mount", how...))
}

func unmount(folder string) error { return tool(exec.Command("umount", folder)) }

// tool runs a program of the system, and makes an error of what it says.
func tool(command *exec.Cmd) error {
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", command.Path, err, bytes.TrimSpace(said))
	}
	return nil
}
