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
	Candidate int            `json:"candidate,omitempty"` // its number
	Outcome   *store.Outcome `json:"outcome,omitempty"`   // also while it is a draft
}

// StaffField is a topic field with the candidate it was taken up in.
type StaffField struct {
	live.FieldView
	Candidate int `json:"candidate,omitempty"`
}

// material is all that was contributed to an event, with indexes.
type material struct {
	store.Contents
	candidates []store.Candidate
	outcomes   []store.Outcome
	numbers    map[string]int     // of an idea, by its id
	ideas      map[int]store.Idea // by number
	fields     map[string]store.TopicField
	takenIdea  map[int]string    // candidate's id, by number of the idea
	takenField map[string]string // candidate's id, by id of the topic field
	byID       map[string]store.Candidate
}

func (s *Server) material(ctx context.Context, event string) (*material, error) {
	contents, err := s.Store.Load(ctx, event)
	if err != nil {
		return nil, err
	}
	m := &material{
		Contents: contents, numbers: map[string]int{}, ideas: map[int]store.Idea{}, fields: map[string]store.TopicField{},
		takenIdea: map[int]string{}, takenField: map[string]string{}, byID: map[string]store.Candidate{},
	}
	if m.candidates, err = s.Store.Candidates(ctx, event); err != nil {
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
	for _, candidate := range m.candidates {
		m.byID[candidate.ID] = candidate
		for _, source := range candidate.Sources {
			if source.Field != "" {
				m.takenField[source.Field] = candidate.ID
			} else {
				m.takenIdea[source.Number] = candidate.ID
			}
		}
	}
	return m, nil
}

// contributions handles GET /staff/api/events/:event/contributions.
func (s *Server) contributions(c *fiber.Ctx) error {
	type response struct {
		Ideas      []StaffIdea       `json:"ideas"`
		Fields     []StaffField      `json:"fields"`
		Rounds     []live.RoundView  `json:"rounds"`
		Candidates []store.Candidate `json:"candidates"`
		Outcomes   []store.Outcome   `json:"outcomes"`
	}
	m, err := s.material(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	return c.JSON(response{m.staffIdeas(), m.staffFields(), m.roundViews(), listed(m.candidates), listed(m.outcomes)})
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
		views = append(views, StaffIdea{
			IdeaView: live.IdeaView{
				Number: idea.Number, Kind: idea.Kind, Text: idea.Text, Field: idea.Field, MergedInto: m.numbers[idea.MergedInto],
				OnBehalf: idea.OnBehalf, Redacted: idea.Redacted, Pinned: idea.Pinned, Table: idea.Table, Support: supports[idea.ID], State: idea.State, Reason: idea.Reason, Nominated: idea.Nominated,
			},
			Session: idea.Session, Candidate: m.byID[m.candidateOf(idea)].Number, Outcome: outcomes[idea.Number],
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
		views = append(views, StaffField{
			FieldView: live.FieldView{
				ID: field.ID, Title: field.Title, Color: field.Color, Position: field.Position,
				JoinedInto: field.JoinedInto, Nominated: field.Nominated,
			},
			Candidate: m.byID[m.candidateOfField(field.ID)].Number,
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
