package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// House is a server of the rehearsal's own: a child process on a temporary folder, which knows
// nobody and is gone afterwards.
type House struct {
	Origin     string
	Invitation string // path of the link that lets a moderator in
	JoinPath   string // of the phones' page

	executable string
	folder     string
	process    *exec.Cmd
	said       *transcript
}

const (
	startWithin = 30 * time.Second
	stopWithin  = 15 * time.Second
)

// OpenHouse starts the executable's server, sets it up as staff would and prepares a workshop.
func OpenHouse(ctx context.Context, executable string) (*House, error) {
	address, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "masswerk-rehearsal-")
	if err != nil {
		return nil, err
	}
	h := &House{Origin: "http://" + address, executable: executable, folder: folder, said: &transcript{}}
	if err := h.start(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	if err := h.prepare(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	// What it took to be set up, such as hashing a password, must not count as memory in use.
	if err := h.Restart(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// FreeAddress finds a port that no client's socket is given while the server restarts.
func FreeAddress() (string, error) {
	var err error
	for range 50 {
		var listener net.Listener
		if listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.N(12000))); err == nil {
			defer listener.Close()
			return listener.Addr().String(), nil
		}
	}
	return "", err
}

// start runs the server until it is ready.
func (h *House) start(ctx context.Context) error {
	h.process = exec.Command(h.executable, "serve", "--listen", strings.TrimPrefix(h.Origin, "http://"), "--data", h.folder)
	h.process.Env = slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, "MASSWERK_") })
	h.process.Stdout, h.process.Stderr = h.said, h.said
	if err := h.process.Start(); err != nil {
		return err
	}
	err := await(ctx, startWithin, func() bool {
		response, err := http.Get(h.Origin + "/readyz")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	if err != nil {
		return fmt.Errorf("the server does not start: %w\n%s", err, h.said.last())
	}
	return nil
}

// Killing returns a Watch that kills the server so many times while ideas come in, and again while
// votes do, as a power cut would, and starts it each time. When it does not start, fail is told.
func (h *House) Killing(ctx context.Context, times int, fail func(error), watch func(Step, int, int)) func(Step, int, int) {
	kills := map[Step]int{}
	return func(step Step, done, total int) {
		watch(step, done, total)
		due := done < total && done*(times+1) >= total*(kills[step]+1)
		if step != Collect && step != Vote || kills[step] == times || !due {
			return
		}
		kills[step]++
		if err := h.process.Process.Kill(); err != nil {
			fail(err)
			return
		}
		h.process.Wait() // it reports the kill
		if err := h.start(ctx); err != nil {
			fail(err)
		}
	}
}

// Resident returns how many KiB of memory the server occupies, or 0 where nobody can tell.
func (h *House) Resident() int {
	size, err := Resident(h.PID())
	if err != nil {
		return 0
	}
	return size
}

// Resident returns how many KiB of memory a process occupies.
func Resident(pid int) (size int, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, after, ok := strings.Cut(string(status), "VmRSS:")
	if !ok {
		return 0, fmt.Errorf("process %d occupies nothing", pid)
	}
	_, err = fmt.Sscan(after, &size)
	return size, err
}

// PID is the process id of the server.
func (h *House) PID() int { return h.process.Process.Pid }

// Restart stops the server and starts it anew.
func (h *House) Restart(ctx context.Context) error {
	if err := h.stop(); err != nil {
		return err
	}
	return h.start(ctx)
}

// Close stops the server and removes its folder.
func (h *House) Close() error {
	defer os.RemoveAll(h.folder)
	return h.stop()
}

// stop ends the server, if it runs.
func (h *House) stop() error {
	if h.process.Process == nil || h.process.ProcessState != nil {
		return nil
	}
	h.process.Process.Signal(syscall.SIGTERM)
	timer := time.AfterFunc(stopWithin, func() { h.process.Process.Kill() })
	defer timer.Stop()
	if err := h.process.Wait(); err != nil {
		return fmt.Errorf("the server did not stop cleanly: %w\n%s", err, h.said.last())
	}
	return nil
}

var setupLink = regexp.MustCompile(`/staff/setup#([A-Za-z0-9_-]+)`)

// prepare does what staff do once: the first account, the city's name, an event from the
// workshop's template and an invitation for the moderator.
func (h *House) prepare(ctx context.Context) error {
	var secret string
	err := await(ctx, startWithin, func() bool {
		if found := setupLink.FindStringSubmatch(h.said.all()); found != nil {
			secret = found[1]
		}
		return secret != ""
	})
	if err != nil {
		return fmt.Errorf("the server shows no set-up link: %w\n%s", err, h.said.last())
	}
	stage := newStage(ctx, h.Origin)
	defer stage.close()
	staff, err := stage.call(ctx, "POST", "/staff/api/setup", "", map[string]string{
		"secret": secret, "name": "Probe", "login": "probe", "password": randomSecret(),
	}, nil)
	if err != nil {
		return err
	}
	house := map[string]string{"name": "Musterstadt", "notice": ""}
	if _, err := stage.call(ctx, "PUT", "/staff/api/house", staff, house, nil); err != nil {
		return err
	}
	today := time.Now()
	var event struct {
		ID   string `json:"id"`
		Code string `json:"code"`
	}
	_, err = stage.call(ctx, "POST", "/staff/api/events", staff, map[string]any{
		"template": "workshop", "title": "Generalprobe", "format": "workshop", "language": "de",
		"address": "sie", "held_on": today.Format(time.DateOnly), "delete_on": today.AddDate(0, 0, 7).Format(time.DateOnly),
		"publication": "internal", "sessions": []any{},
	}, &event)
	if err != nil {
		return err
	}
	console, err := stage.call(ctx, "POST", "/staff/api/events/"+event.ID+"/console", staff, nil, nil)
	if err != nil {
		return err
	}
	m, err := enterConsole(ctx, stage, event.ID, console)
	if err != nil {
		return err
	}
	invitation := randomSecret()
	if _, err := m.screen.ask(ctx, "Invite", map[string]string{"label": "Moderation", "secret": invitation}); err != nil {
		return err
	}
	h.Invitation, h.JoinPath = "/console/"+event.ID+"#"+invitation, "/e/"+event.Code
	return nil
}

// transcript keeps what the server says on its terminal.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(said []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(said)
}

func (t *transcript) all() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// last returns the last lines, which tell why it failed.
func (t *transcript) last() string {
	lines := strings.Split(strings.TrimSpace(t.all()), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}
