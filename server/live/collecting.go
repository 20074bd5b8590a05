package live

import (
	"strconv"
	"time"
	"unicode/utf8"

	"masswerk/store"
)

// Numbered is the result of a command that brings an idea.
type Numbered struct {
	Number int `json:"number"`
}

// SubmitIdea brings a participant's idea or expectation.
type SubmitIdea struct {
	Session string         `json:"session"`
	Kind    store.IdeaKind `json:"kind"`
	Text    string         `json:"text"`
	Receipt string         `json:"receipt"` // the participant's secret for this event; only hashes are kept

	id string // of the command
}

func (c SubmitIdea) Decide(state *State, by Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	if !in.Collecting() {
		return Decision{}, store.ErrCollectingIsOver
	}
	if len(c.Receipt) < 22 || len(c.Receipt) > 128 {
		return Decision{}, store.ErrInvalid.About("receipt")
	}
	one, err := newIdea(state, in, c.Kind, c.Text, means)
	if err != nil {
		return Decision{}, err
	}
	one.Author, one.Command, one.Table = by.ID, c.id, state.tableOf(by.ID)
	if in.Current().ReleaseFirst {
		one.State = store.Held
	}
	return Decision{
		Facts:  []store.Fact{store.IdeaSubmitted{Idea: one, Receipt: store.ReceiptHash(c.Receipt, one.ID)}},
		Result: Numbered{one.Number},
	}, nil
}

// AddIdea enters an idea on behalf of someone without a phone. It is marked, and needs no release.
// From a paper card it has the card's number.
type AddIdea struct {
	Session string         `json:"session"`
	Kind    store.IdeaKind `json:"kind"`
	Text    string         `json:"text"`
	Number  int            `json:"number,omitempty"` // as reserved by ReserveCards; 0: the next
	Table   int            `json:"table,omitempty"`  // where its author sits; 0: at none

	id string
}

func (c AddIdea) Decide(state *State, by Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	one, err := newIdea(state, in, c.Kind, c.Text, means)
	if err != nil {
		return Decision{}, err
	}
	if c.Number != 0 {
		if !state.event.Carded(c.Number) || state.numbers[c.Number] != nil {
			return Decision{}, store.ErrInvalid.About("number")
		}
		one.Number = c.Number
	}
	if c.Table < 0 || c.Table > state.event.Seating.Tables {
		return Decision{}, store.ErrInvalid.About("table")
	}
	one.OnBehalf, one.Command, one.Table = true, c.id, c.Table
	return Decision{
		Facts:  []store.Fact{store.IdeaSubmitted{Idea: one}},
		Result: Numbered{one.Number},
		Undo:   WithdrawIdea{Idea: one.Number},
		About:  strconv.Itoa(one.Number),
	}, nil
}

func newIdea(state *State, in *session, kind store.IdeaKind, text string, means Means) (store.Idea, error) {
	if kind != store.Proposal && kind != store.Expectation {
		return store.Idea{}, store.ErrInvalid.About("kind")
	}
	text, err := cleanText(text)
	if err == nil {
		err = store.CheckText(text)
	}
	if err != nil {
		return store.Idea{}, err
	}
	return store.Idea{
		ID: means.NewID(), Event: state.event.ID, Session: in.ID, Number: state.lastNumber + 1,
		Kind: kind, Text: text, State: store.Shown,
		SubmittedAt: means.Now.Truncate(time.Hour).UnixMilli(),
	}, nil
}

// WithdrawIdea takes an idea back for good: its text is erased. A participant withdraws an own
// idea, a moderator one that was entered on someone's behalf.
type WithdrawIdea struct {
	Idea int `json:"idea"`
}

func (c WithdrawIdea) Decide(state *State, by Actor, means Means) (Decision, error) {
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	own := by.Face == Phone && one.Author == by.ID || by.Face == Console && one.OnBehalf
	if !own {
		return Decision{}, store.ErrForbidden
	}
	if one.State == store.Withdrawn {
		return Decision{}, nil // already so: a repeat
	}
	return Decision{
		Facts: []store.Fact{store.IdeaWithdrawn{Idea: one.ID, At: means.Now.UnixMilli()}},
		About: strconv.Itoa(one.Number),
	}, nil
}

// ModerateIdea releases, returns (with a reason), hides or restores an idea.
type ModerateIdea struct {
	Idea   int             `json:"idea"`
	State  store.IdeaState `json:"state"`
	Reason string          `json:"reason"`
	Was    store.IdeaState `json:"was"`
}

func (c ModerateIdea) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	switch c.State {
	case store.Held, store.Shown, store.Returned, store.Hidden:
	default:
		return Decision{}, store.ErrInvalid.About("state")
	}
	if one.State == store.Withdrawn {
		return Decision{}, store.ErrIdeaWithdrawn
	}
	if c.Was != "" && c.Was != one.State {
		return Decision{}, store.ErrChangedSince
	}
	reason, err := cleanLine(c.Reason, 500, "reason")
	if err != nil {
		return Decision{}, err
	}
	if c.State == store.Returned && reason == "" {
		return Decision{}, store.ErrTextEmpty.About("reason")
	}
	if c.State != store.Returned {
		reason = ""
	}
	return Decision{
		Facts: []store.Fact{store.IdeaModerated{Idea: one.ID, State: c.State, Reason: reason}},
		Undo:  ModerateIdea{Idea: c.Idea, State: one.State, Reason: one.Reason, Was: c.State},
		About: strconv.Itoa(one.Number) + " " + string(c.State),
	}, nil
}

// RedactIdea takes names out of an idea; where they stood is a mark that says so. What stood there
// is erased everywhere, so there is no undo.
type RedactIdea struct {
	Idea   int          `json:"idea"`
	Spans  []store.Span `json:"spans"`
	Length int          `json:"length"` // of the text that the spans were chosen in, in code points
}

// maxSpans bounds what is taken out at once.
const maxSpans = 100

func (c RedactIdea) Decide(state *State, _ Actor, means Means) (Decision, error) {
	one := state.numbers[c.Idea]
	switch {
	case one == nil:
		return Decision{}, store.ErrNotFound
	case one.State == store.Withdrawn:
		return Decision{}, store.ErrIdeaWithdrawn
	case utf8.RuneCountInString(one.Text) != c.Length:
		return Decision{}, store.ErrChangedSince
	case len(c.Spans) == 0 || len(c.Spans) > maxSpans:
		return Decision{}, store.ErrInvalid.About("spans")
	}
	text, err := store.Redact(one.Text, c.Spans, store.RedactedMark(state.event.Language))
	if err == nil {
		err = store.CheckText(text)
	}
	if err != nil {
		return Decision{}, err
	}
	return Decision{
		Facts: []store.Fact{store.IdeaRedacted{
			Idea: one.ID, Text: text, Spans: c.Spans, Number: one.Redactions + 1, At: means.Now.UnixMilli(),
		}},
		About: strconv.Itoa(one.Number),
	}, nil
}

// PinIdea puts an idea before the others, or back among them.
type PinIdea struct {
	Idea int  `json:"idea"`
	On   bool `json:"on"`
}

func (c PinIdea) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.State == store.Withdrawn {
		return Decision{}, store.ErrIdeaWithdrawn
	}
	if one.Pinned == c.On {
		return Decision{}, nil
	}
	return Decision{
		Facts: []store.Fact{store.IdeaPinned{Idea: one.ID, On: c.On}},
		Undo:  PinIdea{Idea: c.Idea, On: one.Pinned},
		About: strconv.Itoa(one.Number),
	}, nil
}

// SupportIdea backs an idea, or takes that back.
type SupportIdea struct {
	Idea int  `json:"idea"`
	On   bool `json:"on"`
}

func (c SupportIdea) Decide(state *State, by Actor, _ Means) (Decision, error) {
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if !one.Visible() {
		return Decision{}, store.ErrForbidden
	}
	if state.echoes[backing(one.ID, by.ID)] == c.On {
		return Decision{}, nil
	}
	return Decision{Facts: []store.Fact{store.IdeaSupported{Idea: one.ID, Participant: by.ID, On: c.On}}}, nil
}
