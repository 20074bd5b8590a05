package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"masswerk/server/live"
	"masswerk/store"
)

func TestEventsAreDeletedOnTheirDay(t *testing.T) {
	c := open(t)
	staff := c.staff()
	event := c.newEvent(staff) // to be deleted on 2027-01-31
	later := staff.post("/staff/api/events", `{"template":"empty","title":"Später","format":"barcamp","language":"en","address":"du",
		"held_on":"2026-12-01","delete_on":"2027-06-01","publication":"public"}`).want(t, 201).json()
	c.phone(event["code"].(string), secretOf("a"))
	hub := c.hub(event["code"].(string))

	tidy := func() {
		t.Helper()
		if err := c.Tidy(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	c.clock.now = time.Date(2027, 1, 30, 23, 59, 59, 0, time.UTC)
	tidy()
	if _, err := c.db.Event(context.Background(), event["id"].(string)); err != nil {
		t.Errorf("deleted too early: %v", err)
	}
	c.clock.now = time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	tidy()
	tidy()
	if _, err := c.db.Event(context.Background(), event["id"].(string)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("not deleted: %v", err)
	}
	if _, err := hub.Do(context.Background(), live.Actor{Face: live.Phone}, live.Join{Device: "x"}); err == nil {
		t.Error("the hub of a deleted event still decides")
	}
	c.browser().get("/e/"+event["code"].(string)+"/about").refused(t, 404, "unknown_code")
	c.browser().get("/e/"+later["code"].(string)+"/about").want(t, 200)

	listed := c.staffAgain().get("/staff/api/events").want(t, 200).json()
	deletions := listed["deletions"].([]any)
	if len(deletions) != 1 || len(listed["events"].([]any)) != 1 {
		t.Fatalf("listed: %v", listed)
	}
	record := deletions[0].(map[string]any)
	if record["title"] != "Zukunft im Rathaus" || record["participants"] != 1.0 || record["deleted_at"] != float64(c.clock.now.UnixMilli()) {
		t.Errorf("record: %v", record)
	}
}

func TestTheJobRunsAtStartAndWhenTold(t *testing.T) {
	c := open(t)
	event := c.newEvent(c.staff())
	c.clock.advance(365 * 24 * time.Hour)
	ctx, stop := context.WithCancel(context.Background())
	tick, done := make(chan time.Time), make(chan struct{})
	go func() { defer close(done); c.TidyAt(ctx, tick) }()
	tick <- time.Time{} // taken only after the first run
	if _, err := c.db.Event(ctx, event["id"].(string)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nothing was deleted at start: %v", err)
	}
	stop()
	<-done
}

// The log and the people in histories are kept for as long as the house says, 90 days otherwise.
func TestTheAuditLogIsShort(t *testing.T) {
	for days, left := range map[int]int{0: 2, 90: 2, 120: 3, 30: 1} {
		c := open(t)
		staff := c.staff()
		staff.send("PUT", "/staff/api/house", fmt.Sprintf(`{"audit_days":%d}`, days)).want(t, 200)
		measure := staff.post("/staff/api/measures", `{"title":"Maßnahme","summary":""}`).want(t, 201).json()["id"].(string)
		note := func() {
			t.Helper()
			if err := c.db.Audit(context.Background(), []store.Audited{{At: c.clock.Now().UnixMilli(), Actor: "a", Action: "Later", Event: "e"}}); err != nil {
				t.Fatal(err)
			}
		}
		note()
		for range 2 {
			c.clock.advance(50 * 24 * time.Hour)
			note()
		}
		if err := c.Tidy(context.Background()); err != nil {
			t.Fatal(err)
		}
		entries, err := c.db.Audits(context.Background(), "e")
		if err != nil || len(entries) != left {
			t.Errorf("kept for %d days: %d entries, want %d, %v", days, len(entries), left, err)
		}
		history, err := c.db.History(context.Background(), measure)
		if err != nil || len(history) == 0 {
			t.Fatalf("history: %v, %v", history, err)
		}
		if kept := history[0].By != ""; kept != (left == 3) || history[0].Function != "editor" {
			t.Errorf("kept for %d days: by %q as %q", days, history[0].By, history[0].Function)
		}
	}
}

// One event that cannot be deleted keeps neither the others nor the log.
func TestTidyingGoesOn(t *testing.T) {
	c := open(t, func(config *Config) { config.Store = &stubborn{Store: config.Store} })
	staff := c.staff()
	first, second := c.newEvent(staff)["id"].(string), c.newEvent(staff)["id"].(string)
	c.Store.(*stubborn).keep = first
	c.clock.advance(365 * 24 * time.Hour)
	if err := c.Tidy(context.Background()); err == nil || !strings.Contains(err.Error(), first) {
		t.Errorf("the failure is not told: %v", err)
	}
	if _, err := c.db.Event(context.Background(), second); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the other one stays: %v", err)
	}
}

type stubborn struct {
	Store
	keep string
}

func (s *stubborn) Delete(ctx context.Context, id string, at int64) (store.Deletion, error) {
	if id == s.keep {
		return store.Deletion{}, errors.New("cannot")
	}
	return s.Store.Delete(ctx, id, at)
}
