package sqlstore

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"masswerk/store"
)

// release lets an idea's own text be told.
func (h *hall) release(ideas ...int) {
	h.t.Helper()
	var list []store.Release
	for _, idea := range ideas {
		list = append(list, store.Release{Event: h.event.ID, Idea: h.ideas[idea].ID, Kind: "text"})
	}
	must(h.t, h.store.SetReleases(ctx, list))
}

// promote takes an idea up and publishes that.
func (h *hall) promote(idea int) store.Measure {
	h.t.Helper()
	m, _, err := h.store.Promote(ctx, store.Measure{
		ID: store.NewID(), Event: h.event.ID, Sources: []store.Source{{Idea: h.ideas[idea].ID, Number: idea + 1}}, Profile: store.Profile{Title: "Maßnahme"},
	}, store.By{At: 1})
	must(h.t, err)
	_, err = h.store.Publish(ctx, h.event.ID, 1)
	must(h.t, err)
	return m
}

func (h *hall) told() []store.Told {
	h.t.Helper()
	told, err := h.store.Told(ctx, h.event.ID)
	must(h.t, err)
	return told
}

// inTables names the tables in which a text stands.
func inTables(t *testing.T, path, text string) (tables []string) {
	t.Helper()
	for table, rows := range rowsOf(t, path) {
		for _, one := range rows {
			for column, content := range one {
				if strings.Contains(content, text) {
					tables = append(tables, table+"."+column)
				}
			}
		}
	}
	return tables
}

func TestAReleasedTextLeavesTheDiskWithItsAuthor(t *testing.T) {
	s := openFresh(t)
	h, neighbour := newHall(t, s, 2), newHall(t, s, 2)
	for _, text := range []string{"Mehr Licht im Treppenhaus", "Fragt doch Frau Mustermann", "Weniger Lärm", "Ein Aufzug"} {
		h.submit(text)
	}
	neighbour.submit("Auch im Keller")
	must(t, s.Join(ctx, neighbour.ideas[0].ID, h.ideas[0].ID))
	must(t, s.Pick(ctx, []string{h.ideas[0].ID}, true))
	h.release(0, 1, 2, 3)
	h.promote(0)
	h.promote(1)
	if got := h.told(); got[0].Text != "Mehr Licht im Treppenhaus" || onDisk(t, s.path, "Treppenhaus") == 0 || onDisk(t, s.path, "Mustermann") == 0 {
		t.Fatalf("it was never told: %+v", got)
	}
	h.do(store.IdeaWithdrawn{Idea: h.ideas[0].ID, At: 1})
	h.redact(1, 11, 26)
	for _, table := range []string{"pick", "joining"} {
		if rows := rowsOf(t, s.path)[table]; len(rows) != 0 {
			t.Errorf("%s still has %v", table, rows)
		}
	}
	gone := func(when string, texts ...string) {
		t.Helper()
		must(t, s.EraseNow(ctx))
		for _, text := range texts {
			if count, tables := onDisk(t, s.path, text), inTables(t, s.path, text); count != 0 || len(tables) != 0 {
				t.Errorf("%s: %q is on disk %d times, in %v", when, text, count, tables)
			}
		}
	}
	gone("while the event stands", "Treppenhaus", "Mustermann")
	h.release(3)
	_, err := s.Delete(ctx, h.event.ID, 1)
	must(t, err)
	gone("after the deletion", "Treppenhaus", "Mustermann")
	for text, want := range map[string]int{"Weniger Lärm": 1, "Ein Aufzug": 1, "Fragt doch [name removed]": 1} {
		if got := onDisk(t, s.path, text); got != want {
			t.Errorf("%q is on disk %d times, want %d", text, got, want)
		}
	}
	must(t, s.SetReleases(ctx, []store.Release{{Event: h.event.ID, Idea: h.ideas[2].ID}}))
	if !s.ErasurePending() {
		t.Error("nobody was asked to take it off the disk")
	}
	gone("taken back after the deletion", "Weniger Lärm")
	if got := h.told(); got[2].Text != "" || got[3].Text != "Ein Aufzug" {
		t.Errorf("got %+v", got)
	}
}

// What was taken back since a backup stays away when the backup is restored.
func TestARestoredBackupTellsNoMoreThanItMay(t *testing.T) {
	path, standing, deleted := filepath.Join(t.TempDir(), "masswerk.db"), filepath.Join(t.TempDir(), "standing.db"), filepath.Join(t.TempDir(), "deleted.db")
	s := openAt(t, path)
	h, gone := newHall(t, s, 2), newHall(t, s, 2)
	for _, h := range []*hall{h, gone} {
		for _, text := range []string{"Mehr Licht im Treppenhaus", "Fragt doch Frau Mustermann", "Weniger Lärm", "Ein Aufzug"} {
			h.submit(text)
		}
		h.release(0, 1, 2)
	}
	measure := gone.promote(2)
	must(t, s.Join(ctx, h.ideas[2].ID, gone.ideas[2].ID))
	must(t, s.Decide(ctx, []store.Outcome{{Event: h.event.ID, Idea: h.ideas[2].ID, Kind: store.OutcomeJoined, JoinedNumber: 3, JoinedEvent: "Barcamp"}}, 1))
	_, err := s.Publish(ctx, h.event.ID, 1)
	must(t, err)
	must(t, Backup(ctx, s, standing))

	for _, h := range []*hall{h, gone} {
		h.do(store.IdeaWithdrawn{Idea: h.ideas[0].ID, At: 1})
		h.redact(1, 11, 26)
	}
	_, err = s.Delete(ctx, gone.event.ID, 2)
	must(t, err)
	must(t, Backup(ctx, s, deleted))
	must(t, s.SetReleases(ctx, []store.Release{{Event: gone.event.ID, Idea: gone.ideas[2].ID}}))
	must(t, s.Close())
	if onDisk(t, standing, "Treppenhaus") != 2 || onDisk(t, standing, "Mustermann") != 2 || onDisk(t, deleted, "Weniger Lärm") != 2 {
		t.Fatal("the backups do not hold it: this test proves nothing")
	}

	for _, backup := range []string{standing, deleted, standing} { // the lists are handed on
		_, err := Restore(ctx, backup, path)
		must(t, err)
		for text, want := range map[string]int{"Treppenhaus": 0, "Mustermann": 0, "Weniger Lärm": 1, "Ein Aufzug": 1} {
			if got := onDisk(t, path, text); got != want {
				t.Errorf("%q is on disk %d times, want %d", text, got, want)
			}
		}
		s := openAt(t, path)
		h.store, gone.store = s, s
		for name, one := range map[string]struct {
			told []store.Told
			want [3]string
		}{
			"standing": {h.told(), [3]string{"", "Fragt doch [name removed]", "Weniger Lärm"}},
			"deleted":  {gone.told(), [3]string{"", "Fragt doch [name removed]", ""}},
		} {
			if len(one.told) != 4 {
				t.Fatalf("%s: %+v", name, one.told)
			}
			for i, want := range one.want {
				if got := one.told[i]; got.Text != want || (got.State == store.Withdrawn) != (i == 0) {
					t.Errorf("%s: got %+v, want %q", name, got, want)
				}
			}
			if o := one.told[2].Outcome; o == nil || o.Measure != measure.ID || len(one.told[2].Steps) != 1 {
				t.Errorf("%s: the journey is lost: %+v", name, o)
			}
		}
		must(t, s.Close())
	}
}

// Whatever happens in whatever order: outside stands what was released and nothing else, and what
// was withdrawn stands nowhere.
func TestWhateverHappensOnlyReleasedTextIsTold(t *testing.T) {
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 3))
		s := openFresh(t)
		halls := []*hall{newHall(t, s, 3), newHall(t, s, 3)}
		type known struct{ withdrawn, released, hidden bool }
		all := map[string]*known{}
		for _, h := range halls {
			for i := range 40 {
				idea := h.submit(fmt.Sprintf("<%s %d>%s", h.event.ID, i, strings.Repeat(" bitte", random.IntN(60))))
				all[idea.ID] = &known{}
			}
		}
		for range 300 {
			h := halls[random.IntN(2)]
			at := random.IntN(len(h.ideas))
			idea := h.ideas[at]
			is := all[idea.ID]
			switch random.IntN(8) {
			case 0, 1:
				err := s.SetReleases(ctx, []store.Release{{Event: h.event.ID, Idea: idea.ID, Kind: "text"}})
				if (err != nil) != is.withdrawn {
					t.Fatalf("release: %v", err)
				}
				is.released = !is.withdrawn
			case 2:
				must(t, s.SetReleases(ctx, []store.Release{{Event: h.event.ID, Idea: idea.ID}}))
				is.released = false
			case 3:
				h.do(store.IdeaWithdrawn{Idea: idea.ID, At: 1})
				is.withdrawn, is.released = true, false
			case 4:
				if !is.withdrawn {
					is.hidden = !is.hidden
					h.do(store.IdeaModerated{Idea: idea.ID, State: map[bool]store.IdeaState{true: store.Hidden, false: store.Shown}[is.hidden]})
				}
			case 5:
				s.Join(ctx, idea.ID, halls[random.IntN(2)].ideas[random.IntN(40)].ID) // or not
			case 6:
				s.Pick(ctx, []string{idea.ID}, random.IntN(2) == 0) // or not
			case 7:
				must(t, s.Decide(ctx, []store.Outcome{{Event: h.event.ID, Idea: idea.ID, Kind: store.OutcomeParked}}, 1))
			}
		}
		check := func(deleted bool) {
			t.Helper()
			must(t, s.EraseNow(ctx))
			disk := readDisk(t, s.path)
			for n, h := range halls {
				told := h.told()
				for i, idea := range h.ideas {
					is, text := all[idea.ID], fmt.Sprintf("<%s %d>", h.event.ID, i)
					tells := is.released && !is.hidden
					if (told[i].Text == idea.Text) != tells || !tells && told[i].Text != "" {
						t.Errorf("seed %d, %+v: told %q", seed, *is, told[i].Text)
					}
					want := 1
					if is.withdrawn || deleted && n == 0 && !tells {
						want = 0
					}
					if got := disk.count(text); got != want {
						t.Errorf("seed %d, %+v: on disk %d times, want %d", seed, *is, got, want)
					}
				}
			}
		}
		check(false)
		_, err := s.Delete(ctx, halls[0].event.ID, 1)
		must(t, err)
		check(true)
	}
}

func TestWhoAcceptedAReportIsForgotten(t *testing.T) {
	s := openFresh(t)
	fillExample(t, s)
	count := func() int {
		t.Helper()
		var count int
		must(t, s.conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM status_report WHERE account <> ''`).Scan(&count))
		return count
	}
	must(t, s.ForgetPeople(ctx, exampleAt))
	if count() != 1 {
		t.Fatalf("%d are known, want 1", count())
	}
	must(t, s.ForgetPeople(ctx, exampleAt+1))
	if count() != 0 {
		t.Error("somebody is still known")
	}
}
