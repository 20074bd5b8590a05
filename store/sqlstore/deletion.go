package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// Delete erases the event and keeps its traces and a deletion record. Deleting twice is harmless.
func (s *Store) Delete(ctx context.Context, id string, at int64) (deletion store.Deletion, err error) {
	boxed := s.countBoxed(ctx, id)
	err = s.write(ctx, func(t *tx) error {
		deletion, err = first(t.view, nil, scanDeletion, selectDeletion+`WHERE event = $1`, id)
		if err != nil || deletion.Event != "" {
			return err
		}
		if err := t.record(id, at, boxed); err != nil {
			return err
		}
		if err := t.clear(id); err != nil {
			return err
		}
		deletion, err = first(t.view, store.ErrNotFound, scanDeletion, selectDeletion+`WHERE event = $1`, id)
		return err
	})
	if err == nil {
		s.erasing.ask()
		err = s.forgetBoxes(ctx)
	}
	if err != nil {
		return store.Deletion{}, fmt.Errorf("delete event %s: %w", id, err)
	}
	return deletion, nil
}

// countBoxed counts the ballots of an event that lie in boxes, as far as these can be read: a
// damaged one shall not keep an event from being deleted.
func (s *Store) countBoxed(ctx context.Context, event string) (boxed int) {
	s.read(ctx, func(v view) error {
		rounds, err := v.secretRounds()
		for _, round := range rounds {
			if round.Event == event {
				voted, _ := s.voted(ctx, boxPath(s.path, round.ID))
				boxed += len(voted)
			}
		}
		return err
	})
	return boxed
}

// record writes down what shall remain of an event that still stands; boxed are the ballots that
// are not in this database.
func (t *tx) record(event string, at int64, boxed int) error {
	counted, err := t.exec(`
		INSERT INTO deletion (event, title, join_code, language, address, held_on, deleted_at, ideas, participants, ballots)
		SELECT id, title, join_code, language, address, held_on, $2,
			(SELECT COUNT(*) FROM idea WHERE event = $1),
			(SELECT COUNT(*) FROM participant WHERE event = $1),
			$3 + (SELECT COUNT(*) FROM round JOIN ballot ON ballot.round = round.id WHERE round.event = $1)
			+ (SELECT COUNT(*) FROM round JOIN open_ballot ON open_ballot.round = round.id WHERE round.event = $1)
			+ (SELECT COUNT(*) FROM round JOIN paper_ballot ON paper_ballot.round = round.id WHERE round.event = $1)
		FROM event WHERE id = $1`, event, at, boxed)
	if err != nil {
		return err
	}
	if counted == 0 {
		return store.ErrNotFound
	}
	if err := t.run(`
		INSERT INTO trace (idea, event, number, kind, state, field, receipt,
			outcome, reason, candidate_number, candidate_title)
		SELECT idea.id, idea.event, idea.number, idea.kind,
			CASE idea.state WHEN 'withdrawn' THEN 'withdrawn' ELSE '' END,
			COALESCE(topic_field.title, ''), idea.receipt,
			COALESCE(outcome.kind, ''), COALESCE(outcome.reason, ''),
			COALESCE(candidate.number, 0), COALESCE(candidate.title, '')
		FROM idea
		LEFT JOIN topic_field ON topic_field.id = idea.field
		LEFT JOIN outcome ON outcome.idea = idea.id AND outcome.published
		LEFT JOIN candidate ON candidate.id = outcome.candidate
		WHERE idea.event = $1`, event); err != nil {
		return err
	}
	return t.listErasure(event, "", at)
}

// clear removes every row of an event.
func (t *tx) clear(event string) error {
	if err := t.rewrite("wording", `idea NOT IN (
		SELECT id FROM idea WHERE event = $1 UNION ALL SELECT id FROM comment WHERE event = $1)`, event); err != nil {
		return err
	}
	for _, table := range []string{"open_ballot", "paper_ballot"} {
		if err := t.rewrite(table, `round NOT IN (SELECT id FROM round WHERE event = $1)`, event); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`DELETE FROM projector WHERE event = $1`,
		`DELETE FROM ballot WHERE round IN (SELECT id FROM round WHERE event = $1)`,
		`DELETE FROM tally WHERE round IN (SELECT id FROM round WHERE event = $1)`,
		`DELETE FROM round_member WHERE round IN (SELECT id FROM round WHERE event = $1)`,
		`DELETE FROM round_item WHERE round IN (SELECT id FROM round WHERE event = $1)`,
		`DELETE FROM round WHERE event = $1`,
		`DELETE FROM outcome WHERE event = $1`,
		`DELETE FROM support WHERE idea IN (SELECT id FROM idea WHERE event = $1)`,
		`DELETE FROM reaction WHERE idea IN (SELECT id FROM idea WHERE event = $1)`,
		`DELETE FROM comment WHERE event = $1`,
		`DELETE FROM redaction WHERE event = $1`,
		`DELETE FROM idea WHERE event = $1`,
		`DELETE FROM topic_field WHERE event = $1`,
		`DELETE FROM ticket WHERE event = $1`,
		`DELETE FROM moderator WHERE event = $1`,
		`DELETE FROM signal WHERE session IN (SELECT id FROM session WHERE event = $1)`,
		`DELETE FROM participant WHERE event = $1`,
		`DELETE FROM phase WHERE session IN (SELECT id FROM session WHERE event = $1)`,
		`DELETE FROM session WHERE event = $1`,
		`DELETE FROM command WHERE event = $1`,
		`DELETE FROM event WHERE id = $1`,
	} {
		if err := t.run(query, event); err != nil {
			return err
		}
	}
	return nil
}

const selectDeletion = `
	SELECT event, title, join_code, language, address, held_on, deleted_at, ideas, participants, ballots FROM deletion `

func scanDeletion(rows *sql.Rows, d *store.Deletion) error {
	return rows.Scan(&d.Event, &d.Title, &d.JoinCode, &d.Language, &d.Address, &d.HeldOn, &d.DeletedAt, &d.Ideas, &d.Participants, &d.Ballots)
}

// Deletions returns the deletion records, latest first.
func (s *Store) Deletions(ctx context.Context) (deletions []store.Deletion, err error) {
	err = s.read(ctx, func(v view) error {
		deletions, err = all(v, scanDeletion, selectDeletion+`ORDER BY deleted_at DESC, event`)
		return err
	})
	return deletions, err
}

// DeletionByCode returns what remains of the event that had this join code, or ErrUnknownCode.
func (s *Store) DeletionByCode(ctx context.Context, code string) (deletion store.Deletion, err error) {
	err = s.read(ctx, func(v view) error {
		deletion, err = first(v, store.ErrUnknownCode, scanDeletion,
			selectDeletion+`WHERE join_code = $1 ORDER BY deleted_at DESC`, code)
		return err
	})
	return deletion, err
}
