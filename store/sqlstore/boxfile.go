package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"masswerk/store"
)

// boxPromises are kept by the connection to a box. synchronous 3 is EXTRA: with a journal that is
// removed, that alone is durable.
var boxPromises = []pragma{
	{"busy_timeout", patient, patient},
	{"journal_mode", "DELETE", "delete"},
	{"synchronous", "EXTRA", "3"},
	{"secure_delete", "ON", "1"},
	{"temp_store", "MEMORY", "2"},
}

const boxSchema = `
	CREATE TABLE IF NOT EXISTS turnout (participant TEXT PRIMARY KEY) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS ballot (id TEXT PRIMARY KEY, choices TEXT NOT NULL) WITHOUT ROWID;`

// boxName is how a box is called, after the database's own name.
var boxName = regexp.MustCompile(`^\.secret-[0-9a-f]{32}(-journal)?$`)

// boxPath names a round's box. The round's id may come from an imported file, so it is hashed.
func boxPath(database, round string) string {
	return database + ".secret-" + store.HashSecret(round)[:32]
}

// boxes are those in use, by path.
type boxes struct {
	mu   sync.Mutex
	open map[string]*box
}

type box struct {
	opened
	db *sql.DB // a pool of one
}

// boxesOf returns the files of all boxes beside a database.
func boxesOf(database string) (found []string, err error) {
	files, err := os.ReadDir(filepath.Dir(database))
	if err != nil {
		return nil, err
	}
	base := filepath.Base(database)
	for _, file := range files {
		if ending, ours := strings.CutPrefix(file.Name(), base); ours && boxName.MatchString(ending) {
			found = append(found, filepath.Join(filepath.Dir(database), file.Name()))
		}
	}
	return found, nil
}

// take returns the box at path, opened. One that is missing is made if create says so, else it is nil.
func (b *boxes) take(ctx context.Context, path string, create bool) (*box, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one := b.open[path]; one != nil {
		return one, one.look()
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && !create {
		return nil, nil
	}
	one, err := openBox(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if b.open == nil {
		b.open = map[string]*box{}
	}
	b.open[path] = one
	return one, nil
}

func openBox(ctx context.Context, path string) (one *box, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrStorage, err)
	}
	info, err := file.Stat()
	if err := errors.Join(err, file.Close(), syncFolder(path)); err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrStorage, err)
	}
	db, err := pool(dsn(path, "rw", boxPromises...), 1, boxPromises...)
	if err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(context.WithoutCancel(ctx), boxSchema); err != nil {
		db.Close()
		return nil, err
	}
	return &box{opened{path, info}, db}, nil
}

// look is an error when the box is not the one that was opened any more.
func (o opened) look() error {
	if info, err := os.Stat(o.path); err != nil || !os.SameFile(info, o.info) {
		return fmt.Errorf("%w: %s was removed or replaced; put the file back that was there, it holds the ballots of a secret vote", store.ErrStorage, o.path)
	}
	return nil
}

// look is an error when one of the boxes in use is gone.
func (b *boxes) look() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range b.open {
		if err := one.look(); err != nil {
			return err
		}
	}
	return nil
}

// remove closes a box, overwrites what is in its files, and removes them durably. How far
// overwriting reaches is the disk's matter.
func (b *boxes) remove(path string) (err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one := b.open[path]; one != nil {
		err = one.db.Close()
		delete(b.open, path)
	}
	for _, file := range []string{path, path + "-journal"} {
		if wiped := overwrite(file); !errors.Is(wiped, os.ErrNotExist) {
			err = errors.Join(err, wiped, os.Remove(file))
		}
	}
	return errors.Join(err, syncFolder(path))
}

func overwrite(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if _, err := file.Write(make([]byte, info.Size())); err != nil {
		return err
	}
	return file.Sync()
}

func (b *boxes) close() (err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for path, one := range b.open {
		err = errors.Join(err, one.db.Close())
		delete(b.open, path)
	}
	return err
}
