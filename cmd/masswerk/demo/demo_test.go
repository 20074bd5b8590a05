package demo

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"masswerk/store"
	"masswerk/store/sqlstore"
)

func build(t *testing.T, now time.Time) (*sqlstore.Store, Guide) {
	t.Helper()
	db, err := sqlstore.Open(context.Background(), filepath.Join(t.TempDir(), "masswerk.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	guide, err := Build(context.Background(), db, now, func(password string) (string, error) { return "hash of " + password, nil })
	if err != nil {
		t.Fatal(err)
	}
	return db, guide
}

func TestTheCityIsWholeInAnyYear(t *testing.T) {
	for name, now := range map[string]time.Time{
		"when it was written":    time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
		"in another spring":      time.Date(2028, 3, 1, 12, 0, 0, 0, time.UTC),
		"before it was written":  time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
		"on the day it turns on": time.Date(2027, 11, 15, 0, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			db, guide := build(t, now)
			measures, err := db.Measures(ctx, store.MeasureFilter{})
			if err != nil || len(measures) != 24 {
				t.Fatalf("%d measures, %v", len(measures), err)
			}
			states, fields := map[store.MeasureState]int{}, map[string]bool{}
			slipped := 0
			for _, listed := range measures {
				m, err := db.Measure(ctx, listed.ID)
				if err != nil {
					t.Fatal(err)
				}
				states[m.State]++
				fields[m.Profile.Field] = true
				if len(m.Profile.DateChanges) > 0 {
					slipped++
				}
				if m.ChangedAt > now.UnixMilli() {
					t.Errorf("%s changed after now", m.Profile.Title)
				}
				if p := m.Profile; p.Summary == "" || p.Effect == "" || p.Situation == "" || p.Lead == "" || p.Audience == "" || p.Current.End == "" || len(p.Milestones) == 0 ||
					len(p.Indicators) == 0 || len(p.Costs) == 0 || len(p.Risks) == 0 || len(p.Obligations) == 0 || p.Priority == "" || p.Accessibility.Answer == "" || len(m.Sources) == 0 {
					t.Errorf("%s lacks a part: %+v", m.Profile.Title, p)
				}
			}
			if len(states) != 11 || slipped < 5 {
				t.Errorf("states %v, %d slipped", states, slipped)
			}
			told, err := db.Told(ctx, id("event"))
			if err != nil || len(told) != 60 {
				t.Fatalf("%d contributions, %v", len(told), err)
			}
			kinds := map[store.OutcomeKind]int{}
			for _, one := range told {
				if one.Outcome == nil || one.Text == "" {
					t.Errorf("contribution %d has no answer or text", one.Number)
					continue
				}
				kinds[one.Outcome.Kind]++
			}
			if len(kinds) != 7 {
				t.Errorf("outcomes %v", kinds)
			}
			reports, err := db.StatusReports(ctx, "", "")
			if err != nil {
				t.Fatal(err)
			}
			accepted := map[string]int{}
			for _, one := range reports {
				if one.State == "accepted" {
					accepted[one.Period]++
				}
			}
			if len(accepted) < 2 {
				t.Errorf("accepted reports by period: %v", accepted)
			}
			if guide.IdeaLink == "" || guide.Status == "" || len(guide.Password) < 10 {
				t.Errorf("guide %+v", guide)
			}
			event, err := db.Event(ctx, id("event"))
			if err != nil || event.Due(now.AddDate(0, 6, 0)) {
				t.Errorf("the event is deleted on %s: %v", event.DeleteOn, err)
			}
		})
	}
}

func TestTheCityIsTheSameEveryTime(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	first, one := build(t, now)
	second, other := build(t, now)
	ctx := context.Background()
	for name, read := range map[string]func(*sqlstore.Store) (any, error){
		"measures":  func(db *sqlstore.Store) (any, error) { return db.Measures(ctx, store.MeasureFilter{}) },
		"structure": func(db *sqlstore.Store) (any, error) { return db.Nodes(ctx) },
		"told":      func(db *sqlstore.Store) (any, error) { return db.Told(ctx, id("event")) },
		"reports":   func(db *sqlstore.Store) (any, error) { return db.StatusReports(ctx, "", "") },
	} {
		a, err1 := read(first)
		b, err2 := read(second)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("%s differ (%v, %v)", name, err1, err2)
		}
	}
	if one.Password == other.Password || one.IdeaLink == other.IdeaLink {
		t.Error("secrets are the same every time")
	}
}
