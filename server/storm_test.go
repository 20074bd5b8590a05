package server

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"masswerk/server/live"
	"masswerk/store"
)

// countedReads is a store that counts how often something that requests need is read from it.
type countedReads struct {
	Store
	reads atomic.Int64
}

func (c *countedReads) Load(ctx context.Context, id string) (store.Contents, error) {
	c.reads.Add(1)
	return c.Store.Load(ctx, id)
}

func (c *countedReads) List(ctx context.Context) ([]store.Event, error) {
	c.reads.Add(1)
	return c.Store.List(ctx)
}

func (c *countedReads) Event(ctx context.Context, id string) (store.Event, error) {
	c.reads.Add(1)
	return c.Store.Event(ctx, id)
}

func (c *countedReads) EventByCode(ctx context.Context, code string) (store.Event, error) {
	c.reads.Add(1)
	return c.Store.EventByCode(ctx, code)
}

func (c *countedReads) House(ctx context.Context) (store.House, error) {
	c.reads.Add(1)
	return c.Store.House(ctx)
}

// Phones that are cut off and come back knowing nothing read nothing from the store.
func TestComingBackCostsNoQuery(t *testing.T) {
	const phones, storms = 20, 3
	events := &countedReads{}
	c := open(t, func(config *Config) {
		if err := config.Hubs.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		events.Store = config.Store
		config.Store = events
		config.Hubs = live.New(live.Config{Events: events, Now: time.Now, Log: config.Log, Address: config.Address, Fatal: config.Fatal})
	})
	code := c.newEvent(c.staff())["code"].(string)
	var crowd []*browser
	for i := range phones {
		one, _ := c.phone(code, fmt.Sprintf("%043d", i))
		crowd = append(crowd, one)
	}
	before := events.reads.Load()
	if before < phones {
		t.Fatalf("%d reads while %d phones joined: they are not counted", before, phones)
	}
	for range storms {
		var pages []*page
		for _, one := range crowd {
			pages = append(pages, one.open("/e/"+code+"/socket?zip=1"))
		}
		for _, one := range pages {
			one.sees(`"type":"Snapshot"`, `"s":""`)
			one.conn.Close()
		}
	}
	if reads := events.reads.Load() - before; reads != 0 {
		t.Errorf("%d phones came back, and the store was read %d times", phones*storms, reads)
	}
	if status := c.browser().get("/e/" + code + "/socket").StatusCode; status != 401 {
		t.Errorf("a stranger's socket: %d, want 401", status)
	}
	c.Hubs.End(c.hub(code).Event().ID)
	if c.Hubs.Called(code) != nil {
		t.Error("an event that has ended is still called by its code")
	}
}
