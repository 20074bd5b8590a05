package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// Decide drafts or replaces outcomes; a changed one is unpublished until published again.
func (s *Store) Decide(ctx context.Context, outcomes []store.Outcome) error {
	err := s.write(ctx, func(t *tx) error {
		for _, o := range outcomes {
			if err := t.decide(o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("decide outcomes: %w", err)
	}
	return nil
}

func (t *tx) decide(o store.Outcome) error {
	if o.Kind == store.OutcomePromoted && o.Candidate == "" {
		var err error
		if o.Candidate, err = t.promotedTo(o.Idea); err != nil {
			return err
		}
	}
	if _, err := first(t.view, store.ErrNotFound, value[int],
		`SELECT number FROM idea WHERE id = $1 AND event = $2`, o.Idea, o.Event); err != nil {
		return err
	}
	return t.run(`
		INSERT INTO outcome (idea, event, kind, reason, candidate, published)
		VALUES ($1, $2, $3, $4, NULLIF($5, ''), FALSE)
		ON CONFLICT (idea) DO UPDATE
		SET kind = excluded.kind, reason = excluded.reason, candidate = excluded.candidate, published = FALSE
		WHERE outcome.kind <> excluded.kind OR outcome.reason <> excluded.reason
			OR COALESCE(outcome.candidate, '') <> COALESCE(excluded.candidate, '')`,
		o.Idea, o.Event, o.Kind, o.Reason, o.Candidate)
}

// promotedTo returns the candidate an idea is known to have gone into; empty: none.
func (v view) promotedTo(idea string) (string, error) {
	return first(v, nil, value[string], `
		SELECT candidate FROM outcome WHERE idea = $1 AND candidate IS NOT NULL
		UNION ALL
		SELECT candidate FROM source WHERE idea = $1`, idea)
}

// Outcomes returns all outcomes of an event, by idea number.
func (s *Store) Outcomes(ctx context.Context, event string) (outcomes []store.Outcome, err error) {
	err = s.read(ctx, func(v view) error {
		outcomes, err = v.outcomes(event, false)
		return err
	})
	return outcomes, err
}

// Publish publishes every drafted outcome of the event and returns all published ones.
func (s *Store) Publish(ctx context.Context, event string) (outcomes []store.Outcome, err error) {
	err = s.write(ctx, func(t *tx) error {
		if err := t.run(`UPDATE outcome SET published = TRUE WHERE event = $1 AND NOT published`, event); err != nil {
			return err
		}
		outcomes, err = t.outcomes(event, true)
		return err
	})
	return outcomes, err
}

func (v view) outcomes(event string, publishedOnly bool) ([]store.Outcome, error) {
	return all(v, func(rows *sql.Rows, o *store.Outcome) error {
		return rows.Scan(&o.Event, &o.Idea, &o.Number, &o.Kind, &o.Reason,
			&o.Candidate, &o.CandidateNumber, &o.CandidateTitle, &o.Published)
	}, `
		SELECT outcome.event, outcome.idea, idea.number, outcome.kind, outcome.reason,
			COALESCE(outcome.candidate, ''), COALESCE(candidate.number, 0), COALESCE(candidate.title, ''),
			outcome.published
		FROM outcome JOIN idea ON idea.id = outcome.idea
		LEFT JOIN candidate ON candidate.id = outcome.candidate
		WHERE outcome.event = $1 AND (outcome.published OR NOT $2)
		ORDER BY idea.number`, event, publishedOnly)
}

// importOutcome keeps the link to a candidate only if this house has it.
func (t *tx) importOutcome(o store.Outcome) error {
	return t.run(`
		INSERT INTO outcome (idea, event, kind, reason, candidate, published)
		VALUES ($1, $2, $3, $4, (SELECT id FROM candidate WHERE id = $5), $6)`,
		o.Idea, o.Event, o.Kind, o.Reason, o.Candidate, o.Published)
}
