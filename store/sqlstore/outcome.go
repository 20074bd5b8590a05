package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// Decide drafts or replaces outcomes; a changed one is unpublished until published again.
func (s *Store) Decide(ctx context.Context, outcomes []store.Outcome, at int64) error {
	err := s.write(ctx, func(t *tx) error {
		for _, o := range outcomes {
			if err := t.decide(o, at); err != nil {
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

func (t *tx) decide(o store.Outcome, at int64) error {
	if o.Kind == store.OutcomePromoted && o.Measure == "" {
		var err error
		if o.Measure, err = t.promotedTo(o.Idea); err != nil {
			return err
		}
	}
	for _, needed := range []struct{ id, query, about string }{
		{o.Idea, `SELECT id FROM idea WHERE id = $1 AND event = $2`, "idea"},
		{o.Measure, `SELECT id FROM measure WHERE id = $1 AND $2 <> ''`, "measure"},
		{o.Node, `SELECT id FROM node WHERE id = $1 AND $2 <> ''`, "node"},
	} {
		if needed.id == "" && needed.about != "idea" {
			continue
		}
		if _, err := first(t.view, store.ErrNotFound.About(needed.about), value[string], needed.query, needed.id, o.Event); err != nil {
			return err
		}
	}
	return t.run(`
		INSERT INTO outcome (idea, event, kind, reason, measure, review_on, link, whose,
			joined_event, joined_number, node, decided_at, published)
		VALUES ($1, $2, $3, $4, NULLIF($5, ''), $6, $7, $8, $9, $10, NULLIF($11, ''), $12, FALSE)
		ON CONFLICT (idea) DO UPDATE
		SET kind = excluded.kind, reason = excluded.reason, measure = excluded.measure, review_on = excluded.review_on,
			link = excluded.link, whose = excluded.whose, joined_event = excluded.joined_event,
			joined_number = excluded.joined_number, node = excluded.node, decided_at = excluded.decided_at, published = FALSE
		WHERE outcome.kind <> excluded.kind OR outcome.reason <> excluded.reason
			OR COALESCE(outcome.measure, '') <> COALESCE(excluded.measure, '')
			OR outcome.review_on <> excluded.review_on OR outcome.link <> excluded.link OR outcome.whose <> excluded.whose
			OR outcome.joined_event <> excluded.joined_event OR outcome.joined_number <> excluded.joined_number
			OR COALESCE(outcome.node, '') <> COALESCE(excluded.node, '')`,
		o.Idea, o.Event, o.Kind, o.Reason, o.Measure, o.ReviewOn, o.Link, o.Whose, o.JoinedEvent, o.JoinedNumber, o.Node, at)
}

// promotedTo returns the measure an idea is known to have gone into; empty: none.
func (v view) promotedTo(idea string) (string, error) {
	return first(v, nil, value[string], `
		SELECT measure FROM outcome WHERE idea = $1 AND measure IS NOT NULL
		UNION ALL
		SELECT measure FROM source WHERE idea = $1`, idea)
}

// Outcomes returns all outcomes of an event, by idea number.
func (s *Store) Outcomes(ctx context.Context, event string) (outcomes []store.Outcome, err error) {
	err = s.read(ctx, func(v view) error {
		outcomes, err = all(v, scanOutcome, selectOutcome+`WHERE outcome.event = $1 ORDER BY idea.number`, event)
		return err
	})
	return outcomes, err
}

// Publish publishes every drafted outcome of the event and returns all published ones, as their
// authors may see them.
func (s *Store) Publish(ctx context.Context, event string, at int64) (outcomes []store.Outcome, err error) {
	err = s.write(ctx, func(t *tx) error {
		if err := t.run(`UPDATE outcome SET published = TRUE, decided_at = $2 WHERE event = $1 AND NOT published`, event, at); err != nil {
			return err
		}
		outcomes, err = t.published(event)
		return err
	})
	return outcomes, err
}

// OutcomesOf returns the published outcomes that point to a measure, by event.
func (s *Store) OutcomesOf(ctx context.Context, measure string) (map[string][]store.Outcome, error) {
	byEvent := map[string][]store.Outcome{}
	return byEvent, s.read(ctx, func(v view) error {
		events, err := all(v, value[string], `
			SELECT DISTINCT outcome.event FROM outcome
			JOIN (`+selectReaching+`) AS reaching ON reaching.id = `+pointsTo+`
			WHERE outcome.published`, measure)
		if err != nil {
			return err
		}
		reaching, err := all(v, value[string], selectReaching, measure)
		if err != nil {
			return err
		}
		counts := map[string]bool{}
		for _, id := range reaching {
			counts[id] = true
		}
		for _, event := range events {
			outcomes, err := v.published(event)
			if err != nil {
				return err
			}
			for _, o := range outcomes {
				if counts[o.Measure] {
					byEvent[event] = append(byEvent[event], o)
				}
			}
		}
		return nil
	})
}

// selectReaching lists a measure and all that were merged into it, and into these.
const selectReaching = `
	WITH RECURSIVE reaching (id) AS (
		SELECT id FROM measure WHERE id = $1
		UNION
		SELECT measure.id FROM measure JOIN reaching ON measure.merged_into = reaching.id WHERE measure.state = 'merged'
	)
	SELECT id FROM reaching`

// pointsTo is the measure that a row of outcome leads to. What goes on with another contribution
// goes its way, once that is published.
const pointsTo = `
	COALESCE(outcome.measure, (
		SELECT other.measure FROM joining JOIN outcome AS other ON other.idea = joining.into_idea AND other.published
		WHERE joining.idea = outcome.idea AND outcome.kind = 'joined'))`

// selectOutcome is an outcome with its measure as it stands today.
const selectOutcome = `
	SELECT outcome.event, outcome.idea, idea.number, outcome.kind, outcome.reason, outcome.review_on, outcome.link,
		outcome.whose, COALESCE(outcome.node, ''), COALESCE(node.title, ''), outcome.joined_event, outcome.joined_number,
		COALESCE(measure.id, ''), COALESCE(measure.candidate_number, 0), COALESCE(measure.title, ''),
		COALESCE(measure.number, 0), COALESCE(measure.state, ''), outcome.published, outcome.decided_at
	FROM outcome JOIN idea ON idea.id = outcome.idea
	LEFT JOIN node ON node.id = outcome.node
	LEFT JOIN measure ON measure.id = ` + pointsTo + ` `

func scanOutcome(rows *sql.Rows, o *store.Outcome) error {
	return rows.Scan(&o.Event, &o.Idea, &o.Number, &o.Kind, &o.Reason, &o.ReviewOn, &o.Link,
		&o.Whose, &o.Node, &o.NodeTitle, &o.JoinedEvent, &o.JoinedNumber,
		&o.Measure, &o.CandidateNumber, &o.CandidateTitle,
		&o.MeasureNumber, &o.MeasureState, &o.Published, &o.DecidedAt)
}

// published returns the published outcomes of an event as those who are in the house may see them.
func (v view) published(event string) ([]store.Outcome, error) {
	outcomes, err := all(v, scanOutcome, selectOutcome+`WHERE outcome.event = $1 AND outcome.published ORDER BY idea.number`, event)
	if err != nil {
		return nil, err
	}
	ways := v.ways(store.Internal)
	for i := range outcomes {
		if _, err := ways.tell(&outcomes[i]); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// importOutcome keeps the links to a measure and to the structure only if this house has them.
func (t *tx) importOutcome(o store.Outcome) error {
	return t.run(`
		INSERT INTO outcome (idea, event, kind, reason, measure, published, review_on, link, whose,
			joined_event, joined_number, node, decided_at)
		VALUES ($1, $2, $3, $4, (SELECT id FROM measure WHERE id = $5), $6, $7, $8, $9,
			$10, $11, (SELECT id FROM node WHERE id = $12), $13)`,
		o.Idea, o.Event, o.Kind, o.Reason, o.Measure, o.Published, o.ReviewOn, o.Link, o.Whose,
		o.JoinedEvent, o.JoinedNumber, o.Node, o.DecidedAt)
}

// Unanswered returns, for each event that has any, how many contributions wait for an outcome.
func (s *Store) Unanswered(ctx context.Context, before int64) (waiting []store.Waiting, err error) {
	err = s.read(ctx, func(v view) error {
		waiting, err = all(v, func(rows *sql.Rows, w *store.Waiting) error {
			var oldest int64
			err := rows.Scan(&w.Event, &w.Title, &w.HeldOn, &w.Waiting, &w.All, &oldest)
			w.Oldest = dayOf(oldest)
			return err
		}, `
			SELECT event.id, event.title, event.held_on, counted.waiting, counted.contributions, counted.oldest
			FROM event JOIN (
				SELECT idea.event, COUNT(*) AS contributions,
					COUNT(CASE WHEN outcome.idea IS NULL AND idea.submitted_at < $1 THEN 1 END) AS waiting,
					MIN(CASE WHEN outcome.idea IS NULL AND idea.submitted_at < $1 THEN idea.submitted_at END) AS oldest
				FROM idea LEFT JOIN outcome ON outcome.idea = idea.id AND outcome.published
				WHERE idea.state <> 'withdrawn' AND idea.merged_into IS NULL
				GROUP BY idea.event
			) AS counted ON counted.event = event.id
			WHERE counted.waiting > 0 ORDER BY counted.oldest, event.held_on, event.id`, before)
		return err
	})
	return waiting, err
}
