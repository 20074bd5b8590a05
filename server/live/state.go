package live

import (
	"maps"
	"slices"

	"masswerk/store"
)

// State is what a hub knows of its event. Only the hub's loop changes it. The nouns behind its
// pointers are never changed in place but replaced, so a copy of the slices is a true picture of
// a moment, and can be encoded outside the loop.
type State struct {
	event      store.Event
	sessions   []*session // by position
	fields     []*store.TopicField
	ideas      map[string]*idea // by id
	numbers    map[int]*idea
	byAuthor   map[string][]string // idea ids of a participant, by number
	supports   map[store.Support]bool
	backed     map[string][]string // idea ids a participant supports
	rounds     map[string]*round
	devices    map[string]string // participant id by hash of the device token
	moderators []*store.Moderator
	projectors []*store.Projector
	outcomes   map[string]store.Outcome // published, by idea id
	accepted   map[acceptedKey]store.Accepted
	lastNumber int // of ideas
	lastRound  int
}

type acceptedKey struct{ actor, id string }

// session is a session with what belongs to it, in order of numbers.
type session struct {
	store.Session
	ideas  []*idea
	rounds []*round
}

// idea is an idea with what screens are told beside it.
type idea struct {
	store.Idea
	at      int // index in its session's ideas
	into    int // number of the idea it was merged into
	backers int // participants who support it
	told    int // backers, as last told to screens
}

// round is a round with its running count. The ballots are the one thing changed in place: no
// screen is told of them.
type round struct {
	store.Round
	at      int
	ballots map[string]*store.Ballot // by participant, while open
	count   store.Tally
	changes int64 // votes set since the event was loaded
}

// newState builds the state from rows.
func newState(contents store.Contents) *State {
	s := &State{
		event:    contents.Event,
		ideas:    make(map[string]*idea, len(contents.Ideas)),
		numbers:  make(map[int]*idea, len(contents.Ideas)),
		byAuthor: map[string][]string{},
		supports: make(map[store.Support]bool, len(contents.Supports)),
		backed:   map[string][]string{},
		rounds:   map[string]*round{},
		devices:  make(map[string]string, len(contents.Participants)),
		outcomes: map[string]store.Outcome{},
		accepted: make(map[acceptedKey]store.Accepted, len(contents.Accepted)),
	}
	for _, one := range contents.Sessions {
		s.sessions = append(s.sessions, &session{Session: one})
	}
	for _, one := range contents.Participants {
		if one.Device != "" { // else imported: no device can return as this one
			s.devices[one.Device] = one.ID
		}
	}
	for i := range contents.Moderators {
		s.moderators = append(s.moderators, &contents.Moderators[i])
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
	for _, support := range contents.Supports {
		s.supports[support] = true
		s.backed[support.Participant] = append(s.backed[support.Participant], support.Idea)
		if one := s.ideas[support.Idea]; one != nil {
			one.backers++
			one.told++
		}
	}
	for _, one := range contents.Rounds {
		s.addRound(one)
	}
	for _, ballot := range contents.Ballots {
		s.rounds[ballot.Round].put(&ballot)
	}
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

// openRound returns the session's open round, or nil.
func (s *session) openRound() *round {
	for _, one := range slices.Backward(s.rounds) {
		if one.State == store.RoundOpen {
			return one
		}
	}
	return nil
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

func (s *State) addRound(one store.Round) {
	in := s.session(one.Session)
	added := &round{Round: one, at: len(in.rounds), ballots: map[string]*store.Ballot{}, count: store.Tally{Items: map[int]store.ItemTally{}}}
	in.rounds = append(in.rounds, added)
	s.rounds[one.ID] = added
	s.lastRound = max(s.lastRound, one.Number)
}

func (s *State) changeRound(id string, change func(*round)) {
	copied := *s.rounds[id]
	change(&copied)
	s.rounds[id] = &copied
	s.session(copied.Session).rounds[copied.at] = &copied
}

// put replaces a participant's ballot and keeps the running count.
func (r *round) put(ballot *store.Ballot) {
	r.changes++
	r.add(r.ballots[ballot.Participant], -1)
	r.add(ballot, 1)
	r.ballots[ballot.Participant] = ballot
}

func (r *round) add(ballot *store.Ballot, sign int) {
	if ballot == nil || len(ballot.Points) == 0 {
		return
	}
	r.count.Voters += sign
	for item, points := range ballot.Points {
		sum := r.count.Items[item]
		sum = store.ItemTally{Points: sum.Points + sign*points, Voters: sum.Voters + sign}
		if sum == (store.ItemTally{}) {
			delete(r.count.Items, item)
		} else {
			r.count.Items[item] = sum
		}
	}
}

// tally returns a copy of the running count.
func (r *round) tally() store.Tally {
	return store.Tally{Voters: r.count.Voters, Items: maps.Clone(r.count.Items)}
}

// Apply does what a fact says. Facts cannot be refused: they happened.
func (s *State) Apply(fact store.Fact) {
	switch f := fact.(type) {
	case store.EventEdited:
		seq, key := s.event.Seq, s.event.Key
		s.event = f.Event
		s.event.Seq, s.event.Key = seq, key
	case store.SessionEdited:
		one := s.session(f.Session.ID)
		one.Title, one.Prompt, one.Blank, one.SupportShown = f.Session.Title, f.Session.Prompt, f.Session.Blank, f.Session.SupportShown
	case store.PhaseEntered:
		s.session(f.Session).Phase = f.Phase
	case store.PhaseSet:
		one := s.session(f.Session)
		one.Phases = slices.Clone(one.Phases)
		for i := range one.Phases {
			if one.Phases[i].ID == f.Phase {
				one.Phases[i].PhaseSettings = f.Settings
			}
		}
	case store.ParticipantJoined:
		s.devices[f.Participant.Device] = f.Participant.ID
	case store.ModeratorInvited:
		s.moderators = append(s.moderators, &f.Moderator)
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
	case store.IdeaMerged:
		into := 0
		if head := s.ideas[f.Into]; head != nil {
			into = head.Number
		}
		s.changeIdea(f.Idea, func(i *idea) { i.MergedInto, i.into = f.Into, into })
	case store.IdeaMoved:
		s.changeIdea(f.Idea, func(i *idea) { i.Field = f.Field })
	case store.IdeaSupported:
		support := store.Support{Idea: f.Idea, Participant: f.Participant}
		step := -1
		if f.On {
			s.supports[support], step = true, 1
			s.backed[f.Participant] = append(s.backed[f.Participant], f.Idea)
		} else {
			delete(s.supports, support)
			s.backed[f.Participant] = slices.DeleteFunc(s.backed[f.Participant], func(id string) bool { return id == f.Idea })
		}
		s.changeIdea(f.Idea, func(i *idea) { i.backers += step })
	case store.IdeaNominated:
		s.changeIdea(f.Idea, func(i *idea) { i.Nominated = f.On })
	case store.OutcomesPublished:
		for _, outcome := range f.Outcomes {
			s.outcomes[outcome.Idea] = outcome
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
	case store.RoundOpened:
		s.addRound(f.Round)
	case store.VoteSet:
		s.rounds[f.Ballot.Round].put(&f.Ballot)
	case store.RoundEnded:
		s.changeRound(f.Round.ID, func(r *round) { r.Round, r.ballots = f.Round, map[string]*store.Ballot{} })
	case store.ResultsShown:
		s.changeRound(f.Round, func(r *round) { r.ResultsOpen = f.On })
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
