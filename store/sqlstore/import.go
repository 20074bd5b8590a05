package sqlstore

import (
	"context"
	"fmt"

	"masswerk/store"
)

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
		if err := each(c.Comments, t.addComment); err != nil {
			return err
		}
		if err := each(c.Reactions, t.addReaction); err != nil {
			return err
		}
		if err := t.importRounds(c.Rounds, c.Ballots, c.Paper); err != nil {
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
