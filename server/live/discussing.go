package live

import (
	"strconv"
	"unicode/utf8"

	"masswerk/store"
)

// AddComment adds a short remark to an idea: a participant's while the phase has comments, a
// moderator's at any time.
type AddComment struct {
	Idea int    `json:"idea"`
	Text string `json:"text"`

	id string // of the command
}

func (c AddComment) Decide(state *State, by Actor, means Means) (Decision, error) {
	on, err := answerable(state, by, c.Idea, func(phase store.PhaseSettings) bool { return phase.Comments })
	if err != nil {
		return Decision{}, err
	}
	text, err := cleanText(c.Text)
	switch {
	case err != nil:
		return Decision{}, err
	case text == "":
		return Decision{}, store.ErrTextEmpty.About("text")
	case utf8.RuneCountInString(text) > store.MaxCommentLength:
		return Decision{}, store.ErrTextTooLong.About("text")
	}
	one := store.Comment{
		ID: means.NewID(), Event: state.event.ID, Idea: on.ID, Number: state.lastRemark + 1,
		Text: text, State: store.Shown, Command: c.id,
	}
	decision := Decision{Result: Numbered{one.Number}, About: strconv.Itoa(one.Number)}
	if by.Face == Phone {
		one.Author = by.ID
	} else {
		decision.Undo = WithdrawComment{Comment: one.Number}
	}
	decision.Facts = []store.Fact{store.CommentAdded{Comment: one}}
	return decision, nil
}

// answerable returns the idea that somebody wants to answer to: a moderator to any that is not
// withdrawn, a participant to one that phones see, while the phase allows it.
func answerable(state *State, by Actor, number int, allowed func(store.PhaseSettings) bool) (*idea, error) {
	one := state.numbers[number]
	if one == nil {
		return nil, store.ErrNotFound
	}
	if by.Face != Phone {
		if one.State == store.Withdrawn {
			return nil, store.ErrIdeaWithdrawn
		}
		return one, nil
	}
	in := state.session(one.Session).Session
	if !allowed(in.Current().PhaseSettings) {
		return nil, store.ErrSwitchedOff
	}
	if !sees(by.Face, in, one) {
		return nil, store.ErrForbidden
	}
	return one, nil
}

// WithdrawComment takes a comment back for good: its text is erased. Participants withdraw their
// own, also when the phase has comments no more; moderators those that a moderator wrote.
type WithdrawComment struct {
	Comment int `json:"comment"`
}

func (c WithdrawComment) Decide(state *State, by Actor, means Means) (Decision, error) {
	one := state.comment(c.Comment)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	own := by.Face == Phone && one.Author == by.ID || by.Face == Console && one.Author == ""
	if !own {
		return Decision{}, store.ErrForbidden
	}
	if one.State == store.Withdrawn {
		return Decision{}, nil // already so: a repeat
	}
	return Decision{
		Facts: []store.Fact{store.CommentWithdrawn{Comment: one.ID, At: means.Now.UnixMilli()}},
		About: strconv.Itoa(one.Number),
	}, nil
}

// ModerateComment hides a comment or shows it again.
type ModerateComment struct {
	Comment int             `json:"comment"`
	State   store.IdeaState `json:"state"`
	Was     store.IdeaState `json:"was"`
}

func (c ModerateComment) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.comment(c.Comment)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if c.State != store.Shown && c.State != store.Hidden {
		return Decision{}, store.ErrInvalid.About("state")
	}
	if one.State == store.Withdrawn || c.Was != "" && c.Was != one.State {
		return Decision{}, store.ErrChangedSince
	}
	return Decision{
		Facts: []store.Fact{store.CommentModerated{Comment: one.ID, State: c.State}},
		Undo:  ModerateComment{Comment: c.Comment, State: one.State, Was: c.State},
		About: strconv.Itoa(one.Number) + " " + string(c.State),
	}, nil
}

// React answers an idea without words, or takes that back, which is always possible.
type React struct {
	Idea int                `json:"idea"`
	Kind store.ReactionKind `json:"kind"`
	On   bool               `json:"on"`
}

func (c React) Decide(state *State, by Actor, _ Means) (Decision, error) {
	switch c.Kind {
	case store.Agrees, store.Asks, store.Worries:
	default:
		return Decision{}, store.ErrInvalid.About("kind")
	}
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if c.On {
		if _, err := answerable(state, by, c.Idea, func(phase store.PhaseSettings) bool { return phase.Reactions }); err != nil {
			return Decision{}, err
		}
	}
	answer := store.Reaction{Idea: one.ID, Participant: by.ID, Kind: c.Kind}
	if state.echoes[answer] == c.On {
		return Decision{}, nil
	}
	return Decision{Facts: []store.Fact{store.ReactionSet{Reaction: answer, On: c.On}}}, nil
}
