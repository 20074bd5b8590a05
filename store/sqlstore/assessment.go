package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"masswerk/store"
)

// AssessmentRounds returns all, latest opened first, drafts before them.
func (s *Store) AssessmentRounds(ctx context.Context) (rounds []store.AssessmentRound, err error) {
	err = s.read(ctx, func(v view) error {
		rounds, err = all(v, scanAssessmentRound, selectAssessmentRound+`
			ORDER BY CASE state WHEN 'draft' THEN 0 ELSE 1 END, opened_on DESC, title, id`)
		return err
	})
	return rounds, err
}

const selectAssessmentRound = `
	SELECT id, title, criteria, measures, state, opened_on, closed_on, version FROM assessment_round `

func scanAssessmentRound(rows *sql.Rows, r *store.AssessmentRound) error {
	var criteria, measures string
	if err := rows.Scan(&r.ID, &r.Title, &criteria, &measures, &r.State, &r.OpenedOn, &r.ClosedOn, &r.Version); err != nil {
		return err
	}
	r.Criteria, r.Measures = []store.AssessmentCriterion{}, strings.Fields(measures)
	return fromJSON(criteria, &r.Criteria)
}

func (v view) assessmentRound(id string) (store.AssessmentRound, error) {
	return first(v, store.ErrNotFound, scanAssessmentRound, selectAssessmentRound+`WHERE id = $1`, id)
}

// SaveAssessmentRound stores a draft, new or changed. A version of 0 begins one.
func (s *Store) SaveAssessmentRound(ctx context.Context, r store.AssessmentRound) (store.AssessmentRound, error) {
	return s.changeRound(ctx, "save", r.ID, func(t *tx) error {
		if err := t.knowMeasures(r.Measures); err != nil {
			return err
		}
		if r.Criteria == nil {
			r.Criteria = []store.AssessmentCriterion{}
		}
		criteria, err := toJSON(&r.Criteria)
		if err != nil {
			return err
		}
		if r.Version == 0 {
			added, err := t.exec(`
				INSERT INTO assessment_round (id, title, criteria, measures, state, opened_on, closed_on, version)
				VALUES ($1, $2, $3, $4, 'draft', '', '', 1) ON CONFLICT (id) DO NOTHING`,
				r.ID, r.Title, criteria, strings.Join(r.Measures, " "))
			if err == nil && added == 0 {
				err = store.ErrVersion
			}
			return err
		}
		stored, err := t.draftRound(r.ID)
		if err != nil {
			return err
		}
		if stored.Version != r.Version {
			return store.ErrVersion
		}
		return t.one(`UPDATE assessment_round SET title = $2, criteria = $3, measures = $4, version = version + 1 WHERE id = $1`,
			r.ID, r.Title, criteria, strings.Join(r.Measures, " "))
	})
}

// changeRound changes a round in one transaction and returns it as it is then.
func (s *Store) changeRound(ctx context.Context, what, id string, change func(*tx) error) (round store.AssessmentRound, err error) {
	err = s.write(ctx, func(t *tx) error {
		if err := change(t); err != nil {
			return err
		}
		round, err = t.assessmentRound(id)
		return err
	})
	if err != nil {
		return store.AssessmentRound{}, fmt.Errorf("%s assessment round %s: %w", what, id, err)
	}
	return round, nil
}

// knowMeasures is ErrInvalid about "measures" unless all of them exist, each named once.
func (v view) knowMeasures(measures []string) error {
	for i, id := range measures {
		unknown := store.ErrInvalid.About("measures")
		if slices.Contains(measures[:i], id) {
			return unknown
		}
		if _, err := first(v, unknown, value[string], `SELECT id FROM measure WHERE id = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

func (v view) draftRound(id string) (store.AssessmentRound, error) {
	round, err := v.assessmentRound(id)
	if err == nil && round.State != "draft" {
		err = store.ErrFrozen
	}
	return round, err
}

// OpenAssessmentRound freezes criteria, weights and measures.
func (s *Store) OpenAssessmentRound(ctx context.Context, id, day string) (store.AssessmentRound, error) {
	return s.changeRound(ctx, "open", id, func(t *tx) error {
		round, err := t.draftRound(id)
		if err != nil {
			return err
		}
		if !round.Weighs() {
			return store.ErrCriteriaWeight
		}
		if len(round.Measures) == 0 {
			return store.ErrInvalid.About("measures")
		}
		return t.one(`UPDATE assessment_round SET state = 'open', opened_on = $2, version = version + 1 WHERE id = $1`, id, day)
	})
}

// CloseAssessmentRound ends a round in which every measure has two assessments or more.
func (s *Store) CloseAssessmentRound(ctx context.Context, id, day string) (store.AssessmentRound, error) {
	return s.changeRound(ctx, "close", id, func(t *tx) error {
		round, err := t.openAssessment(id)
		if err != nil {
			return err
		}
		for _, measure := range round.Measures {
			count, err := first(t.view, nil, value[int],
				`SELECT COUNT(*) FROM assessment WHERE round = $1 AND measure = $2 AND NOT biased`, id, measure)
			if err != nil {
				return err
			}
			if count < store.MinAssessors {
				return store.ErrAssessorsLack
			}
		}
		return t.one(`UPDATE assessment_round SET state = 'closed', closed_on = $2, version = version + 1 WHERE id = $1`, id, day)
	})
}

func (v view) openAssessment(id string) (store.AssessmentRound, error) {
	round, err := v.assessmentRound(id)
	if err == nil && round.State != "open" {
		err = store.ErrRoundNotOpen
	}
	return round, err
}

// RemoveAssessmentRound removes a draft.
func (s *Store) RemoveAssessmentRound(ctx context.Context, id string) error {
	return s.write(ctx, func(t *tx) error {
		if _, err := t.draftRound(id); err != nil {
			return err
		}
		return t.one(`DELETE FROM assessment_round WHERE id = $1`, id)
	})
}

// Assess stores what an assessor says of a measure, in place of what they said before.
func (s *Store) Assess(ctx context.Context, a store.Assessment) error {
	err := s.write(ctx, func(t *tx) error {
		round, err := t.openAssessment(a.Round)
		if err != nil {
			return err
		}
		if !slices.Contains(round.Measures, a.Measure) {
			return store.ErrNotFound
		}
		scores := map[string]int{}
		if a.Biased {
			a.Note = ""
		} else if scores, err = round.Complete(a.Scores); err != nil {
			return err
		}
		text, err := toJSON(&scores)
		if err != nil {
			return err
		}
		stored, err := t.exec(`
			INSERT INTO assessment (round, measure, account, biased, scores, note)
			SELECT $1, $2, id, $4, $5, $6 FROM account WHERE id = $3
			ON CONFLICT (round, measure, account) DO UPDATE
			SET biased = excluded.biased, scores = excluded.scores, note = excluded.note`,
			a.Round, a.Measure, a.Account, a.Biased, text, a.Note)
		if err == nil && stored == 0 {
			err = store.ErrNotFound
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("assess measure %s: %w", a.Measure, err)
	}
	return nil
}

// AssessmentsOf returns everything said in a round, by measure and name.
func (s *Store) AssessmentsOf(ctx context.Context, round string) (assessments []store.Assessment, err error) {
	err = s.read(ctx, func(v view) error {
		assessments, err = all(v, func(rows *sql.Rows, a *store.Assessment) error {
			var scores string
			if err := rows.Scan(&a.Round, &a.Measure, &a.Account, &a.Name, &a.Biased, &scores, &a.Note); err != nil {
				return err
			}
			return fromJSON(scores, &a.Scores)
		}, `
			SELECT assessment.round, assessment.measure, assessment.account, account.name,
				assessment.biased, assessment.scores, assessment.note
			FROM assessment JOIN account ON account.id = assessment.account
			WHERE assessment.round = $1 ORDER BY assessment.measure, account.name, account.id`, round)
		return err
	})
	return assessments, err
}
