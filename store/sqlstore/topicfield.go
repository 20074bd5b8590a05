package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

func (t *tx) addField(f store.TopicField) error {
	return t.run(`
		INSERT INTO topic_field (id, event, title, color, position, joined_into, nominated, removed)
		VALUES ($1, $2, $3, $4, $5, NULLIF($6, ''), $7, $8)`,
		f.ID, f.Event, f.Title, f.Color, f.Position, f.JoinedInto, f.Nominated, f.Removed)
}

func (t *tx) editField(f store.TopicField) error {
	return t.one(`UPDATE topic_field SET title = $2, color = $3, removed = $4 WHERE id = $1`,
		f.ID, f.Title, f.Color, f.Removed)
}

func (t *tx) orderFields(fields []string) error {
	for position, field := range fields {
		if err := t.one(`UPDATE topic_field SET position = $2 WHERE id = $1`, field, position); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) joinField(f store.FieldJoined) error {
	return t.one(`UPDATE topic_field SET joined_into = NULLIF($2, '') WHERE id = $1`, f.Field, f.Into)
}

func (t *tx) nominateField(f store.FieldNominated) error {
	return t.one(`UPDATE topic_field SET nominated = $2 WHERE id = $1`, f.Field, f.On)
}

func (v view) fields(event string) ([]store.TopicField, error) {
	return all(v, func(rows *sql.Rows, f *store.TopicField) error {
		return rows.Scan(&f.ID, &f.Event, &f.Title, &f.Color, &f.Position, &f.JoinedInto, &f.Nominated, &f.Removed)
	}, `
		SELECT id, event, title, color, position, COALESCE(joined_into, ''), nominated, removed
		FROM topic_field WHERE event = $1 ORDER BY position, id`, event)
}
