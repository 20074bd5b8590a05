package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

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
			INSERT INTO account (id, name, login, password, roles, unit, issuer, subject, disabled, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
			a.ID, a.Name, a.Login, a.Password, writeRoles(a.Roles), a.Unit, a.Issuer, a.Subject, a.Disabled, a.CreatedAt)
		if err != nil {
			return fmt.Errorf("create account: %w", err)
		}
		if created == 0 {
			return store.ErrLoginTaken
		}
		return nil
	})
}

// writeRoles returns roles as text for one column.
func writeRoles(roles []store.StaffRole) string {
	words := make([]string, len(roles))
	for i, role := range roles {
		words[i] = string(role)
	}
	return strings.Join(words, " ")
}

const selectAccount = `
	SELECT account.id, account.name, account.login, account.password, account.roles, account.unit,
		account.issuer, account.subject, account.disabled, account.created_at
	FROM account `

func scanAccount(rows *sql.Rows, a *store.Account) error {
	roles, err := "", error(nil)
	err = rows.Scan(&a.ID, &a.Name, &a.Login, &a.Password, &roles, &a.Unit, &a.Issuer, &a.Subject, &a.Disabled, &a.CreatedAt)
	for _, role := range strings.Fields(roles) {
		a.Roles = append(a.Roles, store.StaffRole(role))
	}
	return err
}

func (s *Store) account(ctx context.Context, missing error, condition string, args ...any) (account store.Account, err error) {
	err = s.read(ctx, func(v view) error {
		account, err = first(v, missing, scanAccount, selectAccount+condition, args...)
		return err
	})
	return account, err
}

// AccountByLogin returns an account, or ErrWrongLogin.
func (s *Store) AccountByLogin(ctx context.Context, login string) (store.Account, error) {
	return s.account(ctx, store.ErrWrongLogin, `WHERE login = $1`, login)
}

// AccountBySubject returns the account that signs in elsewhere, or ErrWrongLogin.
func (s *Store) AccountBySubject(ctx context.Context, issuer, subject string) (store.Account, error) {
	return s.account(ctx, store.ErrWrongLogin, `WHERE issuer = $1 AND subject = $2 AND issuer <> ''`, issuer, subject)
}

// Accounts returns all, by name.
func (s *Store) Accounts(ctx context.Context) (accounts []store.Account, err error) {
	err = s.read(ctx, func(v view) error {
		accounts, err = all(v, scanAccount, selectAccount+`ORDER BY LOWER(name), login`)
		return err
	})
	return accounts, err
}

// EditAccount replaces name, login, roles, unit and disabled. A disabled account is signed out at
// once, and its password link ends.
func (s *Store) EditAccount(ctx context.Context, a store.Account) error {
	return s.write(ctx, func(t *tx) error {
		if _, err := first(t.view, store.ErrNotFound, value[int], `SELECT 1 FROM account WHERE id = $1`, a.ID); err != nil {
			return err
		}
		managed, err := t.countAdministrators()
		if err != nil {
			return err
		}
		edited, err := t.exec(`
			UPDATE account SET name = $2, login = $3, roles = $4, unit = $5, disabled = $6
			WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM account AS other WHERE other.login = $3 AND other.id <> $1)`,
			a.ID, a.Name, a.Login, writeRoles(a.Roles), a.Unit, a.Disabled)
		if err != nil {
			return err
		}
		if edited == 0 {
			return store.ErrLoginTaken
		}
		if left, err := t.countAdministrators(); err != nil || managed > 0 && left == 0 {
			return cmp.Or(err, error(store.ErrLastAdmin))
		}
		if !a.Disabled {
			return nil
		}
		if err := t.signOutAll(a.ID, ""); err != nil {
			return err
		}
		return t.run(`DELETE FROM password_link WHERE account = $1`, a.ID)
	})
}

// countAdministrators counts who can sign in and manage accounts.
func (v view) countAdministrators() (int, error) {
	return first(v, nil, value[int], `
		SELECT COUNT(*) FROM account
		WHERE ' ' || roles || ' ' LIKE '% administration %' AND NOT disabled AND (password <> '' OR issuer <> '')`)
}

// SetPassword sets a password and ends all other logins of the account but keep, and its link.
func (s *Store) SetPassword(ctx context.Context, account, password, keep string) error {
	return s.write(ctx, func(t *tx) error {
		set, err := t.exec(`UPDATE account SET password = $2 WHERE id = $1`, account, password)
		if err != nil {
			return err
		}
		if set == 0 {
			return store.ErrNotFound
		}
		if err := t.signOutAll(account, keep); err != nil {
			return err
		}
		return t.run(`DELETE FROM password_link WHERE account = $1`, account)
	})
}

// AddPasswordLink stores a link, in place of the account's earlier one.
func (s *Store) AddPasswordLink(ctx context.Context, link store.PasswordLink) error {
	return s.write(ctx, func(t *tx) error {
		return t.run(`
			INSERT INTO password_link (account, secret, expires_at) VALUES ($1, $2, $3)
			ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, expires_at = excluded.expires_at`,
			link.Account, link.Secret, link.ExpiresAt)
	})
}

// TakePasswordLink uses a link up and returns its account, or ErrSetupLink when it is unknown or
// has run out, or the account is disabled.
func (s *Store) TakePasswordLink(ctx context.Context, secret string, now int64) (account store.Account, err error) {
	err = s.write(ctx, func(t *tx) error {
		account, err = first(t.view, store.ErrSetupLink, scanAccount, selectAccount+`
			JOIN password_link ON password_link.account = account.id
			WHERE password_link.secret = $1 AND password_link.expires_at > $2 AND NOT account.disabled`, secret, now)
		if err != nil {
			return err
		}
		return t.one(`DELETE FROM password_link WHERE secret = $1`, secret)
	})
	return account, err
}

// SignIn stores a login.
func (s *Store) SignIn(ctx context.Context, l store.Login) error {
	return s.write(ctx, func(t *tx) error {
		return t.run(`INSERT INTO login (token, account, began_at, expires_at) VALUES ($1, $2, $3, $4)`,
			l.Token, l.Account, l.BeganAt, l.ExpiresAt)
	})
}

// SignOut removes a login, known or not.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.write(ctx, func(t *tx) error {
		return t.run(`DELETE FROM login WHERE token = $1`, token)
	})
}

// SignOutAll removes all logins of an account.
func (s *Store) SignOutAll(ctx context.Context, account string) error {
	return s.write(ctx, func(t *tx) error { return t.signOutAll(account, "") })
}

func (t *tx) signOutAll(account, keep string) error {
	return t.run(`DELETE FROM login WHERE account = $1 AND token <> $2`, account, keep)
}

// SignedIn returns the account of an unexpired login that is not disabled, or ErrLoginNeeded.
func (s *Store) SignedIn(ctx context.Context, token string, now int64) (account store.Account, login store.Login, err error) {
	err = s.read(ctx, func(v view) error {
		login, err = first(v, store.ErrLoginNeeded, func(rows *sql.Rows, l *store.Login) error {
			return rows.Scan(&l.Token, &l.Account, &l.BeganAt, &l.ExpiresAt)
		}, `SELECT token, account, began_at, expires_at FROM login WHERE token = $1 AND expires_at > $2`, token, now)
		if err != nil {
			return err
		}
		account, err = first(v, store.ErrLoginNeeded, scanAccount, selectAccount+`WHERE id = $1 AND NOT disabled`, login.Account)
		return err
	})
	if err != nil {
		return store.Account{}, store.Login{}, err
	}
	return account, login, nil
}

// RenewLogin moves the end of a login; ErrLoginNeeded when it is gone.
func (s *Store) RenewLogin(ctx context.Context, token string, expiresAt int64) error {
	return s.write(ctx, func(t *tx) error {
		renewed, err := t.exec(`UPDATE login SET expires_at = $2 WHERE token = $1`, token, expiresAt)
		if err == nil && renewed == 0 {
			err = store.ErrLoginNeeded
		}
		return err
	})
}
