package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

const slowedAtMost = 750 * time.Millisecond // p99 while a copy is made, or three times what it was

var backupCheck = check{
	name: "backup", what: "a copy is made while a crowd contributes", run: tryBackup,
	mutants: []mutant{
		{"copies the file as it lies there", "store/sqlstore/backup.go", "if err := copyPages(ctx, path, partial); err != nil {",
			"content, err := os.ReadFile(path)\n\tif err == nil {\n\t\terr = os.WriteFile(partial, content, 0o600)\n\t}\n\tif err != nil {"},
		{"keeps everybody from storing meanwhile", "store/sqlstore/backup.go", "\tdb, err := pool(dsn(from, asFound(from), pragma{\"busy_timeout\", patient, patient}), 1)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer db.Close()\n\tconn, err",
			"\tdb, err := pool(dsn(from, \"rw\", pragma{\"busy_timeout\", patient, patient}), 2)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdb.Begin()\n\tconn, err"},
		{"leaves out rows", "store/sqlstore/backup.go", "\treturn asOneFile(ctx, to)",
			"\tif copied, err := pool(dsn(to, \"rw\"), 1); err == nil {\n\t\tcopied.Exec(`DELETE FROM wording WHERE rowid % 50 = 0`)\n\t\tcopied.Close()\n\t}\n\treturn asOneFile(ctx, to)"},
	},
}

// tryBackup copies a database of some size under load, and starts a server from the copy.
func tryBackup(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	if t.failed("fill the database", h.stuffed(ctx, t.either(100, 500))) {
		return
	}
	c, err := gather(ctx, e, habits{phones: 20, lanes: 1, pace: 20 * time.Millisecond, words: 20})
	if t.failed("gather", err) {
		return
	}
	quiet := time.Now()
	time.Sleep(2 * time.Second)
	before := c.latency(0.99, quiet)

	acked := c.texts()
	copied := filepath.Join(t.folder, "copy.db")
	began := time.Now()
	longest := watching(h.logBytes, func() {
		t.failed("backup", tool(exec.CommandContext(ctx, t.binary, "backup", copied, "--data", h.folder)))
	})
	took := time.Since(began)
	if longest > logAlarm {
		t.fault("the log grew to %d MB while the copy was made", longest>>20)
	}
	if refused := c.told("storage") + c.told("busy"); refused > 0 {
		t.fault("%d were refused while the copy was made", refused)
	}
	t.settle(ctx, c, 10*time.Second)
	during := c.latency(0.99, began)
	if during > max(slowedAtMost, 3*before) {
		t.fault("p99 is %v while the copy is made, %v before", during, before)
	}
	if t.failed("the copy", sound(ctx, copied)) {
		return
	}

	elsewhere := filepath.Join(t.folder, "elsewhere")
	if t.failed("restore", tool(exec.CommandContext(ctx, t.binary, "restore", copied, "--data", elsewhere))) {
		return
	}
	restored, err := newHouse(t.binary, elsewhere)
	if t.failed("a second server", err) {
		return
	}
	defer func() { t.failed("end", restored.end()) }()
	if _, err := restored.start(ctx, startWithin); t.failed("start from the copy", err) {
		return
	}
	twin := *e
	twin.house = restored
	holds, err := twin.export(ctx)
	if t.failed("from the copy", err) {
		return
	}
	has := map[int]string{}
	for _, one := range holds.Ideas {
		has[one.Number] = one.Text
	}
	lost := 0
	for number, text := range acked {
		if has[number] != text {
			lost++
		}
	}
	if lost > 0 {
		t.fault("%d of %d that were acked before are not in the copy", lost, len(acked))
	}
	info, err := os.Stat(copied)
	if t.failed("the copy", err) {
		return
	}
	t.note("%d MB in %v with its check; p99 %v, before %v; log at most %d MB; all %d acked before are in the copy, and %d since",
		info.Size()/1_000_000, took.Round(10*time.Millisecond), during, before, longest>>20, len(acked), len(has)-len(acked))
}

// stuffed makes the database so large.
func (h *house) stuffed(ctx context.Context, megabytes int) error {
	other, err := openForeign(ctx, h.database())
	if err != nil {
		return err
	}
	defer other.close()
	if err := other.stuff(ctx, megabytes); err != nil {
		return err
	}
	return other.do(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
}

// texts returns what was acked so far, by number.
func (c *crowd) texts() map[int]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	texts := map[int]string{}
	for _, one := range c.deeds {
		if one.number != 0 {
			texts[one.number] = one.text
		}
	}
	return texts
}

// watching returns the largest value seen while something is done.
func watching(value func() int64, do func()) int64 {
	done, largest := make(chan struct{}), make(chan int64)
	go func() {
		seen := value()
		for {
			select {
			case <-done:
				largest <- seen
				return
			case <-time.After(20 * time.Millisecond):
				seen = max(seen, value())
			}
		}
	}()
	do()
	close(done)
	return <-largest
}
