package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"os"

	sqlite3 "modernc.org/sqlite/lib"

	"masswerk/store"
)

// What others do to the files of a running database is seen before and after each transaction:
// somebody removes or replaces one, keeps reading, or holds the lock. Each is refused for the time
// being, in plain words, and over when its cause is.

const (
	patient   = "5000" // milliseconds to wait for a foreign lock, as promised
	impatient = "100"  // once it was waited for in vain: whoever asks again shall not hold up others
	hurried   = "250"  // milliseconds that writers wait while the log is truncated
)

// opened is a file of the database as it was when the database was opened.
type opened struct {
	path string
	info os.FileInfo
}

// remember notes which files the database has open.
func (s *Store) remember() error {
	for _, ending := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(s.path + ending)
		if err != nil {
			return err
		}
		s.files = append(s.files, opened{s.path + ending, info})
	}
	return nil
}

// look returns the size of the log file. It is an error when a file is not the one that is open
// any more: a restart would not find what is stored now.
func (s *Store) look() (logBytes int64, err error) {
	for i, file := range s.files {
		info, err := os.Stat(file.path)
		if err != nil || !os.SameFile(info, file.info) {
			return logBytes, fmt.Errorf("%w: %s was removed or replaced; put the file back that was there, or stop and restore a backup", store.ErrStorage, file.path)
		}
		if i == 1 {
			logBytes = info.Size()
		}
	}
	return logBytes, nil
}

// Health tells how storing does, without writing or waiting.
func (s *Store) Health() store.Health {
	now := s.health()
	if now.Fault == nil {
		now.Fault = s.boxes.look()
	}
	return now
}

// health is Health but for boxes, which are in the way of their own rounds only.
func (s *Store) health() store.Health {
	logBytes, err := s.look()
	if err == nil && logBytes > store.LogCap {
		err = errLogFull
	}
	return store.Health{LogBytes: logBytes, Fault: err}
}

var errLogFull = fmt.Errorf("%w: the log has grown to its limit, because another program keeps reading the database; end that program", store.ErrStorage)

// admit refuses to store where it would be lost, and where it would make a log longer that is too
// long already; that one is shortened as soon as nobody is in the way.
func (s *Store) admit() error {
	now := s.health()
	if now.LogBytes > store.LogCap {
		s.erasing.wake()
	}
	return now.Fault
}

// kept confirms that what was just committed is where a restart finds it.
func (s *Store) kept() error {
	logBytes, err := s.look()
	if logBytes > store.LogAlarm {
		s.erasing.wake()
	}
	return err
}

// wait sets how many milliseconds the writing connection waits for a foreign lock.
func (s *Store) wait(ctx context.Context, millis string) error {
	_, err := s.conn.ExecContext(ctx, `PRAGMA busy_timeout = `+millis)
	return err
}

// heed takes note of whether a foreign lock was in the way, and waits long for the next one only
// if it was not.
func (s *Store) heed(ctx context.Context, err error) error {
	locked := isLocked(err)
	if locked == s.locked {
		return err
	}
	s.locked = locked
	return errors.Join(err, s.wait(ctx, s.patience()))
}

func (s *Store) patience() string {
	if s.locked {
		return impatient
	}
	return patient
}

func isLocked(err error) bool {
	var coded interface{ Code() int }
	return errors.As(err, &coded) && coded.Code()&0xff == sqlite3.SQLITE_BUSY
}

// locked says of a driver's error what it means for whoever runs the server.
type locked struct{ error }

func (locked) Error() string   { return "another program holds the database locked; end it" }
func (l locked) Unwrap() error { return l.error }
