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
	"slices"
	"strings"
	"syscall"
	"time"

	"masswerk/cmd/masswerk/rehearsal"
)

const (
	startWithin = 10 * time.Second
	stopWithin  = 10 * time.Second
)

// process is a server that was started here.
type process struct {
	origin  string
	command *exec.Cmd
	exited  chan struct{}
	said    bytes.Buffer // read only once it has exited
}

// launch starts a server that listens at the origin, without waiting for it.
func launch(origin, binary string, args ...string) (*process, error) {
	p := &process{origin: origin, command: exec.Command(binary, args...), exited: make(chan struct{})}
	p.command.Env = slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, "MASSWERK_") })
	p.command.Stdout, p.command.Stderr = &p.said, &p.said
	p.command.WaitDelay = time.Second
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() { p.command.Wait(); close(p.exited) }()
	return p, nil
}

func (p *process) pid() int { return p.command.Process.Pid }

// listens waits until the server answers anything.
func (p *process) listens(ctx context.Context) error {
	for deadline := time.Now().Add(startWithin); time.Now().Before(deadline); {
		if response, err := http.Get(p.origin); err == nil {
			return response.Body.Close()
		}
		select {
		case <-p.exited:
			return p.death()
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s does not answer after %v", p.command.Path, startWithin)
}

// stop ends the server, and kills it if it takes too long.
func (p *process) stop() {
	p.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(stopWithin):
		p.command.Process.Kill()
		<-p.exited
	}
}

// death tells why a server has ended that should run; nothing while it runs.
func (p *process) death() error {
	select {
	case <-p.exited:
		said := p.said.String()
		return fmt.Errorf("%s ended with %v: %s", filepath.Base(p.command.Path), p.command.ProcessState, said[:min(len(said), saidAtMost)])
	default:
		return nil
	}
}

const saidAtMost = 2000

// openFloor starts a floor on a folder of its own.
func (l *lab) openFloor(ctx context.Context, args ...string) (p *process, leave func(), err error) {
	address, err := rehearsal.FreeAddress()
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp(l.folder, "floor-")
	if err != nil {
		return nil, nil, err
	}
	args = append([]string{
		"-lib", "fiberjoin", "-strategy", "perconn", "-addr", address,
		"-db", filepath.Join(folder, "floor.db"), "-sync", "FULL", "-tick", "100ms",
	}, args...)
	if p, err = launch("http://"+address, l.floor, args...); err != nil {
		return nil, nil, err
	}
	leave = func() { p.stop(); os.RemoveAll(folder) }
	if err := p.listens(ctx); err != nil {
		leave()
		return nil, nil, err
	}
	return p, leave, nil
}

// drive lets the generator load a server and returns what it printed.
func (l *lab) drive(ctx context.Context, target, origin string, pid, phones int, phases string, more ...string) (report, error) {
	args := append([]string{
		"-target", target, "-url", origin, "-n", fmt.Sprint(phones), "-pids", fmt.Sprint("srv:", pid), "-phases", phases,
		"-dur", loadFor.String(), "-settle", settleFor.String(), "-limit", readyFor.String(), "-dial-timeout", readyFor.String(),
	}, more...)
	command := exec.CommandContext(ctx, l.generator, args...)
	var said, complained bytes.Buffer
	command.Stdout, command.Stderr = &said, &complained
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("the generator against %s: %w\n%s", target, err, complained.String())
	}
	found, err := parse(said.String())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", target, err), errors.New(complained.String()))
	}
	return found, nil
}
