package main

import (
	"context"
	"maps"
	"sync"
	"time"
)

// viewer is a screen that stays: when its line is gone it comes back to where it was.
type viewer struct {
	seat
	known map[string]position
	heard func(f frame) // told of everything that is new
	came  func()        // called whenever the line is there; v.mu is held
	left  func(code int)
	fail  func(error) // told of breaches of the protocol

	mu       sync.Mutex
	page     *page
	picture  picture
	returned int // how often it connected again
}

// stay keeps the viewer connected until the context ends.
func (v *viewer) stay(ctx context.Context) {
	for first := true; ctx.Err() == nil; {
		opened, err := openPage(ctx, v.seat, v.known, v.see, v.fail)
		if err != nil {
			select {
			case <-time.After(20 * time.Millisecond):
			case <-ctx.Done():
			}
			continue
		}
		ended := context.AfterFunc(ctx, func() { opened.line.Close() })
		v.mu.Lock()
		if !first {
			v.returned++
		}
		first = false
		v.page = opened
		if v.came != nil {
			v.came()
		}
		v.mu.Unlock()
		<-opened.gone
		ended()
		v.mu.Lock()
		v.page = nil
		v.mu.Unlock()
		if v.left != nil {
			v.left(opened.code)
		}
	}
}

func (v *viewer) see(f frame, _ []byte) error {
	if v.heard != nil {
		v.heard(f)
	}
	if f.Re != "" {
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.picture.take(f)
}

func (v *viewer) connected() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.page != nil
}

// shows returns what the screen shows, with or without what is the participant's own.
func (v *viewer) shows(own bool) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.picture.text(own)
}

// ideas returns the numbers of the ideas that are shown.
func (v *viewer) ideas() map[string]noun {
	v.mu.Lock()
	defer v.mu.Unlock()
	return maps.Clone(v.picture.shown["ideas"])
}
