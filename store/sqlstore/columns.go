package sqlstore

import (
	"context"
	"database/sql"

	"masswerk/store"
)

// Columns returns every column that is stored, by table and position, as SQLite itself tells it: what
// the catalogue of stored data is held against. Tables of the engine and of the migrations are no
// exception, and those of a secret round's box are called "box.ballot" and so on.
func (s *Store) Columns(ctx context.Context) (columns []store.Column, err error) {
	err = s.read(ctx, func(v view) error {
		columns, err = v.columns("")
		return err
	})
	if err != nil {
		return nil, err
	}
	box, err := boxColumns(ctx)
	return append(columns, box...), err
}

// boxColumns returns the columns of a box as it would be made.
func boxColumns(ctx context.Context) ([]store.Column, error) {
	box, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer box.Close()
	box.SetMaxOpenConns(1) // every connection would have a memory of its own
	if _, err := box.ExecContext(ctx, boxSchema); err != nil {
		return nil, err
	}
	return view{ctx, box}.columns("box.")
}

func (v view) columns(prefix string) ([]store.Column, error) {
	return all(v, func(rows *sql.Rows, c *store.Column) error { return rows.Scan(&c.Table, &c.Name) }, `
		SELECT $1 || t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_xinfo(t.name) AS c
		WHERE t.type = 'table' ORDER BY t.name, c.cid`, prefix)
}

// ModeratorsOf returns an account's entries to consoles that are not revoked, by event.
func (s *Store) ModeratorsOf(ctx context.Context, account string) (moderators []store.Moderator, err error) {
	err = s.read(ctx, func(v view) error {
		moderators, err = all(v, func(rows *sql.Rows, m *store.Moderator) error {
			return rows.Scan(&m.ID, &m.Event, &m.Label, &m.Account, &m.Role)
		}, `SELECT id, event, label, account, role FROM moderator WHERE account = $1 AND NOT revoked ORDER BY event, id`, account)
		return err
	})
	return moderators, err
}
