package server

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// colleague returns a browser in which somebody with these roles is signed in. A unit is that of a
// lead unit's account.
func (c *city) colleague(unit string, roles ...store.StaffRole) *browser {
	c.t.Helper()
	ctx, secret, id := context.Background(), newSecret(), store.NewID()
	now := c.clock.Now()
	if err := c.db.CreateAccount(ctx, store.Account{ID: id, Name: "Funktion " + id[:4], Login: id, Roles: roles, Unit: unit, CreatedAt: 1}, false); err != nil {
		c.t.Fatal(err)
	}
	if err := c.db.SignIn(ctx, store.Login{Token: store.HashSecret(secret), Account: id, BeganAt: now.UnixMilli(), ExpiresAt: now.Add(11 * time.Hour).UnixMilli()}); err != nil {
		c.t.Fatal(err)
	}
	b := c.browser()
	at, _ := url.Parse(c.url)
	b.client.Jar.SetCookies(at, []*http.Cookie{{Name: staffCookie, Value: secret, Path: "/staff"}})
	return b
}

// text returns an object as JSON.
func text(o any) string {
	content, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return string(content)
}

func (b *browser) patch(path string, body any) answer {
	b.t.Helper()
	return b.send("PATCH", path, text(body))
}

func (b *browser) put(path string, body any) answer {
	b.t.Helper()
	return b.send("PUT", path, text(body))
}

func (b *browser) ask(path string, body any) answer {
	b.t.Helper()
	return b.post(path, text(body))
}

const api = "/staff/api"

// told reads an answer into a value.
func told[T any](t *testing.T, a answer) T {
	t.Helper()
	var into T
	if err := json.Unmarshal(a.body, &into); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	return into
}

// node adds a part of the structure.
func (b *browser) node(kind, title, parent string) store.Node {
	b.t.Helper()
	return told[store.Node](b.t, b.ask(api+"/structure", object{"kind": kind, "title": title, "parent": parent}).want(b.t, 201))
}

// measure creates one, with parts of its profile.
func (b *browser) measure(title string, parts object) store.Measure {
	b.t.Helper()
	made := told[store.Measure](b.t, b.ask(api+"/measures", object{"title": title, "summary": ""}).want(b.t, 201))
	if len(parts) == 0 {
		return made
	}
	return told[store.Measure](b.t, b.patch(api+"/measures/"+made.ID, object{"base": made.Version, "parts": parts}).want(b.t, 200))
}

// enter moves a measure on, state by state.
func (b *browser) enter(measure store.Measure, states ...store.MeasureState) store.Measure {
	b.t.Helper()
	for _, state := range states {
		measure = told[store.Measure](b.t, b.ask(api+"/measures/"+measure.ID+"/state", object{"base": measure.Version, "state": state}).want(b.t, 200))
	}
	return measure
}

// passed is a gate that lets a measure through.
var passed = object{"competent": object{"answer": "yes"}, "lawful": object{"answer": "yes"}, "new": object{"answer": "yes"}}

// What was done with the plan stands in the audit log, by ids, and nothing of what was written does.
func (c *city) audited(action string, words ...string) {
	c.t.Helper()
	entries, err := c.db.Audits(context.Background(), "")
	if err != nil {
		c.t.Fatal(err)
	}
	at := slices.IndexFunc(entries, func(one store.Audited) bool {
		return one.Action == action && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(one.About, word) })
	})
	if at < 0 {
		c.t.Errorf("%s %v is not in the audit log: %v", action, words, entries)
	}
}
