package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"masswerk/cmd/masswerk/rehearsal"
)

// lab is what figures are measured with. Databases of both sides lie in its folder.
type lab struct {
	root, folder string // of the module; for everything made here
	product      string // binary
	generator    string // binary; empty: there is none, and no floor
	floor        string // binary

	hello string // file with a phone's snapshots, for the floor; empty: not written yet
	full  *full  // event of the start; nil: not filled yet
}

const (
	loadFor   = 4 * time.Second
	settleFor = 15 * time.Second // for what still is on its way after a load
	readyFor  = time.Minute      // for all sockets to have everything
	sideLimit = 4 * time.Minute  // for one side of a figure in one run
	mostFiles = 10_000           // sockets of the largest crowd
)

//go:embed target/masswerk.go
var target []byte

// openLab builds everything. Without a folder of the generator there is the product only.
func openLab(ctx context.Context, bench string) (_ *lab, err error) {
	if err := rehearsal.EnoughFiles(mostFiles); err != nil {
		return nil, err
	}
	l := &lab{}
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if l.root = filepath.Dir(strings.TrimSpace(string(out))); err != nil || l.root == "." {
		return nil, errors.Join(errors.New("run this inside the module"), err)
	}
	if l.folder, err = os.MkdirTemp("", "masswerk-figures-"); err != nil {
		return nil, err
	}
	l.product = filepath.Join(l.folder, "masswerk")
	if err = build(ctx, l.root, l.product, "./cmd/masswerk"); err == nil && bench != "" {
		err = l.addGenerator(ctx, bench)
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// addGenerator copies the generator, adds our target to it, and builds it and the floor.
func (l *lab) addGenerator(ctx context.Context, bench string) error {
	for _, file := range []string{"target.go", "limits/floor/main.go"} {
		if _, err := os.Stat(filepath.Join(bench, file)); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s holds no load generator with a floor: there is no %s", bench, file)
		}
	}
	copied := filepath.Join(l.folder, "bench")
	if err := os.CopyFS(copied, os.DirFS(bench)); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(copied, "target_masswerk.go"), target, 0o600); err != nil {
		return err
	}
	l.generator, l.floor = filepath.Join(l.folder, "generator"), filepath.Join(l.folder, "floor")
	return errors.Join(
		build(ctx, copied, l.generator, "-tags", "generator", "."),
		build(ctx, filepath.Join(copied, "limits"), l.floor, "./floor"))
}

func build(ctx context.Context, in, binary string, what ...string) error {
	command := exec.CommandContext(ctx, "go", append([]string{"build", "-o", binary}, what...)...)
	command.Dir = in
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", filepath.Base(binary), err, said)
	}
	return nil
}

func (l *lab) close() error { return os.RemoveAll(l.folder) }

func (l *lab) hasFloor() bool { return l.floor != "" }

func (l *lab) floorOf(one figure) func(context.Context, *lab) ([]float64, error) {
	if !l.hasFloor() && !one.within {
		return nil
	}
	return one.floor
}

func (l *lab) oursOf(one figure) func(context.Context, *lab) ([]float64, error) {
	if !l.hasFloor() && !one.within {
		return one.alone
	}
	return one.ours
}

// place tells where it was measured, as far as it matters.
func (l *lab) place() string {
	kind := fileSystem(l.folder)
	if kind == "tmpfs" {
		kind += ", where a sync costs nothing: set TMPDIR to a folder on a disk"
	}
	return fmt.Sprintf("%d cores, %s/%s; databases of both sides on %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, kind)
}

// fileSystem names the kind of the file system that a folder is on.
func fileSystem(folder string) string {
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return "an unknown file system"
	}
	kind, longest := "an unknown file system", ""
	for text := range strings.Lines(string(mounts)) {
		fields := strings.Fields(text)
		if len(fields) < 3 {
			continue
		}
		within, err := filepath.Rel(fields[1], folder)
		if err == nil && !strings.HasPrefix(within, "..") && len(fields[1]) >= len(longest) {
			longest, kind = fields[1], fields[2]
		}
	}
	return kind
}
