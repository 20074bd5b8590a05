package sqlstore

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"slices"

	"masswerk/store"
)

// Traces returns the ideas of an event that the receipt's secret opens, by number.
func (s *Store) Traces(ctx context.Context, event, secret string) (traces []store.Trace, err error) {
	err = s.read(ctx, func(v view) error {
		type receipt struct{ idea, hash string }
		receipts, err := all(v, func(rows *sql.Rows, r *receipt) error {
			return rows.Scan(&r.idea, &r.hash)
		}, `
			SELECT id, receipt FROM idea WHERE event = $1 AND receipt <> ''
			UNION ALL
			SELECT idea, receipt FROM trace WHERE event = $1 AND receipt <> ''`, event)
		if err != nil {
			return err
		}
		ways := v.ways(store.Internal)
		for _, r := range receipts {
			if !hmac.Equal([]byte(r.hash), []byte(store.ReceiptHash(secret, r.idea))) {
				continue
			}
			trace, err := v.trace(r.idea, ways)
			if err != nil {
				return err
			}
			traces = append(traces, trace)
		}
		return nil
	})
	slices.SortFunc(traces, func(a, b store.Trace) int { return a.Number - b.Number })
	return traces, err
}

// trace finds an idea where it stands, or what remains of it.
func (v view) trace(idea string, ways ways) (store.Trace, error) {
	found, err := first(v, store.ErrNotFound, func(rows *sql.Rows, t *store.Trace) error {
		return rows.Scan(&t.Event, &t.Number, &t.Kind, &t.Text, &t.State, &t.Reason, &t.MergedInto, &t.Field, &t.Nominated)
	}, `
		SELECT idea.event, idea.number, idea.kind,
			COALESCE((SELECT text FROM wording WHERE wording.idea = idea.id AND part = 'text' AND text <> ''), ''),
			idea.state,
			COALESCE((SELECT text FROM wording WHERE wording.idea = idea.id AND part = 'reason' AND text <> ''), ''),
			COALESCE(head.number, 0), COALESCE(topic_field.title, ''), idea.nominated
		FROM idea
		LEFT JOIN idea AS head ON head.id = idea.merged_into
		LEFT JOIN topic_field ON topic_field.id = idea.field
		WHERE idea.id = $1
		UNION ALL
		SELECT event, number, kind, CASE WHEN summary THEN '' ELSE text END, state, '', 0, field, FALSE
		FROM trace WHERE idea = $1`, idea)
	if err != nil {
		return found, err
	}
	outcomes, err := v.told(`idea = $1`, idea)
	if err == nil && len(outcomes) > 0 {
		found.Outcome = &outcomes[0]
		found.Steps, err = ways.tell(found.Outcome)
	}
	return found, err
}
