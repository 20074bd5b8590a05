package live

import (
	"cmp"
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
	Seating      *store.Seating    `json:"seating,omitempty"`
	Heads        int               `json:"heads,omitempty"`         // console
	Cards        []Numbers         `json:"cards,omitempty"`         // console
	NoticeSample bool              `json:"notice_sample,omitempty"` // console
	AddressURL   string            `json:"address_url"`
}

func viewEvent(to Face, one store.Event, address string) EventView {
	view := EventView{
		Code: one.JoinCode, Title: one.Title, Format: one.Format, Language: one.Language, Address: one.Address,
		HeldOn: one.HeldOn, DeleteOn: one.DeleteOn, Publication: one.Publication, Admission: one.Admission,
		Welcome: one.Welcome, AddressURL: address,
	}
	if one.Seating.Tables > 0 {
		view.Seating = &one.Seating
	}
	if to == Console {
		view.ID, view.NoticeSample, view.Heads = one.ID, one.Notice == "", one.Heads
		for _, cards := range one.Cards {
			view.Cards = append(view.Cards, Numbers(cards))
		}
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
	Round   string `json:"round,omitempty"` // absent: the latest
	Against string `json:"against,omitempty"`
	Step    int    `json:"step"`
	Theme   string `json:"theme"`
}

func viewProjector(to Face, one *store.Projector) (ProjectorView, bool) {
	view := ProjectorView{one.ID, one.Session, one.Scene, one.Round, one.Against, one.Step, themeOf(one)}
	return view, (to == Console || to == Projector) && !one.Revoked
}

// ModeratorView is told to consoles.
type ModeratorView struct {
	ID      string     `json:"id"`
	Label   string     `json:"label"`
	Role    store.Role `json:"role"`
	Account bool       `json:"account,omitempty"`
	Revoked bool       `json:"revoked,omitempty"`
}

func viewModerator(to Face, one *store.Moderator) (ModeratorView, bool) {
	return ModeratorView{one.ID, one.Label, cmp.Or(one.Role, store.Leads), one.Account != "", one.Revoked}, to == Console
}

// IdeaView is an idea as screens see it. Nobody is told who wrote it.
type IdeaView struct {
	Number     int             `json:"number"`
	Kind       store.IdeaKind  `json:"kind"`
	Text       string          `json:"text"`
	Field      string          `json:"field,omitempty"`
	MergedInto int             `json:"merged_into,omitempty"`
	OnBehalf   bool            `json:"on_behalf,omitempty"`
	Redacted   bool            `json:"redacted,omitempty"` // a name was taken out
	Pinned     bool            `json:"pinned,omitempty"`
	Table      int             `json:"table,omitempty"`     // where its author sat
	Support    int             `json:"support,omitempty"`   // console; phones and projectors when the session shows it
	Reactions  Reactions       `json:"reactions,omitempty"` // console; phones and projectors while the phase has them
	State      store.IdeaState `json:"state,omitempty"`     // console and helper
	Reason     string          `json:"reason,omitempty"`    // console and helper
	Nominated  bool            `json:"nominated,omitempty"` // console
}

// Reactions is how many participants gave each, without zeroes.
type Reactions map[store.ReactionKind]int

// sees reports whether a face sees an idea: consoles and helpers each that is not withdrawn; phones
// and projectors those that are shown, while their session's phase shows ideas and the wall is not
// blanked.
func sees(to Face, in store.Session, one *idea) bool {
	switch to {
	case Console, Helper:
		return one.State != store.Withdrawn
	case Phone, Projector:
		phase := in.Current()
		return one.Visible() && phase.Kind != store.Lobby && !phase.IdeasHidden && !in.Blank
	}
	return false
}

func viewIdea(to Face, in store.Session, one *idea) (IdeaView, bool) {
	view := IdeaView{
		Number: one.Number, Kind: one.Kind, Text: one.Text, Field: one.Field,
		MergedInto: one.into, OnBehalf: one.OnBehalf, Redacted: one.Redacted, Pinned: one.Pinned, Table: one.Table,
	}
	if to == Console || to != Helper && in.SupportShown {
		view.Support = one.told.support
	}
	if to == Console || to != Helper && in.Current().Reactions {
		view.Reactions = one.told.said()
	}
	if to == Console || to == Helper {
		view.State, view.Reason = one.State, one.Reason
	}
	view.Nominated = to == Console && one.Nominated
	return view, sees(to, in, one)
}

// MineView is what a participant knows of the own contributions and votes.
type MineView struct {
	Place     int                   `json:"place,omitempty"` // the how manieth they joined, from 1
	Table     int                   `json:"table,omitempty"`
	Ideas     []OwnIdea             `json:"ideas"`
	Supports  []int                 `json:"supports"`
	Comments  []OwnComment          `json:"comments,omitempty"`
	Reactions []OwnReaction         `json:"reactions,omitempty"`
	Signals   map[string]OwnSignals `json:"signals,omitempty"` // by id of the session
	Votes     map[string]OwnVote    `json:"votes"`             // by id of the open round
}

// OwnIdea is an idea as its author sees it.
type OwnIdea struct {
	Number     int             `json:"number"`
	Session    string          `json:"session"`
	Kind       store.IdeaKind  `json:"kind"`
	Text       string          `json:"text,omitempty"`
	State      store.IdeaState `json:"state"`
	Reason     string          `json:"reason,omitempty"`
	Redacted   bool            `json:"redacted,omitempty"`
	Field      string          `json:"field,omitempty"`
	MergedInto int             `json:"merged_into,omitempty"`
	Nominated  bool            `json:"nominated,omitempty"`
	Outcome    *store.Outcome  `json:"outcome,omitempty"`
}

// OwnComment names a comment to its author; the words stand in the stream.
type OwnComment struct {
	Number int `json:"number"`
	Idea   int `json:"idea"`
}

// OwnReaction is a participant's reaction to an idea.
type OwnReaction struct {
	Idea int                `json:"idea"`
	Kind store.ReactionKind `json:"kind"`
}

// OwnVote is a participant's ballot in an open round; of a secret one, that there is one.
type OwnVote struct {
	Counter int64       `json:"counter,omitempty"`
	Points  map[int]int `json:"points,omitempty"`
	Cast    bool        `json:"cast,omitempty"`
}

func viewMine(state *State, participant string) MineView {
	view := MineView{Place: state.places[participant], Table: state.tableOf(participant), Ideas: []OwnIdea{}, Supports: []int{}, Votes: map[string]OwnVote{}}
	for _, id := range state.byAuthor[participant] {
		one := state.ideas[id]
		own := OwnIdea{one.Number, one.Session, one.Kind, one.Text, one.State, one.Reason, one.Redacted, one.Field, one.into, one.Nominated, nil}
		if outcome, ok := state.outcomes[id]; ok {
			own.Outcome = &outcome
		}
		view.Ideas = append(view.Ideas, own)
	}
	for _, one := range state.echoed[participant] {
		if one.Kind == "" {
			view.Supports = append(view.Supports, state.number(one.Idea))
		} else {
			view.Reactions = append(view.Reactions, OwnReaction{state.number(one.Idea), one.Kind})
		}
	}
	for _, id := range state.commentsBy[participant] {
		if one := state.comments[id]; one.State != store.Withdrawn {
			view.Comments = append(view.Comments, OwnComment{one.Number, state.number(one.Idea)})
		}
	}
	for _, in := range state.sessions {
		if own, any := in.own(participant); any {
			if view.Signals == nil {
				view.Signals = map[string]OwnSignals{}
			}
			view.Signals[in.ID] = own
		}
	}
	for _, one := range state.rounds {
		if ballot := one.ballots[participant]; ballot != nil {
			view.Votes[one.ID] = OwnVote{Counter: ballot.Counter, Points: ballot.Points}
		}
		if one.State == store.RoundOpen && one.cast[participant] {
			view.Votes[one.ID] = OwnVote{Cast: true}
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
	Tickets    []TicketView    `json:"tickets,omitempty"`
}

// SessionSnapshot is all that a screen may know of a session's stream.
type SessionSnapshot struct {
	Ideas    []IdeaView    `json:"ideas"`
	Rounds   []RoundView   `json:"rounds"`
	Comments []CommentView `json:"comments,omitempty"`
}

// snapshotOf copies what the stream's screens may know; the function it returns makes the views,
// and may be called outside the loop.
func snapshotOf(to streamKey, state *State, address string) func() any {
	if to.session == "" {
		event, fields := state.event, slices.Clone(state.fields)
		projectors, moderators, tickets := slices.Clone(state.projectors), slices.Clone(state.moderators), slices.Clone(state.tickets)
		var sessions []store.Session
		var lit []int
		for _, one := range state.sessions {
			sessions = append(sessions, one.Session)
			lit = append(lit, state.number(one.Spotlight.Idea))
		}
		return func() any {
			snapshot := EventSnapshot{Event: viewEvent(to.face, event, address), Sessions: []SessionView{}, Fields: []FieldView{}}
			for i, one := range sessions {
				snapshot.Sessions = append(snapshot.Sessions, viewSession(one, lit[i]))
			}
			snapshot.Fields = views(snapshot.Fields, fields, func(one *store.TopicField) (FieldView, bool) { return viewField(to.face, one) })
			snapshot.Projectors = views(nil, projectors, func(one *store.Projector) (ProjectorView, bool) { return viewProjector(to.face, one) })
			snapshot.Moderators = views(nil, moderators, func(one *store.Moderator) (ModeratorView, bool) { return viewModerator(to.face, one) })
			snapshot.Tickets = views(nil, tickets, func(one *ticket) (TicketView, bool) { return viewTicket(to.face, one) })
			return snapshot
		}
	}
	in := state.session(to.session)
	session, ideas, rounds, comments := in.Session, slices.Clone(in.ideas), slices.Clone(in.rounds), slices.Clone(in.comments)
	return func() any {
		snapshot := SessionSnapshot{Ideas: make([]IdeaView, 0, len(ideas)), Rounds: []RoundView{}}
		snapshot.Ideas = views(snapshot.Ideas, ideas, func(one *idea) (IdeaView, bool) { return viewIdea(to.face, session, one) })
		snapshot.Rounds = views(snapshot.Rounds, rounds, func(one *round) (RoundView, bool) { return viewRound(to.face, one.Round, one.items) })
		snapshot.Comments = views(nil, comments, func(one *comment) (CommentView, bool) { return viewComment(to.face, session, ideas[one.on], one) })
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
