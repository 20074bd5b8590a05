package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

func (t *tx) addIdea(i store.Idea, receipt string) error {
	if err := t.run(`
		INSERT INTO idea (id, event, session, number, kind, state, author, on_behalf,
			merged_into, field, nominated, seq, command, submitted_at, receipt, redacted, pinned, seat)
		VALUES ($1, $2, $3, $4, $5, $6, NULLIF($7, ''), $8,
			NULLIF($9, ''), NULLIF($10, ''), $11, $12, $13, $14, $15, $16, $17, $18)`,
		i.ID, i.Event, i.Session, i.Number, i.Kind, i.State, i.Author, i.OnBehalf,
		i.MergedInto, i.Field, i.Nominated, t.seq, i.Command, i.SubmittedAt, receipt, i.Redacted, i.Pinned, i.Table); err != nil {
		return err
	}
	if err := t.word(i.ID, "text", i.Text); err != nil {
		return err
	}
	return t.word(i.ID, "reason", i.Reason)
}

// word sets a text of an idea or a comment: the one it had is emptied where it stands, the new one
// appended.
func (t *tx) word(idea, part, text string) error {
	if err := t.run(`UPDATE wording SET text = '' WHERE idea = $1 AND part = $2 AND text <> ''`, idea, part); err != nil {
		return err
	}
	if text == "" {
		return nil
	}
	return t.run(`INSERT INTO wording (idea, part, text) VALUES ($1, $2, $3)`, idea, part, text)
}

func (t *tx) moderateIdea(f store.IdeaModerated) error {
	if err := t.one(`UPDATE idea SET state = $2 WHERE id = $1`, f.Idea, f.State); err != nil {
		return err
	}
	return t.word(f.Idea, "reason", f.Reason)
}

// withdrawIdea empties what was written, and the MAC of the command that brought it, from which
// a guessed text could be confirmed.
func (t *tx) withdrawIdea(event, idea string, at int64) error {
	if err := t.one(`UPDATE idea SET state = 'withdrawn' WHERE id = $1`, idea); err != nil {
		return err
	}
	if err := t.run(`UPDATE wording SET text = '' WHERE idea = $1`, idea); err != nil {
		return err
	}
	if err := t.leavePlan(idea); err != nil {
		return err
	}
	if err := t.forgetSubmission(event, idea); err != nil {
		return err
	}
	return t.listErasure(event, idea, at)
}

func (t *tx) forgetSubmission(event, idea string) error {
	return t.run(`
		UPDATE command SET mac = ''
		WHERE event = $2 AND seq = (SELECT seq FROM idea WHERE id = $1)
			AND id = (SELECT command FROM idea WHERE id = $1)`, idea, event)
}

// listErasure notes what was erased: an idea, a comment, or with neither the whole event.
func (t *tx) listErasure(event, id string, at int64) error {
	return t.run(`
		INSERT INTO erasure (event, idea, at) VALUES ($1, $2, $3) ON CONFLICT (event, idea) DO NOTHING`,
		event, id, at)
}

func (t *tx) pinIdea(f store.IdeaPinned) error {
	return t.one(`UPDATE idea SET pinned = $2 WHERE id = $1`, f.Idea, f.On)
}

func (t *tx) mergeIdea(f store.IdeaMerged) error {
	return t.one(`UPDATE idea SET merged_into = NULLIF($2, '') WHERE id = $1`, f.Idea, f.Into)
}

func (t *tx) moveIdea(f store.IdeaMoved) error {
	return t.one(`UPDATE idea SET field = NULLIF($2, '') WHERE id = $1`, f.Idea, f.Field)
}

func (t *tx) supportIdea(f store.IdeaSupported) error {
	if f.On {
		return t.addSupport(store.Support{Idea: f.Idea, Participant: f.Participant})
	}
	return t.run(`DELETE FROM support WHERE idea = $1 AND participant = $2`, f.Idea, f.Participant)
}

func (t *tx) addSupport(s store.Support) error {
	return t.run(`INSERT INTO support (idea, participant) VALUES ($1, $2) ON CONFLICT (idea, participant) DO NOTHING`,
		s.Idea, s.Participant)
}

func (t *tx) nominateIdea(f store.IdeaNominated) error {
	return t.one(`UPDATE idea SET nominated = $2 WHERE id = $1`, f.Idea, f.On)
}

func (v view) ideas(event string) ([]store.Idea, error) {
	ideas, err := all(v, func(rows *sql.Rows, i *store.Idea) error {
		return rows.Scan(&i.ID, &i.Event, &i.Session, &i.Number, &i.Kind, &i.State, &i.Author, &i.OnBehalf,
			&i.MergedInto, &i.Field, &i.Nominated, &i.Command, &i.SubmittedAt,
			&i.Redacted, &i.Pinned, &i.Table, &i.Redactions)
	}, `
		SELECT id, event, session, number, kind, state, COALESCE(author, ''), on_behalf,
			COALESCE(merged_into, ''), COALESCE(field, ''), nominated, command, submitted_at,
			redacted, pinned, seat, (SELECT COALESCE(MAX(number), 0) FROM redaction WHERE redaction.idea = idea.id)
		FROM idea WHERE event = $1 ORDER BY number`, event)
	if err != nil {
		return nil, err
	}
	type wording struct{ idea, part, text string }
	words, err := all(v, func(rows *sql.Rows, w *wording) error {
		return rows.Scan(&w.idea, &w.part, &w.text)
	}, `
		SELECT wording.idea, wording.part, wording.text
		FROM idea JOIN wording ON wording.idea = idea.id
		WHERE idea.event = $1 AND wording.text <> ''`, event)
	if err != nil {
		return nil, err
	}
	place := make(map[string]int, len(ideas))
	for i := range ideas {
		place[ideas[i].ID] = i
	}
	for _, w := range words {
		if idea := &ideas[place[w.idea]]; w.part == "text" {
			idea.Text = w.text
		} else {
			idea.Reason = w.text
		}
	}
	return ideas, nil
}

func (v view) supports(event string) ([]store.Support, error) {
	return all(v, func(rows *sql.Rows, s *store.Support) error {
		return rows.Scan(&s.Idea, &s.Participant)
	}, `
		SELECT support.idea, support.participant
		FROM idea JOIN support ON support.idea = idea.id WHERE idea.event = $1`, event)
}
