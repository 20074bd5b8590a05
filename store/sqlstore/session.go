package sqlstore

import (
	"database/sql"
	"fmt"

	"masswerk/store"
)

func (t *tx) addSessions(event string, sessions []store.Session) error {
	for _, s := range sessions {
		if err := t.run(`
			INSERT INTO session (id, event, position, title, prompt, phase, blank, support_shown,
				spotlight_idea, spotlight_field, timer_total, timer_ends_at, timer_left)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULLIF($9, ''), NULLIF($10, ''), $11, $12, $13)`,
			s.ID, event, s.Position, s.Title, s.Prompt, s.Phase, s.Blank, s.SupportShown,
			s.Spotlight.Idea, s.Spotlight.Field, s.Timer.Total, s.Timer.EndsAt, s.Timer.Left); err != nil {
			return err
		}
		for _, p := range s.Phases {
			if err := t.putPhase(s.ID, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// putPhase stores a phase of a session, or replaces all of one that the session has.
func (t *tx) putPhase(session string, p store.Phase) error {
	vote, err := toJSON(p.Vote)
	if err != nil {
		return err
	}
	return t.one(`
		INSERT INTO phase (id, session, position, kind, title, instruction, seconds, ending, opens_at, scene, vote,
			ideas_hidden, release_first, late_ideas, closed, comments, reactions, hands)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		ON CONFLICT (id) DO UPDATE
		SET position = excluded.position, kind = excluded.kind, title = excluded.title, instruction = excluded.instruction,
			seconds = excluded.seconds, ending = excluded.ending, opens_at = excluded.opens_at,
			scene = excluded.scene, vote = excluded.vote,
			ideas_hidden = excluded.ideas_hidden, release_first = excluded.release_first,
			late_ideas = excluded.late_ideas, closed = excluded.closed,
			comments = excluded.comments, reactions = excluded.reactions, hands = excluded.hands
		WHERE phase.session = excluded.session`,
		p.ID, session, p.Position, p.Kind, p.Title, p.Instruction, p.Seconds, p.End, p.OpensAt, p.Scene, vote,
		p.IdeasHidden, p.ReleaseFirst, p.LateIdeas, p.Closed, p.Comments, p.Reactions, p.Hands)
}

// editAgenda replaces a session's phases. All of them step aside first, because no two may share a
// position at any time; whichever has not come back is gone.
func (t *tx) editAgenda(f store.AgendaEdited) error {
	if err := t.run(`UPDATE phase SET position = -1 - position WHERE session = $1`, f.Session); err != nil {
		return err
	}
	for _, p := range f.Phases {
		if err := t.putPhase(f.Session, p); err != nil {
			return fmt.Errorf("phase %d: %w", p.Position, err)
		}
	}
	if err := t.run(`DELETE FROM phase WHERE session = $1 AND position < 0`, f.Session); err != nil {
		return err
	}
	return t.one(`
		UPDATE session SET phase = phase
		WHERE id = $1 AND EXISTS (SELECT 1 FROM phase WHERE phase.id = session.phase AND phase.session = session.id)`, f.Session)
}

func (t *tx) editSession(s store.Session) error {
	return t.one(`
		UPDATE session SET title = $2, prompt = $3, blank = $4, support_shown = $5,
			spotlight_idea = NULLIF($6, ''), spotlight_field = NULLIF($7, ''),
			timer_total = $8, timer_ends_at = $9, timer_left = $10
		WHERE id = $1`,
		s.ID, s.Title, s.Prompt, s.Blank, s.SupportShown,
		s.Spotlight.Idea, s.Spotlight.Field, s.Timer.Total, s.Timer.EndsAt, s.Timer.Left)
}

// enterPhase moves a session to one of its phases, and forgets who was done.
func (t *tx) enterPhase(f store.PhaseEntered) error {
	if err := t.one(`
		UPDATE session SET phase = $2
		WHERE id = $1 AND EXISTS (SELECT 1 FROM phase WHERE id = $2 AND session = $1)`,
		f.Session, f.Phase); err != nil {
		return err
	}
	return t.clearSignals(f.Session, store.Done)
}

func (t *tx) setPhase(f store.PhaseSet) error {
	return t.one(`
		UPDATE phase SET ideas_hidden = $3, release_first = $4, late_ideas = $5,
			closed = $6, comments = $7, reactions = $8, hands = $9
		WHERE id = $1 AND session = $2`,
		f.Phase, f.Session, f.Settings.IdeasHidden, f.Settings.ReleaseFirst, f.Settings.LateIdeas,
		f.Settings.Closed, f.Settings.Comments, f.Settings.Reactions, f.Settings.Hands)
}

func (v view) sessions(event string) ([]store.Session, error) {
	sessions, err := all(v, func(rows *sql.Rows, s *store.Session) error {
		return rows.Scan(&s.ID, &s.Event, &s.Position, &s.Title, &s.Prompt, &s.Phase, &s.Blank, &s.SupportShown,
			&s.Spotlight.Idea, &s.Spotlight.Field, &s.Timer.Total, &s.Timer.EndsAt, &s.Timer.Left)
	}, `
		SELECT id, event, position, title, prompt, phase, blank, support_shown,
			COALESCE(spotlight_idea, ''), COALESCE(spotlight_field, ''), timer_total, timer_ends_at, timer_left
		FROM session WHERE event = $1 ORDER BY position`, event)
	if err != nil {
		return nil, err
	}
	phases, err := all(v, func(rows *sql.Rows, p *store.Phase) error {
		var vote string
		if err := rows.Scan(&p.ID, &p.Session, &p.Position, &p.Kind, &p.Title, &p.Instruction,
			&p.Seconds, &p.End, &p.OpensAt, &p.Scene, &vote,
			&p.IdeasHidden, &p.ReleaseFirst, &p.LateIdeas, &p.Closed, &p.Comments, &p.Reactions, &p.Hands); err != nil {
			return err
		}
		return fromJSON(vote, &p.Vote)
	}, `
		SELECT phase.id, phase.session, phase.position, phase.kind, phase.title, phase.instruction,
			phase.seconds, phase.ending, phase.opens_at, phase.scene, phase.vote,
			phase.ideas_hidden, phase.release_first, phase.late_ideas,
			phase.closed, phase.comments, phase.reactions, phase.hands
		FROM phase JOIN session ON session.id = phase.session
		WHERE session.event = $1 ORDER BY phase.position`, event)
	if err != nil {
		return nil, err
	}
	bySession := map[string][]store.Phase{}
	for _, p := range phases {
		bySession[p.Session] = append(bySession[p.Session], p)
	}
	for i := range sessions {
		sessions[i].Phases = bySession[sessions[i].ID]
	}
	return sessions, nil
}
