package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// Pick puts contributions into the inbox that no event nominated, or takes them out again.
func (s *Store) Pick(ctx context.Context, ids []string, on bool) error {
	err := s.write(ctx, func(t *tx) error {
		return each(ids, func(id string) error { return t.pick(id, on) })
	})
	if err != nil {
		return fmt.Errorf("pick: %w", err)
	}
	return nil
}

func (t *tx) pick(id string, on bool) error {
	if !on {
		return t.run(`DELETE FROM pick WHERE id = $1`, id)
	}
	event, err := first(t.view, store.ErrNotFound, value[string], `
		SELECT event FROM idea WHERE id = $1 AND state <> 'withdrawn'
		UNION ALL
		SELECT event FROM topic_field WHERE id = $1 AND NOT removed`, id)
	if err != nil {
		return err
	}
	return t.run(`INSERT INTO pick (id, event) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`, id, event)
}

// EventsOf returns the event that each idea or topic field belongs to, by its id.
func (s *Store) EventsOf(ctx context.Context, ids []string) (map[string]string, error) {
	events := map[string]string{}
	return events, s.read(ctx, func(v view) error {
		for _, table := range []string{"idea", "topic_field"} {
			if err := v.show(ids, func(rows *sql.Rows) error {
				var id, event string
				err := rows.Scan(&id, &event)
				events[id] = event
				return err
			}, `SELECT id, event FROM `+table+` WHERE id IN `); err != nil {
				return err
			}
		}
		return nil
	})
}

// Join lets an idea go on with another one, of any event; an empty into parts them again. What
// others go on with goes on with nobody, so that there is neither a chain nor a circle.
func (s *Store) Join(ctx context.Context, idea, into string) error {
	err := s.write(ctx, func(t *tx) error {
		if err := t.stands(idea); err != nil {
			return err
		}
		if into == "" {
			return t.run(`DELETE FROM joining WHERE idea = $1`, idea)
		}
		if err := t.stands(into); err != nil {
			return err
		}
		goes, err := first(t.view, nil, value[string], `SELECT into_idea FROM joining WHERE idea = $1`, idea)
		if err != nil || goes == into {
			return err
		}
		chained, err := first(t.view, nil, value[int],
			`SELECT COUNT(*) FROM joining WHERE idea = $2 OR into_idea = $1`, idea, into)
		if err != nil {
			return err
		}
		if idea == into || goes != "" || chained > 0 {
			return store.ErrJoinedAlready
		}
		return t.run(`INSERT INTO joining (idea, into_idea) VALUES ($1, $2)`, idea, into)
	})
	if err != nil {
		return fmt.Errorf("join idea %s: %w", idea, err)
	}
	return nil
}

func (v view) stands(idea string) error {
	state, err := first(v, store.ErrNotFound, value[store.IdeaState], `SELECT state FROM idea WHERE id = $1`, idea)
	if err == nil && state == store.Withdrawn {
		err = store.ErrIdeaWithdrawn
	}
	return err
}
