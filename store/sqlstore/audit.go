package sqlstore

import (
	"context"
	"database/sql"

	"masswerk/store"
)

// Audit appends entries.
func (s *Store) Audit(ctx context.Context, entries []store.Audited) error {
	return s.write(ctx, func(t *tx) error { return each(entries, t.audit) })
}

func (t *tx) audit(a store.Audited) error {
	return t.run(`
		INSERT INTO audit (event, number, at, actor, action, about)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM audit WHERE event = $1`,
		a.Event, a.At, a.Actor, a.Action, a.About)
}

// Audits returns an event's entries, latest first.
func (s *Store) Audits(ctx context.Context, event string) (entries []store.Audited, err error) {
	err = s.read(ctx, func(v view) error {
		entries, err = all(v, func(rows *sql.Rows, a *store.Audited) error {
			return rows.Scan(&a.At, &a.Actor, &a.Action, &a.Event, &a.About)
		}, `SELECT at, actor, action, event, about FROM audit WHERE event = $1 ORDER BY number DESC`, event)
		return err
	})
	return entries, err
}

// PruneAudits removes entries older than before, and with them logins and password links that
// ended before.
func (s *Store) PruneAudits(ctx context.Context, before int64) error {
	return s.write(ctx, func(t *tx) error {
		for _, query := range []string{
			`DELETE FROM audit WHERE at < $1`,
			`DELETE FROM login WHERE expires_at < $1`,
			`DELETE FROM password_link WHERE expires_at < $1`,
		} {
			if err := t.run(query, before); err != nil {
				return err
			}
		}
		return nil
	})
}
