package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"masswerk/store"
)

// startLimit is how long Open waits for others to let go of the log file.
const startLimit = 10 * time.Second

const readers = 4

// pragma is a setting of a connection and what SQLite answers when it holds.
type pragma struct{ name, set, want string }

// promises are kept by every connection that writes, and by every one that reads beside it.
// synchronous 2 is FULL: what was acknowledged is on disk. temp_store 2 is memory: nothing
// people wrote goes to a temporary file.
var promises = []pragma{
	{"busy_timeout", patient, patient},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "ON", "1"},
	{"secure_delete", "ON", "1"},
	{"temp_store", "MEMORY", "2"},
}

var onlyReading = pragma{"query_only", "ON", "1"}

// dsn names a database file with the settings of its connections.
func dsn(path, mode string, pragmas ...pragma) string {
	query := url.Values{"mode": {mode}, "_txlock": {"immediate"}, "_dqs": {"0"}}
	for _, p := range pragmas {
		query.Add("_pragma", p.name+"("+p.set+")")
	}
	file := url.URL{Path: filepath.ToSlash(path)}
	return "file:" + file.EscapedPath() + "?" + query.Encode()
}

// connector opens connections and refuses those whose settings are not as wanted.
type connector struct {
	driver.Connector
	want []pragma
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range c.want {
		if err := check(ctx, conn, p); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

func check(ctx context.Context, conn driver.Conn, p pragma) error {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, "PRAGMA "+p.name, nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	got := make([]driver.Value, 1)
	if err := rows.Next(got); err != nil {
		return fmt.Errorf("pragma %s: %w", p.name, err)
	}
	if fmt.Sprint(got[0]) != p.want {
		return fmt.Errorf("pragma %s is %v, want %s", p.name, got[0], p.want)
	}
	return nil
}

// pool returns a database whose connections all have the settings wanted.
func pool(dsn string, size int, want ...pragma) (*sql.DB, error) {
	plain, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector{plain, want})
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// Open opens the database file at path, made when missing, for this process alone. It returns
// once the schema is current and a checkpoint has shown that the disk takes what it is given.
func Open(ctx context.Context, path string) (*Store, error) {
	lock, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	s, err := openUpgraded(ctx, path)
	if err != nil {
		lock.Close()
		return nil, err
	}
	s.lock = lock
	return s, nil
}

// open is Open without the lock.
func open(ctx context.Context, path string) (*Store, error) {
	if _, err := schemaOf(ctx, path); err != nil {
		return nil, err
	}
	if err := writable(path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	sqlite.Fdatasync(true) // as durable as fsync, and cheaper; not every system has it
	s := &Store{path: path, turn: make(chan struct{}, 1), prepared: map[string]*sql.Stmt{}}
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open database %s: %w", path, refusal(err))
	}
	return s, nil
}

// writable makes the files of a database when missing, and fails where one cannot be written: SQLite
// would only read such a file, and say so when it is too late.
func writable(path string) error {
	for _, ending := range []string{"", "-wal", "-shm"} {
		file, err := os.OpenFile(path+ending, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) start(ctx context.Context) (err error) {
	if s.writing, err = pool(dsn(s.path, "rw", promises...), 1, promises...); err != nil {
		return err
	}
	if err := migrate(ctx, s.writing); err != nil {
		return err
	}
	if s.conn, err = s.writing.Conn(ctx); err != nil {
		return err
	}
	reading := slices.Concat(promises, []pragma{onlyReading})
	if s.reading, err = pool(dsn(s.path, "rw", reading...), readers, reading...); err != nil {
		return err
	}
	if err := fill(ctx, s.reading); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	if err := s.EraseNow(limited); err != nil {
		return err
	}
	if err := s.remember(); err != nil {
		return err
	}
	if err := errors.Join(s.forgetBoxes(limited), s.forgetStrangers(limited)); err != nil {
		return err
	}
	s.startErasing()
	return nil
}

// fill opens all connections for reading at once: one that is opened later might find another file
// under the name, or none.
func fill(ctx context.Context, db *sql.DB) error {
	for range readers {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		if err := conn.PingContext(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Close completes erasures as far as readers let it, and closes the database.
func (s *Store) Close() error {
	s.stopErasing()
	errs := []error{s.boxes.close()}
	if s.reading != nil {
		errs = append(errs, s.reading.Close())
	}
	if s.conn != nil {
		s.turn <- struct{}{} // nobody writes any more
		for _, statement := range s.prepared {
			statement.Close()
		}
		errs = append(errs, s.conn.Close())
		s.release()
	}
	if s.writing != nil {
		errs = append(errs, s.writing.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// refusal tells driver errors apart by code. What is foreseen becomes a refusal that a screen
// can show and a hub can act on; the rest, such as a broken constraint, stays as it is.
func refusal(err error) error {
	var coded interface{ Code() int }
	var known *store.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w", store.ErrStorage, err)
	case !errors.As(err, &coded):
		return err
	}
	switch code := coded.Code(); code {
	case sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC:
		return &store.SyncError{Err: err}
	default:
		switch code & 0xff {
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w: %w", store.ErrStorageFull, err)
		case sqlite3.SQLITE_BUSY:
			return fmt.Errorf("%w: %w", store.ErrStorage, locked{err})
		case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_LOCKED,
			sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", store.ErrStorage, err)
		}
		return err
	}
}

// checkpoint moves the log file's contents into the database file and truncates the log, unless
// a reader is in the way: then done is false. It never makes writers wait long for readers.
func (s *Store) checkpoint(ctx context.Context) (done bool, err error) {
	if err := s.take(ctx); err != nil {
		return false, err
	}
	defer s.release()
	return s.shorten(context.WithoutCancel(ctx))
}

// shorten is checkpoint for whoever holds the writing connection.
//
// When a sync of a checkpoint fails, the log keeps everything that was acknowledged, and all of it
// is moved again next time. It is the failed sync of a commit that cannot be made good.
func (s *Store) shorten(ctx context.Context) (done bool, err error) {
	defer func() { err = refusal(err) }()
	var busy, logged, moved int
	if err := s.conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &logged, &moved); err != nil {
		return false, err
	}
	if busy != 0 || moved < logged {
		return false, nil
	}
	if err := s.wait(ctx, hurried); err != nil {
		return false, err
	}
	err = s.conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &logged, &moved)
	return busy == 0, errors.Join(err, s.wait(ctx, s.patience()))
}

// lockPath names the file that tells other servers to stay away.
func lockPath(path string) string { return path + ".lock" }

// lockFile takes the database for this process, and makes its folder when missing.
func lockFile(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the database's folder: %w", err)
	}
	file, err := os.OpenFile(lockPath(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock database: %w", err)
	}
	if err := tryLock(file); err != nil {
		file.Close()
		if errors.Is(err, errLocked) {
			return nil, fmt.Errorf("another masswerk is using the database %s: stop it first, or choose another file", path)
		}
		return nil, fmt.Errorf("lock %s: %w", lockPath(path), err)
	}
	return file, nil
}

var errLocked = errors.New("locked")
