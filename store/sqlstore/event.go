package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"

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

// Commit stores what facts changed, and the commands they answer, in one transaction.
func (s *Store) Commit(ctx context.Context, event string, after int64, accepted []store.Accepted, facts []store.Fact) error {
	err := s.write(ctx, func(t *tx) error {
		moved, err := t.exec(`UPDATE event SET seq = seq + 1 WHERE id = $1 AND seq = $2`, event, after)
		if err != nil {
			return err
		}
		if moved == 0 {
			return store.ErrStale
		}
		t.event, t.seq = event, after+1
		if err := t.accept(accepted); err != nil {
			return err
		}
		for _, fact := range facts {
			if err := t.apply(fact); err != nil {
				return fmt.Errorf("%T: %w", fact, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("commit event %s after %d: %w", event, after, err)
	}
	for _, fact := range facts {
		switch fact.(type) {
		case store.IdeaWithdrawn, store.RoundEnded:
			s.erasing.ask()
		}
	}
	return nil
}

// accept remembers acknowledged commands. It comes before the facts, so that a withdrawal in
// the same commit finds the command it has to forget.
func (t *tx) accept(accepted []store.Accepted) error {
	for place, command := range accepted {
		if err := t.run(`
			INSERT INTO command (event, seq, place, actor, id, mac, result)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.event, t.seq, place, command.Actor, command.ID, command.MAC, command.Result); err != nil {
			return fmt.Errorf("command: %w", err)
		}
	}
	return nil
}

// apply turns one fact into rows.
func (t *tx) apply(fact store.Fact) error {
	switch fact := fact.(type) {
	case store.EventEdited:
		return t.editEvent(fact.Event)

	case store.SessionEdited:
		return t.editSession(fact.Session)
	case store.PhaseEntered:
		return t.enterPhase(fact)
	case store.PhaseSet:
		return t.setPhase(fact)

	case store.ParticipantJoined:
		return t.addParticipant(fact.Participant)
	case store.ModeratorInvited:
		return t.addModerator(fact.Moderator)
	case store.ModeratorRevoked:
		return t.revokeModerator(fact)
	case store.ProjectorPaired:
		return t.addProjector(fact.Projector)
	case store.ProjectorDirected:
		return t.directProjector(fact.Projector)

	case store.IdeaSubmitted:
		return t.addIdea(fact.Idea, fact.Receipt)
	case store.IdeaModerated:
		return t.moderateIdea(fact)
	case store.IdeaWithdrawn:
		return t.withdrawIdea(t.event, fact.Idea, fact.At)
	case store.IdeaMerged:
		return t.mergeIdea(fact)
	case store.IdeaMoved:
		return t.moveIdea(fact)
	case store.IdeaSupported:
		return t.supportIdea(fact)
	case store.IdeaNominated:
		return t.nominateIdea(fact)

	case store.FieldCreated:
		return t.addField(fact.Field)
	case store.FieldEdited:
		return t.editField(fact.Field)
	case store.FieldsOrdered:
		return t.orderFields(fact.Fields)
	case store.FieldJoined:
		return t.joinField(fact)
	case store.FieldNominated:
		return t.nominateField(fact)

	case store.RoundOpened:
		return t.addRound(fact.Round)
	case store.VoteSet:
		return t.setVote(fact.Ballot)
	case store.RoundEnded:
		return t.endRound(fact.Round, fact.Ballots)
	case store.ResultsShown:
		return t.showResults(fact)

	case store.OutcomesPublished:
		return nil // Publish stored them
	case store.Audited:
		return t.audit(fact)
	default:
		return fmt.Errorf("no rows for this fact")
	}
}

func (t *tx) addEvent(e store.Event) error {
	return t.run(`
		INSERT INTO event (id, title, format, join_code, admission, language, address,
			held_on, delete_on, publication, key, seq, created_at, welcome, notice)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		e.ID, e.Title, e.Format, e.JoinCode, e.Admission, e.Language, e.Address,
		e.HeldOn, e.DeleteOn, e.Publication, hex.EncodeToString(e.Key), e.Seq, e.CreatedAt, e.Welcome, e.Notice)
}

func (t *tx) editEvent(e store.Event) error {
	return t.one(`
		UPDATE event SET title = $2, format = $3, admission = $4, language = $5, address = $6,
			held_on = $7, delete_on = $8, publication = $9, welcome = $10, notice = $11
		WHERE id = $1`,
		e.ID, e.Title, e.Format, e.Admission, e.Language, e.Address,
		e.HeldOn, e.DeleteOn, e.Publication, e.Welcome, e.Notice)
}

const selectEvent = `
	SELECT id, title, format, join_code, admission, language, address,
		held_on, delete_on, publication, key, seq, created_at, welcome, notice
	FROM event `

func scanEvent(rows *sql.Rows, e *store.Event) error {
	var key string
	err := rows.Scan(&e.ID, &e.Title, &e.Format, &e.JoinCode, &e.Admission, &e.Language, &e.Address,
		&e.HeldOn, &e.DeleteOn, &e.Publication, &key, &e.Seq, &e.CreatedAt, &e.Welcome, &e.Notice)
	if err != nil {
		return err
	}
	e.Key, err = hex.DecodeString(key)
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
		if c.Outcomes, err = v.outcomes(id, true); err != nil {
			return err
		}
		c.Accepted, err = v.accepted(id)
		return err
	})
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

// Import stores an exported event under the ids its contents carry. Ballots of closed rounds
// come without a participant.
func (s *Store) Import(ctx context.Context, c store.Contents) error {
	err := s.write(ctx, func(t *tx) error {
		t.event, t.seq = c.Event.ID, c.Event.Seq
		if err := t.addEvent(c.Event); err != nil {
			return err
		}
		if err := t.addSessions(c.Event.ID, c.Sessions); err != nil {
			return err
		}
		if err := each(c.Participants, t.addParticipant); err != nil {
			return err
		}
		if err := each(c.Fields, t.addField); err != nil {
			return err
		}
		if err := each(c.Ideas, func(idea store.Idea) error { return t.addIdea(idea, "") }); err != nil {
			return err
		}
		if err := each(c.Supports, t.addSupport); err != nil {
			return err
		}
		if err := t.importRounds(c.Rounds, c.Ballots); err != nil {
			return err
		}
		return each(c.Outcomes, t.importOutcome)
	})
	if err != nil {
		return fmt.Errorf("import event %s: %w", c.Event.ID, err)
	}
	return nil
}

// each calls add for every item, up to the first error.
func each[T any](items []T, add func(T) error) error {
	for _, item := range items {
		if err := add(item); err != nil {
			return fmt.Errorf("%T: %w", item, err)
		}
	}
	return nil
}
