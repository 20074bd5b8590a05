package sqlstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"masswerk/store"
)

// Promote stores a measure with its sources, or returns the one they already belong to.
func (s *Store) Promote(ctx context.Context, m store.Measure, by store.By) (stored store.Measure, created bool, err error) {
	err = s.write(ctx, func(t *tx) error {
		owner, err := t.owner(m.Sources)
		if err != nil {
			return err
		}
		if owner == "" {
			owner, created = m.ID, true
			if err := t.addMeasure(m, "promote", by); err != nil {
				return err
			}
			if err := t.draftPromoted(m.ID, by.At); err != nil {
				return err
			}
		}
		stored, err = t.measure(owner)
		return err
	})
	if err != nil {
		return store.Measure{}, false, fmt.Errorf("promote: %w", err)
	}
	return stored, created, nil
}

// owner returns the measure that all sources belong to, or none when none of them is taken. What
// people contributed is taken up once. A requirement may be answered by several measures: beside
// contributions it takes part in nothing, alone it belongs to the measure that came from it.
func (t *tx) owner(sources []store.Source) (string, error) {
	owners := map[string]bool{}
	for _, source := range sources {
		query := `SELECT measure FROM source WHERE idea = NULLIF($1, '') OR field = NULLIF($2, '')`
		args := []any{source.Idea, source.Field}
		if source.Requirement != "" {
			if slices.ContainsFunc(sources, func(one store.Source) bool { return one.Requirement == "" }) {
				continue
			}
			query = `SELECT measure FROM source WHERE requirement = $1 ORDER BY measure`
			args = []any{source.Requirement}
		}
		owner, err := first(t.view, nil, value[string], query, args...)
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

// addMeasure stores a new measure as a candidate, or in the state it has already.
func (t *tx) addMeasure(m store.Measure, what string, by store.By) error {
	m.Version, m.State, m.ChangedAt, m.Fresh = 1, cmp.Or(m.State, store.MeasureCandidate), m.CreatedAt, nil
	for _, source := range m.Sources {
		if source.Requirement != "" && !slices.Contains(m.Profile.Requirements, source.Requirement) {
			m.Profile.Requirements = append(slices.Clone(m.Profile.Requirements), source.Requirement)
		}
	}
	m.Profile = m.Profile.Settled()
	if err := m.Profile.Check(); err != nil {
		return err
	}
	if err := t.checkReferences(store.Profile{}, m.Profile); err != nil {
		return err
	}
	if err := t.run(`
		INSERT INTO measure (id, candidate_number, number, event, state, version, created_at, changed_at, title, summary, listed, fresh, profile)
		SELECT $1, COALESCE(MAX(candidate_number), 0) + 1, NULLIF($2, 0), $3, $4, 1, $5, $5, $6, $7, $8, '', $9 FROM measure`,
		m.ID, m.Number, m.Event, m.State, m.CreatedAt, m.Profile.Title, m.Profile.Summary,
		writeProfile(m.Profile.Listed()), writeProfile(m.Profile)); err != nil {
		return err
	}
	for position, s := range m.Sources {
		if s.Requirement == "" {
			s.Event = cmp.Or(s.Event, m.Event)
		}
		if s.Idea != "" {
			s.Title = "" // nobody's wording, if somebody took it for one
		}
		if err := t.run(`
			INSERT INTO source (measure, position, idea, field, requirement, event, number, title,
				round, points, voters, turnout, admitted, rank, ties)
			VALUES ($1, $2, NULLIF($3, ''), NULLIF($4, ''), NULLIF($5, ''), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			m.ID, position, s.Idea, s.Field, s.Requirement, s.Event, s.Number, s.Title,
			s.Round, s.Points, s.Voters, s.Turnout, s.Admitted, s.Rank, s.Ties); err != nil {
			return err
		}
	}
	return t.addChange(m, what, "", by)
}

// draftPromoted drafts "promoted" for the ideas a measure was made from: its sources, what stands
// in a source field or in one joined into it, and what was merged into any of these or goes on with
// them from another event. Their authors have been taken up alike. An outcome decided before stays.
func (t *tx) draftPromoted(measure string, at int64) error {
	return t.run(`
		WITH RECURSIVE
		part (id) AS (
			SELECT field FROM source WHERE measure = $1 AND field IS NOT NULL
			UNION
			SELECT topic_field.id FROM topic_field JOIN part ON topic_field.joined_into = part.id
		),
		follower (id, head) AS (
			SELECT id, merged_into FROM idea WHERE merged_into IS NOT NULL
			UNION ALL
			SELECT idea, into_idea FROM joining
		),
		origin (id) AS (
			SELECT idea FROM source WHERE measure = $1 AND idea IS NOT NULL
			UNION
			SELECT idea.id FROM idea JOIN part ON idea.field = part.id
			UNION
			SELECT follower.id FROM follower JOIN origin ON follower.head = origin.id
		)
		INSERT INTO outcome (idea, event, kind, reason, measure, published, decided_at)
		SELECT idea.id, idea.event, 'promoted', '', $1, FALSE, $2
		FROM idea JOIN origin ON origin.id = idea.id
		WHERE idea.state = 'shown' OR idea.id IN (SELECT idea FROM source WHERE measure = $1)
		ON CONFLICT (idea) DO NOTHING`, measure, at)
}
