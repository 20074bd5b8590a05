package server

import (
	_ "embed"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// suggestedCriteria are offered to whoever prepares a round.
//
//go:embed criteria.json
var suggestedCriteria []byte

// suggested returns the criteria that are offered, in a language.
var suggested = func() func(language string) []store.AssessmentCriterion {
	var file struct {
		Criteria []struct {
			ID      string `json:"id"`
			Title   said   `json:"title"`
			Text    said   `json:"text"`
			Weight  int    `json:"weight"`
			Inverse bool   `json:"inverse"`
		} `json:"criteria"`
	}
	if err := live.Decode(suggestedCriteria, &file); err != nil {
		panic(err)
	}
	return func(language string) (criteria []store.AssessmentCriterion) {
		for _, one := range file.Criteria {
			criteria = append(criteria, store.AssessmentCriterion{
				ID: one.ID, Title: one.Title.in(language), Text: one.Text.in(language), Weight: one.Weight, Inverse: one.Inverse,
			})
		}
		return criteria
	}
}()

// listAssessments handles GET /staff/api/assessments: rounds, with how far oneself is.
func (s *Server) listAssessments(c *fiber.Ctx) error {
	type listedRound struct {
		store.AssessmentRound
		Done int `json:"done"` // measures that whoever asks has assessed, or declared to be biased about
	}
	rounds, err := s.Store.AssessmentRounds(c.UserContext())
	if err != nil {
		return err
	}
	view, err := s.sightOf(c.UserContext(), account(c))
	if err != nil {
		return err
	}
	answer := []listedRound{}
	for _, round := range rounds {
		one := listedRound{AssessmentRound: round}
		if !view.all {
			one.Measures = []string{} // they are in the round itself, as far as in sight
		}
		if has(account(c), assess) {
			said, err := s.Store.AssessmentsOf(c.UserContext(), round.ID)
			if err != nil {
				return err
			}
			one.Done = len(saidBy(said, account(c).ID))
		}
		answer = append(answer, one)
	}
	return c.JSON(fiber.Map{"rounds": answer, "suggested": suggested(c.Query("language", "de"))})
}

// saidBy returns what one assessor said.
func saidBy(said []store.Assessment, account string) []store.Assessment {
	own := []store.Assessment{}
	for _, one := range said {
		if one.Account == account {
			own = append(own, one)
		}
	}
	return own
}

// roundRequest is what people enter of a round.
type roundRequest struct {
	Version  int64                       `json:"version" validate:"min=0"`
	Title    string                      `json:"title" validate:"required,filled,line,max=120"`
	Criteria []store.AssessmentCriterion `json:"criteria" validate:"required,min=1,max=20"`
	Measures []string                    `json:"measures" validate:"max=500,unique,dive,required,max=64"`
}

// prepareAssessment handles POST /staff/api/assessments.
func (s *Server) prepareAssessment(c *fiber.Ctx) error {
	body, err := read[roundRequest](c)
	if err != nil {
		return err
	}
	body.Version = 0
	round, err := s.saveAssessment(c, store.NewID(), body)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(round)
}

// editAssessment handles PATCH /staff/api/assessments/:round, as long as it is a draft.
func (s *Server) editAssessment(c *fiber.Ctx) error {
	body, err := read[roundRequest](c)
	if err != nil {
		return err
	}
	if body.Version == 0 {
		return store.ErrInvalid.About("version")
	}
	if _, err := s.assessment(c); err != nil {
		return err
	}
	round, err := s.saveAssessment(c, c.Params("round"), body)
	if errors.Is(err, store.ErrVersion) {
		current, err := s.assessment(c)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusConflict).JSON(fiber.Map{"code": store.ErrVersion.Code, "current": current})
	}
	if err != nil {
		return err
	}
	return c.JSON(round)
}

func (s *Server) saveAssessment(c *fiber.Ctx, id string, body roundRequest) (store.AssessmentRound, error) {
	if err := checkCriteria(body.Criteria); err != nil {
		return store.AssessmentRound{}, err
	}
	round, err := s.Store.SaveAssessmentRound(c.UserContext(), store.AssessmentRound{
		ID: id, Title: strings.TrimSpace(body.Title), Criteria: body.Criteria, Measures: listed(body.Measures),
		State: "draft", Version: body.Version,
	})
	if err != nil {
		return store.AssessmentRound{}, err
	}
	return round, s.audit(c, account(c).ID, "SaveAssessmentRound", "", id)
}

// checkCriteria refuses criteria that nobody could score by, and gives those their ids that have none.
func checkCriteria(criteria []store.AssessmentCriterion) error {
	type checked struct {
		ID     string `json:"id" validate:"max=64,line"`
		Title  string `json:"title" validate:"required,filled,line,max=120"`
		Text   string `json:"text" validate:"max=1000"`
		Weight int    `json:"weight" validate:"min=0,max=100"`
	}
	seen := map[string]bool{}
	for i := range criteria {
		one := &criteria[i]
		if one.ID == "" {
			one.ID = store.NewID()
		}
		if seen[one.ID] || validate(checked{one.ID, one.Title, one.Text, one.Weight}) != nil {
			return store.ErrInvalid.About("criteria")
		}
		seen[one.ID] = true
	}
	if !(store.AssessmentRound{Criteria: criteria}).Weighs() {
		return store.ErrCriteriaWeight
	}
	return nil
}

// removeAssessment handles DELETE /staff/api/assessments/:round.
func (s *Server) removeAssessment(c *fiber.Ctx) error {
	id := c.Params("round")
	if err := s.Store.RemoveAssessmentRound(c.UserContext(), id); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "RemoveAssessmentRound", "", id); err != nil {
		return err
	}
	return c.JSON(struct{}{})
}

// openAssessment handles POST /staff/api/assessments/:round/open. What did not pass the gate
// (competence, legality, not done already) is not assessed: the answer names it.
func (s *Server) openAssessment(c *fiber.Ctx) error {
	round, err := s.assessment(c)
	if err != nil {
		return err
	}
	measures, err := s.Store.Measures(c.UserContext(), store.MeasureFilter{})
	if err != nil {
		return err
	}
	waiting := []string{}
	for _, measure := range measures {
		if slices.Contains(round.Measures, measure.ID) && !measure.Profile.Gate.Passed() {
			waiting = append(waiting, measure.ID)
		}
	}
	if len(waiting) > 0 {
		return c.Status(fiber.StatusConflict).JSON(fiber.Map{"code": errGate.Code, "field": "measures", "measures": waiting})
	}
	round, err = s.Store.OpenAssessmentRound(c.UserContext(), round.ID, s.today())
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "OpenAssessmentRound", "", round.ID); err != nil {
		return err
	}
	return c.JSON(round)
}

var errGate = &store.Error{Kind: store.Conflict, Code: "gate"}

// closeAssessment handles POST /staff/api/assessments/:round/close.
func (s *Server) closeAssessment(c *fiber.Ctx) error {
	round, err := s.Store.CloseAssessmentRound(c.UserContext(), c.Params("round"), s.today())
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "CloseAssessmentRound", "", round.ID); err != nil {
		return err
	}
	return c.JSON(round)
}

// assessment returns the round of the path.
func (s *Server) assessment(c *fiber.Ctx) (store.AssessmentRound, error) {
	rounds, err := s.Store.AssessmentRounds(c.UserContext())
	if err != nil {
		return store.AssessmentRound{}, err
	}
	at := slices.IndexFunc(rounds, func(one store.AssessmentRound) bool { return one.ID == c.Params("round") })
	if at < 0 {
		return store.AssessmentRound{}, store.ErrNotFound
	}
	return rounds[at], nil
}
