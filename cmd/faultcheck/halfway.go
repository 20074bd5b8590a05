package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// finale is how many calls there are about when the new database takes the old one's place.
const finale = 18

// kills kills the same restore at one write or sync after the other. What is there then is the
// old database or the new one, whole, and the restore can be repeated.
func (r *returning) kills(ctx context.Context) {
	folder, trace := filepath.Join(r.folder, "counted"), filepath.Join(r.folder, "restore.trace")
	if r.failed("copy", copyFolder(r.killed, folder)) {
		return
	}
	said, status, err := runProgram(ctx, slices.Concat(counted(trace), []string{r.binary, "--data", folder, "restore", r.backup})...)
	if err != nil || status != 0 {
		r.fault("restore below strace: %d %s %v", status, said, err)
		return
	}
	r.failed("restore", namedDurably(trace))
	all, err := strokesIn(trace)
	if r.failed("count", err) {
		return
	}
	moments := all
	if !r.long { // most of what counts is at the end
		end := max(0, len(all)-finale)
		moments = someOf(all[:end], 4)
		for i, one := range all[end:] {
			if i%2 == 0 || one.call == "write" || strings.HasPrefix(one.call, "rename") {
				moments = append(moments, one)
			}
		}
	}
	ends := make([]string, len(moments))
	inParallel(2, len(moments), func(i int) error {
		ends[i] = r.killedAt(ctx, moments[i])
		return nil
	})
	count := map[string]int{}
	for _, end := range ends {
		count[end]++
	}
	if count["old"] == 0 || count[""] > len(moments)*3/4 {
		r.fault("killed restores ended as %v: this check proves little", count)
	}
	r.note("%d of %d restores killed: %d left the old database and %d the new one", count["old"]+count["new"], len(moments), count["old"], count["new"])
}

// killedAt kills one restore and tells which database it left; none if it was not killed. Somebody
// has the old one open, so that SQLite does not tidy up its log by itself.
func (r *returning) killedAt(ctx context.Context, at stroke) (left string) {
	doing := fmt.Sprint("killed at ", at.call, " ", at.n)
	folder := filepath.Join(r.folder, doing)
	if r.failed(doing, copyFolder(r.killed, folder)) {
		return ""
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "masswerk.db")
	onlooker, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if r.failed(doing, err) {
		return ""
	}
	onlooker.SetMaxOpenConns(1)
	_, err = query(ctx, onlooker, `SELECT COUNT(*) FROM event`)
	restore := []string{r.binary, "--data", folder, "restore", r.backup}
	said, status, err2 := runProgram(ctx, slices.Concat(at.deadly(), restore)...)
	if r.failed(doing, errors.Join(err, err2, onlooker.Close())) {
		return ""
	}
	if status > 0 {
		r.fault("%s: it ended with %d: %s", doing, status, said)
	}
	found, err := readContents(ctx, path)
	if r.failed(doing, err) {
		return ""
	}
	switch old, renewed := found.differs(r.before), found.differs(r.renewed); {
	case len(renewed) == 0 && status == 0:
	case len(renewed) == 0:
		left = "new"
	case len(old) == 0:
		left = "old"
	default:
		r.fault("%s, there is neither the old database (%v) nor the new one (%v)", doing, old, renewed)
	}
	if said, status, err := runProgram(ctx, restore...); err != nil || status != 0 {
		r.fault("%s, it cannot be repeated: %s %v", doing, said, err)
		return left
	}
	if found, err = readContents(ctx, path); r.failed(doing, err) {
		return left
	}
	if wrong := found.differs(r.renewed); len(wrong) > 0 {
		r.fault("%s and repeated, it is not what was restored: %v", doing, wrong)
	}
	return left
}

// namedDurably reads in a trace that the new file was complete on disk before it was given its
// name, and that the name was made durable.
func namedDurably(trace string) error {
	content, err := os.ReadFile(trace)
	if err != nil {
		return err
	}
	synced, named, durable := false, false, false
	for line := range strings.Lines(string(content)) {
		_, call, _ := strings.Cut(line, " ")
		call = strings.TrimSpace(call)
		syncs := strings.HasPrefix(call, "fsync(") || strings.HasPrefix(call, "fdatasync(")
		switch {
		case strings.HasPrefix(call, "pwrite64(") && strings.Contains(call, ".restoring>"):
			synced = false
		case syncs && strings.Contains(call, ".restoring>"):
			synced = true
		case strings.HasPrefix(call, "rename") && strings.Contains(call, `.restoring"`):
			if !synced {
				return errors.New("the new file gets its name before it is synced")
			}
			named = true
		case syncs && !strings.Contains(call, "masswerk.db"):
			durable = named
		}
	}
	if !named || !durable {
		return fmt.Errorf("the new file was renamed: %v, and the folder synced: %v", named, durable)
	}
	return nil
}
