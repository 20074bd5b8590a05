package server

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"masswerk/store"
)

func TestPanicCostsOneRequest(t *testing.T) {
	c := open(t, func(config *Config) { config.Store = panicking{config.Store} })
	b := c.browser()
	b.post("/e/ACDEFGHJ/receipt", `{"secret":"`+secretOf("a")+`"}`).refused(t, 500, "internal")
	b.get("/healthz").want(t, 200)
	if log := c.logs.String(); !strings.Contains(log, "it broke") || strings.Contains(log, "ACDEFGHJ") {
		t.Errorf("the log should tell the cause and no path of the request: %s", log)
	}
}

type panicking struct{ Store }

func (panicking) EventByCode(context.Context, string) (store.Event, error) { panic("it broke") }

func TestBrokenDiskIsFatal(t *testing.T) {
	var fatal error
	var mu sync.Mutex
	c := open(t, func(config *Config) {
		config.Store = unsynced{config.Store}
		config.Fatal = func(err error) { mu.Lock(); fatal = err; mu.Unlock() }
	})
	c.browser().get("/e/ACDEFGHJ/about")
	mu.Lock()
	defer mu.Unlock()
	if fatal == nil {
		t.Error("a failed sync did not end the process")
	}
}

type unsynced struct{ Store }

func (unsynced) EventByCode(context.Context, string) (store.Event, error) {
	return store.Event{}, &store.SyncError{Err: io.ErrUnexpectedEOF}
}
