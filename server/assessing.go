package server

import (
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// assessedMeasure is a measure as assessors find it in a round. The votes of the staff stand beside
// it and are no part of its value.
type assessedMeasure struct {
	ID         string             `json:"id"`
	Candidate  int                `json:"candidate_number"`
	Number     int                `json:"number,omitempty"`
	Title      string             `json:"title"`
	State      store.MeasureState `json:"state"`
	Lead       string             `json:"lead"`
	Field      string             `json:"field"`
	Duty       bool               `json:"duty"`
	LegalBasis string             `json:"legal_basis"`
	Votes      []store.Source     `json:"votes"`
}

// showAssessment handles GET /staff/api/assessments/:round. While a round is open, an assessor sees
// what others said of a measure only after having scored it; who declared to be biased sees it when
// the round is closed. Who leads the round sees how many scored.
func (s *Server) showAssessment(c *fiber.Ctx) error {
	type response struct {
		Round    store.AssessmentRound    `json:"round"`
		Measures []assessedMeasure        `json:"measures"`
		Own      []store.Assessment       `json:"own"`
		Others   []store.Assessment       `json:"others"`
		Results  []store.AssessmentResult `json:"results"`
		Counts   map[string]int           `json:"counts"` // by measure, for who leads the round
	}
	round, err := s.assessment(c)
	if err != nil {
		return err
	}
	said, err := s.Store.AssessmentsOf(c.UserContext(), round.ID)
	if err != nil {
		return err
	}
	measures, err := s.measuresInSight(c, store.MeasureFilter{})
	if err != nil {
		return err
	}
	measures = slices.DeleteFunc(measures, func(one store.Measure) bool { return !slices.Contains(round.Measures, one.ID) })
	who := account(c)
	answer := response{
		Round: round, Measures: []assessedMeasure{}, Own: saidBy(said, who.ID),
		Others: []store.Assessment{}, Results: []store.AssessmentResult{}, Counts: map[string]int{},
	}
	answer.Round.Measures = []string{}
	for _, measure := range measures {
		answer.Round.Measures = append(answer.Round.Measures, measure.ID)
		answer.Measures = append(answer.Measures, assessedMeasure{
			ID: measure.ID, Candidate: measure.Candidate, Number: measure.Number, Title: measure.Profile.Title, State: measure.State,
			Lead: measure.Profile.Lead, Field: measure.Profile.Field, Duty: measure.Duty(), LegalBasis: measure.Profile.LegalBasis,
			Votes: votes(measure),
		})
		result := resultOf(round, measure.ID, said)
		if has(who, leadAssessment) {
			answer.Counts[measure.ID] = result.Count
		}
		if showsResult(round, measure.ID, who, said) {
			answer.Results = append(answer.Results, result)
		}
		if showsNames(round, measure.ID, who, said) {
			answer.Others = append(answer.Others, otherThan(who.ID, measure.ID, said)...)
		}
	}
	return c.JSON(answer)
}

// showsResult reports whether somebody may see the sum of what was said of a measure.
func showsResult(round store.AssessmentRound, measure string, who store.Account, said []store.Assessment) bool {
	return round.State == "closed" || scored(who.ID, measure, said)
}

// showsNames reports whether somebody may see who said what of a measure: the assessors among
// themselves and, once the round is closed, who led it. Nobody else ever does.
func showsNames(round store.AssessmentRound, measure string, who store.Account, said []store.Assessment) bool {
	if round.State == "closed" {
		return has(who, assess) || has(who, leadAssessment)
	}
	return scored(who.ID, measure, said)
}

// scored reports whether an account has given scores to a measure.
func scored(account, measure string, said []store.Assessment) bool {
	return slices.ContainsFunc(said, func(one store.Assessment) bool {
		return one.Account == account && one.Measure == measure && !one.Biased
	})
}

// otherThan returns the scores that others gave a measure. Who declared to be biased is counted in
// the result and not named.
func otherThan(account, measure string, said []store.Assessment) (others []store.Assessment) {
	for _, one := range said {
		if one.Measure == measure && one.Account != account && !one.Biased {
			others = append(others, one)
		}
	}
	return others
}

// assessMeasure handles PUT /staff/api/assessments/:round/measures/:measure. Whoever is biased says
// so and nothing else.
func (s *Server) assessMeasure(c *fiber.Ctx) error {
	type request struct {
		Biased bool           `json:"biased"`
		Scores map[string]int `json:"scores" validate:"max=20,dive,min=0,max=4"`
		Note   string         `json:"note" validate:"max=2000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	round, err := s.assessment(c)
	if err != nil {
		return err
	}
	assessment := store.Assessment{
		Round: round.ID, Measure: c.Params("measure"), Account: account(c).ID, Name: account(c).Name,
		Biased: body.Biased, Scores: map[string]int{},
	}
	if !body.Biased {
		if unknown := slices.ContainsFunc(slices.Collect(maps.Keys(body.Scores)), func(id string) bool {
			return !slices.ContainsFunc(round.Criteria, func(one store.AssessmentCriterion) bool { return one.ID == id })
		}); unknown {
			return store.ErrInvalid.About("scores")
		}
		assessment.Scores, assessment.Note = body.Scores, strings.TrimSpace(body.Note)
	}
	if err := s.Store.Assess(c.UserContext(), assessment); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "Assess", "", round.ID+" "+assessment.Measure); err != nil {
		return err
	}
	return c.JSON(assessment)
}
