package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Writes, syncs, and changes of what stands under a name: between any two of them the power may fail.
const strokes = "write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat"

// stroke is the nth of its kind in some thread of a program.
type stroke struct {
	call string
	n    int
}

// onOneThread keeps a Go program's work together, so that the nth call is the nth again.
var onOneThread = []string{"env", "GOMAXPROCS=1"}

// deadly runs a program below strace, which kills it at a stroke. With --seccomp-bpf strace would not.
func (s stroke) deadly() []string {
	return append(slices.Clone(onOneThread), "strace", "-D", "-f", "-qq", "-o", os.DevNull,
		"-e", "trace="+s.call, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", s.call, s.n))
}

// counted runs a program below strace, which notes its strokes, with the files they go to.
func counted(to string) []string {
	return append(slices.Clone(onOneThread), "strace", "-D", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "0", "-o", to, "-e", "trace="+strokes)
}

// strokesIn returns every stroke of a program in order, each once.
func strokesIn(trace string) (all []stroke, err error) {
	content, err := os.ReadFile(trace)
	if err != nil {
		return nil, err
	}
	type of struct{ thread, call string }
	count, seen := map[of]int{}, map[stroke]bool{}
	for line := range strings.Lines(string(content)) {
		thread, rest, _ := strings.Cut(line, " ")
		call, _, called := strings.Cut(strings.TrimSpace(rest), "(")
		if !called || strings.HasPrefix(call, "<") || strings.ContainsAny(call, " +-") {
			continue
		}
		count[of{thread, call}]++
		if one := (stroke{call, count[of{thread, call}]}); !seen[one] {
			seen[one] = true
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("strace saw no write")
	}
	return all, nil
}

// someOf returns so many of all strokes, the first and the last among them, or all.
func someOf(all []stroke, count int) (some []stroke) {
	count = min(count, len(all))
	for i := range count {
		some = append(some, all[i*(len(all)-1)/max(1, count-1)])
	}
	return some
}

// runProgram runs a program to its end and returns what it said.
func runProgram(ctx context.Context, args ...string) (said string, status int, err error) {
	command := exec.CommandContext(ctx, args[0], args[1:]...)
	command.Env = slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, "MASSWERK_") })
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err = command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return strings.TrimSpace(out.String()), exit.ExitCode(), nil
	}
	return strings.TrimSpace(out.String()), 0, err
}
