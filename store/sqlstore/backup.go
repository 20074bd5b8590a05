package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// Backup writes a copy of a running store to a new file.
func Backup(ctx context.Context, s *Store, to string) error { return BackupFile(ctx, s.path, to) }

// BackupFile writes a copy of the database file at path to a new file, whether or not a server
// is using it. The copy is complete and checked when it appears under its name.
func BackupFile(ctx context.Context, path, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %s exists already", to)
	}
	if _, err := schemaOf(ctx, path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	partial := to + ".partial"
	defer removeDatabase(partial)
	if err := copyPages(ctx, path, partial); err != nil {
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

// copyPages copies a database as it stands, page by page: a server that goes on writing cannot
// shorten its log before the copy is done, and this is the fastest way. secure_delete has left
// nothing in free pages.
func copyPages(ctx context.Context, from, to string) (err error) {
	if err := emptyFile(from, to); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("copy %s: %w", from, refusal(err))
		}
	}()
	db, err := pool(dsn(from, asFound(from), pragma{"busy_timeout", patient, patient}), 1)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// One read transaction around all steps keeps to one state of the database.
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	if err := conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema`).Scan(new(int)); err != nil {
		return err
	}
	if err := conn.Raw(func(driverConn any) error { return step(ctx, driverConn, to) }); err != nil {
		return err
	}
	return asOneFile(ctx, to)
}

// asFound is how a database must be opened to be read: what was cut short before the file had a log
// lies in a journal, and must be taken back in the file first.
func asFound(path string) string {
	if info, err := os.Stat(path + "-journal"); err == nil && info.Size() > 0 {
		return "rw"
	}
	return "ro"
}

// pagesPerStep is how many pages are copied before it is seen whether to go on.
const pagesPerStep = 4096

func step(ctx context.Context, from any, to string) error {
	source, ok := from.(interface {
		NewBackup(to string) (*sqlite.Backup, error)
	})
	if !ok {
		return errors.New("the driver makes no copies")
	}
	// Nobody needs half a copy: it is synced once, when it is complete.
	copying, err := source.NewBackup(dsn(to, "rw", pragma{"journal_mode", "OFF", ""}, pragma{"synchronous", "OFF", ""}))
	if err != nil {
		return err
	}
	for more := true; more; {
		if err = ctx.Err(); err == nil {
			more, err = copying.Step(pagesPerStep)
		}
		if err != nil {
			copying.Finish()
			return err
		}
	}
	return copying.Finish()
}

// asOneFile makes a copy complete by itself: opening it needs no log file beside it.
func asOneFile(ctx context.Context, path string) error {
	db, err := pool(dsn(path, "rw"), 1)
	if err != nil {
		return err
	}
	defer db.Close()
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode); err != nil {
		return err
	}
	if mode != "delete" {
		return fmt.Errorf("the copy keeps its log: %s", mode)
	}
	return nil
}

// emptyFile makes way for a copy, which only its owner may read.
func emptyFile(from, to string) error {
	if _, err := os.Stat(from); err != nil {
		return err
	}
	removeDatabase(to) // left by a copy that was cut short
	file, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

// packing are the settings of a connection that packs a database anew. The new file inherits
// secure_delete: without it, SQLite leaves the first rows of each larger table in it a second time.
var packing = []pragma{{"busy_timeout", patient, patient}, {"secure_delete", "ON", "1"}}

// copyDatabase writes what a reader sees now to another file, packed anew.
func copyDatabase(ctx context.Context, from, to string) error {
	if err := emptyFile(from, to); err != nil {
		return err
	}
	db, err := pool(dsn(from, asFound(from), packing...), 1, packing...)
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
	return syncFolder(to)
}

// syncFolder makes durable which files stand beside path.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	folder.Sync() // not every system can
	return folder.Close()
}
