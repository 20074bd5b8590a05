package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	guessers    = 50
	hallJoins   = 500
	hallWithin  = time.Minute
	hallFast    = time.Second // p95 of valid joins, beside 50 who guess as fast as they can
	codeLetters = "ACDEFGHJKMNPQRTUVWXY34679"
)

var guessCheck = check{
	name: "guess", what: "join codes guessed while a hall joins", run: tryGuess,
	mutants: []mutant{
		{"codes may be tried without end", "server/server.go", "wrongCodes:  newBudget(config.Now, 60, time.Second)", "wrongCodes:  newBudget(config.Now, 60_000, time.Second)"},
		{"every connection has a budget", "server/phone.go", "s.wrongCodes.take(s.network(c))", "s.wrongCodes.take(c.Context().RemoteAddr().String())"},
		{"every address has a budget", "server/limits.go", "bits = 24", "bits = 32"},
		{"anybody is believed who they are", "server/limits.go", "for len(hops) > 0 && s.trusted(address) {", "for len(hops) > 0 {"},
		{"all the world has one budget", "server/limits.go", "return prefix.String()", "return prefix.String()[:0]"},
		{"right codes are counted as well", "server/phone.go", "if errors.Is(err, store.ErrUnknownCode) || errors.Is(err, store.ErrTicketUnknown) {", "if err == nil || errors.Is(err, store.ErrUnknownCode) {"},
	},
}

// tryGuess lets a hall behind one address join, while wrong codes are tried from many others and
// from its own.
func tryGuess(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	var got guesses
	var guessing sync.WaitGroup
	began := time.Now()
	for i := range guessers {
		guessing.Add(1)
		go func() {
			defer guessing.Done()
			for n := range t.either(100, 1000) {
				got.guess(ctx, h, i, n)
			}
		}()
	}
	took := make([]time.Duration, hallJoins)
	hall := from("127.0.0.1")
	defer hall.CloseIdleConnections()
	t.failed("join", inParallel(8, hallJoins, func(i int) error {
		due := time.Now()
		got, err := h.call(ctx, hall, "POST", "/e/"+e.code+"/join", h.origin, "", object{"secret": randomSecret()})
		if err == nil && got.status != http.StatusOK {
			err = fmt.Errorf("%d %s", got.status, got.code)
		}
		took[i] = time.Since(due)
		return err
	}))
	within := time.Since(began)
	// Somebody elsewhere who mistypes is told so, however many guess.
	elsewhere := from("127.0.200.1")
	defer elsewhere.CloseIdleConnections()
	mistyped, err := h.call(ctx, elsewhere, "POST", "/e/ACDEACDE/join", h.origin, "", object{"secret": randomSecret()})
	if err != nil || mistyped.code != "unknown_code" {
		t.fault("who mistypes elsewhere is answered %d %s %v", mistyped.status, mistyped.code, err)
	}
	guessing.Wait()
	p95 := quantile(took, 0.95)
	if p95 > hallFast {
		t.fault("p95 of valid joins is %v", p95)
	}
	if within > hallWithin {
		t.fault("%d joins took %v", hallJoins, within)
	}
	if hits := got.hits.Load(); hits > 0 {
		t.fault("%d codes guessed", hits)
	}
	if failed := got.failed.Load(); failed > 0 {
		t.fault("%d guesses without an answer", failed)
	}
	// A budget is 60 at once and one more a second.
	if most := int64(guessers * (60 + int(time.Since(began).Seconds()) + 1)); got.misses.Load() > most {
		t.fault("%d wrong codes looked up, at most %d are due", got.misses.Load(), most)
	}
	t.note("%d wrong codes looked up, %d stopped; %d first joins from one address in %v, none refused, p95 %v",
		got.misses.Load(), got.stopped.Load(), hallJoins, within.Round(time.Millisecond), p95)
}

// guesses counts what came of guessing.
type guesses struct{ hits, misses, stopped, failed atomic.Int64 }

// guess tries one code from one of 50 networks; the first is the hall's own. It comes from another
// address of its network every time, and every second one says that it comes from somewhere else.
func (g *guesses) guess(ctx context.Context, h *house, network, n int) {
	code := make([]byte, 8)
	for at := range code {
		code[at] = codeLetters[rand.IntN(len(codeLetters))]
	}
	request, err := http.NewRequestWithContext(ctx, "POST", h.origin+"/e/"+string(code)+"/join", strings.NewReader(`{"secret":"`+randomSecret()+`"}`))
	if err != nil {
		g.failed.Add(1)
		return
	}
	request.Header.Set("Origin", h.origin)
	if n%2 == 0 {
		request.Header.Set("X-Forwarded-For", fmt.Sprintf("203.%d.%d.1", network, n%250))
	}
	through := from(fmt.Sprintf("127.0.%d.%d", network, 1+n%200))
	defer through.CloseIdleConnections()
	response, err := through.Do(request)
	if err != nil {
		g.failed.Add(1)
		return
	}
	defer response.Body.Close()
	var refused struct {
		Code string `json:"code"`
	}
	json.NewDecoder(response.Body).Decode(&refused)
	switch {
	case response.StatusCode == http.StatusTooManyRequests:
		g.stopped.Add(1)
	case refused.Code == "unknown_code":
		g.misses.Add(1)
	case response.StatusCode < 300:
		g.hits.Add(1)
	default:
		g.failed.Add(1)
	}
}

// from returns a client that asks from an address of this machine.
func from(address string) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 5 * time.Second}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 8}, Timeout: 20 * time.Second}
}
