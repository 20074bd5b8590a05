package server

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// promote handles POST /staff/api/events/:event/promote: ideas and topic fields are taken up as a
// candidate measure. Asked twice, it answers with the same candidate.
func (s *Server) promote(c *fiber.Ctx) error {
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
	sources, err := m.sources(body.Ideas, body.Fields)
	if err != nil {
		return err
	}
	candidate, created, err := s.Store.Promote(c.UserContext(), store.Candidate{
		ID: store.NewID(), Event: m.Event.ID, Title: strings.TrimSpace(body.Title), Summary: strings.TrimSpace(body.Summary),
		Version: 1, CreatedAt: s.Now().UnixMilli(), Sources: sources,
	})
	if err != nil {
		return err
	}
	if created {
		if err := s.audit(c, account(c).ID, "Promote", m.Event.ID, candidate.ID); err != nil {
			return err
		}
	}
	return c.JSON(fiber.Map{"candidate": candidate, "created": created})
}

// sources returns what was named, with its frozen votes. What lies in a named field or was merged
// into a named idea is taken up with it, and need not be named.
func (m *material) sources(numbers []int, fields []string) ([]store.Source, error) {
	if len(numbers)+len(fields) == 0 {
		return nil, store.ErrInvalid.About("ideas")
	}
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

// candidateOf returns the id of the candidate that an idea was taken up in: itself, with the idea
// it was merged into, or with its topic field.
func (m *material) candidateOf(idea store.Idea) string {
	for range len(m.Ideas) + 1 {
		if taken := m.takenIdea[idea.Number]; taken != "" {
			return taken
		}
		if taken := m.candidateOfField(idea.Field); taken != "" {
			return taken
		}
		if idea.MergedInto == "" {
			break
		}
		idea = m.ideas[m.numbers[idea.MergedInto]]
	}
	return ""
}

func (m *material) candidateOfField(id string) string {
	for range len(m.Fields) + 1 {
		if taken := m.takenField[id]; taken != "" || id == "" {
			return taken
		}
		id = m.fields[id].JoinedInto
	}
	return ""
}

func (m *material) ideaSource(id string) store.Source {
	source := store.Source{Idea: id, Number: m.numbers[id]}
	return m.withVotes(source, func(item store.RoundItem) bool { return item.Field == "" && slices.Contains(item.Ideas, id) })
}

func (m *material) fieldSource(id string) store.Source {
	source := store.Source{Field: id, Title: m.fields[id].Title}
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

func unique[T cmp.Ordered](all []T) []T {
	all = slices.Clone(all)
	slices.Sort(all)
	return slices.Compact(all)
}

// candidates handles GET /staff/api/candidates.
func (s *Server) candidates(c *fiber.Ctx) error {
	candidates, err := s.Store.Candidates(c.UserContext(), "")
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"candidates": listed(candidates)})
}

// editCandidate handles PATCH /staff/api/candidates/:candidate.
func (s *Server) editCandidate(c *fiber.Ctx) error {
	type request struct {
		Version int64  `json:"version" validate:"required"`
		Title   string `json:"title" validate:"required,filled,line,max=120"`
		Summary string `json:"summary" validate:"max=5000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	title, summary := strings.TrimSpace(body.Title), strings.TrimSpace(body.Summary)
	candidate, err := s.Store.EditCandidate(c.UserContext(), c.Params("candidate"), body.Version, title, summary)
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "EditCandidate", candidate.Event, candidate.ID); err != nil {
		return err
	}
	return c.JSON(candidate)
}

// decideOutcomes handles PUT /staff/api/events/:event/outcomes: drafts, until they are published.
func (s *Server) decideOutcomes(c *fiber.Ctx) error {
	type request struct {
		Ideas  []int             `json:"ideas" validate:"required,min=1,max=1000"`
		Kind   store.OutcomeKind `json:"kind" validate:"required,oneof=promoted goal parked in_progress not_competent declined"`
		Reason string            `json:"reason" validate:"max=2000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(body.Reason)
	if reason == "" && (body.Kind == store.OutcomeParked || body.Kind == store.OutcomeDeclined || body.Kind == store.OutcomeNotOurs) {
		return store.ErrInvalid.About("reason") // whoever is turned down is told why
	}
	m, err := s.material(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	var outcomes []store.Outcome
	for _, number := range body.Ideas {
		idea, ok := m.ideas[number]
		if !ok {
			return store.ErrNotFound.About("ideas")
		}
		outcome := store.Outcome{Event: m.Event.ID, Idea: idea.ID, Number: number, Kind: body.Kind, Reason: reason}
		if body.Kind == store.OutcomePromoted {
			if outcome.Candidate = m.candidateOf(idea); outcome.Candidate == "" {
				return store.ErrInvalid.About("kind") // promote it first
			}
		}
		outcomes = append(outcomes, outcome)
	}
	if err := s.Store.Decide(c.UserContext(), outcomes); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "DecideOutcomes", m.Event.ID, joined(body.Ideas)); err != nil {
		return err
	}
	return s.answerOutcomes(c, m.Event.ID)
}

// publishOutcomes handles POST /staff/api/events/:event/outcomes/publish: authors see them at
// once on their phones, and later with their idea link.
func (s *Server) publishOutcomes(c *fiber.Ctx) error {
	hub, err := s.Hubs.Hub(c.UserContext(), c.Params("event"))
	if err != nil {
		return err
	}
	event := hub.Event().ID
	published, err := s.Store.Publish(c.UserContext(), event)
	if err != nil {
		return err
	}
	if _, err := hub.Do(c.UserContext(), actor(c), live.TellOutcomes{Outcomes: published}); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "PublishOutcomes", event, ""); err != nil {
		return err
	}
	return s.answerOutcomes(c, event)
}

func (s *Server) answerOutcomes(c *fiber.Ctx, event string) error {
	outcomes, err := s.Store.Outcomes(c.UserContext(), event)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"outcomes": listed(outcomes)})
}
