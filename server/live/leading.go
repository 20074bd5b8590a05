package live

import (
	"strings"

	"masswerk/store"
)

// EnterPhase moves a session to one of its phases, forwards or backwards.
type EnterPhase struct {
	Session string `json:"session"`
	Phase   string `json:"phase"`
	Was     string `json:"was"`
}

func (c EnterPhase) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil || !hasPhase(in, c.Phase) {
		return Decision{}, store.ErrNotFound
	}
	if c.Was != "" && c.Was != in.Phase {
		return Decision{}, store.ErrChangedSince
	}
	return Decision{
		Facts: []store.Fact{store.PhaseEntered{Session: in.ID, Phase: c.Phase}},
		Undo:  EnterPhase{Session: in.ID, Phase: in.Phase, Was: c.Phase},
		About: c.Phase,
	}, nil
}

func hasPhase(in *session, id string) bool {
	for _, phase := range in.Phases {
		if phase.ID == id {
			return true
		}
	}
	return false
}

// SetPhase turns the switches of a phase.
type SetPhase struct {
	Session  string               `json:"session"`
	Phase    string               `json:"phase"`
	Settings store.PhaseSettings  `json:"settings"`
	Was      *store.PhaseSettings `json:"was"`
}

func (c SetPhase) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	for _, phase := range in.Phases {
		if phase.ID != c.Phase {
			continue
		}
		if c.Was != nil && *c.Was != phase.PhaseSettings {
			return Decision{}, store.ErrChangedSince
		}
		before, after := phase.PhaseSettings, c.Settings
		return Decision{
			Facts: []store.Fact{store.PhaseSet{Session: in.ID, Phase: phase.ID, Settings: after}},
			Undo:  SetPhase{Session: in.ID, Phase: phase.ID, Settings: before, Was: &after},
			About: phase.ID,
		}, nil
	}
	return Decision{}, store.ErrNotFound
}

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

// EditEvent replaces what staff may change of an event. Asked by HTTP only; identity, code and
// key cannot be changed by it.
type EditEvent struct{ Event store.Event }

func (c EditEvent) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	edited := c.Event
	edited.ID, edited.JoinCode, edited.Key, edited.Seq, edited.CreatedAt =
		state.event.ID, state.event.JoinCode, state.event.Key, state.event.Seq, state.event.CreatedAt
	return Decision{Facts: []store.Fact{store.EventEdited{Event: edited}}}, nil
}

// ModeratorMade is the result of Invite and EnterAccount.
type ModeratorMade struct {
	Moderator string `json:"moderator"`
}

// Invite makes a link that lets a further moderator in without an account. The console makes the
// secret, so it is never sent back.
type Invite struct {
	Label  string `json:"label"`
	Secret string `json:"secret"`
}

func (c Invite) Decide(state *State, _ Actor, means Means) (Decision, error) {
	label, err := cleanLine(c.Label, 80, "label")
	if err != nil {
		return Decision{}, err
	}
	if len(c.Secret) < 22 || len(c.Secret) > 128 {
		return Decision{}, store.ErrInvalid.About("secret")
	}
	one := store.Moderator{ID: means.NewID(), Event: state.event.ID, Label: label, Secret: store.HashSecret(c.Secret)}
	return Decision{
		Facts:  []store.Fact{store.ModeratorInvited{Moderator: one}},
		Result: ModeratorMade{one.ID},
		Undo:   Revoke{Moderator: one.ID, On: true},
		About:  one.ID,
	}, nil
}

// Revoke ends an invitation, or takes that back. Whoever came in by it is sent away.
type Revoke struct {
	Moderator string `json:"moderator"`
	On        bool   `json:"on"`
}

func (c Revoke) Decide(state *State, by Actor, _ Means) (Decision, error) {
	one := state.moderator(c.Moderator)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.ID == by.ID {
		return Decision{}, store.ErrForbidden // nobody locks themselves out
	}
	return Decision{
		Facts: []store.Fact{store.ModeratorRevoked{Moderator: one.ID, Revoked: c.On}},
		Undo:  Revoke{Moderator: one.ID, On: one.Revoked},
		About: one.ID,
	}, nil
}

// EnterAccount lets a signed-in member of staff lead the event. Every entry has a secret of its
// own, so that one laptop's entry can be revoked. Asked by HTTP only.
type EnterAccount struct {
	Account string
	Label   string
	Secret  string // store.HashSecret of the console's secret
}

func (c EnterAccount) Decide(state *State, _ Actor, means Means) (Decision, error) {
	for _, one := range state.moderators {
		if one.Account == c.Account && one.Secret == c.Secret && !one.Revoked {
			return Decision{Result: ModeratorMade{one.ID}}, nil
		}
	}
	one := store.Moderator{ID: means.NewID(), Event: state.event.ID, Label: c.Label, Secret: c.Secret, Account: c.Account}
	return Decision{Facts: []store.Fact{store.ModeratorInvited{Moderator: one}}, Result: ModeratorMade{one.ID}, About: one.ID}, nil
}

// ProjectorMade is the result of PairProjector.
type ProjectorMade struct {
	Projector string `json:"projector"`
}

// PairProjector admits a screen of the room. Asked by HTTP only, with the code or link checked.
type PairProjector struct {
	Secret  string // store.HashSecret of the projector's token
	Session string
}

func (c PairProjector) Decide(state *State, _ Actor, means Means) (Decision, error) {
	in := state.session(c.Session)
	if in == nil {
		return Decision{}, store.ErrNotFound
	}
	one := store.Projector{ID: means.NewID(), Event: state.event.ID, Secret: c.Secret, Session: in.ID, Scene: "auto"}
	return Decision{
		Facts:  []store.Fact{store.ProjectorPaired{Projector: one}},
		Result: ProjectorMade{one.ID},
		About:  one.ID,
	}, nil
}

// scenes a projector can be told to show; auto follows the phase.
const scenes = " auto join wall board vote results "

// DirectProjector chooses session and scene of a projector.
type DirectProjector struct {
	Projector string `json:"projector"`
	Session   string `json:"session"`
	Scene     string `json:"scene"`
}

func (c DirectProjector) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	if c.Scene == "" || !strings.Contains(scenes, " "+c.Scene+" ") {
		return Decision{}, store.ErrInvalid.About("scene")
	}
	if state.session(c.Session) == nil {
		return Decision{}, store.ErrNotFound
	}
	return directed(state, c.Projector, func(one *store.Projector) Command {
		undo := DirectProjector{one.ID, one.Session, one.Scene}
		one.Session, one.Scene = c.Session, c.Scene
		return undo
	})
}

// DismissProjector sends a projector away, or lets it in again.
type DismissProjector struct {
	Projector string `json:"projector"`
	On        bool   `json:"on"`
}

func (c DismissProjector) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return directed(state, c.Projector, func(one *store.Projector) Command {
		undo := DismissProjector{one.ID, one.Revoked}
		one.Revoked = c.On
		return undo
	})
}

func directed(state *State, id string, direct func(*store.Projector) Command) (Decision, error) {
	one := state.projector(id)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	edited := *one
	undo := direct(&edited)
	return Decision{Facts: []store.Fact{store.ProjectorDirected{Projector: edited}}, Undo: undo, About: id}, nil
}
