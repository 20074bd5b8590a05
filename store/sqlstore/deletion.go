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
	stands, err := first(t.view, store.ErrNotFound, scanEvent, selectEvent+`WHERE id = $1`, event)
	if err != nil {
		return err
	}
	if err := t.one(`
		INSERT INTO deletion (event, title, join_code, language, address, held_on, deleted_at,
			publication, read_code, ideas, participants, ballots)
		SELECT id, title, join_code, language, address, held_on, $2, publication, $4,
			(SELECT COUNT(*) FROM idea WHERE event = $1),
			(SELECT COUNT(*) FROM participant WHERE event = $1),
			$3 + (SELECT COUNT(*) FROM round JOIN ballot ON ballot.round = round.id WHERE round.event = $1)
			+ (SELECT COUNT(*) FROM round JOIN open_ballot ON open_ballot.round = round.id WHERE round.event = $1)
			+ (SELECT COUNT(*) FROM round JOIN paper_ballot ON paper_ballot.round = round.id WHERE round.event = $1)
		FROM event WHERE id = $1`, event, at, boxed, stands.ReadCode()); err != nil {
		return err
	}
	if err := t.run(`
		INSERT INTO trace (`+traceColumns+`)
		SELECT idea.id, idea.event, idea.number, idea.kind,
			CASE idea.state WHEN 'withdrawn' THEN 'withdrawn' ELSE '' END,
			COALESCE(topic_field.title, ''), idea.receipt,
			COALESCE(outcome.kind, ''), COALESCE(outcome.reason, ''),
			COALESCE(measure.candidate_number, 0), COALESCE(measure.title, ''), COALESCE(measure.id, ''),
			`+releasedText+`, COALESCE(release.kind = 'summary', FALSE),
			COALESCE(outcome.review_on, ''), COALESCE(outcome.link, ''), COALESCE(outcome.whose, ''),
			COALESCE(node.id, ''), COALESCE(node.title, ''), COALESCE(outcome.joined_event, ''), COALESCE(outcome.joined_number, 0)
		FROM idea
		LEFT JOIN topic_field ON topic_field.id = idea.field
		LEFT JOIN release ON release.idea = idea.id
		LEFT JOIN outcome ON outcome.idea = idea.id AND outcome.published
		LEFT JOIN node ON node.id = outcome.node
		LEFT JOIN measure ON measure.id = `+pointsTo+`
		WHERE idea.event = $1`, event); err != nil {
		return err
	}
	return t.listErasure(event, "", at)
}

// traceColumns are all columns of trace; those from the measure on came with schema 3.
const (
	traceColumnsBefore = `idea, event, number, kind, state, field, receipt, outcome, reason, candidate_number, candidate_title`
	traceColumns       = traceColumnsBefore + `, measure, text, summary, review_on, link, whose, node, node_title, joined_event, joined_number`
)

// clear removes every row of an event. What another event's contribution said of joining one of
// this event's stays, and with it the measure both went into.
func (t *tx) clear(event string) error {
	if err := t.run(`
		UPDATE outcome SET measure = `+pointsTo+`
		WHERE kind = 'joined' AND measure IS NULL AND idea IN (
			SELECT joining.idea FROM joining JOIN idea ON idea.id = joining.into_idea WHERE idea.event = $1)`, event); err != nil {
		return err
	}
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
		`DELETE FROM release WHERE event = $1`,
		`DELETE FROM joining WHERE idea IN (SELECT id FROM idea WHERE event = $1)`,
		`DELETE FROM joining WHERE into_idea IN (SELECT id FROM idea WHERE event = $1)`,
		`DELETE FROM pick WHERE event = $1`,
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
	SELECT event, title, join_code, language, address, held_on, deleted_at, publication, read_code,
		ideas, participants, ballots
	FROM deletion `

func scanDeletion(rows *sql.Rows, d *store.Deletion) error {
	return rows.Scan(&d.Event, &d.Title, &d.JoinCode, &d.Language, &d.Address, &d.HeldOn, &d.DeletedAt,
		&d.Publication, &d.ReadCode, &d.Ideas, &d.Participants, &d.Ballots)
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
