package live

import (
	"cmp"

	"masswerk/store"
)

// Which nouns a fact changes before whose eyes, and how a face looks at one of them.

// noun names one thing that screens see.
type noun struct {
	kind    nounKind
	id      string
	session string // of ideas, rounds and comments: the stream they belong to
}

type nounKind int

const (
	ofEvent nounKind = iota
	ofSession
	ofField
	ofProjector
	ofModerator
	ofIdea
	ofRound
	ofComment
	ofTicket
)

// updateTypes names the update that tells of a noun.
var updateTypes = [...]string{"EventShown", "SessionsShown", "FieldsShown", "ProjectorsShown", "ModeratorsShown", "IdeasShown", "RoundsShown", "CommentsShown", "TicketsShown"}

// touched lists the nouns that a fact may change before screens' eyes. It is asked before the
// fact is applied. Votes, support, reactions and signals are not here: their sums are told by
// pulses.
func touched(state *State, fact store.Fact) []noun {
	whole := func(in *session) []noun {
		all := make([]noun, 0, len(in.ideas)+1)
		all = append(all, noun{ofSession, in.ID, ""})
		for _, one := range in.ideas {
			all = append(all, noun{ofIdea, one.ID, in.ID})
		}
		for _, one := range in.comments {
			all = append(all, noun{ofComment, one.ID, in.ID})
		}
		return all
	}
	ofOneIdea := func(id string) []noun { return []noun{{ofIdea, id, state.ideas[id].Session}} }
	withComments := func(id string) []noun { // they are seen where the idea is
		all := ofOneIdea(id)
		for _, one := range state.commentsOn[id] {
			all = append(all, noun{ofComment, one, all[0].session})
		}
		return all
	}
	ofOneComment := func(id string) []noun { return []noun{{ofComment, id, state.comments[id].session}} }
	switch f := fact.(type) {
	case store.EventEdited:
		return []noun{{ofEvent, "", ""}}
	case store.SessionEdited:
		in := state.session(f.Session.ID)
		if in.Blank != f.Session.Blank || in.SupportShown != f.Session.SupportShown {
			return whole(in)
		}
		return []noun{{ofSession, in.ID, ""}}
	case store.AgendaEdited:
		in := state.session(f.Session)
		edited := in.Session
		edited.Phases = f.Phases
		if edited.Current().Kind != in.Current().Kind { // a lobby shows no ideas
			return whole(in)
		}
		return []noun{{ofSession, in.ID, ""}}
	case store.PhaseEntered:
		return whole(state.session(f.Session))
	case store.PhaseSet:
		return whole(state.session(f.Session))
	case store.ModeratorInvited:
		return []noun{{ofModerator, f.Moderator.ID, ""}}
	case store.ModeratorRevoked:
		return []noun{{ofModerator, f.Moderator, ""}}
	case store.ProjectorPaired:
		return []noun{{ofProjector, f.Projector.ID, ""}}
	case store.ProjectorDirected:
		return []noun{{ofProjector, f.Projector.ID, ""}}
	case store.IdeaSubmitted:
		return []noun{{ofIdea, f.Idea.ID, f.Idea.Session}}
	case store.IdeaModerated:
		return withComments(f.Idea)
	case store.IdeaWithdrawn:
		return withComments(f.Idea)
	case store.IdeaRedacted:
		return ofOneIdea(f.Idea)
	case store.IdeaPinned:
		return ofOneIdea(f.Idea)
	case store.CommentAdded:
		return []noun{{ofComment, f.Comment.ID, state.ideas[f.Comment.Idea].Session}}
	case store.CommentModerated:
		return ofOneComment(f.Comment)
	case store.CommentWithdrawn:
		return ofOneComment(f.Comment)
	case store.CardsReserved:
		return []noun{{ofEvent, "", ""}}
	case store.TicketsIssued:
		var all []noun
		for _, one := range f.Tickets {
			all = append(all, noun{ofTicket, one.ID, ""})
		}
		return all
	case store.TicketReissued:
		return []noun{{ofTicket, f.Ticket, ""}}
	case store.TicketRevoked:
		return []noun{{ofTicket, f.Ticket, ""}}
	case store.ParticipantJoined:
		if f.Ticket != "" {
			return []noun{{ofTicket, f.Ticket, ""}}
		}
	case store.DeviceReplaced:
		return []noun{{ofTicket, f.Ticket, ""}}
	case store.IdeaMerged:
		return ofOneIdea(f.Idea)
	case store.IdeaMoved:
		return ofOneIdea(f.Idea)
	case store.IdeaNominated:
		return ofOneIdea(f.Idea)
	case store.FieldCreated:
		return []noun{{ofField, f.Field.ID, ""}}
	case store.FieldEdited:
		return []noun{{ofField, f.Field.ID, ""}}
	case store.FieldsOrdered:
		var all []noun
		for _, one := range state.fields {
			all = append(all, noun{ofField, one.ID, ""})
		}
		return all
	case store.FieldJoined:
		return []noun{{ofField, f.Field, ""}}
	case store.FieldNominated:
		return []noun{{ofField, f.Field, ""}}
	case store.RoundOpened:
		return []noun{{ofRound, f.Round.ID, f.Round.Session}}
	case store.RoundEnded:
		return []noun{{ofRound, f.Round.ID, f.Round.Session}}
	case store.PaperEntered:
		return []noun{{ofRound, f.Paper.Round, state.rounds[f.Paper.Round].Session}}
	case store.PaperTakenBack:
		return []noun{{ofRound, f.Round, state.rounds[f.Round].Session}}
	case store.ResultsShown:
		return []noun{{ofRound, f.Round, state.rounds[f.Round].Session}}
	}
	return nil
}

// owners lists the participants whose own view a fact changes. It is asked before the fact is
// applied, which may make it forget them.
func owners(state *State, fact store.Fact) []string {
	author := func(id string) []string {
		if one := state.ideas[id]; one != nil && one.Author != "" {
			return []string{one.Author}
		}
		return nil
	}
	switch f := fact.(type) {
	case store.EventEdited:
		return state.unseated(f.Event.Seating)
	case store.ParticipantSeated:
		return []string{f.Participant}
	case store.IdeaSubmitted:
		if f.Idea.Author != "" {
			return []string{f.Idea.Author}
		}
	case store.IdeaModerated:
		return author(f.Idea)
	case store.IdeaWithdrawn:
		return author(f.Idea)
	case store.IdeaMerged:
		return author(f.Idea)
	case store.IdeaMoved:
		return author(f.Idea)
	case store.IdeaNominated:
		return author(f.Idea)
	case store.IdeaRedacted:
		return author(f.Idea)
	case store.IdeaSupported:
		return []string{f.Participant}
	case store.ReactionSet:
		return []string{f.Reaction.Participant}
	case store.CommentAdded:
		if f.Comment.Author != "" {
			return []string{f.Comment.Author}
		}
	case store.CommentWithdrawn:
		if by := state.comments[f.Comment].Author; by != "" {
			return []string{by}
		}
	case store.SignalSet:
		return []string{f.Signal.Participant}
	case store.SignalsCleared:
		return state.session(f.Session).givers(f.Kind)
	case store.PhaseEntered:
		return state.session(f.Session).givers(store.Done)
	case store.VoteSet:
		return []string{f.Ballot.Participant}
	case store.OutcomesPublished:
		var all []string
		for _, outcome := range f.Outcomes {
			all = append(all, author(outcome.Idea)...)
		}
		return all
	}
	return nil
}

// look returns how a face sees a noun as things stand; nil when it does not.
func look(to Face, state *State, at noun, address string) any {
	var view any
	visible := true
	switch at.kind {
	case ofEvent:
		view = viewEvent(to, state.event, address)
	case ofSession:
		one := state.session(at.id).Session
		view = viewSession(one, state.number(one.Spotlight.Idea))
	case ofField:
		one := state.field(at.id)
		if one == nil {
			return nil
		}
		view, visible = boxed(viewField(to, one))
	case ofProjector:
		one := state.projector(at.id)
		if one == nil {
			return nil
		}
		view, visible = boxed(viewProjector(to, one))
	case ofModerator:
		one := state.moderator(at.id)
		if one == nil {
			return nil
		}
		view, visible = boxed(viewModerator(to, one))
	case ofIdea:
		one := state.ideas[at.id]
		if one == nil {
			return nil
		}
		view, visible = boxed(viewIdea(to, state.session(one.Session).Session, one))
	case ofRound:
		one := state.rounds[at.id]
		if one == nil {
			return nil
		}
		view, visible = boxed(viewRound(to, one.Round, one.items))
	case ofComment:
		one := state.comments[at.id]
		if one == nil {
			return nil
		}
		view, visible = boxed(viewComment(to, state.session(one.session).Session, state.ideas[one.Idea], one))
	case ofTicket:
		number, ok := state.ticketByID[at.id]
		if !ok {
			return nil
		}
		view, visible = boxed(viewTicket(to, state.ticket(number)))
	}
	if !visible {
		return nil
	}
	return view
}

func boxed[V any](view V, visible bool) (any, bool) { return view, visible }

// number returns an idea's number by its id, 0 for none.
func (s *State) number(id string) int {
	if one := s.ideas[id]; one != nil {
		return one.Number
	}
	return 0
}

// takesAway reports whether a changed view tells less than before, so that older frames and
// snapshots must not be served any more.
func takesAway(before, after any) bool {
	if after == nil {
		return before != nil
	}
	switch was := before.(type) {
	case IdeaView:
		is := after.(IdeaView)
		return was.Text != is.Text || was.Support > 0 && is.Support == 0 || was.Reactions != nil && is.Reactions == nil
	case RoundView:
		return was.Tally != nil && after.(RoundView).Tally == nil
	}
	return false
}

// keyOf returns what a gone noun is called on the wire: the number of an idea or a comment, else
// the id. A ticket never goes.
func keyOf(state *State, at noun) any {
	switch at.kind {
	case ofIdea:
		return state.number(at.id)
	case ofComment:
		return state.comments[at.id].Number
	}
	return at.id
}

// byNoun orders changes as they are told.
func byNoun(a, b noun) int { return cmp.Compare(a.kind, b.kind) }
