package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

func (t *tx) addSessions(event string, sessions []store.Session) error {
	for _, s := range sessions {
		if err := t.run(`
			INSERT INTO session (id, event, position, title, prompt, phase, blank, support_shown)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			s.ID, event, s.Position, s.Title, s.Prompt, s.Phase, s.Blank, s.SupportShown); err != nil {
			return err
		}
		for _, p := range s.Phases {
			if err := t.run(`
				INSERT INTO phase (id, session, position, kind, title, instruction,
					ideas_hidden, release_first, late_ideas)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				p.ID, s.ID, p.Position, p.Kind, p.Title, p.Instruction,
				p.IdeasHidden, p.ReleaseFirst, p.LateIdeas); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) editSession(s store.Session) error {
	return t.one(`
		UPDATE session SET title = $2, prompt = $3, blank = $4, support_shown = $5 WHERE id = $1`,
		s.ID, s.Title, s.Prompt, s.Blank, s.SupportShown)
}

func (t *tx) enterPhase(f store.PhaseEntered) error {
	return t.one(`
		UPDATE session SET phase = $2
		WHERE id = $1 AND EXISTS (SELECT 1 FROM phase WHERE id = $2 AND session = $1)`,
		f.Session, f.Phase)
}

func (t *tx) setPhase(f store.PhaseSet) error {
	return t.one(`
		UPDATE phase SET ideas_hidden = $3, release_first = $4, late_ideas = $5
		WHERE id = $1 AND session = $2`,
		f.Phase, f.Session, f.Settings.IdeasHidden, f.Settings.ReleaseFirst, f.Settings.LateIdeas)
}

func (v view) sessions(event string) ([]store.Session, error) {
	sessions, err := all(v, func(rows *sql.Rows, s *store.Session) error {
		return rows.Scan(&s.ID, &s.Event, &s.Position, &s.Title, &s.Prompt, &s.Phase, &s.Blank, &s.SupportShown)
	}, `
		SELECT id, event, position, title, prompt, phase, blank, support_shown
		FROM session WHERE event = $1 ORDER BY position`, event)
	if err != nil {
		return nil, err
	}
	phases, err := all(v, func(rows *sql.Rows, p *store.Phase) error {
		return rows.Scan(&p.ID, &p.Session, &p.Position, &p.Kind, &p.Title, &p.Instruction,
			&p.IdeasHidden, &p.ReleaseFirst, &p.LateIdeas)
	}, `
		SELECT phase.id, phase.session, phase.position, phase.kind, phase.title, phase.instruction,
			phase.ideas_hidden, phase.release_first, phase.late_ideas
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
