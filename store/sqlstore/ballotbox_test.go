package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"

	"masswerk/store"
)

// secretRound opens one in a hall of so many, and returns a ballot of each; no two are alike.
func secretRound(t testing.TB, s *Store, people int) (*hall, store.Round, []store.Ballot) {
	t.Helper()
	h := newHall(t, s, people)
	for range 12 {
		h.submit("Mehr Licht")
	}
	round := h.openRoundAs(store.Secret)
	var ballots []store.Ballot
	for i, person := range h.people {
		ballots = append(ballots, store.Ballot{
			ID: store.NewID(), Round: round.ID, Participant: person.ID, Points: map[int]int{i%12 + 1: 1, (i+1+i/12%11)%12 + 1: 10_000 + i},
		})
	}
	return h, round, ballots
}

// files reads everything beside and of a database, by name.
func files(t *testing.T, path string) map[string]disk {
	t.Helper()
	content := map[string]disk{}
	for _, name := range append(beside(t, path), filepath.Base(path)) {
		read, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
		must(t, err)
		content[name] = read
	}
	return content
}

func TestASecretBallotLeadsToNobody(t *testing.T) {
	s := openFresh(t)
	h, round, ballots := secretRound(t, s, 200)
	for i := 0; i < len(ballots); i += 5 {
		must(t, s.Cast(ctx, round.ID, ballots[i:i+5]))
	}
	box := filepath.Base(boxPath(s.path, round.ID))
	search := func(when string) {
		t.Helper()
		backup := filepath.Join(t.TempDir(), "backup.db")
		must(t, Backup(ctx, s, backup))
		copied, err := os.ReadFile(backup)
		must(t, err)
		found := files(t, s.path)
		found["backup"] = copied
		for name, content := range found {
			for _, b := range ballots {
				// Where voters are, no choice stands near; where choices are, no voter; nowhere what was handed in.
				if content.count(b.ID) != 0 {
					t.Fatalf("%s: %s holds a ballot as it was handed in", when, name)
				}
				if choice := content.count(b.Choices()); name != box && when == "while open" && choice != 0 {
					t.Fatalf("%s: %s holds a choice", when, name)
				}
				if content.count(b.Participant+b.Choices()) != 0 || content.count(b.Choices()+b.Participant) != 0 {
					t.Fatalf("%s: %s links a voter to a choice", when, name)
				}
			}
		}
	}
	if content := files(t, s.path)[box]; content.count(ballots[7].Choices()) != 1 || content.count(ballots[7].Participant) != 1 {
		t.Fatal("the box does not hold what was cast: this test proves nothing")
	}
	search("while open")

	boxed, err := s.Boxed(ctx, round.ID)
	must(t, err)
	tally := round.Count(boxed)
	round.State, round.Tally, round.Admitted = store.RoundClosed, &tally, len(h.people)
	for i := range boxed { // even if it is told, the store must drop who cast what
		boxed[i].Participant = ballots[slices.IndexFunc(ballots, func(b store.Ballot) bool { return b.Choices() == boxed[i].Choices() })].Participant
	}
	h.do(store.RoundEnded{Round: round, Ballots: boxed})
	must(t, s.RemoveBox(ctx, round.ID))
	must(t, s.EraseNow(ctx))
	search("once closed")
	if left := beside(t, s.path); slices.ContainsFunc(left, func(name string) bool { return strings.Contains(name, "secret") }) {
		t.Errorf("%q is left", left)
	}
	if found := files(t, s.path)["masswerk.db"]; found.count(ballots[7].Choices()) != 1 {
		t.Error("the closed round lacks a ballot")
	}
}

// The pages of a box tell no order: rows lie in them as their keys are ordered, whoever came first.
func TestABoxKeepsNoOrder(t *testing.T) {
	s := openFresh(t)
	_, round, ballots := secretRound(t, s, 40)
	for _, b := range ballots {
		must(t, s.Cast(ctx, round.ID, []store.Ballot{b}))
	}
	content, err := os.ReadFile(boxPath(s.path, round.ID))
	must(t, err)
	db := s.boxes.open[boxPath(s.path, round.ID)].db
	for _, query := range []string{`SELECT participant FROM turnout ORDER BY participant`, `SELECT id FROM ballot ORDER BY id`} {
		keys, err := all(view{ctx, db}, value[string], query)
		must(t, err)
		if len(keys) != len(ballots) {
			t.Fatalf("%d keys", len(keys))
		}
		// A page is filled from its end, so within one the keys lie backwards.
		last := map[int]int{}
		for _, key := range keys {
			at := bytes.Index(content, []byte(key))
			if at < 0 || bytes.Count(content, []byte(key)) != 1 {
				t.Fatalf("%q is on disk %d times", key, bytes.Count(content, []byte(key)))
			}
			if before, seen := last[at/4096]; seen && at > before {
				t.Fatalf("%s: %q lies behind one that is before it", query, key)
			}
			last[at/4096] = at
		}
		if len(last) > len(keys)/4 {
			t.Fatalf("%d keys on %d pages tell nothing", len(keys), len(last))
		}
	}
	schema, err := all(view{ctx, db}, value[string], `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL`)
	must(t, err)
	for _, table := range schema {
		if !strings.Contains(table, "WITHOUT ROWID") {
			t.Errorf("rows of %q are numbered as they come", table)
		}
	}
}

func TestABoxKeepsItsPromises(t *testing.T) {
	s := openFresh(t)
	_, round, ballots := secretRound(t, s, 5)
	must(t, s.Cast(ctx, round.ID, ballots))
	path := boxPath(s.path, round.ID)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the box is %v, %v", info.Mode(), err)
	}
	for _, p := range boxPromises {
		var got string
		must(t, s.boxes.open[path].db.QueryRow("PRAGMA "+p.name).Scan(&got))
		if got != p.want {
			t.Errorf("%s is %s, want %s", p.name, got, p.want)
		}
	}
	for _, ending := range []string{"-wal", "-journal"} {
		if _, err := os.Stat(path + ending); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("there is a box%s: %v", ending, err)
		}
	}
	if err := BackupFile(ctx, path, filepath.Join(t.TempDir(), "backup.db")); err == nil || !strings.Contains(err.Error(), "belongs to another program") {
		t.Errorf("a box was backed up: %v", err)
	}
}

func TestAFailedSyncOfABoxIsToldApart(t *testing.T) {
	s := openFresh(t)
	_, round, ballots := secretRound(t, s, 5)
	must(t, s.Cast(ctx, round.ID, ballots[:1]))
	one := s.boxes.open[boxPath(s.path, round.ID)]
	must(t, one.db.Close())
	one.db = sql.OpenDB(failing{})
	var sync *store.SyncError
	if err := s.Cast(ctx, round.ID, ballots); !errors.As(err, &sync) {
		t.Errorf("got error %v", err)
	}
}

// BenchmarkCast measures groups of five in a box that many have filled.
func BenchmarkCast(b *testing.B) {
	for _, people := range []int{300, 3_000, 10_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			s := openAt(b, filepath.Join(b.TempDir(), "masswerk.db"))
			_, round, ballots := secretRound(b, s, people)
			must(b, s.Cast(ctx, round.ID, ballots))
			for b.Loop() {
				must(b, s.Cast(ctx, round.ID, ballots[:5]))
			}
		})
	}
}

// failing is a disk whose syncs fail.
type failing struct{}

func (failing) Connect(context.Context) (driver.Conn, error) {
	return nil, failure(sqlite3.SQLITE_IOERR_FSYNC)
}
func (failing) Driver() driver.Driver { return nil }
