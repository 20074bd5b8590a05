package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

const (
	readyWithin = 3 * time.Second  // after a kill
	startWithin = 30 * time.Second // at first, and where the disk is slow
	stopWithin  = 10 * time.Second
)

// house is the real server as a child process, on a folder of its own.
type house struct {
	binary, folder string
	origin         string
	metrics        string // address
	staff          string // cookie
	said           *transcript
	prepare        func(*exec.Cmd) // changes how the process is started; may be nil

	mu      sync.Mutex
	process *exec.Cmd
	exited  chan struct{} // closed when the process is gone
}

// openHouse starts a server on an empty folder and sets it up as staff would.
func openHouse(ctx context.Context, binary, folder string) (*house, error) {
	h, err := newHouse(binary, folder)
	if err != nil {
		return nil, err
	}
	if _, err := h.start(ctx, startWithin); err != nil {
		return nil, errors.Join(err, h.end())
	}
	if err := h.setUp(ctx); err != nil {
		return nil, errors.Join(err, h.end())
	}
	return h, nil
}

// newHouse is a server that was not started yet.
func newHouse(binary, folder string) (*house, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	metrics, err := freeAddress()
	return &house{binary: binary, folder: folder, origin: "http://" + address, metrics: metrics, said: &transcript{}}, err
}

// freeAddress finds a port below those that clients' sockets are given.
func freeAddress() (address string, err error) {
	for range 50 {
		var listener net.Listener
		if listener, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.N(12000))); err == nil {
			defer listener.Close()
			return listener.Addr().String(), nil
		}
	}
	return "", err
}

// start runs the server, below the given program if any, and returns how long it took to be ready.
func (h *house) start(ctx context.Context, within time.Duration, below ...string) (time.Duration, error) {
	began := time.Now()
	args := append(below, h.binary, "serve", "--listen", strings.TrimPrefix(h.origin, "http://"), "--data", h.folder, "--metrics", h.metrics)
	process := exec.Command(args[0], args[1:]...)
	process.Env = slices.DeleteFunc(os.Environ(), func(one string) bool { return strings.HasPrefix(one, "MASSWERK_") })
	process.Stdout, process.Stderr = h.said, h.said
	process.WaitDelay = time.Second
	if h.prepare != nil {
		h.prepare(process)
	}
	if err := process.Start(); err != nil {
		return 0, err
	}
	exited := make(chan struct{})
	go func() { process.Wait(); close(exited) }()
	h.mu.Lock()
	h.process, h.exited = process, exited
	h.mu.Unlock()
	for time.Since(began) < within && ctx.Err() == nil {
		if response, err := http.Get(h.origin + "/readyz"); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return time.Since(began), nil
			}
		}
		select {
		case <-exited:
			return 0, fmt.Errorf("the server does not start: %s", h.said.last())
		case <-time.After(10 * time.Millisecond):
		}
	}
	return 0, fmt.Errorf("the server is not ready after %v: %s", within, h.said.last())
}

// anew stops the server and starts it again.
func (h *house) anew(ctx context.Context) error {
	if err := h.end(); err != nil {
		return err
	}
	_, err := h.start(ctx, startWithin)
	return err
}

func (h *house) pid() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.process.Process.Pid
}

// kill ends the server as a power cut would.
func (h *house) kill() {
	h.mu.Lock()
	process, exited := h.process, h.exited
	h.mu.Unlock()
	process.Process.Kill()
	<-exited
}

// gone waits until the server has ended by itself and returns its exit status.
func (h *house) gone(within time.Duration) (status int, err error) {
	h.mu.Lock()
	process, exited := h.process, h.exited
	h.mu.Unlock()
	select {
	case <-exited:
		return process.ProcessState.ExitCode(), nil
	case <-time.After(within):
		return 0, fmt.Errorf("the server still runs after %v", within)
	}
}

func (h *house) alive() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.exited:
		return false
	default:
		return true
	}
}

func (h *house) terminate() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.process.Process.Signal(syscall.SIGTERM)
}

// end stops the server for good.
func (h *house) end() error {
	if h.process == nil || !h.alive() {
		return nil
	}
	h.terminate()
	status, err := h.gone(stopWithin)
	if err != nil {
		h.kill()
		return err
	}
	if status != 0 {
		return fmt.Errorf("the server stopped with status %d: %s", status, h.said.last())
	}
	return nil
}

var setupLink = regexp.MustCompile(`/staff/setup#([A-Za-z0-9_-]+)`)

// setUp creates the first account. It finds out what became of a request that had no answer.
func (h *house) setUp(ctx context.Context) error {
	password := randomSecret()
	for {
		var secret string
		if !eventually(ctx, startWithin, func() bool {
			if found := setupLink.FindAllStringSubmatch(h.said.all(), -1); found != nil {
				secret = found[len(found)-1][1]
			}
			return secret != ""
		}) {
			return errors.New("the server shows no set-up link")
		}
		account := object{"secret": secret, "name": "Probe", "login": "probe", "password": password}
		cookie, err := h.must(ctx, "POST", "/staff/api/setup", "", account, nil)
		if err != nil {
			var signedIn error
			if cookie, signedIn = h.must(ctx, "POST", "/staff/api/login", "", object{"login": "probe", "password": password}, nil); signedIn != nil {
				if h.prepare != nil && ctx.Err() == nil { // it was started again, with another link
					continue
				}
				return err
			}
		}
		h.staff = cookie
		_, err = h.must(ctx, "PUT", "/staff/api/house", cookie, object{"name": "Musterstadt", "notice": ""}, nil)
		return err
	}
}

type object = map[string]any

// reply is what came of a request.
type reply struct {
	status int
	code   string // of a refusal
	cookie string
	body   []byte
}

var client = &http.Client{
	Transport: &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64, IdleConnTimeout: 5 * time.Second},
	Timeout:   20 * time.Second,
}

// call sends one request with the given origin; an empty one is left out.
func (h *house) call(ctx context.Context, through *http.Client, method, path, origin, cookie string, body any) (reply, error) {
	var sent io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return reply{}, err
		}
		sent = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, h.origin+path, sent)
	if err != nil {
		return reply{}, err
	}
	for name, value := range map[string]string{"Origin": origin, "Cookie": cookie} {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := through.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	got := reply{status: response.StatusCode}
	if got.body, err = io.ReadAll(response.Body); err != nil {
		return got, err
	}
	var refused struct {
		Code string `json:"code"`
	}
	if got.status >= 400 && json.Unmarshal(got.body, &refused) == nil {
		got.code = refused.Code
	}
	for _, one := range response.Cookies() {
		got.cookie = one.Name + "=" + one.Value
	}
	return got, nil
}

// must is call for what has to succeed, now or as soon as the server is there.
func (h *house) must(ctx context.Context, method, path, cookie string, body, into any) (string, error) {
	for {
		got, err := h.call(ctx, client, method, path, h.origin, cookie, body)
		switch {
		case err == nil && got.status < 300:
			if into != nil {
				err = json.Unmarshal(got.body, into)
			}
			return got.cookie, err
		case err == nil && got.status != http.StatusServiceUnavailable:
			return "", fmt.Errorf("%s %s: %d %s", method, path, got.status, got.code)
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("%s %s: %w", method, path, errors.Join(err, ctx.Err()))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// eventually waits until something holds, or for a while.
func eventually(ctx context.Context, within time.Duration, holds func() bool) bool {
	for deadline := time.Now().Add(within); time.Now().Before(deadline) && ctx.Err() == nil; {
		if holds() {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return holds()
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
	return strings.Join(lines[max(0, len(lines)-3):], " | ")
}
