package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	guessers   = 50
	joinsFast  = 500 * time.Millisecond // p95 of valid joins
	codeLetter = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
)

var guessCheck = check{
	name: "guess", what: "join codes guessed while a hall joins", run: tryGuess,
	mutants: []mutant{
		{"codes may be tried without end", "server/server.go", "newBudget(config.Now, 60, time.Second)", "newBudget(config.Now, 60_000, time.Second)"},
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
	guessing, enough := context.WithCancel(ctx)
	defer enough()
	var hits, misses, stopped, failed atomic.Int64
	var guessed sync.WaitGroup
	each := t.either(100, 1000)
	for i := range guessers {
		through := from(fmt.Sprintf("127.0.%d.1", i)) // budgets are per /24; the first is the hall's own
		guessed.Add(1)
		go func() {
			defer guessed.Done()
			defer through.CloseIdleConnections()
			for range each {
				code := make([]byte, len(e.code))
				for at := range code {
					code[at] = codeLetter[rand.IntN(len(codeLetter))]
				}
				got, err := h.call(guessing, through, "POST", "/e/"+string(code)+"/join", h.origin, "", object{"secret": randomSecret()})
				switch {
				case err != nil:
					failed.Add(1)
				case got.status == http.StatusTooManyRequests:
					stopped.Add(1)
				case got.status < 300:
					hits.Add(1)
				default:
					misses.Add(1)
				}
			}
		}()
	}
	const joins = 500
	took := make([]time.Duration, joins)
	hall := from("127.0.0.1")
	defer hall.CloseIdleConnections()
	began := time.Now()
	t.failed("join", inParallel(8, joins, func(i int) error {
		due := time.Now()
		got, err := h.call(ctx, hall, "POST", "/e/"+e.code+"/join", h.origin, "", object{"secret": randomSecret()})
		if err == nil && got.status != http.StatusOK {
			err = fmt.Errorf("%d %s", got.status, got.code)
		}
		took[i] = time.Since(due)
		return err
	}))
	within := time.Since(began)
	guessed.Wait()
	p95 := quantile(took, 0.95)
	if p95 > joinsFast {
		t.fault("p95 of valid joins is %v", p95)
	}
	if within > time.Minute {
		t.fault("%d joins took %v", joins, within)
	}
	if hits.Load() > 0 {
		t.fault("%d codes guessed", hits.Load())
	}
	if failed.Load() > 0 {
		t.fault("%d guesses without an answer", failed.Load())
	}
	// A budget is 60 at once and one more a second.
	if most := int64(guessers * (60 + int(time.Since(began).Seconds()) + 1)); misses.Load() > most {
		t.fault("%d wrong codes looked up, at most %d are due", misses.Load(), most)
	}
	t.note("%d wrong codes looked up, %d stopped; 500 joins in %v, p95 %v", misses.Load(), stopped.Load(), within.Round(time.Millisecond), p95)
}

// from returns a client that asks from an address of this machine.
func from(address string) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 5 * time.Second}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 8}, Timeout: 20 * time.Second}
}
