package sqlstore

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"time"

	"masswerk/store"
)

// listing remembers measures as a list shows them, by id. A measure does not change but with its
// version, so what is remembered of that version is what the rows say.
type listing struct {
	mu       sync.Mutex
	measures map[string]store.Measure
}

// singly is up to how many measures are read one by one.
const singly = 100

// Measures returns those the filter leaves, by number, then by candidate number. Their profiles
// hold what a list shows. What they point to is shared: nobody may change it.
func (s *Store) Measures(ctx context.Context, filter store.MeasureFilter) (measures []store.Measure, err error) {
	err = s.read(ctx, func(v view) error {
		listed, err := s.listing.read(v)
		if err != nil {
			return err
		}
		leaves, err := v.sieve(filter)
		if err != nil {
			return err
		}
		for _, one := range listed {
			if leaves(one) {
				measures = append(measures, one)
			}
		}
		return nil
	})
	return measures, err
}

// read returns all measures in their order. It reads from the rows what changed since the last time.
func (l *listing) read(v view) ([]store.Measure, error) {
	measures, err := all(v, func(rows *sql.Rows, m *store.Measure) error { return rows.Scan(&m.ID, &m.Version) },
		`SELECT id, version FROM measure ORDER BY COALESCE(number, 2000000000), candidate_number`)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var missing []string
	for i, m := range measures {
		if known := l.measures[m.ID]; known.Version == m.Version {
			measures[i] = known
		} else {
			missing = append(missing, m.ID)
		}
	}
	if len(missing) == 0 {
		return measures, nil
	}
	if l.measures == nil || len(missing) > singly {
		measures, err = v.listMeasures(`TRUE`, `TRUE`)
		l.measures = map[string]store.Measure{}
		l.keep(measures)
		return measures, err
	}
	for _, id := range missing {
		one, err := v.listMeasures(`id = $1`, `measure = $1`, id)
		if err != nil {
			return nil, err
		}
		l.keep(one)
	}
	for i, m := range measures {
		measures[i] = l.measures[m.ID]
	}
	return measures, nil
}

func (l *listing) keep(measures []store.Measure) {
	for _, one := range measures {
		l.measures[one.ID] = one
	}
}

// listMeasures returns measures as a list shows them, with the sources that meet the same condition.
func (v view) listMeasures(condition, ofSources string, args ...any) ([]store.Measure, error) {
	measures, err := all(v, func(rows *sql.Rows, m *store.Measure) error {
		var title, listed string
		if err := rows.Scan(&m.ID, &m.Candidate, &m.Number, &m.Event, &m.Version, &m.CreatedAt, &m.ChangedAt,
			&m.State, &m.Into, &title, &listed); err != nil {
			return err
		}
		return readProfile(title, "", listed, &m.Profile)
	}, `
		SELECT id, candidate_number, COALESCE(number, 0), event, version, created_at, changed_at, state, COALESCE(merged_into, ''), title, listed
		FROM measure WHERE `+condition+` ORDER BY COALESCE(number, 2000000000), candidate_number`, args...)
	if err != nil {
		return nil, err
	}
	return measures, v.addSources(measures, ofSources, args...)
}

// sieve returns whether a filter leaves a measure.
func (v view) sieve(filter store.MeasureFilter) (func(store.Measure) bool, error) {
	nodes, err := v.nodes()
	if err != nil {
		return nil, err
	}
	house, err := v.house()
	if err != nil {
		return nil, err
	}
	units := map[string]string{}
	for _, node := range nodes {
		if node.Kind == store.NodeUnit {
			units[node.ID] = node.Short + " " + node.Title
		}
	}
	fields, goals, below := store.Below(nodes, filter.Field), store.Below(nodes, filter.Goal), store.Below(nodes, filter.Unit)
	text, today := strings.ToLower(strings.TrimSpace(filter.Text)), filter.Today
	if today == "" {
		today = time.Now().Format(time.DateOnly)
	}
	return func(m store.Measure) bool {
		p := m.Profile
		return (len(filter.States) == 0 || slices.Contains(filter.States, m.State)) &&
			(filter.Field == "" || fields[p.Field]) &&
			(filter.Area == "" || slices.Contains(p.Areas, filter.Area)) &&
			(filter.Goal == "" || slices.ContainsFunc(p.Goals, func(goal string) bool { return goals[goal] })) &&
			(filter.Unit == "" || below[p.Lead]) &&
			(filter.Priority == "" || p.Priority == filter.Priority) &&
			(filter.Flag == "" || m.Flagged(filter.Flag, today)) &&
			(filter.Light == "" || p.Lights.Worst() == filter.Light) &&
			(text == "" || strings.Contains(strings.ToLower(p.Title+"\n"+house.NumberOf(m)+"\n"+units[p.Lead]), text))
	}, nil
}
