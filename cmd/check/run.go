package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// frontEnd is where the tools and tests of the pages live.
const frontEnd = "static/test"

// task says where a program runs, with what added to its environment, and who reads what it
// prints; nil is the terminal.
type task struct {
	dir string
	env []string
	out io.Writer
}

// run runs a program to its end. A cancelled one is asked to stop, so that it can end what it
// started itself.
func run(ctx context.Context, task task, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = task.dir
	cmd.Env = append(os.Environ(), task.env...)
	cmd.Stdout = os.Stdout
	if task.out != nil {
		cmd.Stdout = task.out
	}
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}

// output returns what a program prints.
func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	var out bytes.Buffer
	err := run(ctx, task{dir: dir, out: &out}, name, args...)
	return out.String(), err
}

// enterRoot goes to the folder of go.mod, so that the check may be called from anywhere inside.
func enterRoot(ctx context.Context) error {
	gomod, err := output(ctx, ".", "go", "env", "GOMOD")
	if err != nil {
		return err
	}
	return os.Chdir(filepath.Dir(strings.TrimSpace(gomod)))
}

// product is the program under test and what it is tested beside, built once for all steps that
// drive them.
type product struct{ dir string }

// programs names each program by the variable that tells a test where it is.
var programs = map[string]string{"MASSWERK_BIN": "masswerk", "SIGNIN_BIN": "signin"}

// build returns the environment that tests get.
func (p *product) build(ctx context.Context) ([]string, error) {
	if p.dir == "" {
		dir, err := os.MkdirTemp("", "masswerk-check-")
		if err != nil {
			return nil, err
		}
		p.dir = dir
		if err := run(ctx, task{}, "go", "build", "-o", dir+string(filepath.Separator), "./cmd/masswerk", "./cmd/signin"); err != nil {
			return nil, err
		}
	}
	var env []string
	for variable, name := range programs {
		env = append(env, variable+"="+filepath.Join(p.dir, name))
	}
	return env, nil
}

func (p *product) remove() {
	if p.dir != "" {
		os.RemoveAll(p.dir)
	}
}
