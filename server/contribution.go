package server

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// StaffIdea is an idea with what became of it.
type StaffIdea struct {
	live.IdeaView
	Session   string         `json:"session"`
	Candidate int            `json:"candidate,omitempty"` // number of the measure as a candidate
	Measure   string         `json:"measure,omitempty"`   // its id
	Outcome   *store.Outcome `json:"outcome,omitempty"`   // also while it is a draft
}

// StaffField is a topic field with the measure it was taken up in.
type StaffField struct {
	live.FieldView
	Candidate int    `json:"candidate,omitempty"`
	Measure   string `json:"measure,omitempty"`
}

// material is all that was contributed to an event, with indexes.
type material struct {
	store.Contents
	measures   []store.Measure
	outcomes   []store.Outcome
	numbers    map[string]int     // of an idea, by its id
	ideas      map[int]store.Idea // by number
	fields     map[string]store.TopicField
	takenIdea  map[int]string    // measure's id, by number of the idea
	takenField map[string]string // measure's id, by id of the topic field
	byID       map[string]store.Measure
}

func (s *Server) material(ctx context.Context, event string) (*material, error) {
	contents, err := s.Store.Load(ctx, event)
	if err != nil {
		return nil, err
	}
	m := &material{
		Contents: contents, numbers: map[string]int{}, ideas: map[int]store.Idea{}, fields: map[string]store.TopicField{},
		takenIdea: map[int]string{}, takenField: map[string]string{}, byID: map[string]store.Measure{},
	}
	if m.measures, err = s.Store.MeasuresOfEvent(ctx, event); err != nil {
		return nil, err
	}
	if m.outcomes, err = s.Store.Outcomes(ctx, event); err != nil {
		return nil, err
	}
	for _, idea := range m.Ideas {
		m.numbers[idea.ID], m.ideas[idea.Number] = idea.Number, idea
	}
	for _, field := range m.Fields {
		m.fields[field.ID] = field
	}
	for _, measure := range m.measures {
		m.byID[measure.ID] = measure
		for _, source := range measure.Sources {
			switch {
			case source.Field != "":
				m.takenField[source.Field] = measure.ID
			case source.Idea != "" && source.Event == event: // another event's numbers mean other ideas
				m.takenIdea[source.Number] = measure.ID
			}
		}
	}
	return m, nil
}

// contributions handles GET /staff/api/events/:event/contributions.
func (s *Server) contributions(c *fiber.Ctx) error {
	type response struct {
		Ideas      []StaffIdea      `json:"ideas"`
		Fields     []StaffField     `json:"fields"`
		Rounds     []live.RoundView `json:"rounds"`
		Candidates []store.Measure  `json:"candidates"`
		Outcomes   []store.Outcome  `json:"outcomes"`
	}
	m, err := s.material(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	return c.JSON(response{m.staffIdeas(), m.staffFields(), m.roundViews(), listed(m.measures), listed(m.outcomes)})
}

func (m *material) staffIdeas() []StaffIdea {
	supports := map[string]int{}
	for _, support := range m.Supports {
		supports[support.Idea]++
	}
	outcomes := map[int]*store.Outcome{}
	for i, outcome := range m.outcomes {
		outcomes[outcome.Number] = &m.outcomes[i]
	}
	views := []StaffIdea{}
	for _, idea := range m.Ideas {
		measure := m.byID[m.measureOf(idea)]
		views = append(views, StaffIdea{
			IdeaView: live.IdeaView{
				Number: idea.Number, Kind: idea.Kind, Text: idea.Text, Field: idea.Field, MergedInto: m.numbers[idea.MergedInto],
				OnBehalf: idea.OnBehalf, Redacted: idea.Redacted, Pinned: idea.Pinned, Table: idea.Table, Support: supports[idea.ID], State: idea.State, Reason: idea.Reason, Nominated: idea.Nominated,
			},
			Session: idea.Session, Candidate: measure.Candidate, Measure: measure.ID, Outcome: outcomes[idea.Number],
		})
	}
	return views
}

func (m *material) staffFields() []StaffField {
	views := []StaffField{}
	for _, field := range m.Fields {
		if field.Removed {
			continue
		}
		measure := m.byID[m.measureOfField(field.ID)]
		views = append(views, StaffField{
			FieldView: live.FieldView{
				ID: field.ID, Title: field.Title, Color: field.Color, Position: field.Position,
				JoinedInto: field.JoinedInto, Nominated: field.Nominated,
			},
			Candidate: measure.Candidate, Measure: measure.ID,
		})
	}
	return views
}

func (m *material) roundViews() []live.RoundView {
	views := []live.RoundView{}
	for _, round := range m.Rounds {
		if view, visible := live.ViewRound(live.Console, round, func(id string) int { return m.numbers[id] }); visible {
			views = append(views, view)
		}
	}
	return views
}

// listed makes an empty list, not null, of no elements.
func listed[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
