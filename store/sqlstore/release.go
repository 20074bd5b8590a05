package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"masswerk/store"
)

// SetReleases stores or replaces what may be told; an empty kind takes it back.
func (s *Store) SetReleases(ctx context.Context, releases []store.Release) error {
	var erased bool
	err := s.write(ctx, func(t *tx) error {
		for _, r := range releases {
			once, err := t.setRelease(r)
			if err != nil {
				return err
			}
			erased = erased || once
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("set releases: %w", err)
	}
	if erased {
		s.erasing.ask()
	}
	return nil
}

// setRelease reports whether it erased a text, as it does for an event that is gone.
func (t *tx) setRelease(r store.Release) (erased bool, err error) {
	state, err := first(t.view, nil, value[store.IdeaState], `SELECT state FROM idea WHERE id = $1 AND event = $2`, r.Idea, r.Event)
	if err != nil {
		return false, err
	}
	if state == "" {
		return true, t.takeBackRemains(r)
	}
	switch {
	case r.Kind == "":
		return false, t.run(`DELETE FROM release WHERE idea = $1`, r.Idea)
	case state == store.Withdrawn:
		return false, store.ErrIdeaWithdrawn
	case r.Kind != "text" && r.Kind != "summary":
		return false, store.ErrInvalid.About("kind")
	case (r.Kind == "summary") != (r.Summary != ""):
		return false, store.ErrInvalid.About("summary")
	}
	return false, t.run(`
		INSERT INTO release (idea, event, kind, summary) VALUES ($1, $2, $3, $4)
		ON CONFLICT (idea) DO UPDATE SET kind = excluded.kind, summary = excluded.summary`,
		r.Idea, r.Event, r.Kind, r.Summary)
}

// takeBackRemains erases what a deleted event's trace still tells. Nothing can be released any
// more, because nobody knows the text.
func (t *tx) takeBackRemains(r store.Release) error {
	if _, err := first(t.view, store.ErrNotFound, value[string], `SELECT idea FROM trace WHERE idea = $1 AND event = $2`, r.Idea, r.Event); err != nil {
		return err
	}
	if r.Kind != "" {
		return store.ErrNotFound
	}
	if err := t.run(`UPDATE trace SET text = '', summary = FALSE WHERE idea = $1 AND text <> ''`, r.Idea); err != nil {
		return err
	}
	return t.run(`
		INSERT INTO erasure (event, idea, at) SELECT event, $1, deleted_at FROM deletion WHERE event = $2
		ON CONFLICT (event, idea) DO NOTHING`, r.Idea, r.Event)
}

// leavePlan takes back what was released of an idea that its author withdrew, and parts it
// from those it went on with.
func (t *tx) leavePlan(idea string) error {
	for _, query := range []string{
		`DELETE FROM release WHERE idea = $1`,
		`DELETE FROM joining WHERE idea = $1 OR into_idea = $1`,
		`DELETE FROM pick WHERE id = $1`,
	} {
		if err := t.run(query, idea); err != nil {
			return err
		}
	}
	return nil
}

// Releases returns what may be told of an event's contributions, by number.
func (s *Store) Releases(ctx context.Context, event string) (releases []store.Release, err error) {
	err = s.read(ctx, func(v view) error {
		releases, err = all(v, func(rows *sql.Rows, r *store.Release) error {
			return rows.Scan(&r.Event, &r.Idea, &r.Number, &r.Kind, &r.Summary)
		}, `
			SELECT release.event, release.idea, idea.number, release.kind, release.summary
			FROM release JOIN idea ON idea.id = release.idea WHERE release.event = $1
			UNION ALL
			SELECT event, idea, number, CASE WHEN summary THEN 'summary' ELSE 'text' END, CASE WHEN summary THEN text ELSE '' END
			FROM trace WHERE event = $1 AND text <> ''
			ORDER BY 3`, event)
		return err
	})
	return releases, err
}

// Told returns every contribution of an event, by number, as far as it may be told.
func (s *Store) Told(ctx context.Context, event string) (told []store.Told, err error) {
	err = s.read(ctx, func(v view) error {
		level, err := first(v, store.ErrNotFound, value[store.Publication], `
			SELECT publication FROM event WHERE id = $1
			UNION ALL
			SELECT publication FROM deletion WHERE event = $1`, event)
		if err != nil {
			return err
		}
		if told, err = v.contributions(event); err != nil {
			return err
		}
		outcomes, err := v.told(`event = $1`, event)
		if err != nil {
			return err
		}
		byNumber := map[int]*store.Outcome{}
		for i := range outcomes {
			byNumber[outcomes[i].Number] = &outcomes[i]
		}
		ways := v.ways(level)
		for i := range told {
			if told[i].Outcome = byNumber[told[i].Number]; told[i].Outcome != nil {
				if told[i].Steps, err = ways.tell(told[i].Outcome); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return told, err
}

// contributions returns what may be told of ideas, or of what remains of them. An idea that is
// not shown to the room is not shown outside either, but for the words that staff found.
func (v view) contributions(event string) ([]store.Told, error) {
	return all(v, func(rows *sql.Rows, t *store.Told) error {
		return rows.Scan(&t.Number, &t.Kind, &t.Text, &t.Summary, &t.Field, &t.State)
	}, `
		SELECT idea.number, idea.kind, `+releasedText+`, COALESCE(release.kind = 'summary', FALSE),
			COALESCE(topic_field.title, ''), CASE idea.state WHEN 'withdrawn' THEN 'withdrawn' ELSE '' END
		FROM idea
		LEFT JOIN release ON release.idea = idea.id
		LEFT JOIN topic_field ON topic_field.id = idea.field
		WHERE idea.event = $1
		UNION ALL
		SELECT number, kind, text, summary, field, state FROM trace WHERE event = $1
		ORDER BY 1`, event)
}

// releasedText is what may be told of a row of idea that is joined with its release.
const releasedText = `
	CASE WHEN release.kind = 'summary' THEN release.summary
		WHEN release.kind = 'text' AND idea.state = 'shown' THEN
			COALESCE((SELECT text FROM wording WHERE wording.idea = idea.id AND part = 'text' AND text <> ''), '')
		ELSE '' END`

// told returns published outcomes of ideas, or what traces keep of them, that meet a condition.
func (v view) told(condition string, arg any) ([]store.Outcome, error) {
	standing, err := all(v, scanOutcome, selectOutcome+`WHERE outcome.published AND outcome.`+condition, arg)
	if err != nil {
		return nil, err
	}
	remaining, err := all(v, scanOutcome, `
		SELECT event, idea, number, outcome, reason, review_on, link, whose, '', node_title, joined_event, joined_number,
			measure, candidate_number, candidate_title, 0, '', TRUE, 0
		FROM trace WHERE outcome <> '' AND `+condition, arg)
	return append(standing, remaining...), err
}
