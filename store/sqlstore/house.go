package sqlstore

import (
	"context"
	"database/sql"

	"masswerk/store"
)

// House returns the house's settings.
func (s *Store) House(ctx context.Context) (house store.House, err error) {
	err = s.read(ctx, func(v view) error {
		house, err = v.house()
		return err
	})
	return house, err
}

func (v view) house() (store.House, error) {
	return first(v, nil, func(rows *sql.Rows, h *store.House) error {
		var names, priorities string
		if err := rows.Scan(&h.Name, &h.Notice, &names, &priorities, &h.AnswerWeeks, &h.AuditDays, &h.Prefix); err != nil {
			return err
		}
		if err := fromJSON(names, &h.StateNames); err != nil {
			return err
		}
		return fromJSON(priorities, &h.Priorities)
	}, `SELECT name, notice, state_names, priorities, answer_weeks, audit_days, prefix FROM house`)
}

// SetHouse replaces the house's settings.
func (s *Store) SetHouse(ctx context.Context, house store.House) error {
	names, err := toJSON(&house.StateNames)
	if err != nil {
		return err
	}
	priorities, err := toJSON(&house.Priorities)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t *tx) error {
		return t.run(`
			INSERT INTO house (id, name, notice, state_names, priorities, answer_weeks, audit_days, prefix)
			VALUES (1, $1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, notice = excluded.notice, state_names = excluded.state_names,
				priorities = excluded.priorities, answer_weeks = excluded.answer_weeks, audit_days = excluded.audit_days, prefix = excluded.prefix`,
			house.Name, house.Notice, names, priorities, house.AnswerWeeks, house.AuditDays, house.Prefix)
	})
}
