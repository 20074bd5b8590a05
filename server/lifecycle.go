package server

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// stateChange is a step in a measure's life cycle.
type stateChange struct {
	state  store.MeasureState
	reason string
	into   string // what it is merged into
}

// enterState handles POST /staff/api/measures/:measure/state.
func (s *Server) enterState(c *fiber.Ctx) error {
	type request struct {
		Base   int64              `json:"base" validate:"required,min=1"`
		State  store.MeasureState `json:"state" validate:"required,measure_state"`
		Reason string             `json:"reason" validate:"max=2000"`
		Into   string             `json:"into" validate:"max=64"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	id := c.Params("measure")
	measure, err := s.step(c, id, body.Base, stateChange{body.State, strings.TrimSpace(body.Reason), body.Into})
	if errors.Is(err, store.ErrVersion) {
		return answerConflict(c, measure, body.Base, nil)
	}
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "EnterState", "", id); err != nil {
		return err
	}
	return c.JSON(measure)
}

// rightToEnter is what a step takes: adopting is publishing, all else is editing.
func rightToEnter(state store.MeasureState) right {
	if state == store.MeasureAdopted {
		return publish
	}
	return editPlan
}

// step moves a measure, and tells the authors once it has. With ErrVersion it returns the measure as
// it stands.
func (s *Server) step(c *fiber.Ctx, id string, base int64, change stateChange) (store.Measure, error) {
	if err := act(c, rightToEnter(change.state)); err != nil {
		return store.Measure{}, err
	}
	measure, err := s.Store.EnterState(c.UserContext(), id, base, change.state, change.reason, change.into, s.by(c))
	if err != nil {
		return measure, err
	}
	return measure, s.tellAuthors(c.UserContext(), id)
}

// act checks a right that depends on what is asked, beside the route's own, and notes the role that
// gives it.
func act(c *fiber.Ctx, right right) error {
	role, ok := roleFor(account(c), right)
	if !ok {
		return store.ErrForbidden
	}
	c.Locals(roleKey, role)
	return nil
}
