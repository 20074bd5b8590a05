package live

import (
	"slices"

	"masswerk/store"
)

// What screens are told. Every noun has one function here that says how a face sees it, or that
// it does not; snapshots and updates are both made by them, so they cannot disagree. A noun or a
// field that is not listed is seen by nobody.

// EventView is an event as screens see it.
type EventView struct {
	ID           string            `json:"id,omitempty"` // console
	Code         string            `json:"code"`
	Title        string            `json:"title"`
	Format       store.Format      `json:"format"`
	Language     string            `json:"language"`
	Address      string            `json:"address"`
	HeldOn       string            `json:"held_on"`
	DeleteOn     string            `json:"delete_on"`
	Publication  store.Publication `json:"publication"`
	Admission    store.Admission   `json:"admission"`
	Welcome      string            `json:"welcome,omitempty"`
	NoticeSample bool              `json:"notice_sample,omitempty"` // console
	AddressURL   string            `json:"address_url"`
}

func viewEvent(to Face, one store.Event, address string) EventView {
	view := EventView{
		Code: one.JoinCode, Title: one.Title, Format: one.Format, Language: one.Language, Address: one.Address,
		HeldOn: one.HeldOn, DeleteOn: one.DeleteOn, Publication: one.Publication, Admission: one.Admission,
		Welcome: one.Welcome, AddressURL: address,
	}
	if to == Console {
		view.ID, view.NoticeSample = one.ID, one.Notice == ""
	}
	return view
}

// SessionView is a session with its phases; all faces see the same.
type SessionView struct {
	ID           string      `json:"id"`
	Position     int         `json:"position"`
	Title        string      `json:"title"`
	Prompt       string      `json:"prompt"`
	Phase        string      `json:"phase"`
	Blank        bool        `json:"blank,omitempty"`
	SupportShown bool        `json:"support_shown,omitempty"`
	Phases       []PhaseView `json:"phases"`
}

// PhaseView is a phase in a SessionView.
type PhaseView struct {
	ID          string          `json:"id"`
	Position    int             `json:"position"`
	Kind        store.PhaseKind `json:"kind"`
	Title       string          `json:"title,omitempty"`
	Instruction string          `json:"instruction,omitempty"`
	store.PhaseSettings
}

// ViewSession returns a session as every screen sees it.
func ViewSession(one store.Session) SessionView {
	view := SessionView{
		ID: one.ID, Position: one.Position, Title: one.Title, Prompt: one.Prompt, Phase: one.Phase,
		Blank: one.Blank, SupportShown: one.SupportShown, Phases: []PhaseView{},
	}
	for _, phase := range one.Phases {
		view.Phases = append(view.Phases, PhaseView{phase.ID, phase.Position, phase.Kind, phase.Title, phase.Instruction, phase.PhaseSettings})
	}
	return view
}

// FieldView is a topic field as screens see it.
type FieldView struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Color      int    `json:"color"`
	Position   int    `json:"position"`
	JoinedInto string `json:"joined_into,omitempty"`
	Nominated  bool   `json:"nominated,omitempty"` // console
}

func viewField(to Face, one *store.TopicField) (FieldView, bool) {
	view := FieldView{ID: one.ID, Title: one.Title, Color: one.Color, Position: one.Position, JoinedInto: one.JoinedInto}
	view.Nominated = to == Console && one.Nominated
	return view, !one.Removed
}

// ProjectorView is told to consoles and projectors, so that each finds its own direction.
type ProjectorView struct {
	ID      string `json:"id"`
	Session string `json:"session"`
	Scene   string `json:"scene"`
}

func viewProjector(to Face, one *store.Projector) (ProjectorView, bool) {
	return ProjectorView{one.ID, one.Session, one.Scene}, to != Phone && !one.Revoked
}

// ModeratorView is told to consoles.
type ModeratorView struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Account bool   `json:"account,omitempty"`
	Revoked bool   `json:"revoked,omitempty"`
}

func viewModerator(to Face, one *store.Moderator) (ModeratorView, bool) {
	return ModeratorView{one.ID, one.Label, one.Account != "", one.Revoked}, to == Console
}

// IdeaView is an idea as screens see it. Nobody is told who wrote it.
type IdeaView struct {
	Number     int             `json:"number"`
	Kind       store.IdeaKind  `json:"kind"`
	Text       string          `json:"text"`
	Field      string          `json:"field,omitempty"`
	MergedInto int             `json:"merged_into,omitempty"`
	OnBehalf   bool            `json:"on_behalf,omitempty"`
	Support    int             `json:"support,omitempty"`   // console; others when the session shows it
	State      store.IdeaState `json:"state,omitempty"`     // console
	Reason     string          `json:"reason,omitempty"`    // console
	Nominated  bool            `json:"nominated,omitempty"` // console
}

// viewIdea shows consoles every idea but withdrawn ones. Phones and projectors see those that are
// shown, while their session's phase shows ideas and the wall is not blanked.
func viewIdea(to Face, in store.Session, one *idea) (IdeaView, bool) {
	view := IdeaView{
		Number: one.Number, Kind: one.Kind, Text: one.Text, Field: one.Field,
		MergedInto: one.into, OnBehalf: one.OnBehalf,
	}
	if to == Console || in.SupportShown {
		view.Support = one.told
	}
	if to == Console {
		view.State, view.Reason, view.Nominated = one.State, one.Reason, one.Nominated
		return view, one.State != store.Withdrawn
	}
	phase := in.Current()
	return view, one.Visible() && phase.Kind != store.Lobby && !phase.IdeasHidden && !in.Blank
}

// RoundView is a round as screens see it.
type RoundView struct {
	ID          string           `json:"id"`
	Number      int              `json:"number"`
	Session     string           `json:"session"`
	Method      string           `json:"method"`
	Subject     store.Subject    `json:"subject"`
	Secrecy     store.Secrecy    `json:"secrecy"`
	Budget      int              `json:"budget"`
	Cap         int              `json:"cap"`
	Hidden      bool             `json:"hidden,omitempty"`
	State       store.RoundState `json:"state"`
	ResultsOpen bool             `json:"results_open,omitempty"`
	Admitted    int              `json:"admitted,omitempty"`
	Items       []ItemView       `json:"items"`
	Tally       *TallyView       `json:"tally,omitempty"` // once closed; phones when results are open
}

// ItemView is what can be voted for.
type ItemView struct {
	Item  int    `json:"item"`
	Idea  int    `json:"idea,omitempty"`
	Field string `json:"field,omitempty"`
	Ideas []int  `json:"ideas,omitempty"`
}

// TallyView is the sum of a round's ballots.
type TallyView struct {
	Voters int                     `json:"voters"`
	Items  map[int]store.ItemTally `json:"items"`
}

// ViewRound returns a round as a face sees it; it needs the numbers of the ideas, by id.
func ViewRound(to Face, one store.Round, number func(id string) int) (view RoundView, visible bool) {
	view = RoundView{
		ID: one.ID, Number: one.Number, Session: one.Session, Method: one.Method, Subject: one.Subject,
		Secrecy: one.Secrecy, Budget: one.Budget, Cap: one.Cap, Hidden: one.Hidden, State: one.State,
		ResultsOpen: one.ResultsOpen, Admitted: one.Admitted, Items: make([]ItemView, 0, len(one.Items)),
	}
	for _, item := range one.Items {
		seen := ItemView{Item: item.Item, Idea: number(item.Idea), Field: item.Field}
		for _, id := range item.Ideas {
			seen.Ideas = append(seen.Ideas, number(id))
		}
		view.Items = append(view.Items, seen)
	}
	if one.State == store.RoundClosed && one.Tally != nil && (to != Phone || one.ResultsOpen) {
		view.Tally = &TallyView{one.Tally.Voters, one.Tally.Items}
	}
	return view, one.State != store.RoundUnopened
}

// MineView is what a participant knows of the own contributions and votes.
type MineView struct {
	Ideas    []OwnIdea          `json:"ideas"`
	Supports []int              `json:"supports"`
	Votes    map[string]OwnVote `json:"votes"` // by id of the open round
}

// OwnIdea is an idea as its author sees it.
type OwnIdea struct {
	Number     int             `json:"number"`
	Session    string          `json:"session"`
	Kind       store.IdeaKind  `json:"kind"`
	Text       string          `json:"text,omitempty"`
	State      store.IdeaState `json:"state"`
	Reason     string          `json:"reason,omitempty"`
	Field      string          `json:"field,omitempty"`
	MergedInto int             `json:"merged_into,omitempty"`
	Nominated  bool            `json:"nominated,omitempty"`
	Outcome    *store.Outcome  `json:"outcome,omitempty"`
}

// OwnVote is a participant's ballot in an open round.
type OwnVote struct {
	Counter int64       `json:"counter"`
	Points  map[int]int `json:"points"`
}

func viewMine(state *State, participant string) MineView {
	view := MineView{Ideas: []OwnIdea{}, Supports: []int{}, Votes: map[string]OwnVote{}}
	for _, id := range state.byAuthor[participant] {
		one := state.ideas[id]
		own := OwnIdea{one.Number, one.Session, one.Kind, one.Text, one.State, one.Reason, one.Field, one.into, one.Nominated, nil}
		if outcome, ok := state.outcomes[id]; ok {
			own.Outcome = &outcome
		}
		view.Ideas = append(view.Ideas, own)
	}
	for _, one := range state.backed[participant] {
		view.Supports = append(view.Supports, state.ideas[one].Number)
	}
	for _, one := range state.rounds {
		if ballot := one.ballots[participant]; ballot != nil {
			view.Votes[one.ID] = OwnVote{ballot.Counter, ballot.Points}
		}
	}
	return view
}

// EventSnapshot is all that a screen may know of the event's stream.
type EventSnapshot struct {
	Event      EventView       `json:"event"`
	Sessions   []SessionView   `json:"sessions"`
	Fields     []FieldView     `json:"fields"`
	Projectors []ProjectorView `json:"projectors,omitempty"`
	Moderators []ModeratorView `json:"moderators,omitempty"`
}

// SessionSnapshot is all that a screen may know of a session's stream.
type SessionSnapshot struct {
	Ideas  []IdeaView  `json:"ideas"`
	Rounds []RoundView `json:"rounds"`
}

// snapshotOf copies what the stream's screens may know; the function it returns makes the views,
// and may be called outside the loop.
func snapshotOf(to streamKey, state *State, address string) func() any {
	if to.session == "" {
		event, fields := state.event, slices.Clone(state.fields)
		projectors, moderators := slices.Clone(state.projectors), slices.Clone(state.moderators)
		var sessions []store.Session
		for _, one := range state.sessions {
			sessions = append(sessions, one.Session)
		}
		return func() any {
			snapshot := EventSnapshot{Event: viewEvent(to.face, event, address), Sessions: []SessionView{}, Fields: []FieldView{}}
			for _, one := range sessions {
				snapshot.Sessions = append(snapshot.Sessions, ViewSession(one))
			}
			snapshot.Fields = views(snapshot.Fields, fields, func(one *store.TopicField) (FieldView, bool) { return viewField(to.face, one) })
			snapshot.Projectors = views(nil, projectors, func(one *store.Projector) (ProjectorView, bool) { return viewProjector(to.face, one) })
			snapshot.Moderators = views(nil, moderators, func(one *store.Moderator) (ModeratorView, bool) { return viewModerator(to.face, one) })
			return snapshot
		}
	}
	in := state.session(to.session)
	session, ideas, rounds := in.Session, slices.Clone(in.ideas), slices.Clone(in.rounds)
	return func() any {
		numbers := make(map[string]int, len(ideas))
		for _, one := range ideas {
			numbers[one.ID] = one.Number
		}
		snapshot := SessionSnapshot{Ideas: make([]IdeaView, 0, len(ideas)), Rounds: []RoundView{}}
		snapshot.Ideas = views(snapshot.Ideas, ideas, func(one *idea) (IdeaView, bool) { return viewIdea(to.face, session, one) })
		snapshot.Rounds = views(snapshot.Rounds, rounds, func(one *round) (RoundView, bool) {
			return ViewRound(to.face, one.Round, func(id string) int { return numbers[id] })
		})
		return snapshot
	}
}

func views[N, V any](into []V, all []*N, view func(*N) (V, bool)) []V {
	for _, one := range all {
		if seen, visible := view(one); visible {
			into = append(into, seen)
		}
	}
	return into
}
