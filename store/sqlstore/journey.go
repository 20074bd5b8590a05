package sqlstore

import (
	"database/sql"
	"time"

	"masswerk/store"
)

// ways finds how measures went on, for readers of one level.
type ways struct {
	view
	level store.Publication
	today string
	found map[string]way
}

// way is what an outcome tells of its measure.
type way struct {
	candidate, number int
	title             string
	state             store.MeasureState
	steps             []store.Step
}

// stretch is a measure's part of a way.
type stretch struct {
	way
	into   string // the measure this one was merged into
	told   bool   // may be followed
	stages []stage
}

// stage is a state that a measure entered.
type stage struct {
	at     int64
	state  store.MeasureState
	reason string
}

func (v view) ways(level store.Publication) ways {
	return ways{v, level, time.Now().UTC().Format(time.DateOnly), map[string]way{}}
}

// tell lets a published outcome say where its measure stands, as far as that may be told, and
// returns the steps to there. An outcome whose measure is not in the database says what it did.
func (w ways) tell(o *store.Outcome) ([]store.Step, error) {
	if o.Measure == "" {
		return nil, nil
	}
	found, known := w.found[o.Measure]
	if !known {
		var err error
		if found, err = w.find(o.Measure); err != nil {
			return nil, err
		}
		w.found[o.Measure] = found
	}
	if found.candidate > 0 {
		o.CandidateNumber, o.CandidateTitle = found.candidate, found.title
		o.MeasureNumber, o.MeasureState = found.number, found.state
	}
	return found.steps, nil
}

// find goes along a measure and along those it was merged into.
func (w ways) find(id string) (way, error) {
	one, err := w.stretch(id)
	if err != nil || one.candidate == 0 {
		return way{}, err
	}
	if !one.told { // what the outcome said
		one.number, one.state = 0, one.stages[0].state
		one.steps = stepsOf(one.stages[:1])
		return one.way, nil
	}
	found := one.way
	found.steps = stepsOf(one.stages)
	for been := map[string]bool{id: true}; one.state == store.MeasureMerged && one.into != "" && !been[one.into]; {
		been[one.into] = true
		merged := one.stages[len(one.stages)-1].at
		if one, err = w.stretch(one.into); err != nil || !one.told {
			return found, err
		}
		before := found.steps
		found = one.way
		found.steps = append(before, stepsOf(from(merged, one.stages))...)
	}
	return found, nil
}

// from returns the stage that was reached at a time, as of then, and all later ones.
func from(at int64, stages []stage) []stage {
	first := 0
	for i := range stages {
		if stages[i].at <= at {
			first = i
		}
	}
	rest := append([]stage{}, stages[first:]...)
	if rest[0].at < at {
		rest[0] = stage{at: at, state: rest[0].state}
	}
	return rest
}

// stepsOf tells stages by their day.
func stepsOf(stages []stage) (told []store.Step) {
	for _, one := range stages {
		step := store.Step{On: dayOf(one.at), State: one.state}
		switch one.state {
		case store.MeasureStopped, store.MeasureMerged, store.MeasureCarriedOver:
			step.Reason = one.reason
		}
		told = append(told, step)
	}
	return told
}

// stretch reads a measure with the states it went through; the zero value for none.
func (w ways) stretch(id string) (stretch, error) {
	var createdAt int64
	one, err := first(w.view, nil, func(rows *sql.Rows, s *stretch) error {
		var text string
		if err := rows.Scan(&s.candidate, &s.number, &s.title, &s.state, &s.into, &createdAt, &text); err != nil {
			return err
		}
		var profile store.Profile
		err := fromJSON(text, &profile)
		s.told = profile.Tells(w.level, w.today)
		return err
	}, `
		SELECT candidate_number, COALESCE(number, 0), title, state, COALESCE(merged_into, ''), created_at, listed
		FROM measure WHERE id = $1`, id)
	if err != nil || one.candidate == 0 {
		return one, err
	}
	type changed struct {
		version int64
		stage
	}
	changes, err := all(w.view, func(rows *sql.Rows, c *changed) error {
		return rows.Scan(&c.version, &c.at, &c.state, &c.reason)
	}, `SELECT version, at, state, reason FROM change WHERE measure = $1 ORDER BY version`, id)
	if len(changes) == 0 || changes[0].version > 1 { // taken up before there was a history
		one.stages = []stage{{at: createdAt, state: store.MeasureCandidate}}
	}
	for _, change := range changes {
		if last := len(one.stages) - 1; last < 0 || one.stages[last].state != change.state {
			one.stages = append(one.stages, change.stage)
		}
	}
	return one, err
}

// dayOf returns the day of a time in milliseconds UTC.
func dayOf(at int64) string { return time.UnixMilli(at).UTC().Format(time.DateOnly) }
