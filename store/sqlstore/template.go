package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"masswerk/store"
)

// plannedSession is what a template keeps of a session.
type plannedSession struct {
	Title  string         `json:"title"`
	Prompt string         `json:"prompt"`
	Phases []plannedPhase `json:"phases"`
}

type plannedPhase struct {
	store.PhasePlan
	store.PhaseSettings
}

// SaveTemplate stores a template, or returns ErrTemplateTaken.
func (s *Store) SaveTemplate(ctx context.Context, template store.Template) error {
	var sessions []plannedSession
	for _, session := range template.Sessions {
		one := plannedSession{Title: session.Title, Prompt: session.Prompt}
		for _, phase := range session.Phases {
			one.Phases = append(one.Phases, plannedPhase{phase.PhasePlan, phase.PhaseSettings})
		}
		sessions = append(sessions, one)
	}
	text, err := toJSON(&sessions)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t *tx) error {
		saved, err := t.exec(`
			INSERT INTO template (id, title, language, sessions) VALUES ($1, $2, $3, $4) ON CONFLICT (title) DO NOTHING`,
			template.ID, template.Title, template.Language, text)
		if err != nil {
			return fmt.Errorf("save template: %w", err)
		}
		if saved == 0 {
			return store.ErrTemplateTaken
		}
		return nil
	})
}

// Templates returns all templates, by title.
func (s *Store) Templates(ctx context.Context) (templates []store.Template, err error) {
	err = s.read(ctx, func(v view) error {
		templates, err = all(v, scanTemplate, `SELECT id, title, language, sessions FROM template ORDER BY title`)
		return err
	})
	return templates, err
}

func scanTemplate(rows *sql.Rows, template *store.Template) error {
	var text string
	if err := rows.Scan(&template.ID, &template.Title, &template.Language, &text); err != nil {
		return err
	}
	var sessions []plannedSession
	if err := fromJSON(text, &sessions); err != nil {
		return err
	}
	for position, planned := range sessions {
		session := store.Session{Position: position, Title: planned.Title, Prompt: planned.Prompt}
		for position, phase := range planned.Phases {
			session.Phases = append(session.Phases, store.Phase{
				Position: position, PhasePlan: phase.PhasePlan, PhaseSettings: phase.PhaseSettings,
			})
		}
		template.Sessions = append(template.Sessions, session)
	}
	return nil
}

// RemoveTemplate removes a template, or returns ErrNotFound.
func (s *Store) RemoveTemplate(ctx context.Context, id string) error {
	return s.write(ctx, func(t *tx) error {
		removed, err := t.exec(`DELETE FROM template WHERE id = $1`, id)
		if err == nil && removed == 0 {
			err = store.ErrNotFound
		}
		return err
	})
}

// toJSON writes what a column keeps as JSON; nothing is an empty text.
func toJSON[T any](value *T) (string, error) {
	if value == nil {
		return "", nil
	}
	text, err := json.Marshal(value)
	return string(text), err
}

// fromJSON reads what toJSON wrote.
func fromJSON[T any](text string, value *T) error {
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return fmt.Errorf("read %T: %w", value, err)
	}
	return nil
}
