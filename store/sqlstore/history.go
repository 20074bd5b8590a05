package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"masswerk/store"
)

// oneSitting is how long edits by one account are one row of the history.
const oneSitting = 10 * time.Minute

// addChange notes what a measure has become. An edit that goes on with the last one takes its
// place: same account, same function, same reason, not long after that began.
func (t *tx) addChange(m store.Measure, what, reason string, by store.By) error {
	last, err := first(t.view, nil, scanChange, selectChange+`WHERE measure = $1 ORDER BY version DESC LIMIT 1`, m.ID)
	if err != nil {
		return err
	}
	at := by.At
	if what == "edit" && last.What == what && last.By == by.Account && by.Account != "" && last.Function == by.Function && last.Reason == reason &&
		by.At-last.At < oneSitting.Milliseconds() {
		if err := t.run(`DELETE FROM change WHERE measure = $1 AND version = $2`, m.ID, last.Version); err != nil {
			return err
		}
		at = last.At
	}
	return t.run(`
		INSERT INTO change (measure, version, at, account, function, what, reason, state, title, summary, profile)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		m.ID, m.Version, at, by.Account, by.Function, what, reason, m.State, m.Profile.Title, m.Profile.Summary, writeProfile(m.Profile))
}

const selectChange = `
	SELECT change.version, change.at, change.account, COALESCE(account.name, ''), change.function, change.what, change.reason, change.state
	FROM change LEFT JOIN account ON account.id = change.account `

func scanChange(rows *sql.Rows, c *store.Change) error {
	return rows.Scan(&c.Version, &c.At, &c.By, &c.Name, &c.Function, &c.What, &c.Reason, &c.State)
}

// History returns a measure's changes, latest first, without content.
func (s *Store) History(ctx context.Context, id string) (changes []store.Change, err error) {
	err = s.read(ctx, func(v view) error {
		if _, err := first(v, store.ErrNotFound, value[int], `SELECT 1 FROM measure WHERE id = $1`, id); err != nil {
			return err
		}
		changes, err = all(v, scanChange, selectChange+`WHERE measure = $1 ORDER BY version DESC`, id)
		return err
	})
	return changes, err
}

// Version returns one change of a measure with its content, or ErrNotFound.
func (s *Store) Version(ctx context.Context, id string, version int64) (change store.Change, err error) {
	err = s.read(ctx, func(v view) error {
		profile, err := v.profileAt(id, version)
		if err != nil {
			return err
		}
		if change, err = first(v, store.ErrNotFound, scanChange, selectChange+`WHERE measure = $1 AND version = $2`, id, version); err != nil {
			return err
		}
		change.Content, err = json.Marshal(profile)
		return err
	})
	return change, err
}

func (v view) profileAt(id string, version int64) (store.Profile, error) {
	return first(v, store.ErrNotFound, func(rows *sql.Rows, p *store.Profile) error {
		var title, summary, profile string
		if err := rows.Scan(&title, &summary, &profile); err != nil {
			return err
		}
		return readProfile(title, summary, profile, p)
	}, `SELECT title, summary, profile FROM change WHERE measure = $1 AND version = $2`, id, version)
}

// ForgetPeople empties who did what before a time; the function stays.
func (s *Store) ForgetPeople(ctx context.Context, before int64) error {
	return s.write(ctx, func(t *tx) error {
		if err := t.run(`UPDATE change SET account = '' WHERE at < $1 AND account <> ''`, before); err != nil {
			return err
		}
		return t.forgetAcceptors(before)
	})
}
