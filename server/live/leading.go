package live

import (
	"strconv"

	"masswerk/store"
)

// SessionWords is what EditSession changes.
type SessionWords struct {
	Title  string `json:"title"`
	Prompt string `json:"prompt"`
}

// EditSession changes a session's title and prompt.
type EditSession struct {
	Session string `json:"session"`
	SessionWords
	Was *SessionWords `json:"was"`
}

func (c EditSession) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	title, err := cleanLine(c.Title, 200, "title")
	if err != nil {
		return Decision{}, err
	}
	prompt, err := cleanLine(c.Prompt, 500, "prompt")
	if err != nil {
		return Decision{}, err
	}
	return editSession(state, c.Session, func(one *store.Session) (Command, error) {
		before := SessionWords{one.Title, one.Prompt}
		if c.Was != nil && *c.Was != before {
			return nil, store.ErrChangedSince
		}
		one.Title, one.Prompt = title, prompt
		return EditSession{Session: one.ID, SessionWords: before, Was: &SessionWords{title, prompt}}, nil
	})
}

// BlankWall takes all ideas off projectors and phones at once, or brings them back.
type BlankWall struct {
	Session string `json:"session"`
	On      bool   `json:"on"`
}

func (c BlankWall) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return editSession(state, c.Session, func(one *store.Session) (Command, error) {
		before := one.Blank
		one.Blank = c.On
		return BlankWall{Session: one.ID, On: before}, nil
	})
}

// ShowSupport lets everybody see how many support each idea, or hides it again.
type ShowSupport struct {
	Session string `json:"session"`
	On      bool   `json:"on"`
}

func (c ShowSupport) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return editSession(state, c.Session, func(one *store.Session) (Command, error) {
		before := one.SupportShown
		one.SupportShown = c.On
		return ShowSupport{Session: one.ID, On: before}, nil
	})
}

// Spot is what a session's spotlight is on.
type Spot struct {
	Idea  int    `json:"idea"`  // number; 0: no idea
	Field string `json:"field"` // id; empty: no topic field
}

// Spotlight lets everybody look at one idea or one topic field, or at none.
type Spotlight struct {
	Session string `json:"session"`
	Spot
	Was *Spot `json:"was"`
}

func (c Spotlight) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	if c.Idea != 0 && c.Field != "" {
		return Decision{}, store.ErrInvalid.About("field")
	}
	var on store.Spotlight
	if c.Idea != 0 {
		one := state.numbers[c.Idea]
		if one == nil || one.Session != c.Session {
			return Decision{}, store.ErrNotFound
		}
		if !one.Visible() {
			return Decision{}, store.ErrForbidden
		}
		on.Idea = one.ID
	}
	if c.Field != "" {
		one := state.field(c.Field)
		if one == nil || one.Removed {
			return Decision{}, store.ErrNotFound
		}
		on.Field = one.ID
	}
	return editSession(state, c.Session, func(one *store.Session) (Command, error) {
		before := Spot{state.number(one.Spotlight.Idea), one.Spotlight.Field}
		if c.Was != nil && *c.Was != before {
			return nil, store.ErrChangedSince
		}
		one.Spotlight = on
		after := c.Spot
		return Spotlight{Session: one.ID, Spot: before, Was: &after}, nil
	})
}

func editSession(state *State, id string, edit func(*store.Session) (Command, error)) (Decision, error) {
	in := state.session(id)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	edited := in.Session
	undo, err := edit(&edited)
	if err != nil {
		return Decision{}, err
	}
	return Decision{Facts: []store.Fact{store.SessionEdited{Session: edited}}, Undo: undo, About: id}, nil
}

// Welcome changes the words in the lobby.
type Welcome struct {
	Text string  `json:"text"`
	Was  *string `json:"was"`
}

func (c Welcome) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	text, err := cleanText(c.Text)
	if err != nil {
		return Decision{}, err
	}
	if len([]rune(text)) > 1000 {
		return Decision{}, store.ErrTextTooLong.About("text")
	}
	before := state.event.Welcome
	if c.Was != nil && *c.Was != before {
		return Decision{}, store.ErrChangedSince
	}
	edited := state.event
	edited.Welcome = text
	return Decision{Facts: []store.Fact{store.EventEdited{Event: edited}}, Undo: Welcome{Text: before, Was: &text}}, nil
}

// SetAdmission says who may join from now on. Whoever is there stays.
type SetAdmission struct {
	Admission store.Admission `json:"admission"`
	Was       store.Admission `json:"was"`
}

func (c SetAdmission) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	switch c.Admission {
	case store.AdmissionOpen, store.AdmissionTickets, store.AdmissionClosed:
	default:
		return Decision{}, store.ErrInvalid.About("admission")
	}
	before := state.event.Admission
	if c.Was != "" && c.Was != before {
		return Decision{}, store.ErrChangedSince
	}
	edited := state.event
	edited.Admission = c.Admission
	return Decision{
		Facts: []store.Fact{store.EventEdited{Event: edited}},
		Undo:  SetAdmission{Admission: before, Was: c.Admission},
		About: string(c.Admission),
	}, nil
}

const mostHeads = 100_000

// CountHeads notes how many people were counted in the room.
type CountHeads struct {
	Heads int  `json:"heads"` // 0: not counted
	Was   *int `json:"was"`
}

func (c CountHeads) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	if c.Heads < 0 || c.Heads > mostHeads {
		return Decision{}, store.ErrInvalid.About("heads")
	}
	before := state.event.Heads
	if c.Was != nil && *c.Was != before {
		return Decision{}, store.ErrChangedSince
	}
	edited := state.event
	edited.Heads = c.Heads
	return Decision{
		Facts: []store.Fact{store.EventEdited{Event: edited}},
		Undo:  CountHeads{Heads: before, Was: &c.Heads},
		About: strconv.Itoa(c.Heads),
	}, nil
}

// EditEvent replaces what staff may change of an event. Asked by HTTP only; identity, code, key and
// what only moderators set cannot be changed by it.
type EditEvent struct{ Event store.Event }

func (c EditEvent) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	edited := c.Event
	edited.ID, edited.JoinCode, edited.Key, edited.Seq, edited.CreatedAt =
		state.event.ID, state.event.JoinCode, state.event.Key, state.event.Seq, state.event.CreatedAt
	edited.Seating, edited.Heads, edited.Cards = state.event.Seating, state.event.Heads, state.event.Cards
	return Decision{Facts: []store.Fact{store.EventEdited{Event: edited}}}, nil
}
