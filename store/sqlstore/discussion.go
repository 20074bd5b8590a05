package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

func (t *tx) addComment(c store.Comment) error {
	if err := t.run(`
		INSERT INTO comment (id, event, idea, number, state, author, seq, command)
		VALUES ($1, $2, $3, $4, $5, NULLIF($6, ''), $7, $8)`,
		c.ID, c.Event, c.Idea, c.Number, c.State, c.Author, t.seq, c.Command); err != nil {
		return err
	}
	return t.word(c.ID, "text", c.Text)
}

func (t *tx) moderateComment(f store.CommentModerated) error {
	return t.one(`UPDATE comment SET state = $2 WHERE id = $1`, f.Comment, f.State)
}

// withdrawComment empties what was written, and the MAC of the command that brought it.
func (t *tx) withdrawComment(event, comment string, at int64) error {
	if err := t.one(`UPDATE comment SET state = 'withdrawn' WHERE id = $1`, comment); err != nil {
		return err
	}
	if err := t.word(comment, "text", ""); err != nil {
		return err
	}
	if err := t.run(`
		UPDATE command SET mac = ''
		WHERE event = $2 AND seq = (SELECT seq FROM comment WHERE id = $1)
			AND id = (SELECT command FROM comment WHERE id = $1)`, comment, event); err != nil {
		return err
	}
	return t.listErasure(event, comment, at)
}

func (v view) comments(event string) ([]store.Comment, error) {
	return all(v, func(rows *sql.Rows, c *store.Comment) error {
		return rows.Scan(&c.ID, &c.Event, &c.Idea, &c.Number, &c.Text, &c.State, &c.Author, &c.Command)
	}, `
		SELECT comment.id, comment.event, comment.idea, comment.number, COALESCE(wording.text, ''),
			comment.state, COALESCE(comment.author, ''), comment.command
		FROM comment LEFT JOIN wording ON wording.idea = comment.id AND wording.text <> ''
		WHERE comment.event = $1 ORDER BY comment.number`, event)
}

func (t *tx) setReaction(f store.ReactionSet) error {
	if f.On {
		return t.addReaction(f.Reaction)
	}
	return t.run(`DELETE FROM reaction WHERE idea = $1 AND participant = $2 AND kind = $3`,
		f.Reaction.Idea, f.Reaction.Participant, f.Reaction.Kind)
}

func (t *tx) addReaction(r store.Reaction) error {
	return t.run(`
		INSERT INTO reaction (idea, participant, kind) VALUES ($1, $2, $3)
		ON CONFLICT (idea, participant, kind) DO NOTHING`, r.Idea, r.Participant, r.Kind)
}

func (v view) reactions(event string) ([]store.Reaction, error) {
	return all(v, func(rows *sql.Rows, r *store.Reaction) error {
		return rows.Scan(&r.Idea, &r.Participant, &r.Kind)
	}, `
		SELECT reaction.idea, reaction.participant, reaction.kind
		FROM idea JOIN reaction ON reaction.idea = idea.id WHERE idea.event = $1`, event)
}

func (t *tx) setSignal(f store.SignalSet) error {
	s := f.Signal
	if !f.On {
		return t.run(`DELETE FROM signal WHERE session = $1 AND participant = $2 AND kind = $3`, s.Session, s.Participant, s.Kind)
	}
	return t.run(`
		INSERT INTO signal (session, participant, kind, number, called) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (session, participant, kind) DO UPDATE SET number = excluded.number, called = excluded.called`,
		s.Session, s.Participant, s.Kind, s.Number, s.Called)
}

func (t *tx) clearSignals(session string, kind store.SignalKind) error {
	return t.run(`DELETE FROM signal WHERE session = $1 AND kind = $2`, session, kind)
}

func (v view) signals(event string) ([]store.Signal, error) {
	return all(v, func(rows *sql.Rows, s *store.Signal) error {
		return rows.Scan(&s.Session, &s.Participant, &s.Kind, &s.Number, &s.Called)
	}, `
		SELECT signal.session, signal.participant, signal.kind, signal.number, signal.called
		FROM session JOIN signal ON signal.session = session.id
		WHERE session.event = $1 ORDER BY signal.kind, signal.number`, event)
}
