package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// Promote stores a candidate with its sources, or returns the one they already belong to.
func (s *Store) Promote(ctx context.Context, c store.Candidate) (stored store.Candidate, created bool, err error) {
	if len(c.Sources) == 0 {
		return stored, false, store.ErrInvalid.About("sources")
	}
	err = s.write(ctx, func(t *tx) error {
		owner, err := t.owner(c.Sources)
		if err != nil {
			return err
		}
		if owner == "" {
			owner, created = c.ID, true
			if err := t.addCandidate(c); err != nil {
				return err
			}
			if err := t.draftPromoted(c.ID); err != nil {
				return err
			}
		}
		stored, err = t.candidate(owner)
		return err
	})
	if err != nil {
		return store.Candidate{}, false, fmt.Errorf("promote: %w", err)
	}
	return stored, created, nil
}

// owner returns the candidate that all sources belong to, or none when none of them is taken.
func (t *tx) owner(sources []store.Source) (string, error) {
	owners := map[string]bool{}
	for _, source := range sources {
		owner, err := first(t.view, nil, value[string],
			`SELECT candidate FROM source WHERE idea = NULLIF($1, '') OR field = NULLIF($2, '')`, source.Idea, source.Field)
		if err != nil {
			return "", err
		}
		owners[owner] = true
	}
	if len(owners) > 1 {
		return "", store.ErrAlreadyPromoted
	}
	for owner := range owners {
		return owner, nil
	}
	return "", nil
}

func (t *tx) addCandidate(c store.Candidate) error {
	if err := t.run(`
		INSERT INTO candidate (id, number, event, title, summary, version, created_at)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, 1, $5 FROM candidate`,
		c.ID, c.Event, c.Title, c.Summary, c.CreatedAt); err != nil {
		return err
	}
	for position, s := range c.Sources {
		if err := t.run(`
			INSERT INTO source (candidate, position, idea, field, number, title,
				round, points, voters, turnout, admitted, rank, ties)
			VALUES ($1, $2, NULLIF($3, ''), NULLIF($4, ''), $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			c.ID, position, s.Idea, s.Field, s.Number, s.Title,
			s.Round, s.Points, s.Voters, s.Turnout, s.Admitted, s.Rank, s.Ties); err != nil {
			return err
		}
	}
	return nil
}

// draftPromoted drafts "promoted" for the ideas a candidate was made from: its sources, what
// stands in a source field or in one joined into it, and what was merged into any of these.
// Their authors have been taken up alike. An outcome decided before stays.
func (t *tx) draftPromoted(candidate string) error {
	return t.run(`
		WITH RECURSIVE
		part (id) AS (
			SELECT field FROM source WHERE candidate = $1 AND field IS NOT NULL
			UNION
			SELECT topic_field.id FROM topic_field JOIN part ON topic_field.joined_into = part.id
		),
		origin (id) AS (
			SELECT idea FROM source WHERE candidate = $1 AND idea IS NOT NULL
			UNION
			SELECT idea.id FROM idea JOIN part ON idea.field = part.id
			UNION
			SELECT idea.id FROM idea JOIN origin ON idea.merged_into = origin.id
		)
		INSERT INTO outcome (idea, event, kind, reason, candidate, published)
		SELECT idea.id, idea.event, 'promoted', '', $1, FALSE
		FROM idea JOIN origin ON origin.id = idea.id
		WHERE idea.state = 'shown' OR idea.id IN (SELECT idea FROM source WHERE candidate = $1)
		ON CONFLICT (idea) DO NOTHING`, candidate)
}

// Candidates returns all candidates of an event, or of all events when event is empty.
func (s *Store) Candidates(ctx context.Context, event string) (candidates []store.Candidate, err error) {
	err = s.read(ctx, func(v view) error {
		candidates, err = v.candidates(event, "")
		return err
	})
	return candidates, err
}

// EditCandidate replaces title and summary; ErrVersion when version is not the stored one.
func (s *Store) EditCandidate(ctx context.Context, id string, version int64, title, summary string) (c store.Candidate, err error) {
	err = s.write(ctx, func(t *tx) error {
		changed, err := t.exec(`
			UPDATE candidate SET title = $3, summary = $4, version = version + 1 WHERE id = $1 AND version = $2`,
			id, version, title, summary)
		if err != nil {
			return err
		}
		if c, err = t.candidate(id); err != nil {
			return err
		}
		if changed == 0 {
			return store.ErrVersion
		}
		return nil
	})
	return c, err
}

func (v view) candidate(id string) (store.Candidate, error) {
	found, err := v.candidates("", id)
	if err == nil && len(found) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Candidate{}, err
	}
	return found[0], nil
}

// candidates returns those of an event, or the one with an id; both empty means all.
func (v view) candidates(event, id string) ([]store.Candidate, error) {
	candidates, err := all(v, func(rows *sql.Rows, c *store.Candidate) error {
		return rows.Scan(&c.ID, &c.Number, &c.Event, &c.Title, &c.Summary, &c.Version, &c.CreatedAt)
	}, `
		SELECT id, number, event, title, summary, version, created_at FROM candidate
		WHERE (event = $1 OR $1 = '') AND (id = $2 OR $2 = '') ORDER BY number`, event, id)
	if err != nil {
		return nil, err
	}
	type source struct {
		candidate string
		store.Source
	}
	sources, err := all(v, func(rows *sql.Rows, s *source) error {
		return rows.Scan(&s.candidate, &s.Idea, &s.Field, &s.Number, &s.Title,
			&s.Round, &s.Points, &s.Voters, &s.Turnout, &s.Admitted, &s.Rank, &s.Ties)
	}, `
		SELECT source.candidate, COALESCE(source.idea, ''), COALESCE(source.field, ''), source.number, source.title,
			source.round, source.points, source.voters, source.turnout, source.admitted, source.rank, source.ties
		FROM source JOIN candidate ON candidate.id = source.candidate
		WHERE (candidate.event = $1 OR $1 = '') AND (candidate.id = $2 OR $2 = '')
		ORDER BY source.position`, event, id)
	if err != nil {
		return nil, err
	}
	place := map[string]int{}
	for i := range candidates {
		place[candidates[i].ID] = i
	}
	for _, s := range sources {
		c := &candidates[place[s.candidate]]
		c.Sources = append(c.Sources, s.Source)
	}
	return candidates, nil
}
