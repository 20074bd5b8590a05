package live

import (
	"slices"

	"masswerk/store"
)

// State is what a hub knows of its event. Only the hub's loop changes it. The nouns behind its
// pointers are never changed in place but replaced, so a copy of the slices is a true picture of
// a moment, and can be encoded outside the loop.
type State struct {
	event    store.Event
	sessions []*session // by position
	fields   []*store.TopicField
	ideas    map[string]*idea // by id
	numbers  map[int]*idea
	byAuthor map[string][]string // idea ids of a participant, by number
	discussion
	admission
	rounds     map[string]*round
	seats      map[string]int // table by participant id
	places     map[string]int // the how manieth a participant joined, from 1
	moderators []*store.Moderator
	helped     bool // there is a helper among them, or was
	projectors []*store.Projector
	outcomes   map[string]store.Outcome // published, by idea id
	accepted   map[acceptedKey]store.Accepted
	lastNumber int // of ideas, and of the cards they may come on
	lastRound  int
}

type acceptedKey struct{ actor, id string }

// session is a session with what belongs to it, in order of numbers; ideas from paper cards stand
// where they came in.
type session struct {
	store.Session
	signals
	ideas    []*idea
	rounds   []*round
	comments []*comment
}

// idea is an idea with what screens are told beside it.
type idea struct {
	store.Idea
	at   int // index in its session's ideas
	into int // number of the idea it was merged into
	echo echo
	told echo // as last told to screens
}

// newState builds the state from rows.
func newState(contents store.Contents) *State {
	s := &State{
		event:    contents.Event,
		ideas:    make(map[string]*idea, len(contents.Ideas)),
		numbers:  make(map[int]*idea, len(contents.Ideas)),
		byAuthor: map[string][]string{},
		rounds:   map[string]*round{},
		seats:    map[string]int{},
		places:   make(map[string]int, len(contents.Participants)),
		outcomes: map[string]store.Outcome{},
		accepted: make(map[acceptedKey]store.Accepted, len(contents.Accepted)),
	}
	for _, one := range contents.Sessions {
		s.sessions = append(s.sessions, &session{Session: one})
	}
	for i, one := range contents.Participants {
		s.places[one.ID] = i + 1
		if one.Table != 0 {
			s.seats[one.ID] = one.Table
		}
	}
	s.admission = newAdmission(contents)
	for _, one := range contents.Moderators {
		s.addModerator(one)
	}
	for i := range contents.Projectors {
		s.projectors = append(s.projectors, &contents.Projectors[i])
	}
	for i := range contents.Fields {
		s.fields = append(s.fields, &contents.Fields[i])
	}
	for _, one := range contents.Ideas {
		s.addIdea(one)
	}
	for _, one := range s.ideas {
		if head := s.ideas[one.MergedInto]; head != nil {
			one.into = head.Number
		}
	}
	for _, cards := range contents.Event.Cards {
		s.lastNumber = max(s.lastNumber, cards.To)
	}
	s.addDiscussion(contents)
	s.addRounds(contents)
	for _, outcome := range contents.Outcomes {
		s.outcomes[outcome.Idea] = outcome
	}
	for _, accepted := range contents.Accepted {
		s.accepted[acceptedKey{accepted.Actor, accepted.ID}] = accepted
	}
	return s
}

func (s *State) session(id string) *session {
	for _, one := range s.sessions {
		if one.ID == id {
			return one
		}
	}
	return nil
}

func (s *State) field(id string) *store.TopicField {
	for _, one := range s.fields {
		if one.ID == id {
			return one
		}
	}
	return nil
}

func (s *State) moderator(id string) *store.Moderator {
	for _, one := range s.moderators {
		if one.ID == id {
			return one
		}
	}
	return nil
}

func (s *State) addModerator(one store.Moderator) {
	s.moderators = append(s.moderators, &one)
	s.helped = s.helped || one.Role == store.Helps
}

func (s *State) projector(id string) *store.Projector {
	for _, one := range s.projectors {
		if one.ID == id {
			return one
		}
	}
	return nil
}

// head returns the idea that speaks for a merged group.
func (s *State) head(of *idea) *idea {
	for of.MergedInto != "" {
		of = s.ideas[of.MergedInto]
	}
	return of
}

func (s *State) addIdea(one store.Idea) {
	in := s.session(one.Session)
	added := &idea{Idea: one, at: len(in.ideas)}
	in.ideas = append(in.ideas, added)
	s.ideas[one.ID], s.numbers[one.Number] = added, added
	s.lastNumber = max(s.lastNumber, one.Number)
	if one.Author != "" {
		s.byAuthor[one.Author] = append(s.byAuthor[one.Author], one.ID)
	}
}

// changeIdea replaces an idea by a changed copy.
func (s *State) changeIdea(id string, change func(*idea)) {
	copied := *s.ideas[id]
	change(&copied)
	s.ideas[id], s.numbers[copied.Number] = &copied, &copied
	s.session(copied.Session).ideas[copied.at] = &copied
}

// Apply does what a fact says. Facts cannot be refused: they happened.
func (s *State) Apply(fact store.Fact) {
	switch f := fact.(type) {
	case store.EventEdited:
		seq, key, cards := s.event.Seq, s.event.Key, s.event.Cards
		s.event = f.Event
		s.event.Seq, s.event.Key, s.event.Cards = seq, key, cards
	case store.CardsReserved:
		s.event.Cards = append(slices.Clone(s.event.Cards), f.Cards)
		s.lastNumber = max(s.lastNumber, f.Cards.To)
	case store.SessionEdited:
		one := s.session(f.Session.ID)
		one.Title, one.Prompt, one.Blank, one.SupportShown = f.Session.Title, f.Session.Prompt, f.Session.Blank, f.Session.SupportShown
		one.Spotlight, one.Timer = f.Session.Spotlight, f.Session.Timer
	case store.AgendaEdited:
		s.session(f.Session).Phases = f.Phases
	case store.PhaseEntered:
		one := s.session(f.Session)
		one.Phase = f.Phase
		one.clear(store.Done)
	case store.PhaseSet:
		one := s.session(f.Session)
		one.Phases = slices.Clone(one.Phases)
		for i := range one.Phases {
			if one.Phases[i].ID == f.Phase {
				one.Phases[i].PhaseSettings = f.Settings
			}
		}
	case store.ParticipantSeated:
		s.seats[f.Participant] = f.Table
	case store.ModeratorInvited:
		s.addModerator(f.Moderator)
	case store.ModeratorRevoked:
		s.moderators = replaced(s.moderators, s.moderator(f.Moderator), func(m *store.Moderator) { m.Revoked = f.Revoked })
	case store.ProjectorPaired:
		s.projectors = append(s.projectors, &f.Projector)
	case store.ProjectorDirected:
		s.projectors = replaced(s.projectors, s.projector(f.Projector.ID), func(p *store.Projector) { *p = f.Projector })
	case store.IdeaSubmitted:
		s.addIdea(f.Idea)
	case store.IdeaModerated:
		s.changeIdea(f.Idea, func(i *idea) { i.State, i.Reason = f.State, f.Reason })
	case store.IdeaWithdrawn:
		s.changeIdea(f.Idea, func(i *idea) { i.State, i.Text, i.Reason = store.Withdrawn, "", "" })
		s.forgetMAC(s.ideas[f.Idea].Command)
	case store.IdeaRedacted:
		s.changeIdea(f.Idea, func(i *idea) { i.Text, i.Redacted, i.Redactions = f.Text, true, f.Number })
		s.forgetMAC(s.ideas[f.Idea].Command)
	case store.IdeaPinned:
		s.changeIdea(f.Idea, func(i *idea) { i.Pinned = f.On })
	case store.IdeaMerged:
		into := 0
		if head := s.ideas[f.Into]; head != nil {
			into = head.Number
		}
		s.changeIdea(f.Idea, func(i *idea) { i.MergedInto, i.into = f.Into, into })
	case store.IdeaMoved:
		s.changeIdea(f.Idea, func(i *idea) { i.Field = f.Field })
	case store.IdeaNominated:
		s.changeIdea(f.Idea, func(i *idea) { i.Nominated = f.On })
	case store.OutcomesPublished:
		for _, outcome := range f.Outcomes {
			if outcome.Published {
				s.outcomes[outcome.Idea] = outcome
			} else {
				delete(s.outcomes, outcome.Idea) // it is being decided anew
			}
		}
	case store.FieldCreated:
		s.fields = append(s.fields, &f.Field)
	case store.FieldEdited:
		s.changeField(f.Field.ID, func(field *store.TopicField) {
			field.Title, field.Color, field.Removed = f.Field.Title, f.Field.Color, f.Field.Removed
		})
	case store.FieldsOrdered:
		for position, id := range f.Fields {
			s.changeField(id, func(field *store.TopicField) { field.Position = position })
		}
		slices.SortStableFunc(s.fields, func(a, b *store.TopicField) int { return a.Position - b.Position })
	case store.FieldJoined:
		s.changeField(f.Field, func(field *store.TopicField) { field.JoinedInto = f.Into })
	case store.FieldNominated:
		s.changeField(f.Field, func(field *store.TopicField) { field.Nominated = f.On })
	default:
		s.applyToRounds(fact)
		s.applyToDiscussion(fact)
		s.applyToAdmission(fact)
	}
}

func (s *State) changeField(id string, change func(*store.TopicField)) {
	s.fields = replaced(s.fields, s.field(id), change)
}

// forgetMAC empties what could be compared with a withdrawn text.
func (s *State) forgetMAC(command string) {
	for key, accepted := range s.accepted {
		if key.id == command {
			accepted.MAC = ""
			s.accepted[key] = accepted
		}
	}
}

// replaced returns a copy of the list in which one element is a changed copy.
func replaced[T any](list []*T, one *T, change func(*T)) []*T {
	list = slices.Clone(list)
	copied := *one
	change(&copied)
	list[slices.Index(list, one)] = &copied
	return list
}
