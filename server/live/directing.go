package live

import (
	"cmp"
	"slices"
	"strings"

	"masswerk/store"
)

// What the room's projectors show.

const (
	allSteps  = -1 // every place of a result is revealed
	mostSteps = 1000
)

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
	one := store.Projector{
		ID: means.NewID(), Event: state.event.ID, Secret: c.Secret, Session: in.ID,
		Scene: store.Scenes[0], Step: allSteps, Theme: store.Themes[0],
	}
	return Decision{
		Facts:  []store.Fact{store.ProjectorPaired{Projector: one}},
		Result: ProjectorMade{one.ID},
		About:  one.ID,
	}, nil
}

// DirectProjector chooses what a projector shows, and how much of it.
type DirectProjector struct {
	Projector string `json:"projector"`
	Session   string `json:"session"`
	Scene     string `json:"scene"`
	Round     string `json:"round"`   // id; empty: the latest
	Against   string `json:"against"` // the round it is compared with
	Step      int    `json:"step"`    // places of a result that are revealed, from the last; -1: all
	Theme     string `json:"theme"`   // empty: as it is
}

func (c DirectProjector) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	if !slices.Contains(store.Scenes, c.Scene) {
		return Decision{}, store.ErrInvalid.About("scene")
	}
	if c.Theme != "" && !slices.Contains(store.Themes, c.Theme) {
		return Decision{}, store.ErrInvalid.About("theme")
	}
	if c.Step < allSteps || c.Step > mostSteps {
		return Decision{}, store.ErrInvalid.About("step")
	}
	in := state.session(c.Session)
	if in == nil || !in.showable(c.Round) || !in.showable(c.Against) {
		return Decision{}, store.ErrNotFound
	}
	if c.Against != "" && c.Against == c.Round {
		return Decision{}, store.ErrInvalid.About("against")
	}
	return directed(state, c.Projector, func(one *store.Projector) Command {
		undo := DirectProjector{one.ID, one.Session, one.Scene, one.Round, one.Against, one.Step, themeOf(one)}
		one.Session, one.Scene, one.Round, one.Against, one.Step = c.Session, c.Scene, c.Round, c.Against, c.Step
		if c.Theme != "" {
			one.Theme = c.Theme
		}
		return undo
	})
}

// themeOf returns what a projector wears; those that were paired before there were themes, the first.
func themeOf(one *store.Projector) string { return cmp.Or(one.Theme, store.Themes[0]) }

// showable reports whether a projector may be told to show this round; none is fine.
func (s *session) showable(id string) bool {
	return id == "" || slices.ContainsFunc(s.rounds, func(one *round) bool {
		return one.ID == id && one.State != store.RoundUnopened
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

// preview marks the screens on which a moderator sees what a projector would show.
const preview = "preview:"

// Preview returns the actor of a moderator's preview: it sees what projectors see, may ask nothing,
// and is sent away with the moderator.
func Preview(by Actor) Actor { return Actor{Projector, preview + by.ID} }

// previewed returns whose preview an actor is.
func previewed(by Actor) (moderator string, ok bool) {
	if by.Face != Projector {
		return "", false
	}
	return strings.CutPrefix(by.ID, preview)
}
