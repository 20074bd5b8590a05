// Package sqlstore keeps the contracts of package store in SQL, written by hand where it is
// used. One text serves SQLite and PostgreSQL; what differs between them, opening, error codes
// and checkpoints, stands in sqlite.go. What others may do to the files stands in health.go.
//
// Text that people may have erased lives in the table wording alone, and once its event is deleted
// what was released of it in trace alone; links from ballots to devices live in open_ballot alone,
// and what was entered together from paper in paper_ballot alone.
// These tables are handled with a care that the rest does not need: erasure.go tells why. The
// ballots of a secret round are in a file of its own until it is closed: see ballotbox.go.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"masswerk/store"
)

// readLimit ends every read, because a read that lasts keeps erased text in the log file.
const readLimit = 5 * time.Second

// Store keeps all contracts in one database.
type Store struct {
	path     string
	lock     io.Closer
	writing  *sql.DB              // a pool of one
	conn     *sql.Conn            // that one
	turn     chan struct{}        // held by whoever uses conn
	prepared map[string]*sql.Stmt // on conn, by text
	reading  *sql.DB
	erasing  erasing
	files    []opened
	boxes    boxes
	listing  listing
	counted  counted // what was voted
	locked   bool    // a foreign lock was waited for in vain; used by whoever holds the turn
}

var (
	_ store.Events     = (*Store)(nil)
	_ store.Receipts   = (*Store)(nil)
	_ store.Measures   = (*Store)(nil)
	_ store.Accounts   = (*Store)(nil)
	_ store.Structure  = (*Store)(nil)
	_ store.SavedViews = (*Store)(nil)
	_ store.Templates  = (*Store)(nil)

	_ store.Outcomes    = (*Store)(nil)
	_ store.Inbox       = (*Store)(nil)
	_ store.Assessments = (*Store)(nil)
	_ store.Statuses    = (*Store)(nil)
	_ store.BallotBoxes = (*Store)(nil)
)

// view reads within one transaction.
type view struct {
	ctx  context.Context
	from interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
}

// tx writes within one transaction, and sees what it wrote. During a commit it knows the event
// and the seq the commit moves it to.
type tx struct {
	view
	store *Store
	event string
	seq   int64
}

// write runs change in one transaction. Once begun it is not interrupted: what was half done
// when somebody lost patience is the hardest state to reason about.
func (s *Store) write(ctx context.Context, change func(*tx) error) error {
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.release()
	ctx = context.WithoutCancel(ctx)
	if err := s.admit(); err != nil {
		return err
	}
	begun, err := s.conn.BeginTx(ctx, nil)
	if err := s.heed(ctx, err); err != nil {
		if begun != nil {
			begun.Rollback()
		}
		return refusal(err)
	}
	defer begun.Rollback() // does nothing after Commit, which rolls back itself when it fails
	if err := change(&tx{view: view{ctx, s.conn}, store: s}); err != nil {
		return refusal(err)
	}
	if err := begun.Commit(); err != nil {
		return refusal(err)
	}
	return s.kept()
}

// take waits for the writing connection.
func (s *Store) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return refusal(ctx.Err())
	}
}

func (s *Store) release() { <-s.turn }

// read runs look in one transaction that sees one state of the database.
func (s *Store) read(ctx context.Context, look func(view) error) error {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	begun, err := s.reading.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return refusal(err)
	}
	defer begun.Rollback()
	return refusal(look(view{ctx, begun}))
}

// exec runs a statement, prepared once per text, and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	statement, ok := t.store.prepared[query]
	if !ok {
		var err error
		if statement, err = t.store.conn.PrepareContext(t.ctx, query); err != nil {
			return 0, err
		}
		t.store.prepared[query] = statement
	}
	result, err := statement.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// run executes a statement that may change any number of rows.
func (t *tx) run(query string, args ...any) error {
	_, err := t.exec(query, args...)
	return err
}

// errNoSuchRow is a fact about something the database does not have.
var errNoSuchRow = errors.New("no such row")

// one executes a statement that must change exactly one row.
func (t *tx) one(query string, args ...any) error {
	changed, err := t.exec(query, args...)
	if err == nil && changed != 1 {
		err = errNoSuchRow
	}
	return err
}

// rewrite deletes the rows of a table that do not meet the condition keep, by clearing the
// table as a whole and writing the others anew. Clearing overwrites whole pages; deleting row
// by row would leave stale copies of rows that were shifted within them.
func (t *tx) rewrite(table, keep string, arg any) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`CREATE TEMPORARY TABLE kept AS SELECT * FROM ` + table + ` WHERE ` + keep, []any{arg}},
		{`DELETE FROM ` + table, nil},
		{`INSERT INTO ` + table + ` SELECT * FROM kept`, nil},
		{`DROP TABLE kept`, nil},
	} {
		if _, err := t.store.conn.ExecContext(t.ctx, step.query, step.args...); err != nil {
			return fmt.Errorf("rewrite %s: %w", table, err)
		}
	}
	return nil
}

// all returns every row of a query as scan reads it.
func all[T any](v view, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	rows, err := v.from.QueryContext(v.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var item T
		if err := scan(rows, &item); err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// first returns the first row of a query. When there is none, it returns the zero value and the
// error missing, which may be nil.
func first[T any](v view, missing error, scan func(*sql.Rows, *T) error, query string, args ...any) (item T, err error) {
	list, err := all(v, scan, query, args...)
	if err != nil {
		return item, err
	}
	if len(list) == 0 {
		return item, missing
	}
	return list[0], nil
}

// value reads a row of one column.
func value[T any](rows *sql.Rows, v *T) error { return rows.Scan(v) }
