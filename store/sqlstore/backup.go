package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes a copy of a running store to a new file.
func Backup(ctx context.Context, s *Store, to string) error { return BackupFile(ctx, s.path, to) }

// BackupFile writes a copy of the database file at path to a new file, whether or not a server
// is using it. The copy is complete and checked when it appears under its name.
func BackupFile(ctx context.Context, path, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %s exists already", to)
	}
	partial := to + ".partial"
	defer os.Remove(partial)
	if err := copyDatabase(ctx, path, partial); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := checkDatabase(ctx, partial); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := rename(partial, to); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// copyDatabase writes what a reader sees now to another file, which only its owner may read.
func copyDatabase(ctx context.Context, from, to string) error {
	if _, err := os.Stat(from); err != nil {
		return err
	}
	os.Remove(to) // left by a copy that was cut short
	file, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	file.Close()
	db, err := pool(dsn(from, "ro", pragma{"busy_timeout", "5000", "5000"}), 1)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, to); err != nil {
		return fmt.Errorf("copy %s: %w", from, refusal(err))
	}
	return nil
}

// checkDatabase reads a whole file and reports the first thing that is wrong with it.
func checkDatabase(ctx context.Context, path string) error {
	db, err := pool(dsn(path, "ro"), 1)
	if err != nil {
		return err
	}
	defer db.Close()
	v := view{ctx, db}
	verdict, err := first(v, errNoSuchRow, value[string], `PRAGMA integrity_check(1)`)
	if err == nil && verdict != "ok" {
		err = errors.New(verdict)
	}
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", path, err)
	}
	orphan, err := first(v, nil, value[string], `SELECT "table" FROM pragma_foreign_key_check`)
	if err == nil && orphan != "" {
		err = fmt.Errorf("a row of %s refers to nothing", orphan)
	}
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", path, err)
	}
	return nil
}

// rename puts a finished file under its name, durably.
func rename(from, to string) error {
	file, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	folder.Sync() // not every system can
	return folder.Close()
}

// Report tells what a restore did.
type Report struct {
	Events    int // that stand now
	Withdrawn int // ideas of the backup emptied again
	Deleted   int // events of the backup deleted again
}

// Restore puts a backup in the place of the database at target, which no server may be using.
// What was erased since the backup is erased again: it follows the lists of erasures of the
// database being replaced, if there is one, and of the files given besides. Only a copy that
// was checked takes the old file's place; of that nothing is kept, because it holds more
// than its successor may.
func Restore(ctx context.Context, backup, target string, alsoErasuresFrom ...string) (Report, error) {
	lock, err := lockFile(target)
	if err != nil {
		return Report{}, err
	}
	defer lock.Close()
	report, err := restore(ctx, backup, target, alsoErasuresFrom)
	if err != nil {
		return Report{}, fmt.Errorf("restore: %w", err)
	}
	return report, nil
}

func restore(ctx context.Context, backup, target string, lists []string) (report Report, err error) {
	fresh := target + ".restoring"
	defer removeDatabase(fresh)
	removeDatabase(fresh) // left by a restore that was cut short
	if err := copyDatabase(ctx, backup, fresh); err != nil {
		return report, err
	}
	if _, err := os.Stat(target); err == nil {
		lists = append([]string{target}, lists...)
	}
	if report, err = replay(ctx, fresh, lists); err != nil {
		return report, err
	}
	if err := checkDatabase(ctx, fresh); err != nil {
		return report, err
	}
	// The old log must go first: next to the new file it would be taken for the new file's.
	if err := removeLog(target); err != nil {
		return report, err
	}
	return report, rename(fresh, target)
}

// replay erases from a database what the lists of other files name.
func replay(ctx context.Context, path string, lists []string) (report Report, err error) {
	s, err := open(ctx, path)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, list := range lists {
		if err := s.replayFrom(ctx, list, &report); err != nil {
			return report, fmt.Errorf("the list of erasures of %s cannot be read; to restore without it, move that file away: %w", list, err)
		}
	}
	if err := s.EraseNow(ctx); err != nil {
		return report, err
	}
	events, err := s.List(ctx)
	report.Events = len(events)
	return report, err
}

func (s *Store) replayFrom(ctx context.Context, list string, report *Report) error {
	if _, err := os.Stat(list); err != nil {
		return err
	}
	if _, err := s.conn.ExecContext(ctx, `ATTACH $1 AS other`, dsn(list, "rw")); err != nil {
		return err
	}
	defer s.conn.ExecContext(context.WithoutCancel(ctx), `DETACH other`)
	return s.write(ctx, func(t *tx) error {
		if err := t.deleteAgain(report); err != nil {
			return err
		}
		if err := t.withdrawAgain(report); err != nil {
			return err
		}
		return t.run(`
			INSERT INTO erasure (event, idea, at) SELECT event, idea, at FROM other.erasure WHERE TRUE
			ON CONFLICT (event, idea) DO NOTHING`)
	})
}

// deleteAgain clears the events deleted in the other database, and takes over what it kept.
func (t *tx) deleteAgain(report *Report) error {
	events, err := all(t.view, value[string], `SELECT id FROM event WHERE id IN (SELECT event FROM other.deletion)`)
	if err != nil {
		return err
	}
	for _, event := range events {
		if err := t.clear(event); err != nil {
			return err
		}
		report.Deleted++
	}
	if err := t.run(`
		INSERT INTO deletion (event, title, join_code, language, address, held_on, deleted_at, ideas, participants, ballots)
		SELECT event, title, join_code, language, address, held_on, deleted_at, ideas, participants, ballots FROM other.deletion WHERE TRUE
		ON CONFLICT (event) DO NOTHING`); err != nil {
		return err
	}
	return t.run(`
		INSERT INTO trace (idea, event, number, kind, state, field, receipt,
			outcome, reason, candidate_number, candidate_title)
		SELECT idea, event, number, kind, state, field, receipt,
			outcome, reason, candidate_number, candidate_title FROM other.trace WHERE TRUE
		ON CONFLICT (idea) DO NOTHING`)
}

// withdrawAgain empties the ideas withdrawn in the other database that still stand.
func (t *tx) withdrawAgain(report *Report) error {
	type erasure struct {
		event, idea string
		at          int64
	}
	erasures, err := all(t.view, func(rows *sql.Rows, e *erasure) error {
		return rows.Scan(&e.event, &e.idea, &e.at)
	}, `
		SELECT other.erasure.event, other.erasure.idea, other.erasure.at
		FROM other.erasure JOIN idea ON idea.id = other.erasure.idea
		WHERE idea.state <> 'withdrawn'`)
	if err != nil {
		return err
	}
	for _, e := range erasures {
		if err := t.withdrawIdea(e.event, e.idea, e.at); err != nil {
			return err
		}
		report.Withdrawn++
	}
	return nil
}

// removeDatabase removes a database file with all that belongs to it.
func removeDatabase(path string) {
	removeLog(path)
	os.Remove(path)
}

// removeLog removes a database's log files, if there are any.
func removeLog(path string) error {
	for _, ending := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + ending); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
