package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// listMeasures handles GET /staff/api/measures. Whoever knows the list by its ETag is told that
// nothing changed.
func (s *Server) listMeasures(c *fiber.Ctx) error {
	filter, err := s.measureFilter(c)
	if err != nil {
		return err
	}
	measures, err := s.measuresInSight(c, filter)
	if err != nil {
		return err
	}
	list, err := json.Marshal(listed(measures))
	if err != nil {
		return fmt.Errorf("write measures: %w", err)
	}
	sum := sha256.Sum256(list)
	etag := `"` + hex.EncodeToString(sum[:8]) + `"`
	c.Set(fiber.HeaderETag, etag)
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.SendString(fmt.Sprintf(`{"etag":%q,"measures":%s}`, etag, list))
}

// measureFilter reads what the address narrows a list of measures to.
func (s *Server) measureFilter(c *fiber.Ctx) (store.MeasureFilter, error) {
	type query struct {
		Text     string               `json:"q" validate:"max=200"`
		States   []store.MeasureState `json:"state" validate:"max=20,dive,measure_state"`
		Field    string               `json:"field" validate:"max=64"`
		Area     string               `json:"area" validate:"max=64"`
		Goal     string               `json:"goal" validate:"max=64"`
		Unit     string               `json:"unit" validate:"max=64"`
		Priority string               `json:"priority" validate:"max=64"`
		Flag     string               `json:"flag" validate:"omitempty,oneof=at_risk paused late duty"`
		Light    string               `json:"light" validate:"omitempty,oneof=red yellow green"`
	}
	asked := query{
		Text: strings.TrimSpace(c.Query("q")), Field: c.Query("field"), Area: c.Query("area"), Goal: c.Query("goal"),
		Unit: c.Query("unit"), Priority: c.Query("priority"), Flag: c.Query("flag"), Light: c.Query("light"),
	}
	for state := range strings.SplitSeq(c.Query("state"), ",") {
		if state != "" {
			asked.States = append(asked.States, store.MeasureState(state))
		}
	}
	return store.MeasureFilter{
		Text: asked.Text, States: asked.States, Field: asked.Field, Area: asked.Area, Goal: asked.Goal,
		Unit: asked.Unit, Priority: asked.Priority, Flag: asked.Flag, Light: asked.Light, Today: s.today(),
	}, validate(asked)
}

// measuresInSight returns what a filter leaves of the measures that the signed-in account may see.
func (s *Server) measuresInSight(c *fiber.Ctx, filter store.MeasureFilter) ([]store.Measure, error) {
	measures, err := s.Store.Measures(c.UserContext(), filter)
	if err != nil {
		return nil, err
	}
	view, err := s.sightOf(c.UserContext(), account(c))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(measures, func(one store.Measure) bool { return !view.sees(one) }), nil
}

// createMeasure handles POST /staff/api/measures: one that no contribution led to.
func (s *Server) createMeasure(c *fiber.Ctx) error {
	type request struct {
		Title   string `json:"title" validate:"required,filled,line,max=120"`
		Summary string `json:"summary" validate:"max=5000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	measure, _, err := s.takeUp(c, nil, body.Title, body.Summary)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(measure)
}

// pastAssessment is what a closed round of assessment says of one measure.
type pastAssessment struct {
	Round    string                 `json:"round"`
	Title    string                 `json:"title"`
	ClosedOn string                 `json:"closed_on"`
	Result   store.AssessmentResult `json:"result"`
}

// showMeasure handles GET /staff/api/measures/:measure.
func (s *Server) showMeasure(c *fiber.Ctx) error {
	type response struct {
		Measure     store.Measure        `json:"measure"`
		Next        []store.MeasureState `json:"next"` // that whoever asks may enter
		Reports     []store.StatusReport `json:"reports"`
		Assessments []pastAssessment     `json:"assessments"`
		Votes       []store.Source       `json:"votes"` // of the staff: beside the assessments, never in them
		Duty        bool                 `json:"duty"`
	}
	measure, err := s.measureInSight(c)
	if err != nil {
		return err
	}
	answer := response{Measure: measure, Next: []store.MeasureState{}, Votes: votes(measure), Duty: measure.Duty()}
	for _, state := range measure.State.Next() {
		if has(account(c), rightToEnter(state)) {
			answer.Next = append(answer.Next, state)
		}
	}
	reports, err := s.Store.StatusReports(c.UserContext(), measure.ID, "")
	if err != nil {
		return err
	}
	answer.Reports = listed(shownTo(account(c), reports))
	if answer.Assessments, err = s.pastAssessments(c.UserContext(), measure.ID); err != nil {
		return err
	}
	return c.JSON(answer)
}

// measureInSight returns the measure of the path, or ErrNotFound also when the signed-in account
// may not see it.
func (s *Server) measureInSight(c *fiber.Ctx) (store.Measure, error) {
	measure, err := s.Store.Measure(c.UserContext(), c.Params("measure"))
	if err != nil {
		return store.Measure{}, err
	}
	return measure, s.seesMeasure(c, measure)
}

// votes returns the sources of a measure that were voted on, with the tallies as they were frozen.
func votes(measure store.Measure) []store.Source {
	return listed(slices.DeleteFunc(slices.Clone(measure.Sources), func(one store.Source) bool { return one.Round == 0 }))
}

func (s *Server) pastAssessments(ctx context.Context, measure string) ([]pastAssessment, error) {
	past := []pastAssessment{}
	rounds, err := s.Store.AssessmentRounds(ctx)
	if err != nil {
		return nil, err
	}
	for _, round := range rounds {
		if round.State != "closed" || !slices.Contains(round.Measures, measure) {
			continue
		}
		said, err := s.Store.AssessmentsOf(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		past = append(past, pastAssessment{round.ID, round.Title, round.ClosedOn, resultOf(round, measure, said)})
	}
	return past, nil
}

// tellAuthors lets the authors of what led to a measure see on their phones that it moved, in every
// event that is running; whoever comes later reads it from the rows. The measure has moved already,
// so an event that cannot be told now does not undo it: it ends, and is loaded anew.
func (s *Server) tellAuthors(ctx context.Context, measure string) error {
	outcomes, err := s.Store.OutcomesOf(ctx, measure)
	if err != nil {
		return err
	}
	for event, concerned := range outcomes {
		hub := s.Hubs.Running(event)
		if hub == nil {
			continue
		}
		if _, err := hub.Do(ctx, live.Actor{Face: live.Staff}, live.TellOutcomes{Outcomes: concerned}); err != nil {
			s.Log.Warn("the authors of an event are told later", "event", event, "error", err)
		}
	}
	return nil
}
