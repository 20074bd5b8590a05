package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"masswerk/store"
)

func TestEveryConnectionKeepsThePromises(t *testing.T) {
	s := openFresh(t)
	var conns []*sql.Conn
	for range readers {
		conn, err := s.reading.Conn(ctx)
		must(t, err)
		defer conn.Close()
		conns = append(conns, conn)
	}
	for i, conn := range append(conns, s.conn) {
		for _, p := range promises {
			var got string
			must(t, conn.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got))
			if got != p.want {
				t.Errorf("connection %d: %s is %s, want %s", i, p.name, got, p.want)
			}
		}
	}
	if _, err := conns[0].ExecContext(ctx, `DELETE FROM event`); err == nil {
		t.Error("a reading connection wrote")
	}
}

func TestAConnectionThatBreaksAPromiseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "masswerk.db")
	openAt(t, path).Close()
	for i, broken := range promises {
		weak := append([]pragma{}, promises...)
		weak[i].set = map[string]string{
			"busy_timeout": "0", "journal_mode": "DELETE", "synchronous": "NORMAL", "foreign_keys": "OFF",
			"secure_delete": "OFF", "temp_store": "FILE",
		}[broken.name]
		db, err := pool(dsn(path, "rw", weak...), 1, promises...)
		must(t, err)
		if err := db.Ping(); err == nil || !strings.Contains(err.Error(), broken.name) {
			t.Errorf("%s(%s): got error %v", broken.name, weak[i].set, err)
		}
		db.Close()
	}
}

func TestOneServerPerDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "made", "when missing", "a #1?.db")
	s := openAt(t, path)
	_, err := Open(ctx, path)
	if err == nil || !strings.Contains(err.Error(), "another masswerk is using the database "+path) {
		t.Errorf("got error %v", err)
	}
	must(t, s.Close())
	openAt(t, path)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheOwnerReadsTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "masswerk.db")
	newHall(t, openAt(t, path), 1)
	for _, file := range []string{path, path + "-wal", path + "-shm", lockPath(path)} {
		info, err := os.Stat(file)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", file, info.Mode())
		}
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "masswerk.db")
	s := openAt(t, path)
	_, err := s.conn.ExecContext(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
	must(t, err)
	must(t, s.Close())
	before, err := os.ReadFile(path)
	must(t, err)
	_, err = Open(ctx, path)
	if err == nil || !strings.Contains(err.Error(), "newer masswerk") || !strings.Contains(err.Error(), "9999") {
		t.Errorf("got error %v", err)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if string(before) != string(after) {
		t.Error("the file was changed")
	}
	if _, err := Restore(ctx, path, filepath.Join(t.TempDir(), "restored.db")); err == nil {
		t.Error("it was restored all the same")
	}
}

func TestAFileThatIsNoDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "masswerk.db")
	must(t, os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600))
	if _, err := Open(ctx, path); !errors.Is(err, store.ErrStorage) {
		t.Errorf("got error %v", err)
	}
}

func TestAFullDiskStoresNothingAndRecovers(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	h.submit("Mehr Licht")
	var limit int
	must(t, s.conn.QueryRowContext(ctx, `PRAGMA max_page_count = 1`).Scan(&limit)) // no less than what there is
	long := h.ideas[0]
	long.ID, long.Number, long.Text = store.NewID(), 2, strings.Repeat("Mehr Licht. ", 5_000)
	err := h.try(store.IdeaNominated{Idea: h.ideas[0].ID, On: true}, store.IdeaSubmitted{Idea: long})
	if !errors.Is(err, store.ErrStorageFull) {
		t.Fatalf("got error %v, want %v", err, store.ErrStorageFull)
	}
	got, err := s.Load(ctx, h.event.ID)
	must(t, err)
	if len(got.Ideas) != 1 || got.Ideas[0].Nominated || got.Event.Seq != h.seq {
		t.Errorf("half a commit was stored: %+v", got)
	}
	must(t, s.conn.QueryRowContext(ctx, `PRAGMA max_page_count = 1000000`).Scan(&limit))
	h.do(store.IdeaSubmitted{Idea: long})
}

func TestADatabaseHeldByOthersIsRefusedForNow(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	_, err := s.conn.ExecContext(ctx, `PRAGMA busy_timeout = 20`)
	must(t, err)
	foreign, err := sql.Open("sqlite", dsn(s.path, "rw"))
	must(t, err)
	defer foreign.Close()
	held, err := foreign.Begin()
	must(t, err)
	if err := h.try(); !errors.Is(err, store.ErrStorage) {
		t.Errorf("got error %v, want %v", err, store.ErrStorage)
	}
	must(t, held.Rollback())
	h.do()

	must(t, s.take(ctx))
	short, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	if err := s.Commit(short, h.event.ID, h.seq, nil, nil); !errors.Is(err, store.ErrStorage) {
		t.Errorf("got error %v, want %v", err, store.ErrStorage)
	}
	s.release()
	h.do()
}

// failure is a driver error as SQLite would number it.
type failure int

func (f failure) Error() string { return "a driver error" }
func (f failure) Code() int     { return int(f) }

func TestDriverErrorsAreToldApart(t *testing.T) {
	for code, want := range map[int]error{
		sqlite3.SQLITE_FULL:               store.ErrStorageFull,
		sqlite3.SQLITE_IOERR:              store.ErrStorage,
		sqlite3.SQLITE_IOERR_WRITE:        store.ErrStorage,
		sqlite3.SQLITE_READONLY:           store.ErrStorage,
		sqlite3.SQLITE_READONLY_DBMOVED:   store.ErrStorage,
		sqlite3.SQLITE_CANTOPEN:           store.ErrStorage,
		sqlite3.SQLITE_BUSY:               store.ErrStorage,
		sqlite3.SQLITE_BUSY_SNAPSHOT:      store.ErrStorage,
		sqlite3.SQLITE_CORRUPT:            store.ErrStorage,
		sqlite3.SQLITE_CONSTRAINT_UNIQUE:  nil,
		sqlite3.SQLITE_CONSTRAINT_TRIGGER: nil,
	} {
		err := refusal(failure(code))
		var known *store.Error
		switch {
		case want == nil && errors.As(err, &known):
			t.Errorf("code %d: got %v, want it unforeseen", code, err)
		case want != nil && !errors.Is(err, want):
			t.Errorf("code %d: got %v, want %v", code, err, want)
		case !errors.Is(err, failure(code)):
			t.Errorf("code %d: the cause was lost in %v", code, err)
		}
	}
	for _, code := range []int{sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC} {
		var sync *store.SyncError
		if err := refusal(failure(code)); !errors.As(err, &sync) || errors.Is(err, store.ErrStorage) {
			t.Errorf("code %d: got %v, want a failed sync", code, err)
		}
	}
	if err := refusal(store.ErrStale); err != error(store.ErrStale) {
		t.Errorf("got %v", err)
	}
}

func TestCommitsOfSeveralEventsDoNotMix(t *testing.T) {
	s := openFresh(t)
	var all sync.WaitGroup
	for range 4 {
		h := newHall(t, s, 1)
		all.Go(func() {
			for i := range 20 {
				h.room.Title = strings.Repeat("x", i)
				if err := h.try(store.SessionEdited{Session: h.room}); err != nil {
					t.Error(err)
				}
				got, err := s.Load(ctx, h.event.ID)
				if err != nil || got.Event.Seq != h.seq || got.Sessions[0].Title != h.room.Title {
					t.Errorf("got %+v, %v", got, err)
				}
			}
		})
	}
	all.Wait()
}

func TestAPanicLeavesTheStoreUsable(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	func() {
		defer func() { recover() }()
		s.write(ctx, func(t *tx) error {
			t.run(`DELETE FROM participant`)
			panic("in the middle")
		})
	}()
	h.do()
	if got, err := s.Load(ctx, h.event.ID); err != nil || len(got.Participants) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAClosedStoreRefuses(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	must(t, s.Close())
	if err := h.try(); err == nil {
		t.Error("a closed store took a commit")
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.List(ended); err == nil {
		t.Error("a closed store was read")
	}
}
