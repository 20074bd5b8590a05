package main

import (
	"context"
	"fmt"
	"time"

	"github.com/fasthttp/websocket"

	"masswerk/cmd/masswerk/rehearsal"
)

// startFigure starts the product with a full event, as after a power cut, and waits on a phone that
// joined before.
var startFigure = figure{
	number: 9,
	within: true,
	lines:  []line{{"start with 10,000 participants, 5,000 ideas, 50,000 ballots", "s", []bound{atMost(1)}}},
	ours: func(ctx context.Context, l *lab) ([]float64, error) {
		event, err := l.fullEvent(ctx)
		if err != nil {
			return nil, err
		}
		took, err := l.startToSnapshot(ctx, event)
		return []float64{took.Seconds()}, err
	},
}

// startToSnapshot returns the time from the start of the process until a phone has both its
// snapshots. It tries to connect all the while.
func (l *lab) startToSnapshot(ctx context.Context, event *full) (took time.Duration, err error) {
	address, err := rehearsal.FreeAddress()
	if err != nil {
		return 0, err
	}
	origin := "http://" + address
	began := time.Now()
	server, err := launch(origin, l.product, "serve", "--listen", address, "--data", event.folder)
	if err != nil {
		return 0, err
	}
	defer server.stop()
	conn, err := event.connect(ctx, origin, server)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	for range 2 {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return 0, err
		}
		if kind != websocket.BinaryMessage {
			return 0, fmt.Errorf("a phone was not told a snapshot first: %.80s", message)
		}
	}
	return time.Since(began), nil
}

// connect opens a phone's socket as soon as the server takes it.
func (f *full) connect(ctx context.Context, origin string, server *process) (*websocket.Conn, error) {
	for deadline := time.Now().Add(startWithin); ; {
		conn, err := openSocket(ctx, origin, f.code, "", f.cookie)
		if err == nil {
			return conn, nil
		}
		select {
		case <-server.exited:
			return nil, server.death()
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("no socket within %v: %w", startWithin, err)
		}
	}
}

// fullEvent fills an event at the first time, and lets a phone join it.
func (l *lab) fullEvent(ctx context.Context) (*full, error) {
	if l.full != nil {
		return l.full, nil
	}
	event, err := fill(ctx, l.folder)
	if err != nil {
		return nil, err
	}
	address, err := rehearsal.FreeAddress()
	if err != nil {
		return nil, err
	}
	server, err := launch("http://"+address, l.product, "serve", "--listen", address, "--data", event.folder)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	if err := server.listens(ctx); err != nil {
		return nil, err
	}
	if event.cookie, err = join(ctx, server.origin, event.code); err != nil {
		return nil, err
	}
	l.full = event
	return event, nil
}
