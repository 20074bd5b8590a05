package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// withoutSpace upgrades on a disk that has no room for the copy.
func (u *upgrading) withoutSpace(ctx context.Context) {
	folder := filepath.Join(u.folder, "tight")
	info, err := os.Stat(filepath.Join(u.old, "masswerk.db"))
	if u.failed("a small disk", err) || u.failed("a small disk", os.MkdirAll(folder, 0o700)) {
		return
	}
	size := fmt.Sprintf("size=%dk", info.Size()/1024*3/2)
	if said, err := exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", size, "tmpfs", folder).CombinedOutput(); err != nil {
		u.fault("cannot run: mounting a small disk needs root (%v: %s)", err, bytes.TrimSpace(said))
		return
	}
	defer func() {
		if said, err := exec.Command("umount", folder).CombinedOutput(); err != nil {
			u.fault("unmount: %v: %s", err, bytes.TrimSpace(said))
		}
	}()
	data := filepath.Join(folder, "data")
	if u.failed("copy", copyFolder(u.old, data)) {
		return
	}
	u.untouched(data, func() {
		u.refuses(ctx, "an upgrade without space", "there is no space for the copy", u.next, "serve", "--listen", "127.0.0.1:0", "--data", data)
	})
	if said, err := exec.CommandContext(ctx, "mount", "-o", "remount,size=64m", folder).CombinedOutput(); err != nil {
		u.fault("remount: %v: %s", err, said)
	}
	h, err := u.serve(ctx, u.next, data)
	if !u.failed("an upgrade with space again", err) {
		h.kill()
		u.theCopy(ctx, "with space again", data)
	}
}

// downgrade lets the older program meet what the newer one left.
func (u *upgrading) downgrade(ctx context.Context) {
	newer := filepath.Join(u.folder, "undisturbed")
	backup := filepath.Join(u.folder, "newer.db")
	if said, status, err := runProgram(ctx, u.next, "--data", newer, "backup", backup); err != nil || status != 0 {
		u.fault("backup by the next release: %d %s %v", status, said, err)
		return
	}
	u.untouched(newer, func() {
		u.refuses(ctx, "the older program", "a newer masswerk has written", u.binary, "serve", "--listen", "127.0.0.1:0", "--data", newer)
		u.refuses(ctx, "a backup by the older program", "a newer masswerk has written", u.binary, "--data", newer, "backup", backup+".2")
	})
	u.untouched(u.old, func() {
		u.refuses(ctx, "a newer backup for the older program", "a newer masswerk has written", u.binary, "--data", u.old, "restore", backup)
	})
}

// noBackups tries to restore what is no backup.
func (t *trial) noBackups(ctx context.Context, data string) {
	whole, err := os.ReadFile(filepath.Join(data, "masswerk.db"))
	if t.failed("read", err) {
		return
	}
	foreign := filepath.Join(t.folder, "foreign.db")
	db, err := sql.Open("sqlite", "file:"+foreign)
	if err == nil {
		_, err = db.ExecContext(ctx, `CREATE TABLE recipe (name TEXT)`)
		err = errors.Join(err, db.Close())
	}
	if t.failed("a foreign database", err) {
		return
	}
	for name, content := range map[string][]byte{
		"damaged": bytes.Repeat([]byte("no database "), 2000), "empty": nil, "half": whole[:len(whole)/2],
		"bytes": whole[:50],
	} {
		t.failed(name, os.WriteFile(filepath.Join(t.folder, name+".db"), content, 0o600))
	}
	for name, words := range map[string]string{
		"damaged": "is damaged", "bytes": "is damaged", "half": "is damaged", "empty": "is empty", "foreign": "belongs to another program",
	} {
		t.untouched(data, func() {
			t.refuses(ctx, "restore of a file that is "+name, words, t.binary, "--data", data, "restore", filepath.Join(t.folder, name+".db"))
		})
	}
	elsewhere := filepath.Join(t.folder, "foreign")
	if t.failed("foreign", os.Mkdir(elsewhere, 0o700)) || t.failed("foreign", os.Rename(foreign, filepath.Join(elsewhere, "masswerk.db"))) {
		return
	}
	t.untouched(elsewhere, func() {
		t.refuses(ctx, "a foreign database", "belongs to another program", t.binary, "serve", "--listen", "127.0.0.1:0", "--data", elsewhere)
		t.refuses(ctx, "a backup of a foreign database", "belongs to another program", t.binary, "--data", elsewhere, "backup", foreign)
	})
}

// untouched makes sure that a folder is the same afterwards, but for the lock.
func (t *trial) untouched(folder string, doing func()) {
	before, err := sumsOf(folder)
	if t.failed("checksums", err) {
		return
	}
	doing()
	after, err := sumsOf(folder)
	if t.failed("checksums", err) {
		return
	}
	delete(before, "masswerk.db.lock")
	delete(after, "masswerk.db.lock")
	if !maps.Equal(before, after) {
		t.fault("%s was changed by what refused it: %v, %v", filepath.Base(folder), slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
	}
}

// refuses runs a program that must end with status 1 and one sentence that holds words.
func (t *trial) refuses(ctx context.Context, doing, words string, args ...string) {
	said, status, err := runProgram(ctx, args...)
	if t.failed(doing, err) {
		return
	}
	if status != 1 || !strings.Contains(said, words) || strings.Contains(said, "\n") {
		t.fault("%s: status %d, and it says %q instead of %q", doing, status, said, words)
	}
}
