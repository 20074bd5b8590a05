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
	session string // of ideas and rounds: the stream they belong to
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
)

// updateTypes names the update that tells of a noun.
var updateTypes = [...]string{"EventShown", "SessionsShown", "FieldsShown", "ProjectorsShown", "ModeratorsShown", "IdeasShown", "RoundsShown"}

// touched lists the nouns that a fact may change before screens' eyes. It is asked before the
// fact is applied. Votes and support are not here: their sums are told by pulses.
func touched(state *State, fact store.Fact) []noun {
	whole := func(in *session) []noun {
		all := make([]noun, 0, len(in.ideas)+1)
		all = append(all, noun{ofSession, in.ID, ""})
		for _, one := range in.ideas {
			all = append(all, noun{ofIdea, one.ID, in.ID})
		}
		return all
	}
	ofOneIdea := func(id string) []noun { return []noun{{ofIdea, id, state.ideas[id].Session}} }
	switch f := fact.(type) {
	case store.EventEdited:
		return []noun{{ofEvent, "", ""}}
	case store.SessionEdited:
		in := state.session(f.Session.ID)
		if in.Blank != f.Session.Blank || in.SupportShown != f.Session.SupportShown {
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
		return ofOneIdea(f.Idea)
	case store.IdeaWithdrawn:
		return ofOneIdea(f.Idea)
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
	case store.ResultsShown:
		return []noun{{ofRound, f.Round, state.rounds[f.Round].Session}}
	}
	return nil
}

// owners lists the participants whose own view a fact changes.
func owners(state *State, fact store.Fact) []string {
	author := func(id string) []string {
		if one := state.ideas[id]; one != nil && one.Author != "" {
			return []string{one.Author}
		}
		return nil
	}
	switch f := fact.(type) {
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
	case store.IdeaSupported:
		return []string{f.Participant}
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
		view = ViewSession(state.session(at.id).Session)
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
		view, visible = boxed(ViewRound(to, one.Round, state.number))
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
		return was.Text != is.Text || was.Support > 0 && is.Support == 0
	case RoundView:
		return was.Tally != nil && after.(RoundView).Tally == nil
	}
	return false
}

// keyOf returns what a gone noun is called on the wire: an idea's number, else the id.
func keyOf(state *State, at noun) any {
	if at.kind == ofIdea {
		return state.number(at.id)
	}
	return at.id
}

// byNoun orders changes as they are told.
func byNoun(a, b noun) int { return cmp.Compare(a.kind, b.kind) }
