package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"time"
)

// comeback is a screen that comes back.
type comeback struct {
	seat
	name string
	page *told
}

// sit opens a screen of each kind.
func (r *returning) sit(ctx context.Context) error {
	wall, err := r.load.wall(ctx)
	if err != nil {
		return err
	}
	cookie, err := r.load.join(ctx)
	if err != nil {
		return err
	}
	phone := seat{house: r.house, path: r.load.phonePath(), session: r.load.session, cookie: cookie}
	desk := seat{house: r.house, path: r.load.deskPath(), session: r.load.session, cookie: r.load.console}
	r.crowd.seat(wall)
	r.crowd.seat(desk)
	for _, one := range []comeback{{seat: phone, name: "phone"}, {seat: wall, name: "projector"}, {seat: desk, name: "console"}} {
		if one.page, err = look(ctx, r.house, one.path, one.session, one.cookie, map[string]position{}); err != nil {
			return err
		}
		r.seats = append(r.seats, one)
	}
	return nil
}

// resynchronises lets a screen come back where it was, ahead of what was restored: it must be told
// everything anew, under another epoch, as a new screen is.
func (r *returning) resynchronises(ctx context.Context, one comeback) error {
	var fault string
	for range 3 { // something may change between the two
		var err error
		if fault, err = one.compare(ctx); err != nil || fault == "" {
			return err
		}
	}
	r.fault("the %s %s", one.name, fault)
	return nil
}

// compare opens a screen twice, where it was and anew, and tells how it differs.
func (c comeback) compare(ctx context.Context) (fault string, err error) {
	back, err := look(ctx, c.house, c.path, c.session, c.cookie, maps.Clone(c.page.at))
	if err != nil {
		return "", err
	}
	defer back.leave()
	fresh, err := look(ctx, c.house, c.path, c.session, c.cookie, map[string]position{})
	if err != nil {
		return "", err
	}
	defer fresh.leave()
	for stream, was := range c.page.at {
		snapshot := func(f frame) bool { return f.Type == "Snapshot" && f.Stream != nil && *f.Stream == stream }
		if !eventually(ctx, 3*time.Second, func() bool { _, found := back.find(snapshot); return found }) {
			return fmt.Sprintf("believes that it still is at %d of %s", was.n, was.epoch), nil
		}
		told, _ := back.find(snapshot)
		want, _ := fresh.find(snapshot)
		if told.Epoch == was.epoch || told.Epoch != want.Epoch {
			return fmt.Sprintf("was in epoch %s, is told %s, and a new one %s", was.epoch, told.Epoch, want.Epoch), nil
		}
		if !bytes.Equal(told.Data, want.Data) {
			return "is not told what a new one is", nil
		}
	}
	return "", nil
}
