package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"masswerk/store"
)

// Measure returns one measure, whole, or ErrNotFound.
func (s *Store) Measure(ctx context.Context, id string) (m store.Measure, err error) {
	err = s.read(ctx, func(v view) error {
		m, err = v.measure(id)
		return err
	})
	return m, err
}

// MeasuresOfEvent returns the measures that came from an event, whole.
func (s *Store) MeasuresOfEvent(ctx context.Context, event string) (measures []store.Measure, err error) {
	err = s.read(ctx, func(v view) error {
		measures, err = v.measures(`event = $1 OR id IN (SELECT measure FROM source WHERE event = $1)`, event)
		return err
	})
	return measures, err
}

func (v view) measure(id string) (store.Measure, error) {
	found, err := v.measures(`id = $1`, id)
	if err == nil && len(found) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Measure{}, err
	}
	return found[0], nil
}

// measures returns those a condition on the table holds for, whole, by number.
func (v view) measures(condition string, args ...any) ([]store.Measure, error) {
	measures, err := all(v, func(rows *sql.Rows, m *store.Measure) error {
		var title, summary, profile, fresh string
		if err := rows.Scan(&m.ID, &m.Candidate, &m.Number, &m.Event, &m.Version, &m.CreatedAt, &m.ChangedAt,
			&m.State, &m.Into, &title, &summary, &fresh, &profile); err != nil {
			return err
		}
		if err := fromJSON(fresh, &m.Fresh); err != nil {
			return err
		}
		return readProfile(title, summary, profile, &m.Profile)
	}, `
		SELECT id, candidate_number, COALESCE(number, 0), event, version, created_at, changed_at,
			state, COALESCE(merged_into, ''), title, summary, fresh, profile
		FROM measure WHERE `+condition+` ORDER BY COALESCE(number, 2000000000), candidate_number`, args...)
	if err != nil {
		return nil, err
	}
	return measures, v.addSources(measures, `measure IN (SELECT id FROM measure WHERE `+condition+`)`, args...)
}

// addSources gives measures their sources, as far as a condition on these holds.
func (v view) addSources(measures []store.Measure, condition string, args ...any) error {
	type source struct {
		measure string
		store.Source
	}
	sources, err := all(v, func(rows *sql.Rows, s *source) error {
		return rows.Scan(&s.measure, &s.Idea, &s.Field, &s.Requirement, &s.Event, &s.Number, &s.Title,
			&s.Round, &s.Points, &s.Voters, &s.Turnout, &s.Admitted, &s.Rank, &s.Ties)
	}, `
		SELECT measure, COALESCE(idea, ''), COALESCE(field, ''), COALESCE(requirement, ''), event, number, title,
			round, points, voters, turnout, admitted, rank, ties
		FROM source WHERE `+condition+` ORDER BY measure, position`, args...)
	place := map[string]int{}
	for i := range measures {
		place[measures[i].ID] = i
		measures[i].Sources = []store.Source{}
	}
	for _, s := range sources {
		if at, ok := place[s.measure]; ok {
			measures[at].Sources = append(measures[at].Sources, s.Source)
		}
	}
	return err
}

// EditMeasure sets parts of the profile, unless somebody else changed them since version base. Then
// it returns ErrVersion with the measure as it stands.
func (s *Store) EditMeasure(
	ctx context.Context, id string, base int64, parts map[string]json.RawMessage, reason string, by store.By,
) (store.Measure, error) {
	what := "edit"
	if _, gate := parts["gate"]; gate && len(parts) == 1 {
		what = "gate"
	}
	return s.changeMeasure(ctx, id, what, reason, by, func(_ *tx, m store.Measure) (store.Measure, error) {
		return m.Edit(base, parts, reason, by.At)
	})
}

// EnterState moves a measure through its life cycle. Whoever saw another state than the present one
// gets ErrVersion with the measure as it stands.
func (s *Store) EnterState(
	ctx context.Context, id string, base int64, state store.MeasureState, reason, into string, by store.By,
) (store.Measure, error) {
	return s.changeMeasure(ctx, id, "enter", reason, by, func(t *tx, m store.Measure) (store.Measure, error) {
		if base < 1 || base > m.Version || m.Fresh["state"] > base {
			return m, store.ErrVersion
		}
		return t.enter(m, state, reason, into, by)
	})
}

// enter gives what is proposed its stable number, and lets nothing be merged into what is merged
// itself: so there are no circles.
func (t *tx) enter(m store.Measure, state store.MeasureState, reason, into string, by store.By) (store.Measure, error) {
	entered, err := m.Entered(state, reason, into, by.At)
	if err != nil {
		return m, err
	}
	if state == store.MeasureMerged {
		target, err := first(t.view, store.ErrInvalid.About("into"), value[store.MeasureState], `SELECT state FROM measure WHERE id = $1`, into)
		if err != nil {
			return m, err
		}
		if target == store.MeasureMerged {
			return m, store.ErrInvalid.About("into")
		}
	}
	if state == store.MeasureProposed && m.Number == 0 {
		entered.Number, err = t.nextNumber()
	}
	return entered, err
}

func (t *tx) nextNumber() (int, error) {
	return first(t.view, nil, value[int], `SELECT COALESCE(MAX(number), 0) + 1 FROM measure`)
}

// RestoreMeasure sets the profile to what it was in a version of the history. What may be told
// outside stays as it is, and so does the record of moved dates.
func (s *Store) RestoreMeasure(ctx context.Context, id string, base, version int64, by store.By) (store.Measure, error) {
	reason := fmt.Sprintf("Version %d", version)
	return s.changeMeasure(ctx, id, "restore", reason, by, func(t *tx, m store.Measure) (store.Measure, error) {
		if base != m.Version {
			return m, store.ErrVersion
		}
		was, err := t.profileAt(id, version)
		if err != nil {
			return m, err
		}
		was.Visibility, was.Embargo = m.Profile.Visibility, m.Profile.Embargo
		return m.Revise(was, reason, by.At)
	})
}

// changeMeasure changes a measure in one transaction. With a refusal it returns what is stored.
func (s *Store) changeMeasure(
	ctx context.Context, id, what, reason string, by store.By, change func(*tx, store.Measure) (store.Measure, error),
) (m store.Measure, err error) {
	err = s.write(ctx, func(t *tx) error {
		if m, err = t.measure(id); err != nil {
			return err
		}
		changed, err := change(t, m)
		if err != nil {
			return err
		}
		if err := t.keepMeasure(m, changed, what, reason, by); err != nil {
			return err
		}
		m = changed
		return nil
	})
	return m, err
}

// keepMeasure stores what a measure has become, with its history; nothing when it is what it was.
func (t *tx) keepMeasure(before, m store.Measure, what, reason string, by store.By) error {
	if m.Version == before.Version {
		return nil
	}
	if err := t.checkReferences(before.Profile, m.Profile); err != nil {
		return err
	}
	fresh, err := toJSON(&m.Fresh)
	if err != nil {
		return err
	}
	if err := t.one(`
		UPDATE measure SET number = NULLIF($3, 0), state = $4, merged_into = NULLIF($5, ''), version = $6, changed_at = $7,
			title = $8, summary = $9, listed = $10, fresh = $11, profile = $12
		WHERE id = $1 AND version = $2`,
		m.ID, before.Version, m.Number, m.State, m.Into, m.Version, m.ChangedAt,
		m.Profile.Title, m.Profile.Summary, writeProfile(m.Profile.Listed()), fresh, writeProfile(m.Profile)); err != nil {
		return err
	}
	return t.addChange(m, what, reason, by)
}

// writeProfile returns what was filled in of a profile as JSON, without title and summary, which
// stand in columns of their own.
func writeProfile(p store.Profile) string {
	said := p.Said()
	delete(said, "title")
	delete(said, "summary")
	text, err := json.Marshal(said)
	if err != nil {
		panic(err) // it consists of JSON
	}
	return string(text)
}

// readProfile reads what writeProfile wrote.
func readProfile(title, summary, text string, p *store.Profile) error {
	if err := fromJSON(text, p); err != nil {
		return err
	}
	p.Title, p.Summary = title, summary
	*p = p.Filled()
	return nil
}

// checkReferences refuses a profile that has come to refer to what does not exist, or is of another
// kind, as ErrInvalid about the part.
func (t *tx) checkReferences(before, after store.Profile) error {
	for _, one := range []struct {
		part     string
		was, are []string
		kind     store.NodeKind
	}{
		{"field", []string{before.Field}, []string{after.Field}, store.NodeField},
		{"areas", before.Areas, after.Areas, store.NodeArea},
		{"goals", before.Goals, after.Goals, store.NodeGoal},
		{"requirements", before.Requirements, after.Requirements, store.NodeRequirement},
		{"lead", []string{before.Lead}, []string{after.Lead}, store.NodeUnit},
		{"group", []string{before.Group}, []string{after.Group}, store.NodeGroup},
		{"involved", before.Involved, after.Involved, store.NodeUnit},
		{"depends_on", before.DependsOn, after.DependsOn, ""},
	} {
		for _, id := range one.are {
			if id == "" || slices.Contains(one.was, id) {
				continue
			}
			query, args := `SELECT 1 FROM node WHERE id = $1 AND kind = $2`, []any{id, one.kind}
			if one.kind == "" {
				query, args = `SELECT 1 FROM measure WHERE id = $1`, []any{id}
			}
			if _, err := first(t.view, store.ErrInvalid.About(one.part), value[int], query, args...); err != nil {
				return err
			}
		}
	}
	return nil
}
