package store

// Comment is a short remark on an idea.
type Comment struct {
	ID      string
	Event   string
	Idea    string
	Number  int       // per event, from 1
	Text    string    // erasable
	State   IdeaState // Shown, Hidden or Withdrawn
	Author  string    // participant id; empty: a moderator
	Command string    // id of the command that brought it
}

// MaxCommentLength bounds a comment's text, in code points.
const MaxCommentLength = 500

// ReactionKind is what somebody says to an idea without words.
type ReactionKind string

const (
	Agrees  ReactionKind = "agree"    // yes, this
	Asks    ReactionKind = "question" // I have a question
	Worries ReactionKind = "concern"  // I have a concern
)

// ReactionKinds are all there are, in the order they are shown.
var ReactionKinds = []ReactionKind{Agrees, Asks, Worries}

// Reaction is a participant's reaction to an idea; of each kind one at most.
type Reaction struct {
	Idea, Participant string
	Kind              ReactionKind
}

// SignalKind is what a participant lets the moderator know.
type SignalKind string

const (
	Done SignalKind = "done" // ready with the phase
	Hand SignalKind = "hand" // wants to speak
)

// Signal is a participant's signal in a session, until it is taken back.
type Signal struct {
	Session, Participant string
	Kind                 SignalKind
	Number               int  // of a raised hand: its place in the order, from 1, never used twice
	Called               bool // of a raised hand: is asked to speak
}

var ErrSwitchedOff = &Error{Kind: Forbidden, Code: "switched_off"}

type (
	CommentAdded struct{ Comment Comment }
	// CommentModerated hides a comment or shows it again.
	CommentModerated struct {
		Comment string
		State   IdeaState
	}
	// CommentWithdrawn erases the text and the submitting command's MAC, and puts the comment on
	// the list of erasures.
	CommentWithdrawn struct {
		Comment string
		At      int64
	}
	// ReactionSet sets or takes back a reaction.
	ReactionSet struct {
		Reaction Reaction
		On       bool
	}
	// SignalSet gives a signal, or takes it back.
	SignalSet struct {
		Signal Signal
		On     bool
	}
	// SignalsCleared takes back all signals of a kind.
	SignalsCleared struct {
		Session string
		Kind    SignalKind
	}
)

func (CommentAdded) fact()     {}
func (CommentModerated) fact() {}
func (CommentWithdrawn) fact() {}
func (ReactionSet) fact()      {}
func (SignalSet) fact()        {}
func (SignalsCleared) fact()   {}
