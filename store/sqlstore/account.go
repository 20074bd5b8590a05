package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// CountAccounts returns how many accounts there are.
func (s *Store) CountAccounts(ctx context.Context) (count int, err error) {
	err = s.read(ctx, func(v view) error {
		count, err = v.countAccounts()
		return err
	})
	return count, err
}

func (v view) countAccounts() (int, error) {
	return first(v, nil, value[int], `SELECT COUNT(*) FROM account`)
}

// CreateAccount stores an account. With first true it must be the first one.
func (s *Store) CreateAccount(ctx context.Context, a store.Account, onlyFirst bool) error {
	return s.write(ctx, func(t *tx) error {
		if onlyFirst {
			count, err := t.countAccounts()
			if err != nil {
				return err
			}
			if count > 0 {
				return store.ErrSetupLink
			}
		}
		created, err := t.exec(`
			INSERT INTO account (id, name, login, password, role, created_at)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (login) DO NOTHING`,
			a.ID, a.Name, a.Login, a.Password, a.Role, a.CreatedAt)
		if err != nil {
			return fmt.Errorf("create account: %w", err)
		}
		if created == 0 {
			return store.ErrLoginTaken
		}
		return nil
	})
}

const selectAccount = `
	SELECT account.id, account.name, account.login, account.password, account.role, account.created_at FROM account `

func scanAccount(rows *sql.Rows, a *store.Account) error {
	return rows.Scan(&a.ID, &a.Name, &a.Login, &a.Password, &a.Role, &a.CreatedAt)
}

// AccountByLogin returns an account, or ErrWrongLogin.
func (s *Store) AccountByLogin(ctx context.Context, login string) (account store.Account, err error) {
	err = s.read(ctx, func(v view) error {
		account, err = first(v, store.ErrWrongLogin, scanAccount, selectAccount+`WHERE login = $1`, login)
		return err
	})
	return account, err
}

// SignIn stores a login.
func (s *Store) SignIn(ctx context.Context, l store.Login) error {
	return s.write(ctx, func(t *tx) error {
		return t.run(`INSERT INTO login (token, account, expires_at) VALUES ($1, $2, $3)`,
			l.Token, l.Account, l.ExpiresAt)
	})
}

// SignOut removes a login, known or not.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.write(ctx, func(t *tx) error {
		return t.run(`DELETE FROM login WHERE token = $1`, token)
	})
}

// SignedIn returns the account of an unexpired login, or ErrLoginNeeded.
func (s *Store) SignedIn(ctx context.Context, token string, now int64) (account store.Account, err error) {
	err = s.read(ctx, func(v view) error {
		account, err = first(v, store.ErrLoginNeeded, scanAccount,
			selectAccount+`JOIN login ON login.account = account.id WHERE login.token = $1 AND login.expires_at > $2`,
			token, now)
		return err
	})
	return account, err
}

// House returns the house's settings.
func (s *Store) House(ctx context.Context) (house store.House, err error) {
	err = s.read(ctx, func(v view) error {
		house, err = first(v, nil, func(rows *sql.Rows, h *store.House) error {
			return rows.Scan(&h.Name, &h.Notice)
		}, `SELECT name, notice FROM house`)
		return err
	})
	return house, err
}

// SetHouse replaces the house's settings.
func (s *Store) SetHouse(ctx context.Context, house store.House) error {
	return s.write(ctx, func(t *tx) error {
		return t.run(`
			INSERT INTO house (id, name, notice) VALUES (1, $1, $2)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, notice = excluded.notice`,
			house.Name, house.Notice)
	})
}

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

// PruneAudits removes entries older than before, and with them logins that ended before.
func (s *Store) PruneAudits(ctx context.Context, before int64) error {
	return s.write(ctx, func(t *tx) error {
		if err := t.run(`DELETE FROM audit WHERE at < $1`, before); err != nil {
			return err
		}
		return t.run(`DELETE FROM login WHERE expires_at < $1`, before)
	})
}
