package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"

	"masswerk/store"
)

// Create stores a new event with its sessions and their phases.
func (s *Store) Create(ctx context.Context, event store.Event, sessions []store.Session) error {
	err := s.write(ctx, func(t *tx) error {
		if err := t.addEvent(event); err != nil {
			return err
		}
		return t.addSessions(event.ID, sessions)
	})
	if err != nil {
		return fmt.Errorf("create event %s: %w", event.ID, err)
	}
	return nil
}

func (t *tx) addEvent(e store.Event) error {
	return t.run(`
		INSERT INTO event (id, title, format, join_code, admission, language, address,
			held_on, delete_on, publication, key, seq, created_at, welcome, notice,
			tables, table_step, plenary, heads, cards)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		e.ID, e.Title, e.Format, e.JoinCode, e.Admission, e.Language, e.Address,
		e.HeldOn, e.DeleteOn, e.Publication, hex.EncodeToString(e.Key), e.Seq, e.CreatedAt, e.Welcome, e.Notice,
		e.Seating.Tables, e.Seating.Step, e.Seating.Plenary, e.Heads, writeCards(e.Cards))
}

func (t *tx) editEvent(e store.Event) error {
	return t.one(`
		UPDATE event SET title = $2, format = $3, admission = $4, language = $5, address = $6,
			held_on = $7, delete_on = $8, publication = $9, welcome = $10, notice = $11,
			tables = $12, table_step = $13, plenary = $14, heads = $15
		WHERE id = $1`,
		e.ID, e.Title, e.Format, e.Admission, e.Language, e.Address,
		e.HeldOn, e.DeleteOn, e.Publication, e.Welcome, e.Notice,
		e.Seating.Tables, e.Seating.Step, e.Seating.Plenary, e.Heads)
}

func (t *tx) reserveCards(c store.CardRange) error {
	return t.one(`UPDATE event SET cards = LTRIM(cards || ' ' || $2) WHERE id = $1`, t.event, writeCards([]store.CardRange{c}))
}

// writeCards returns numbers on paper cards as text for one column, "1-40 101-150".
func writeCards(cards []store.CardRange) string {
	parts := make([]string, len(cards))
	for i, one := range cards {
		parts[i] = fmt.Sprintf("%d-%d", one.From, one.To)
	}
	return strings.Join(parts, " ")
}

// readCards reads what writeCards wrote.
func readCards(text string) (cards []store.CardRange, err error) {
	for _, part := range strings.Fields(text) {
		var one store.CardRange
		if _, err := fmt.Sscanf(part, "%d-%d", &one.From, &one.To); err != nil {
			return nil, fmt.Errorf("cards %q: %w", part, err)
		}
		cards = append(cards, one)
	}
	return cards, nil
}

const selectEvent = `
	SELECT id, title, format, join_code, admission, language, address,
		held_on, delete_on, publication, key, seq, created_at, welcome, notice,
		tables, table_step, plenary, heads, cards
	FROM event `

func scanEvent(rows *sql.Rows, e *store.Event) error {
	var key, cards string
	err := rows.Scan(&e.ID, &e.Title, &e.Format, &e.JoinCode, &e.Admission, &e.Language, &e.Address,
		&e.HeldOn, &e.DeleteOn, &e.Publication, &key, &e.Seq, &e.CreatedAt, &e.Welcome, &e.Notice,
		&e.Seating.Tables, &e.Seating.Step, &e.Seating.Plenary, &e.Heads, &cards)
	if err != nil {
		return err
	}
	if e.Key, err = hex.DecodeString(key); err != nil {
		return err
	}
	e.Cards, err = readCards(cards)
	return err
}

// List returns all events, latest date first.
func (s *Store) List(ctx context.Context) (events []store.Event, err error) {
	err = s.read(ctx, func(v view) error {
		events, err = all(v, scanEvent, selectEvent+`ORDER BY held_on DESC, created_at DESC, id`)
		return err
	})
	return events, err
}

// Counts returns how much each event holds, by its id.
func (s *Store) Counts(ctx context.Context) (map[string]store.Counts, error) {
	type counted struct {
		event string
		store.Counts
	}
	counts := map[string]store.Counts{}
	return counts, s.read(ctx, func(v view) error {
		events, err := all(v, func(rows *sql.Rows, c *counted) error {
			return rows.Scan(&c.event, &c.Participants, &c.Ideas, &c.Rounds)
		}, `
			SELECT id, (SELECT COUNT(device) FROM participant WHERE event = event.id),
				(SELECT COUNT(*) FROM idea WHERE event = event.id), (SELECT COUNT(*) FROM round WHERE event = event.id)
			FROM event`)
		for _, one := range events {
			counts[one.event] = one.Counts
		}
		return err
	})
}

// DuePhases returns the events with a phase that should have been entered by itself by now.
func (s *Store) DuePhases(ctx context.Context, now int64) (events []string, err error) {
	err = s.read(ctx, func(v view) error {
		events, err = all(v, value[string], `
			SELECT DISTINCT session.event FROM phase JOIN session ON session.id = phase.session
			WHERE phase.opens_at > 0 AND phase.opens_at <= $1 ORDER BY session.event`, now)
		return err
	})
	return events, err
}

// Event returns one event, or ErrNotFound.
func (s *Store) Event(ctx context.Context, id string) (event store.Event, err error) {
	err = s.read(ctx, func(v view) error {
		event, err = first(v, store.ErrNotFound, scanEvent, selectEvent+`WHERE id = $1`, id)
		return err
	})
	return event, err
}

// EventByCode returns the event with this join code, or ErrUnknownCode.
func (s *Store) EventByCode(ctx context.Context, code string) (event store.Event, err error) {
	err = s.read(ctx, func(v view) error {
		event, err = first(v, store.ErrUnknownCode, scanEvent, selectEvent+`WHERE join_code = $1`, code)
		return err
	})
	return event, err
}

// Load returns everything a running event needs, read in one transaction.
func (s *Store) Load(ctx context.Context, id string) (c store.Contents, err error) {
	err = s.read(ctx, func(v view) error {
		if c.Event, err = first(v, store.ErrNotFound, scanEvent, selectEvent+`WHERE id = $1`, id); err != nil {
			return err
		}
		if c.Sessions, err = v.sessions(id); err != nil {
			return err
		}
		if c.Participants, err = v.participants(id); err != nil {
			return err
		}
		if c.Moderators, err = v.moderators(id); err != nil {
			return err
		}
		if c.Projectors, err = v.projectors(id); err != nil {
			return err
		}
		if c.Fields, err = v.fields(id); err != nil {
			return err
		}
		if c.Ideas, err = v.ideas(id); err != nil {
			return err
		}
		if c.Supports, err = v.supports(id); err != nil {
			return err
		}
		if c.Rounds, err = v.rounds(id); err != nil {
			return err
		}
		if c.Ballots, err = v.openBallots(id); err != nil {
			return err
		}
		if c.Paper, err = v.papers(id); err != nil {
			return err
		}
		if c.Comments, err = v.comments(id); err != nil {
			return err
		}
		if c.Reactions, err = v.reactions(id); err != nil {
			return err
		}
		if c.Signals, err = v.signals(id); err != nil {
			return err
		}
		if c.Tickets, err = v.tickets(id); err != nil {
			return err
		}
		if c.Outcomes, err = v.published(id); err != nil {
			return err
		}
		c.Accepted, err = v.accepted(id)
		return err
	})
	if err == nil {
		c.Turnout, err = s.turnout(ctx, c.Rounds)
	}
	if err != nil {
		return store.Contents{}, fmt.Errorf("load event %s: %w", id, err)
	}
	return c, nil
}

func (v view) accepted(event string) ([]store.Accepted, error) {
	return all(v, func(rows *sql.Rows, a *store.Accepted) error {
		return rows.Scan(&a.Actor, &a.ID, &a.MAC, &a.Result)
	}, `SELECT actor, id, mac, result FROM command WHERE event = $1 ORDER BY seq, place`, event)
}
