package server

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// verdict is what staff say became of contributions.
type verdict struct {
	Kind     store.OutcomeKind `json:"kind" validate:"required,oneof=promoted joined goal parked in_progress not_competent declined"`
	Reason   string            `json:"reason" validate:"max=2000"`
	ReviewOn string            `json:"review_on" validate:"omitempty,datetime=2006-01-02"` // parked
	Link     string            `json:"link" validate:"line,max=500"`                       // already under way
	Whose    string            `json:"whose" validate:"line,max=200"`                      // not our competence
	Node     string            `json:"node" validate:"max=64"`                             // goal or guideline
	Joined   *place            `json:"joined"`                                             // goes on with another
}

// place is where a contribution stands.
type place struct {
	Event  string `json:"event" validate:"required,max=64"`
	Number int    `json:"number" validate:"required,min=1"`
}

// decideOutcomes handles PUT /staff/api/events/:event/outcomes: drafts, until they are published.
func (s *Server) decideOutcomes(c *fiber.Ctx) error {
	type request struct {
		Ideas []int `json:"ideas" validate:"required,min=1,max=1000"`
		verdict
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	event := c.Params("event")
	if _, err := s.decide(c, map[string][]int{event: body.Ideas}, body.verdict); err != nil {
		return err
	}
	return s.answerOutcomes(c, event)
}

// decideOverEvents handles PUT /staff/api/outcomes: the same for contributions of several events. It
// answers with what was decided, for everybody whom it reaches.
func (s *Server) decideOverEvents(c *fiber.Ctx) error {
	type request struct {
		Items []place `json:"items" validate:"required,min=1,max=1000,dive"`
		verdict
	}
	type decided struct {
		Event string `json:"event"`
		store.Outcome
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	numbers := map[string][]int{}
	for _, item := range body.Items {
		numbers[item.Event] = append(numbers[item.Event], item.Number)
	}
	outcomes, err := s.decide(c, numbers, body.verdict)
	if err != nil {
		return err
	}
	answer := []decided{}
	for _, outcome := range outcomes {
		answer = append(answer, decided{outcome.Event, outcome})
	}
	return c.JSON(fiber.Map{"outcomes": answer})
}

// decide drafts a verdict for contributions, by event, and for all that were merged into them, so
// that it reaches every author. It returns the drafts as they are kept.
func (s *Server) decide(c *fiber.Ctx, numbers map[string][]int, said verdict) ([]store.Outcome, error) {
	ctx := c.UserContext()
	if err := s.check(ctx, &said); err != nil {
		return nil, err
	}
	d := decision{before: map[string]store.Outcome{}}
	for event, named := range numbers {
		m, err := s.material(ctx, event)
		if err != nil {
			return nil, err
		}
		if err := d.add(m, named, said); err != nil {
			return nil, err
		}
	}
	if err := s.keepDecision(ctx, d, said.Joined); err != nil {
		return nil, err
	}
	var kept []store.Outcome
	for event := range numbers {
		now, err := s.Store.Outcomes(ctx, event)
		if err != nil {
			return nil, err
		}
		now = slices.DeleteFunc(now, func(one store.Outcome) bool { return !d.drafted(one.Idea) })
		if err := s.retract(ctx, actor(c), event, d.before, now); err != nil {
			return nil, err
		}
		if err := s.audit(c, account(c).ID, "DecideOutcomes", event, joined(numbersOf(now))); err != nil {
			return nil, err
		}
		kept = append(kept, now...)
	}
	return kept, nil
}

// retract takes outcomes that were published and are drafts again off their authors' phones.
func (s *Server) retract(ctx context.Context, by live.Actor, event string, before map[string]store.Outcome, now []store.Outcome) error {
	drafts := slices.DeleteFunc(slices.Clone(now), func(one store.Outcome) bool { return one.Published || !before[one.Idea].Published })
	hub := s.Hubs.Running(event)
	if hub == nil || len(drafts) == 0 {
		return nil
	}
	_, err := hub.Do(ctx, by, live.TellOutcomes{Outcomes: drafts})
	return err
}

func numbersOf(outcomes []store.Outcome) []int {
	numbers := []int{}
	for _, outcome := range outcomes {
		numbers = append(numbers, outcome.Number)
	}
	return numbers
}

// check refuses a verdict that leaves its authors without what they need to know, by field.
func (s *Server) check(ctx context.Context, said *verdict) error {
	said.Reason, said.Link, said.Whose = strings.TrimSpace(said.Reason), strings.TrimSpace(said.Link), strings.TrimSpace(said.Whose)
	only := verdict{Kind: said.Kind, Reason: said.Reason}
	switch said.Kind {
	case store.OutcomeParked:
		if only.ReviewOn = said.ReviewOn; said.ReviewOn <= s.today() {
			return store.ErrInvalid.About("review_on")
		}
	case store.OutcomeNotOurs:
		if only.Whose = said.Whose; said.Whose == "" {
			return store.ErrInvalid.About("whose")
		}
	case store.OutcomeInProgress:
		if only.Link = said.Link; said.Link == "" && said.Reason == "" {
			return store.ErrInvalid.About("link")
		}
	case store.OutcomeGoal:
		only.Node = said.Node
		if aim, err := s.isAim(ctx, said.Node); err != nil || !aim {
			return cmp.Or(err, error(store.ErrInvalid.About("node")))
		}
	case store.OutcomeJoined:
		if only.Joined = said.Joined; said.Joined == nil {
			return store.ErrInvalid.About("joined")
		}
	}
	turnedDown := said.Kind == store.OutcomeParked || said.Kind == store.OutcomeDeclined || said.Kind == store.OutcomeNotOurs
	if turnedDown && said.Reason == "" {
		return store.ErrReasonNeeded // whoever is turned down is told why
	}
	*said = only
	return nil
}

// isAim reports whether a node of the structure is something that a contribution can go into.
func (s *Server) isAim(ctx context.Context, id string) (bool, error) {
	nodes, err := s.Store.Nodes(ctx)
	return slices.ContainsFunc(nodes, func(node store.Node) bool {
		return node.ID == id && !node.Removed &&
			slices.Contains([]store.NodeKind{store.NodeVision, store.NodeGuideline, store.NodeGoal}, node.Kind)
	}), err
}

// publishOutcomes handles POST /staff/api/events/:event/outcomes/publish: authors see them at
// once on their phones, and later with their idea link.
func (s *Server) publishOutcomes(c *fiber.Ctx) error {
	event, err := s.Store.Event(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	if _, err := s.publishIn(c, event.ID); err != nil {
		return err
	}
	return s.answerOutcomes(c, event.ID)
}

// publishOverEvents handles POST /staff/api/outcomes/publish: decided first, published together.
// What was published before an error stays so, and asking again goes on.
func (s *Server) publishOverEvents(c *fiber.Ctx) error {
	type request struct {
		Events []string `json:"events" validate:"required,min=1,max=1000,dive,required,max=64"`
	}
	type published struct {
		Event    string `json:"event"`
		Outcomes int    `json:"outcomes"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	events := unique(body.Events)
	for _, id := range events { // before anything is published
		if _, err := s.Store.Event(c.UserContext(), id); err != nil {
			return err
		}
	}
	answer := []published{}
	for _, id := range events {
		count, err := s.publishIn(c, id)
		if err != nil {
			return err
		}
		answer = append(answer, published{id, count})
	}
	return c.JSON(fiber.Map{"published": answer})
}

// publishIn publishes the drafts of an event, tells its authors and returns how many outcomes are
// published now.
func (s *Server) publishIn(c *fiber.Ctx, event string) (int, error) {
	hub, err := s.Hubs.Hub(c.UserContext(), event)
	if err != nil {
		return 0, err
	}
	outcomes, err := s.Store.Publish(c.UserContext(), event, s.Now().UnixMilli())
	if err != nil {
		return 0, err
	}
	if _, err := hub.Do(c.UserContext(), actor(c), live.TellOutcomes{Outcomes: outcomes}); err != nil {
		return 0, err
	}
	return len(outcomes), s.audit(c, account(c).ID, "PublishOutcomes", event, "")
}

func (s *Server) answerOutcomes(c *fiber.Ctx, event string) error {
	outcomes, err := s.Store.Outcomes(c.UserContext(), event)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"outcomes": listed(outcomes)})
}
