package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"masswerk/store"
)

// importReason is what the history says of dates and states that an import changed.
const importReason = "Import"

// ImportMeasures stores many in one transaction: it edits those with a known stable number, and
// those without a number whose title one measure has; others it creates. What an import leaves empty
// stays as it is. One that carries the id of a known measure is a revision of it (see Measure.Revise)
// by somebody who saw the version before: all that it changed goes in, emptied parts too; ErrVersion
// when one of them changed since. What may be told outside stays as it is. A refusal names the row and
// the part, "measures.3.costs", and nothing is stored.
func (s *Store) ImportMeasures(ctx context.Context, measures []store.Measure, by store.By) (created, changed, same int, err error) {
	err = s.write(ctx, func(t *tx) error {
		created, changed, same = 0, 0, 0
		known, err := t.knownMeasures()
		if err != nil {
			return err
		}
		for row, one := range measures {
			id, err := known.take(one)
			if err != nil {
				return ofRow(row, err)
			}
			if id == "" {
				one.ID = store.NewID()
				known.add(one.ID, one.Number, one.Profile.Title, true)
				known.taken[one.ID] = true
				err = t.importNew(one, by)
				created++
			} else if moved, failed := t.importOver(id, one, by); failed != nil {
				err = failed
			} else if moved {
				changed++
			} else {
				same++
			}
			if err != nil {
				return ofRow(row, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, 0, fmt.Errorf("import measures: %w", err)
	}
	return created, changed, same, nil
}

// ofRow makes a refusal name the row it is about.
func ofRow(row int, err error) error {
	var refused *store.Error
	if !errors.As(err, &refused) {
		return err
	}
	return refused.About(strings.TrimSuffix(fmt.Sprintf("measures.%d.%s", row, refused.Field), "."))
}

// known finds the measure that a row is about. Each is there once.
type known struct {
	ids      map[string]bool
	byNumber map[int]string
	byTitle  map[string][]string
	taken    map[string]bool
}

func (t *tx) knownMeasures() (*known, error) {
	found := &known{map[string]bool{}, map[int]string{}, map[string][]string{}, map[string]bool{}}
	measures, err := all(t.view, func(rows *sql.Rows, m *store.Measure) error {
		return rows.Scan(&m.ID, &m.Number, &m.State, &m.Profile.Title)
	},
		`SELECT id, COALESCE(number, 0), state, title FROM measure`)
	for _, m := range measures {
		found.add(m.ID, m.Number, m.Profile.Title, m.State != store.MeasureMerged)
	}
	return found, err
}

func (k *known) add(id string, number int, title string, byTitle bool) {
	k.ids[id] = true
	if number != 0 {
		k.byNumber[number] = id
	}
	if byTitle {
		k.byTitle[title] = append(k.byTitle[title], id)
	}
}

// take returns the measure's id, or none when it is new.
func (k *known) take(row store.Measure) (id string, err error) {
	if id = row.ID; k.ids[id] {
		// what was revised needs no other mark
	} else if id = k.byNumber[row.Number]; row.Number == 0 {
		titled := k.byTitle[row.Profile.Title]
		if len(titled) > 1 {
			return "", store.ErrInvalid.About("title") // which of them?
		}
		id = strings.Join(titled, "")
	}
	if k.taken[id] {
		return "", store.ErrNumberTaken.About("number") // two rows are one measure
	}
	if id != "" {
		k.taken[id] = true
	}
	return id, nil
}

// importNew stores a measure of a plan that is there already: it may be in any state. One that was
// proposed has a number, and the dates of one that was adopted are its baseline.
func (t *tx) importNew(m store.Measure, by store.By) error {
	m.State = cmp.Or(m.State, store.MeasureCandidate)
	order := store.MeasureStates()
	at := slices.Index(order, m.State)
	if at < 0 || m.State == store.MeasureMerged {
		return store.ErrInvalid.About("state")
	}
	planned := m.State != store.MeasureStopped
	if planned && at >= slices.Index(order, store.MeasureProposed) && m.Number == 0 {
		var err error
		if m.Number, err = t.nextNumber(); err != nil {
			return err
		}
	}
	if planned && at >= slices.Index(order, store.MeasureAdopted) && m.Profile.Baseline == (store.Dates{}) {
		m.Profile.Baseline = m.Profile.Current
	}
	m.Event, m.Sources, m.CreatedAt = "", nil, by.At
	m.Profile.Visibility, m.Profile.Embargo, m.Profile.DateChanges = "", "", nil
	return t.addMeasure(m, "import", by)
}

// importOver edits a measure by what a row says, and reports whether that changed anything.
func (t *tx) importOver(id string, row store.Measure, by store.By) (bool, error) {
	before, err := t.measure(id)
	if err != nil {
		return false, err
	}
	row.Profile.Visibility, row.Profile.Embargo = before.Profile.Visibility, before.Profile.Embargo
	moved := row.State != "" && row.State != before.State
	var after store.Measure
	if row.ID == id {
		moved = moved && row.Fresh["state"] == row.Version
		reason := importReason
		if noted := row.Profile.DateChanges; len(noted) > 0 {
			reason = noted[len(noted)-1].Reason
		}
		after, err = before.Rebase(row, reason, by.At)
	} else {
		after, err = before.Revise(before.Profile.With(row.Profile), importReason, by.At)
	}
	if err == nil && moved {
		after, err = t.enter(after, row.State, importReason, "", by)
		if errors.Is(err, store.ErrTransition) || errors.Is(err, store.ErrInvalid) {
			err = store.ErrTransition.About("state")
		}
	}
	if err != nil {
		return false, err
	}
	return after.Version != before.Version, t.keepMeasure(before, after, "import", importReason, by)
}
