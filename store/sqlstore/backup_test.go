package sqlstore

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"masswerk/store"
)

func TestABackupOfARunningStoreIsComplete(t *testing.T) {
	for name, backup := range map[string]func(s *Store, to string) error{
		"from within":  func(s *Store, to string) error { return Backup(ctx, s, to) },
		"from outside": func(s *Store, to string) error { return BackupFile(ctx, s.path, to) },
	} {
		t.Run(name, func(t *testing.T) {
			s := openFresh(t)
			h := newHall(t, s, 3)
			h.submit("Mehr Licht")
			to := filepath.Join(t.TempDir(), "backup.db")
			must(t, backup(s, to))
			h.submit("Weniger Lärm") // goes on
			info, err := os.Stat(to)
			must(t, err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("the backup is %v", info.Mode())
			}
			if err := backup(s, to); err == nil {
				t.Error("a backup was overwritten")
			}
			copied := openAt(t, to)
			got, err := copied.Load(ctx, h.event.ID)
			must(t, err)
			if len(got.Ideas) != 1 || len(got.Participants) != 3 {
				t.Errorf("got %+v", got)
			}
		})
	}

	t.Run("of a store at rest", func(t *testing.T) {
		s := openFresh(t)
		newHall(t, s, 1)
		must(t, s.Close())
		must(t, BackupFile(ctx, s.path, filepath.Join(t.TempDir(), "backup.db")))
	})

	t.Run("of a file that was killed before it had a log", func(t *testing.T) {
		s := openFresh(t)
		h := newHall(t, s, 1)
		must(t, s.Close())
		killed := killedWhileWriting(t, s.path)
		to := filepath.Join(t.TempDir(), "backup.db")
		must(t, BackupFile(ctx, killed, to))
		if event, err := openAt(t, to).Event(ctx, h.event.ID); err != nil || event.Title != h.event.Title {
			t.Errorf("got %q, %v, want %q", event.Title, err, h.event.Title)
		}
	})

	t.Run("of nothing", func(t *testing.T) {
		dir := t.TempDir()
		err := BackupFile(ctx, filepath.Join(dir, "none.db"), filepath.Join(dir, "backup.db"))
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got error %v", err)
		}
		left, err := os.ReadDir(dir)
		must(t, err)
		if len(left) != 0 {
			t.Errorf("%v was left behind", left)
		}
	})
}

// aged is a database from which things were erased since its backup was made.
type aged struct {
	path, backup     string
	withdrawn        store.Idea
	kept             *hall
	deleted, earlier store.Deletion
}

func age(t *testing.T) aged {
	t.Helper()
	a := aged{path: filepath.Join(t.TempDir(), "masswerk.db"), backup: filepath.Join(t.TempDir(), "backup.db")}
	s := openAt(t, a.path)
	before, gone := newHall(t, s, 1), newHall(t, s, 2)
	a.kept = newHall(t, s, 3)
	a.withdrawn = a.kept.submit("Mehr Licht im Treppenhaus")
	a.kept.submit("Weniger Lärm")
	gone.submit("Ein Aufzug im Treppenhaus")
	var err error
	a.earlier, err = s.Delete(ctx, before.event.ID, 1)
	must(t, err)
	must(t, BackupFile(ctx, a.path, a.backup))
	if onDisk(t, a.backup, "Treppenhaus") != 2 {
		t.Fatal("the backup lacks what is erased later: this test proves nothing")
	}

	a.kept.do(store.IdeaWithdrawn{Idea: a.withdrawn.ID, At: 5})
	must(t, s.Decide(ctx, []store.Outcome{{Event: gone.event.ID, Idea: gone.ideas[0].ID, Kind: store.OutcomeParked, Reason: "später"}}, 1))
	_, err = s.Publish(ctx, gone.event.ID, 1)
	must(t, err)
	a.deleted, err = s.Delete(ctx, gone.event.ID, 6)
	must(t, err)
	must(t, s.Close())
	return a
}

// check asserts that a restored database has what the backup had, but for what was erased.
func (a aged) check(t *testing.T, path string) {
	t.Helper()
	if count := onDisk(t, path, "Treppenhaus"); count != 0 {
		t.Errorf("what was erased is on disk %d times", count)
	}
	s := openAt(t, path)
	contents, err := s.Load(ctx, a.kept.event.ID)
	must(t, err)
	if len(contents.Ideas) != 2 || contents.Ideas[0].State != store.Withdrawn || contents.Ideas[1].Text != "Weniger Lärm" {
		t.Errorf("got ideas %+v", contents.Ideas)
	}
	if _, err := s.Event(ctx, a.deleted.Event); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the deleted event: %v", err)
	}
	deletions, err := s.Deletions(ctx)
	must(t, err)
	if len(deletions) != 2 || deletions[0] != a.deleted || deletions[1] != a.earlier {
		t.Errorf("got deletions %+v", deletions)
	}
	traces, err := s.Traces(ctx, a.deleted.Event, "secret")
	must(t, err)
	if len(traces) != 1 || traces[0].Outcome == nil || traces[0].Outcome.Reason != "später" {
		t.Errorf("got traces %+v", traces)
	}
	must(t, s.Close())
}

func TestARestoredBackupStaysErased(t *testing.T) {
	want := Report{Events: 1, Withdrawn: 1, Deleted: 1}

	t.Run("in the place of a database", func(t *testing.T) {
		a := age(t)
		got, err := Restore(ctx, a.backup, a.path)
		must(t, err)
		if got != want {
			t.Errorf("got report %+v, want %+v", got, want)
		}
		left, err := filepath.Glob(a.path + "*")
		must(t, err)
		if len(left) != 2 { // the database and its lock
			t.Errorf("%v was left behind", left)
		}
		a.check(t, a.path)
	})

	t.Run("elsewhere, with the list given", func(t *testing.T) {
		a := age(t)
		elsewhere := filepath.Join(t.TempDir(), "new", "masswerk.db")
		got, err := Restore(ctx, a.backup, elsewhere, a.path)
		must(t, err)
		if got != want {
			t.Errorf("got report %+v, want %+v", got, want)
		}
		a.check(t, elsewhere)
	})

	t.Run("and hands its list on", func(t *testing.T) {
		a := age(t)
		_, err := Restore(ctx, a.backup, a.path)
		must(t, err)
		got, err := Restore(ctx, a.backup, a.path)
		must(t, err)
		if got != want {
			t.Errorf("got report %+v, want %+v", got, want)
		}
		a.check(t, a.path)
	})

	t.Run("even over a database that crashed", func(t *testing.T) {
		a := age(t)
		s := openAt(t, a.path)
		late := newHall(t, s, 1)
		crashed := filepath.Join(t.TempDir(), "masswerk.db")
		for _, ending := range []string{"", "-wal"} {
			content, err := os.ReadFile(a.path + ending)
			must(t, err)
			must(t, os.WriteFile(crashed+ending, content, 0o600))
		}
		foreign, err := pool(dsn(crashed, "rw"), 1) // keeps the old log alive
		must(t, err)
		defer foreign.Close()
		must(t, foreign.QueryRowContext(ctx, `SELECT id FROM event`).Scan(new(string)))
		_, err = Restore(ctx, a.backup, crashed)
		must(t, err)
		a.check(t, crashed)
		restored := openAt(t, crashed)
		if _, err := restored.Event(ctx, late.event.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the old log was taken for the new file's: %v", err)
		}
	})
}

func TestARestoreThatCannotSucceedChangesNothing(t *testing.T) {
	t.Run("while a server runs", func(t *testing.T) {
		a := age(t)
		openAt(t, a.path)
		if _, err := Restore(ctx, a.backup, a.path); err == nil || !strings.Contains(err.Error(), "another masswerk") {
			t.Errorf("got error %v", err)
		}
	})

	t.Run("from a damaged backup", func(t *testing.T) {
		a := age(t)
		before, err := os.ReadFile(a.path)
		must(t, err)
		content, err := os.ReadFile(a.backup)
		must(t, err)
		for i := len(content) / 2; i < len(content); i++ {
			content[i] ^= 0x5a
		}
		must(t, os.WriteFile(a.backup, content, 0o600))
		if _, err := Restore(ctx, a.backup, a.path); err == nil {
			t.Error("it was restored")
		}
		if _, err := Restore(ctx, a.backup+"x", a.path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got error %v", err)
		}
		after, err := os.ReadFile(a.path)
		must(t, err)
		if string(before) != string(after) {
			t.Error("the database was changed")
		}
	})

	t.Run("over a file whose list cannot be read", func(t *testing.T) {
		a := age(t)
		must(t, os.WriteFile(a.path, []byte(strings.Repeat("no database ", 1000)), 0o600))
		if _, err := Restore(ctx, a.backup, a.path); err == nil || !strings.Contains(err.Error(), "move that file away") {
			t.Errorf("got error %v", err)
		}
	})
}

// killedWhileWriting returns a copy of a database as a power cut leaves one that has no log: half
// written, with the journal that takes it back.
func killedWhileWriting(t *testing.T, path string) string {
	t.Helper()
	must(t, asOneFile(ctx, path))
	db, err := pool(dsn(path, "rw", pragma{"cache_size", "1", ""}), 1)
	must(t, err)
	defer db.Close()
	writing, err := db.Begin()
	must(t, err)
	defer writing.Rollback()
	for range 400 { // more than one page, so that some are written before the end
		_, err := writing.Exec(`INSERT INTO erasure (event, idea, at) VALUES (hex(randomblob(100)), hex(randomblob(100)), 0)`)
		must(t, err)
	}
	_, err = writing.Exec(`UPDATE event SET title = 'half written'`)
	must(t, err)
	killed := filepath.Join(t.TempDir(), "killed.db")
	for _, ending := range []string{"", "-journal"} {
		content, err := os.ReadFile(path + ending)
		must(t, err)
		if len(content) == 0 {
			t.Fatalf("%q is empty: nothing was cut short", ending)
		}
		must(t, os.WriteFile(killed+ending, content, 0o600))
	}
	return killed
}
