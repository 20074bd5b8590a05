package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"

	"masswerk/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// steps are the migrations, one file for each schema. testdata/released.txt says which of them
// can never change again.
var steps fs.FS = func() fs.FS {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return folder
}()

// newestSchema returns the number of the last migration.
func newestSchema() (newest int64, err error) {
	files, err := fs.Glob(steps, "*.sql")
	for _, file := range files {
		var number int64
		if number, err = goose.NumericComponent(file); err != nil {
			return 0, err
		}
		newest = max(newest, number)
	}
	return newest, err
}

// migrate brings the schema up to date, one transaction per step. What is killed in between goes
// on with the next step when it is started again.
func migrate(ctx context.Context, db *sql.DB) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, steps)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	if err = refusal(err); errors.Is(err, store.ErrStorageFull) {
		return fmt.Errorf("the disk is full: make room and start again, then the upgrade goes on: %w", err)
	}
	return err
}

// schemaOf returns the schema of a database, 0 if there is none yet, and changes nothing. It
// refuses a file that is no database, that another program made, or that a newer masswerk did.
func schemaOf(ctx context.Context, path string) (schema int64, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	db, err := pool(lookingAt(path), 1)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	v := view{ctx, db}
	tables, err := all(v, value[string], `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
	if err != nil {
		return 0, fmt.Errorf("%s is damaged, or no database: %w", path, refusal(err))
	}
	if len(tables) == 0 {
		return 0, nil
	}
	if slices.Contains(tables, goose.DefaultTablename) {
		if schema, err = first(v, nil, value[int64], `SELECT COALESCE(MAX(version_id), 0) FROM `+goose.DefaultTablename); err != nil {
			return 0, fmt.Errorf("%s is damaged: %w", path, refusal(err))
		}
	}
	// Every schema has the list of erasures, but for one that was killed before its first step.
	if begun := schema == 0 && slices.Equal(tables, []string{goose.DefaultTablename}); !begun && (schema == 0 || !slices.Contains(tables, "erasure")) {
		return 0, fmt.Errorf("%s belongs to another program: it is a database, but none of masswerk's", path)
	}
	newest, err := newestSchema()
	if err == nil && schema > newest {
		err = fmt.Errorf("a newer masswerk has written %s (schema %d, this one understands %d): use that one, or a backup which this one understands",
			path, schema, newest)
	}
	return schema, err
}

// lookingAt opens a file for reading. Without a log nobody is writing, and the file is taken as
// it is: else SQLite would put an empty log beside it.
func lookingAt(path string) string {
	name := dsn(path, "ro", pragma{"busy_timeout", "5000", "5000"})
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		name += "&immutable=1"
	}
	return name
}

// openUpgraded opens the database. Before an older one is changed, a checked copy is put beside
// it; those of earlier upgrades go once this one has succeeded.
func openUpgraded(ctx context.Context, path string) (*Store, error) {
	removeDatabase(restoring(path)) // cut short, it may hold what was erased
	kept, err := keepCopy(ctx, path)
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	if kept != "" {
		err = forgetCopies(path, kept)
	} else {
		err = forgetOldCopies(path, time.Now())
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// copyName is how a copy of an older schema is called, after the database's own name.
var copyName = regexp.MustCompile(`^\.schema-(\d+)-before-(\d+)(\.partial)?$`)

// olderCopy is a database as it was before an upgrade.
type olderCopy struct {
	path     string
	from, to int64
	partial  bool
}

// keepCopy copies a database that is about to be upgraded, and returns the copy's path. An upgrade
// that was killed between two steps goes on with the copy it has.
func keepCopy(ctx context.Context, path string) (string, error) {
	have, err := schemaOf(ctx, path)
	if err != nil {
		return "", err
	}
	newest, err := newestSchema()
	if err != nil || have == 0 || have == newest {
		return "", err
	}
	copies, err := copiesOf(path)
	if err != nil {
		return "", err
	}
	for _, one := range copies {
		if !one.partial && one.from < have && have < one.to {
			return one.path, nil
		}
	}
	kept := fmt.Sprintf("%s.schema-%d-before-%d", path, have, newest)
	partial := kept + ".partial"
	defer removeDatabase(partial)
	err = copyPages(ctx, path, partial)
	if err == nil {
		err = checkDatabase(ctx, partial)
	}
	if err == nil {
		err = rename(partial, kept)
	}
	if errors.Is(err, store.ErrStorageFull) || errors.Is(err, syscall.ENOSPC) {
		info, _ := os.Stat(path)
		return "", fmt.Errorf("there is no space for the copy that is made before an upgrade: make %d MB free in %s and start again; nothing was changed",
			2*info.Size()/1_000_000+1, filepath.Dir(path))
	}
	if err != nil {
		return "", fmt.Errorf("copy before the upgrade: %w", err)
	}
	return kept, nil
}

// forgetCopies removes the copies of earlier upgrades.
func forgetCopies(path, kept string) error {
	return removeCopies(path, func(one olderCopy) bool { return one.path != kept })
}

// copyAge is how long a copy may stay: it holds what is withdrawn or deleted meanwhile.
const copyAge = 30 * 24 * time.Hour

// forgetOldCopies removes copies that nobody went back to.
func forgetOldCopies(path string, now time.Time) error {
	return removeCopies(path, func(one olderCopy) bool {
		info, err := os.Stat(one.path)
		return err == nil && now.Sub(info.ModTime()) > copyAge
	})
}

func removeCopies(path string, which func(olderCopy) bool) error {
	copies, err := copiesOf(path)
	for _, one := range copies {
		if which(one) {
			err = errors.Join(err, os.Remove(one.path))
		}
	}
	return err
}

func copiesOf(path string) (copies []olderCopy, err error) {
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	base := filepath.Base(path)
	for _, file := range files {
		if len(file.Name()) <= len(base) || file.Name()[:len(base)] != base {
			continue
		}
		named := copyName.FindStringSubmatch(file.Name()[len(base):])
		if named == nil {
			continue
		}
		one := olderCopy{path: filepath.Join(filepath.Dir(path), file.Name()), partial: named[3] != ""}
		one.from, _ = strconv.ParseInt(named[1], 10, 64)
		one.to, _ = strconv.ParseInt(named[2], 10, 64)
		copies = append(copies, one)
	}
	return copies, nil
}
