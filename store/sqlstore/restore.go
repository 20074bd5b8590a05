package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// Report tells what a restore did.
type Report struct {
	Events    int // that stand now
	Withdrawn int // ideas and comments of the backup emptied again
	Redacted  int // redactions of the backup's ideas repeated
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
	if schema, err := schemaOf(ctx, backup); err != nil {
		return report, err
	} else if schema == 0 {
		if _, err := os.Stat(backup); err != nil {
			return report, err
		}
		return report, fmt.Errorf("%s is empty: it is no backup", backup)
	}
	fresh := restoring(target)
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
	// The old log must go first: next to the new file it would be taken for the new file's. It is
	// emptied into the old file before, which is what remains if the power fails in between.
	if err := emptyLog(ctx, target); err != nil {
		return report, err
	}
	if err := errors.Join(removeLog(target), syncFolder(target)); err != nil {
		return report, err
	}
	return report, rename(fresh, target)
}

// restoring names the file that a restore prepares.
func restoring(target string) string { return target + ".restoring" }

// emptyLog moves what a killed server left in the log into the database file.
func emptyLog(ctx context.Context, path string) error {
	for _, file := range []string{path, path + "-wal"} {
		if info, err := os.Stat(file); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
			return nil
		}
	}
	db, err := pool(dsn(path, "rw", promises...), 1, promises...)
	if err != nil {
		return err
	}
	defer db.Close()
	var busy, logged, moved int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &logged, &moved); err != nil {
		return refusal(err)
	}
	if busy != 0 || moved < logged {
		return fmt.Errorf("another program is reading %s: end it first", path)
	}
	return nil
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
		if err := t.redactAgain(report); err != nil {
			return err
		}
		if err := t.run(`
			INSERT INTO erasure (event, idea, at) SELECT event, idea, at FROM other.erasure WHERE TRUE
			ON CONFLICT (event, idea) DO NOTHING`); err != nil {
			return err
		}
		// What was erased in one of the databases may be what the other one's traces still tell.
		return t.run(`UPDATE trace SET text = '', summary = FALSE WHERE text <> '' AND idea IN (SELECT idea FROM erasure)`)
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
	// Until schema 3 neither table told how far to publish, or what was released.
	ours, err := first(t.view, nil, value[int], `SELECT COUNT(*) FROM pragma_table_info('trace', 'other') WHERE name = 'measure'`)
	if err != nil {
		return err
	}
	deletions, traces := `event, title, join_code, language, address, held_on, deleted_at, ideas, participants, ballots`, traceColumnsBefore
	if ours > 0 {
		deletions, traces = deletions+`, publication, read_code`, traceColumns
	}
	for _, query := range []string{
		`INSERT INTO deletion (` + deletions + `) SELECT ` + deletions + ` FROM other.deletion WHERE TRUE ON CONFLICT (event) DO NOTHING`,
		`INSERT INTO trace (` + traces + `) SELECT ` + traces + ` FROM other.trace WHERE TRUE ON CONFLICT (idea) DO NOTHING`,
		`UPDATE trace SET measure = COALESCE((SELECT id FROM measure WHERE measure.candidate_number = trace.candidate_number), '')
		WHERE measure = ''`,
	} {
		if err := t.run(query); err != nil {
			return err
		}
	}
	return nil
}

// withdrawAgain empties the ideas and comments withdrawn in the other database that still stand.
func (t *tx) withdrawAgain(report *Report) error {
	type erasure struct {
		event, id string
		at        int64
	}
	for table, withdraw := range map[string]func(event, id string, at int64) error{
		"idea": t.withdrawIdea, "comment": t.withdrawComment,
	} {
		erasures, err := all(t.view, func(rows *sql.Rows, e *erasure) error {
			return rows.Scan(&e.event, &e.id, &e.at)
		}, `
			SELECT listed.event, listed.idea, listed.at
			FROM other.erasure AS listed JOIN `+table+` AS noun ON noun.id = listed.idea
			WHERE noun.state <> 'withdrawn'`)
		if err != nil {
			return err
		}
		for _, e := range erasures {
			if err := withdraw(e.event, e.id, e.at); err != nil {
				return err
			}
			report.Withdrawn++
		}
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
