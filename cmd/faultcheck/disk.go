package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const diskUntrusted = 3 // exit status after a failed sync

// slowSync starts the server below strace, so that each sync takes so long. It is the server's
// parent process all the same: -D detaches strace.
func slowSync(folder string, delay time.Duration) []string {
	return []string{
		"strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", filepath.Join(folder, "trace"), "-e", "trace=fdatasync,fsync",
		"-e", fmt.Sprintf("inject=fdatasync,fsync:delay_exit=%d", delay.Microseconds()),
	}
}

// inject makes system calls of a running server fail as strace's -e inject has it, until heal.
func (h *house) inject(ctx context.Context, fault string) (heal func(), err error) {
	calls, _, _ := strings.Cut(fault, ":")
	var said attached
	tracer := exec.CommandContext(ctx, "strace", "-f", "-p", fmt.Sprint(h.pid()), "-o", os.DevNull, "-e", "trace="+calls, "-e", "inject="+fault)
	tracer.Stderr = &said
	if err := tracer.Start(); err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	go func() { tracer.Wait(); close(ended) }()
	heal = func() {
		tracer.Process.Signal(os.Interrupt)
		<-ended
	}
	if !eventually(ctx, 5*time.Second, func() bool { return said.has("attached") }) {
		heal()
		return nil, fmt.Errorf("strace cannot attach to the server: %s", said.text())
	}
	return heal, nil
}

// attached keeps what strace says.
type attached struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (a *attached) Write(said []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.said.Write(said)
}

func (a *attached) text() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.TrimSpace(a.said.String())
}

func (a *attached) has(text string) bool { return strings.Contains(a.text(), text) }

var syncCheck = check{
	name: "sync", what: "the disk refuses a sync or a write", run: trySync,
	mutants: []mutant{
		{"synchronous is off", "store/sqlstore/sqlite.go", `{"synchronous", "FULL", "2"}`, `{"synchronous", "OFF", "0"}`},
		{"acks before the commit", "server/live/storing.go", "\t\terr = h.commit()\n", ackFirst},
		{"goes on after a failed sync", "server/live/storing.go", "case errors.As(err, &syncFailed):\n\t\th.config.Fatal(err)\n\t\treturn false", "case errors.As(err, &syncFailed) && false:\n\t\treturn false"},
	},
}

// trySync lets the disk refuse the first sync of a quiet server, then one under load, then a
// write. After a sync that failed the server must go without an ack, and lose nothing that was
// acked before; after a write that failed it may go on.
func trySync(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()

	quiet, err := gather(ctx, e, habits{phones: 1})
	if t.failed("gather", err) {
		return
	}
	heal, err := h.inject(ctx, "fdatasync,fsync:error=EIO:when=1")
	if t.failed("inject", err) {
		return
	}
	first := quiet.phones[0].do("Der erste Beitrag auf einer kaputten Platte")
	status, err := h.gone(5 * time.Second)
	heal()
	if err != nil {
		t.fault("after a failed sync, %v", err)
		h.kill()
	} else if status != diskUntrusted {
		t.fault("after a failed sync, the exit status is %d", status)
	}
	select {
	case <-first.done:
		t.fault("what the disk refused was acked")
	case <-time.After(50 * time.Millisecond):
	}
	if _, err := h.start(ctx, startWithin); t.failed("start again", err) {
		return
	}
	t.settle(ctx, quiet, 10*time.Second)

	exits := 0
	for _, fault := range []string{"fdatasync,fsync:error=EIO:when=5", "pwrite64:error=EIO:when=7", "pwrite64:error=EIO:when=40"} {
		round, err := h.newEvent(ctx)
		if t.failed("new event", err) {
			return
		}
		c, err := gather(ctx, round, habits{phones: 8, lanes: 2, pace: 5 * time.Millisecond, words: 20})
		if t.failed("gather", err) {
			return
		}
		heal, err := h.inject(ctx, fault)
		if t.failed("inject", err) {
			return
		}
		eventually(ctx, 2*time.Second, func() bool { return !h.alive() || c.told("storage") > 0 })
		storage := c.told("storage")
		heal()
		if h.alive() && storage > 0 && strings.HasPrefix(fault, "fdatasync") {
			t.fault("the server goes on after a failed sync")
		}
		if h.alive() && storage == 0 {
			t.fault("%s passed unnoticed", fault)
		}
		if !h.alive() {
			exits++
			if status, _ := h.gone(time.Second); status != diskUntrusted {
				t.fault("%s: the exit status is %d", fault, status)
			}
			if _, err := h.start(ctx, startWithin); t.failed("start again", err) {
				return
			}
		}
		t.settle(ctx, c, 15*time.Second)
	}
	t.note("no ack, %d exits with status %d, the rest refused as storage; nothing lost", exits+1, diskUntrusted)
}

var slowDiskCheck = check{
	name: "slowdisk", what: "every sync takes 200 ms", run: trySlowDisk,
	mutants: []mutant{
		{"acks before the commit", "server/live/storing.go", "\t\terr = h.commit()\n", ackFirst},
		{"intake without bounds", "server/live/hub.go", "intakeSize  = 2000 ", "intakeSize  = 2000000 "},
	},
}

// trySlowDisk serves from a disk that takes long to sync: acks wait for it, more than the
// intake holds is refused for the time being, and nobody loses the line.
func trySlowDisk(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	h.terminate()
	if _, err := h.gone(stopWithin); t.failed("stop", err) {
		return
	}
	const (
		delay    = 200 * time.Millisecond
		underWay = 16 // commands that one screen may have; 220 screens have more than the intake and a batch
	)
	if _, err := h.start(ctx, startWithin, slowSync(t.folder, delay)...); t.failed("start below strace", err) {
		return
	}
	quiet, err := gather(ctx, e, habits{phones: 1})
	if t.failed("gather", err) {
		return
	}
	one := quiet.phones[0].do("Ein Beitrag, der auf die Platte wartet")
	<-one.done
	waited := quiet.latency(0, time.Time{})
	if waited < delay-10*time.Millisecond {
		t.fault("an ack after %v, before the sync of %v was done", waited, delay)
	}
	quiet.leave()

	began := time.Now()
	c, err := gather(ctx, e, habits{phones: t.either(220, 1000), once: true})
	if t.failed("gather", err) {
		return
	}
	joined := time.Since(began)
	for i := range underWay {
		for _, one := range c.phones {
			one.do(fmt.Sprintf("Schub %d-%d", one.name, i))
		}
	}
	c.rest(time.Minute)
	busy, p99 := c.told("busy"), c.latency(0.99, began)
	if busy == 0 {
		t.fault("more commands than the intake holds, and none refused as busy")
	}
	if c.reconnects() > 0 {
		t.fault("%d sockets lost", c.reconnects())
	}
	c.mu.Lock()
	for _, first := range quiet.deeds { // the event holds it too
		c.deeds[first.id] = first
	}
	c.mu.Unlock()
	t.settle(ctx, c, time.Second)
	t.note("ack after %v; %d phones in after %v; %d of %d refused as busy at first, p99 %v, no socket lost",
		waited, len(c.phones), joined.Round(time.Millisecond), busy, underWay*len(c.phones), p99)
}

var fullCheck = check{
	name: "full", what: "the disk is full for a while", run: tryFull,
	mutants: []mutant{
		{"never tries again to store", "server/live/storing.go", "if time.Now().Before(h.probeAt) {", "if h.storage != nil {"},
		{"a full disk is any failure", "store/sqlstore/sqlite.go", "case sqlite3.SQLITE_FULL:", "case -1:"},
	},
}

// tryFull fills the disk while ideas come in, and makes it larger some time later.
func tryFull(ctx context.Context, t *trial) {
	folder := filepath.Join(t.folder, "small")
	if t.failed("make a folder", os.Mkdir(folder, 0o700)) {
		return
	}
	if t.failed("cannot run: mounting needs root", mount(ctx, "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder)) {
		return
	}
	defer func() { t.failed("unmount", unmount(folder)) }()
	h, e, leave, ok := t.openAt(ctx, folder)
	if !ok {
		return
	}
	defer leave()
	desk, err := e.desk(ctx)
	if t.failed("console", err) {
		return
	}
	defer desk.leave()
	c, err := gather(ctx, e, habits{phones: 6, lanes: 1, pace: 2 * time.Millisecond, words: 1200})
	if t.failed("gather", err) {
		return
	}
	if !eventually(ctx, 30*time.Second, func() bool { return c.told("storage_full") > 0 || !h.alive() }) {
		t.fault("the disk is full, and nobody is told so")
	}
	before := c.acked()
	if _, err := e.export(ctx); err != nil {
		t.fault("from a full disk, %v", err)
	}
	for who, err := range map[string]error{"ready": h.answers(ctx, "/readyz"), "a page": h.answers(ctx, "/e/"+e.code)} {
		t.failed(who, err)
	}
	if again, err := look(ctx, h, "/console/"+e.id+"/socket", e.session, e.console, map[string]position{}); !t.failed("a console comes", err) {
		again.leave()
	}
	if !h.alive() {
		t.fault("the server is gone: %s", h.said.last())
		return
	}
	t.failed("remount", mount(ctx, "-o", "remount,size=64m", folder))
	freed := time.Now()
	if !eventually(ctx, 10*time.Second, func() bool { return c.acked() > before+5 }) {
		t.fault("with space again, nothing is taken for 10 s")
	}
	t.note("%d acked, then storage_full; taken again %v after there was space", before, time.Since(freed).Round(time.Millisecond))
	t.settle(ctx, c, 15*time.Second)
}

// answers asks for a page and wants it served.
func (h *house) answers(ctx context.Context, path string) error {
	got, err := h.call(ctx, client, "GET", path, "", "", nil)
	if err == nil && got.status != http.StatusOK {
		err = errors.New(http.StatusText(got.status))
	}
	return err
}
