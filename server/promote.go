package server

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// promoteFromEvent handles POST /staff/api/events/:event/promote: ideas and topic fields of one
// event are taken up as a candidate measure. Asked twice, it answers with the same candidate.
func (s *Server) promoteFromEvent(c *fiber.Ctx) error {
	type request struct {
		Ideas   []int    `json:"ideas" validate:"max=1000"`
		Fields  []string `json:"fields" validate:"max=100"`
		Title   string   `json:"title" validate:"required,filled,line,max=120"`
		Summary string   `json:"summary" validate:"max=5000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	m, err := s.material(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	if len(body.Ideas)+len(body.Fields) == 0 {
		return store.ErrInvalid.About("ideas")
	}
	sources, err := m.sources(body.Ideas, body.Fields)
	if err != nil {
		return err
	}
	measure, created, err := s.takeUp(c, sources, body.Title, body.Summary)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"candidate": measure, "created": created})
}

// promote handles POST /staff/api/promote: ideas and topic fields of any events, and requirements,
// are taken up together.
func (s *Server) promote(c *fiber.Ctx) error {
	type item struct {
		Kind string `json:"kind" validate:"oneof=idea expectation field requirement"`
		ID   string `json:"id" validate:"required,max=64"`
	}
	type request struct {
		Items   []item `json:"items" validate:"required,min=1,max=1000,dive"`
		Title   string `json:"title" validate:"required,filled,line,max=120"`
		Summary string `json:"summary" validate:"max=5000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	var contributions, requirements []string
	for _, one := range body.Items {
		if one.Kind == "requirement" {
			requirements = append(requirements, one.ID)
		} else {
			contributions = append(contributions, one.ID)
		}
	}
	sources, err := s.contributed(c.UserContext(), unique(contributions))
	if err != nil {
		return err
	}
	duties, err := s.demanded(c.UserContext(), unique(requirements))
	if err != nil {
		return err
	}
	measure, created, err := s.takeUp(c, append(sources, duties...), body.Title, body.Summary)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"measure": measure, "created": created})
}

// takeUp stores a candidate measure with its sources.
func (s *Server) takeUp(c *fiber.Ctx, sources []store.Source, title, summary string) (store.Measure, bool, error) {
	by := s.by(c)
	measure := store.Measure{
		ID: store.NewID(), Event: onlyEvent(sources), Version: 1, CreatedAt: by.At, ChangedAt: by.At, Sources: sources,
		State:   store.MeasureCandidate,
		Profile: store.Profile{Title: strings.TrimSpace(title), Summary: strings.TrimSpace(summary), Visibility: store.Internal},
	}
	for _, source := range sources {
		if source.Requirement != "" {
			measure.Profile.Requirements = append(measure.Profile.Requirements, source.Requirement)
		}
	}
	measure, created, err := s.Store.Promote(c.UserContext(), measure, by)
	if err == nil && created {
		err = s.audit(c, by.Account, "Promote", measure.Event, measure.ID)
	}
	return measure, created, err
}

// onlyEvent returns the event that all contributions among the sources come from; empty when there
// are several, or none.
func onlyEvent(sources []store.Source) string {
	event := ""
	for _, source := range sources {
		if source.Event != "" && event != "" && source.Event != event {
			return ""
		}
		event = cmp.Or(event, source.Event)
	}
	return event
}

// contributed returns what ids of ideas and topic fields name, whatever their events, with the votes.
func (s *Server) contributed(ctx context.Context, ids []string) (sources []store.Source, err error) {
	events, err := s.Store.EventsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	material := map[string]*material{}
	for _, id := range ids {
		event := events[id]
		if event == "" {
			return nil, store.ErrNotFound.About("items")
		}
		if material[event] == nil {
			if material[event], err = s.material(ctx, event); err != nil {
				return nil, err
			}
		}
		source, err := material[event].source(id)
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

// source returns the idea or topic field with an id, with its votes.
func (m *material) source(id string) (store.Source, error) {
	var sources []store.Source
	var err error
	if number := m.numbers[id]; number != 0 {
		sources, err = m.sources([]int{number}, nil)
	} else {
		sources, err = m.sources(nil, []string{id})
	}
	if err != nil {
		return store.Source{}, err
	}
	return sources[0], nil
}

// demanded returns requirements as sources.
func (s *Server) demanded(ctx context.Context, ids []string) (sources []store.Source, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	nodes, err := s.Store.Nodes(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		at := slices.IndexFunc(nodes, func(node store.Node) bool {
			return node.ID == id && node.Kind == store.NodeRequirement && !node.Removed
		})
		if at < 0 {
			return nil, store.ErrNotFound.About("items")
		}
		sources = append(sources, store.Source{Requirement: id, Title: nodes[at].Title})
	}
	return sources, nil
}

// sources returns what was named, with its frozen votes. What lies in a named field or was merged
// into a named idea is taken up with it, and need not be named.
func (m *material) sources(numbers []int, fields []string) ([]store.Source, error) {
	var sources []store.Source
	for _, id := range unique(fields) {
		if field, ok := m.fields[id]; !ok || field.Removed {
			return nil, store.ErrNotFound.About("fields")
		}
		sources = append(sources, m.fieldSource(id))
	}
	for _, number := range unique(numbers) {
		idea, ok := m.ideas[number]
		if !ok {
			return nil, store.ErrNotFound.About("ideas")
		}
		if idea.State == store.Withdrawn {
			return nil, store.ErrIdeaWithdrawn.About("ideas")
		}
		sources = append(sources, m.ideaSource(idea.ID))
	}
	return sources, nil
}

func (m *material) ideaSource(id string) store.Source {
	source := store.Source{Event: m.Event.ID, Idea: id, Number: m.numbers[id]}
	return m.withVotes(source, func(item store.RoundItem) bool { return item.Field == "" && slices.Contains(item.Ideas, id) })
}

func (m *material) fieldSource(id string) store.Source {
	source := store.Source{Event: m.Event.ID, Field: id, Title: m.fields[id].Title}
	return m.withVotes(source, func(item store.RoundItem) bool { return item.Field == id })
}

// withVotes freezes what the last closed round that had the source as an item says about it, as
// far as it may be told.
func (m *material) withVotes(source store.Source, is func(store.RoundItem) bool) store.Source {
	for _, round := range slices.Backward(m.Rounds) {
		at := slices.IndexFunc(round.Items, is)
		if at < 0 || round.State != store.RoundClosed || round.Tally == nil {
			continue
		}
		tally, results := round.Published()
		mine := tally.Items[round.Items[at].Item]
		source.Round, source.Points, source.Voters = round.Number, mine.Points, mine.Voters
		source.Turnout, source.Admitted = tally.Voters, round.Eligible()
		for _, one := range results {
			if one.Item == round.Items[at].Item {
				source.Rank = one.Rank
			}
		}
		for _, one := range results {
			if one.Rank == source.Rank && one.Item != round.Items[at].Item {
				source.Ties++
			}
		}
		return source
	}
	return source
}

// measureOf returns the id of the measure that an idea was taken up in: itself, with the idea it
// was merged into, or with its topic field.
func (m *material) measureOf(idea store.Idea) string {
	for range len(m.Ideas) + 1 {
		if taken := m.takenIdea[idea.Number]; taken != "" {
			return taken
		}
		if taken := m.measureOfField(idea.Field); taken != "" {
			return taken
		}
		if idea.MergedInto == "" {
			break
		}
		idea = m.ideas[m.numbers[idea.MergedInto]]
	}
	return ""
}

func (m *material) measureOfField(id string) string {
	for range len(m.Fields) + 1 {
		if taken := m.takenField[id]; taken != "" || id == "" {
			return taken
		}
		id = m.fields[id].JoinedInto
	}
	return ""
}

func unique[T cmp.Ordered](all []T) []T {
	all = slices.Clone(all)
	slices.Sort(all)
	return slices.Compact(all)
}
