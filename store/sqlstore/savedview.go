package sqlstore

import (
	"context"
	"database/sql"
	"unicode/utf8"

	"masswerk/store"
)

// SavedViews returns an account's own and all shared ones, by title.
func (s *Store) SavedViews(ctx context.Context, account string) (views []store.SavedView, err error) {
	err = s.read(ctx, func(v view) error {
		views, err = all(v, func(rows *sql.Rows, one *store.SavedView) error {
			err := rows.Scan(&one.ID, &one.Account, &one.Shared, &one.Page, &one.Title, &one.Query)
			one.Own = one.Account == account
			return err
		}, `
			SELECT id, account, shared, page, title, query FROM saved_view
			WHERE account = $1 OR shared ORDER BY LOWER(title), id`, account)
		return err
	})
	return views, err
}

// SaveView stores an account's view, new or changed; ErrNotFound for another's.
func (s *Store) SaveView(ctx context.Context, one store.SavedView) error {
	if one.Title == "" || utf8.RuneCountInString(one.Title) > store.MaxViewTitle {
		return store.ErrInvalid.About("title")
	}
	return s.write(ctx, func(t *tx) error {
		saved, err := t.exec(`
			INSERT INTO saved_view (id, account, shared, page, title, query) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET shared = excluded.shared, page = excluded.page, title = excluded.title, query = excluded.query
			WHERE saved_view.account = excluded.account`,
			one.ID, one.Account, one.Shared, one.Page, one.Title, one.Query)
		if err == nil && saved == 0 {
			err = store.ErrNotFound
		}
		return err
	})
}

// RemoveView removes an account's own view, or returns ErrNotFound.
func (s *Store) RemoveView(ctx context.Context, id, account string) error {
	return s.write(ctx, func(t *tx) error {
		removed, err := t.exec(`DELETE FROM saved_view WHERE id = $1 AND account = $2`, id, account)
		if err == nil && removed == 0 {
			err = store.ErrNotFound
		}
		return err
	})
}
