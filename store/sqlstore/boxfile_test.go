package sqlstore

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"masswerk/store"
)

// voted reads how many a start finds to have voted in a round.
func voted(t *testing.T, s *Store, event string) int {
	t.Helper()
	contents, err := s.Load(ctx, event)
	must(t, err)
	return len(contents.Turnout)
}

func TestAStartKeepsTheBoxesOfOpenRoundsOnly(t *testing.T) {
	s := openFresh(t)
	running, open, ballots := secretRound(t, s, 6)
	must(t, s.Cast(ctx, open.ID, ballots[:4]))
	ended, closed, more := secretRound(t, s, 6)
	must(t, s.Cast(ctx, closed.ID, more))
	closed.State = store.RoundClosed
	ended.do(store.RoundEnded{Round: closed}) // and killed before it could remove the box
	must(t, s.Close())
	must(t, os.WriteFile(boxPath(s.path, "gone")+"-journal", []byte("left"), 0o600))
	foreign := s.path + ".secret-recipe"
	must(t, os.WriteFile(foreign, []byte("not ours"), 0o600))

	s = openAt(t, s.path)
	for _, path := range []string{boxPath(s.path, closed.ID), boxPath(s.path, "gone") + "-journal"} {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error(err)
	}
	if got := voted(t, s, running.event.ID); got != 4 {
		t.Errorf("%d have voted, want 4", got)
	}
	must(t, s.Cast(ctx, open.ID, ballots)) // all once more
	if boxed, err := s.Boxed(ctx, open.ID); err != nil || len(boxed) != 6 {
		t.Errorf("%d ballots, %v", len(boxed), err)
	}
}

func TestABoxCutShortIsTakenBack(t *testing.T) {
	s := openFresh(t)
	h, round, ballots := secretRound(t, s, 300)
	must(t, s.Cast(ctx, round.ID, ballots[:100]))
	path := boxPath(s.path, round.ID)
	must(t, s.boxes.close())
	db, err := pool(dsn(path, "rw", append([]pragma{{"cache_size", "1", "1"}}, boxPromises...)...), 1)
	must(t, err)
	defer db.Close()
	begun, err := db.Begin()
	must(t, err)
	defer begun.Rollback()
	must(t, put(ctx, begun, ballots[100:]))
	crashed := filepath.Join(t.TempDir(), "masswerk.db")
	must(t, s.EraseNow(ctx))
	for name, content := range files(t, s.path) {
		must(t, os.WriteFile(filepath.Join(filepath.Dir(crashed), name), content, 0o600))
	}
	if info, err := os.Stat(boxPath(crashed, round.ID) + "-journal"); err != nil || info.Size() == 0 {
		t.Fatalf("nothing was cut short: %v", err)
	}
	again := openAt(t, crashed)
	if got := voted(t, again, h.event.ID); got != 100 {
		t.Errorf("%d have voted, want 100", got)
	}
	if boxed, err := again.Boxed(ctx, round.ID); err != nil || len(boxed) != 100 {
		t.Errorf("%d ballots, %v", len(boxed), err)
	}
}

func TestARestoredDatabaseGoesOnWithABoxOfItsOwn(t *testing.T) {
	for name, situation := range map[string]struct {
		stranger bool
		want     int
	}{"all in it are known": {false, 5}, "one joined since": {true, 0}} {
		t.Run(name, func(t *testing.T) {
			s := openFresh(t)
			h, round, ballots := secretRound(t, s, 5)
			backup := filepath.Join(t.TempDir(), "backup.db")
			must(t, Backup(ctx, s, backup))
			if situation.stranger {
				late := store.Participant{ID: store.NewID(), Event: h.event.ID, Device: "late"}
				h.do(store.ParticipantJoined{Participant: late})
				ballots = append(ballots, store.Ballot{ID: store.NewID(), Participant: late.ID})
			}
			must(t, s.Cast(ctx, round.ID, ballots))
			must(t, s.Close())
			_, err := Restore(ctx, backup, s.path)
			must(t, err)
			s = openAt(t, s.path)
			if got := voted(t, s, h.event.ID); got != situation.want {
				t.Errorf("%d have voted, want %d", got, situation.want)
			}
			must(t, s.Cast(ctx, round.ID, ballots[:5]))
			if boxed, err := s.Boxed(ctx, round.ID); err != nil || len(boxed) != 5 {
				t.Errorf("%d ballots, %v", len(boxed), err)
			}
		})
	}
}

func TestADeletedEventTakesItsBoxesAlong(t *testing.T) {
	s := openFresh(t)
	h, round, ballots := secretRound(t, s, 5)
	_, kept, others := secretRound(t, s, 5)
	must(t, s.Cast(ctx, round.ID, ballots))
	must(t, s.Cast(ctx, kept.ID, others))
	record, err := s.Delete(ctx, h.event.ID, 1)
	must(t, err)
	if record.Ballots != 5 {
		t.Errorf("%d ballots are on record, want 5", record.Ballots)
	}
	found, err := boxesOf(s.path)
	must(t, err)
	if !slices.Equal(found, []string{boxPath(s.path, kept.ID)}) {
		t.Errorf("boxes %q are left", found)
	}
}

func TestABoxIsOverwrittenBeforeItGoes(t *testing.T) {
	s := openFresh(t)
	_, round, ballots := secretRound(t, s, 5)
	must(t, s.Cast(ctx, round.ID, ballots))
	held, err := os.Open(boxPath(s.path, round.ID)) // what a disk might still hold
	must(t, err)
	defer held.Close()
	must(t, s.RemoveBox(ctx, round.ID))
	info, err := held.Stat()
	must(t, err)
	content := make([]byte, info.Size())
	if _, err := held.Read(content); err != nil || len(bytes.Trim(content, "\x00")) != 0 {
		t.Errorf("%d bytes are left, %v", len(bytes.Trim(content, "\x00")), err)
	}
}

func TestABoxThatIsGoneIsRefused(t *testing.T) {
	s := openFresh(t)
	h, round, ballots := secretRound(t, s, 6)
	must(t, s.Cast(ctx, round.ID, ballots[:2]))
	path := boxPath(s.path, round.ID)
	must(t, os.Rename(path, path+".away"))
	check := func(when string) {
		t.Helper()
		if err := s.Cast(ctx, round.ID, ballots[2:]); !errors.Is(err, store.ErrStorage) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got error %v", when, err)
		}
		if _, err := s.Boxed(ctx, round.ID); !errors.Is(err, store.ErrStorage) {
			t.Errorf("%s: got error %v", when, err)
		}
		if s.Health().Fault == nil {
			t.Errorf("%s: nobody is told", when)
		}
		h.do() // everything else goes on
	}
	check("removed")
	must(t, os.WriteFile(path, nil, 0o600))
	check("replaced")
	must(t, os.Rename(path+".away", path))
	must(t, s.Cast(ctx, round.ID, ballots))
	if s.Health().Fault != nil {
		t.Errorf("put back: %v", s.Health().Fault)
	}

	must(t, os.Rename(s.path, s.path+".away"))
	if err := s.Cast(ctx, round.ID, ballots); !errors.Is(err, store.ErrStorage) {
		t.Errorf("without its database: got error %v", err)
	}
	must(t, os.Rename(s.path+".away", s.path))
}

func TestABoxThatIsFullStoresNothingAndRecovers(t *testing.T) {
	s := openFresh(t)
	_, round, ballots := secretRound(t, s, 400)
	must(t, s.Cast(ctx, round.ID, ballots[:5]))
	db := s.boxes.open[boxPath(s.path, round.ID)].db
	limit := func(pages int) { must(t, db.QueryRow(fmt.Sprint(`PRAGMA max_page_count = `, pages)).Scan(new(int))) }
	limit(1)
	if err := s.Cast(ctx, round.ID, ballots); !errors.Is(err, store.ErrStorageFull) {
		t.Errorf("got error %v", err)
	}
	if boxed, err := s.Boxed(ctx, round.ID); err != nil || len(boxed) != 5 {
		t.Errorf("%d ballots, %v", len(boxed), err)
	}
	limit(1_000_000)
	must(t, s.Cast(ctx, round.ID, ballots))
}

func TestADamagedBoxIsNamedAndHoldsUpOnlyItsEvent(t *testing.T) {
	s := openFresh(t)
	h, round, ballots := secretRound(t, s, 5)
	other := newHall(t, s, 1)
	must(t, s.Cast(ctx, round.ID, ballots))
	must(t, s.Close())
	path := boxPath(s.path, round.ID)
	must(t, os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600))
	s = openAt(t, s.path)
	if _, err := s.Load(ctx, h.event.ID); !errors.Is(err, store.ErrStorage) || !strings.Contains(err.Error(), path) {
		t.Errorf("got error %v", err)
	}
	_, err := s.Load(ctx, other.event.ID)
	must(t, err)
	_, err = s.Delete(ctx, h.event.ID, 1)
	must(t, err)
	if found, err := boxesOf(s.path); err != nil || len(found) != 0 {
		t.Errorf("boxes %q are left, %v", found, err)
	}
}
