package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// foreign opens a database as another program would.
func foreign(t *testing.T, path string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, "rw"))
	must(t, err)
	conn, err := db.Conn(ctx)
	must(t, err)
	t.Cleanup(func() { conn.Close(); db.Close() })
	return conn
}

func TestAForeignLockIsWaitedForOnce(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	must(t, s.wait(ctx, "300"))
	other := foreign(t, s.path)
	must(t, execute(other, `BEGIN IMMEDIATE`))

	began := time.Now()
	err := h.try()
	if waited := time.Since(began); waited < 300*time.Millisecond {
		t.Errorf("refused after %v", waited)
	}
	if !errors.Is(err, store.ErrStorage) || strings.Contains(err.Error(), "is locked") {
		t.Errorf("got error %v", err)
	}
	must(t, s.wait(ctx, s.patience()))
	began = time.Now()
	for range 5 {
		if err := h.try(); !errors.Is(err, store.ErrStorage) {
			t.Errorf("got error %v", err)
		}
	}
	if waited := time.Since(began); waited > 3*time.Second {
		t.Errorf("whoever asks again holds up others for %v", waited/5)
	}
	if _, err := s.Load(ctx, h.event.ID); err != nil {
		t.Errorf("a reader is held up: %v", err)
	}
	must(t, execute(other, `ROLLBACK`))
	h.do()
	var left string
	must(t, s.conn.QueryRowContext(ctx, `PRAGMA busy_timeout`).Scan(&left))
	if left != patient {
		t.Errorf("after all, the patience is %s", left)
	}
}

func execute(conn *sql.Conn, query string) error {
	_, err := conn.ExecContext(ctx, query)
	return err
}

func TestALogAtItsLimitIsNotMadeLonger(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	if now := s.Health(); now.Fault != nil || now.LogBytes == 0 {
		t.Fatalf("%+v", now)
	}
	other := foreign(t, s.path)
	must(t, execute(other, `BEGIN`))
	must(t, other.QueryRowContext(ctx, `SELECT COUNT(*) FROM event`).Scan(new(int)))
	h.do()
	// Only its size counts, so the log need not be filled.
	must(t, os.Truncate(s.path+"-wal", store.LogCap))
	h.do()
	must(t, os.Truncate(s.path+"-wal", store.LogCap+1))
	for range 2 {
		if err := h.try(); !errors.Is(err, store.ErrStorage) {
			t.Errorf("got error %v", err)
		}
	}
	if now := s.Health(); now.LogBytes != store.LogCap+1 || !errors.Is(now.Fault, store.ErrStorage) {
		t.Errorf("%+v", now)
	}
	if _, err := s.Load(ctx, h.event.ID); err != nil {
		t.Errorf("reading: %v", err)
	}
	must(t, execute(other, `ROLLBACK`))
	for deadline := time.Now().Add(5 * time.Second); h.try() != nil; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody reads any more, and nothing is stored")
		}
	}
	if now := s.Health(); now.LogBytes > 1<<20 || now.Fault != nil {
		t.Errorf("once nobody reads, %+v", now)
	}
}

func TestALongLogIsShortenedByItself(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	must(t, os.Truncate(s.path+"-wal", store.LogAlarm+1))
	h.do()
	for deadline := time.Now().Add(5 * time.Second); s.Health().LogBytes > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the log keeps %d bytes", s.Health().LogBytes)
		}
	}
}

func TestNothingIsStoredInAFileThatIsGone(t *testing.T) {
	for _, ending := range []string{"", "-wal", "-shm"} {
		t.Run("masswerk.db"+ending, func(t *testing.T) {
			s := openFresh(t)
			h := newHall(t, s, 1)
			file := s.path + ending
			must(t, os.Rename(file, file+".away"))
			if err := h.try(); !errors.Is(err, store.ErrStorage) || !strings.Contains(err.Error(), file) {
				t.Errorf("removed: got error %v", err)
			}
			content, err := os.ReadFile(file + ".away")
			must(t, err)
			must(t, os.WriteFile(file, content, 0o600))
			if err := h.try(); !errors.Is(err, store.ErrStorage) || s.Health().Fault == nil {
				t.Errorf("replaced: got error %v, health %v", err, s.Health().Fault)
			}
			if _, err := s.Load(ctx, h.event.ID); err != nil {
				t.Errorf("reading: %v", err)
			}
			must(t, os.Rename(file+".away", file))
			h.do()
			if s.Health().Fault != nil {
				t.Errorf("put back: %v", s.Health().Fault)
			}
		})
	}

	t.Run("while it is stored", func(t *testing.T) {
		s := openFresh(t)
		newHall(t, s, 1)
		err := s.write(ctx, func(*tx) error { return os.Rename(s.path, s.path+".away") })
		if !errors.Is(err, store.ErrStorage) {
			t.Errorf("got error %v", err)
		}
		must(t, os.Rename(s.path+".away", s.path))
	})
}

func TestReadersAreOpenBeforeTheyAreNeeded(t *testing.T) {
	s := openFresh(t)
	if open := s.reading.Stats().OpenConnections; open != readers {
		t.Errorf("%d of %d are open: one opened later may find another file", open, readers)
	}
}

func TestAReadThatLastsIsEnded(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	began := time.Now()
	err := s.read(ctx, func(v view) error {
		_, err := all(v, value[int], `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n`)
		return err
	})
	if took := time.Since(began); took > readLimit+time.Second || !errors.Is(err, store.ErrStorage) {
		t.Errorf("after %v: %v", took, err)
	}
	h.do()
	short, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := s.EraseNow(short); err != nil {
		t.Errorf("it still holds the log: %v", err)
	}
}

func TestAFileThatCannotBeWrittenIsNamedAtTheStart(t *testing.T) {
	for _, ending := range []string{"", "-wal", "-shm"} {
		path := filepath.Join(t.TempDir(), "masswerk.db")
		must(t, os.Mkdir(path+ending, 0o700)) // not even root can write it
		_, err := Open(ctx, path)
		if err == nil || !strings.Contains(err.Error(), path+ending) {
			t.Errorf("%q: got error %v", ending, err)
		}
	}
}
