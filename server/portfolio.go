package server

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// portfolioPoint is a measure between value and effort. Cost is the size of its bubble.
type portfolioPoint struct {
	Measure   string             `json:"measure"`
	Number    int                `json:"number,omitempty"`
	Candidate int                `json:"candidate_number"`
	Title     string             `json:"title"`
	State     store.MeasureState `json:"state"`
	Value     float64            `json:"value"`  // 0 to 100
	Effort    float64            `json:"effort"` // 0 to 100
	Cost      int64              `json:"cost"`
	Legal     bool               `json:"legal"` // a duty: its place is no reason to leave it out
	Count     int                `json:"count"` // assessors
}

// portfolio handles GET /staff/api/portfolio: the measures of a closed round, of the latest one when
// none is named. Where its criteria say nothing of effort, costs do.
func (s *Server) portfolio(c *fiber.Ctx) error {
	type response struct {
		Round    *store.AssessmentRound `json:"round"`
		EffortBy string                 `json:"effort_by"` // "criteria", "costs"
		Points   []portfolioPoint       `json:"points"`
	}
	rounds, err := s.Store.AssessmentRounds(c.UserContext())
	if err != nil {
		return err
	}
	round, found := latestClosed(rounds)
	if asked := c.Query("round"); asked != "" {
		at := slices.IndexFunc(rounds, func(one store.AssessmentRound) bool { return one.ID == asked && one.State == "closed" })
		if at < 0 {
			return store.ErrNotFound
		}
		round, found = rounds[at], true
	}
	if !found {
		return c.JSON(response{Points: []portfolioPoint{}})
	}
	measures, err := s.measuresInSight(c, store.MeasureFilter{})
	if err != nil {
		return err
	}
	said, err := s.Store.AssessmentsOf(c.UserContext(), round.ID)
	if err != nil {
		return err
	}
	points, by := pointsOf(round, measures, said)
	round.Measures = nil // some may be out of sight
	return c.JSON(response{&round, by, points})
}

func pointsOf(round store.AssessmentRound, measures []store.Measure, said []store.Assessment) (points []portfolioPoint, effortBy string) {
	points, effortBy = []portfolioPoint{}, "criteria"
	dearest := int64(0)
	for _, measure := range measures {
		if !slices.Contains(round.Measures, measure.ID) {
			continue
		}
		result := resultOf(round, measure.ID, said)
		if !result.Enough {
			continue
		}
		value, effort, ok := placeOf(round, result)
		if !ok {
			effortBy = "costs"
		}
		cost := costOf(measure)
		dearest = max(dearest, cost)
		points = append(points, portfolioPoint{
			Measure: measure.ID, Number: measure.Number, Candidate: measure.Candidate, Title: measure.Profile.Title, State: measure.State,
			Value: value, Effort: effort, Cost: cost, Legal: measure.Duty(), Count: result.Count,
		})
	}
	if effortBy == "costs" && dearest > 0 {
		for i := range points {
			points[i].Effort = 100 * float64(points[i].Cost) / float64(dearest)
		}
	}
	return points, effortBy
}
