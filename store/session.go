package store

// Session is one working group inside an event.
type Session struct {
	ID           string
	Event        string
	Position     int
	Title        string
	Prompt       string
	Phase        string // id of the current phase
	Blank        bool   // the wall is blanked (panic key)
	SupportShown bool   // support counts, and the order they give, may be seen
	Spotlight    Spotlight
	Timer        Timer
	Phases       []Phase // the agenda, by position
}

// Spotlight is the one idea or topic field, by id, that everybody looks at; zero: none.
type Spotlight struct{ Idea, Field string }

// Timer counts a session's time down. All zero: none is set; with Total alone it has run out.
type Timer struct {
	Total  int64 // milliseconds it was set to, with what was added
	EndsAt int64 // while it runs: milliseconds UTC by the server's clock
	Left   int64 // while it is paused: milliseconds
}

// PhaseKind is what a phase is for.
type PhaseKind string

const (
	Lobby   PhaseKind = "lobby"
	Collect PhaseKind = "collect"
	Cluster PhaseKind = "cluster"
	Vote    PhaseKind = "vote"
	Discuss PhaseKind = "discuss"
	Results PhaseKind = "results"
)

// Phase is one step of a session.
type Phase struct {
	ID       string
	Session  string
	Position int
	PhasePlan
	PhaseSettings
}

// PhasePlan is what a phase is meant to be.
type PhasePlan struct {
	Kind        PhaseKind  `json:"kind"`
	Title       string     `json:"title,omitempty"` // empty: the kind's own name
	Instruction string     `json:"instruction,omitempty"`
	Seconds     int        `json:"seconds,omitempty"`  // what the timer starts with; 0: no limit
	End         PhaseEnd   `json:"end,omitempty"`      // what happens when the timer has run out
	OpensAt     int64      `json:"opens_at,omitempty"` // milliseconds UTC: entered by itself, once; 0: by a moderator
	Scene       string     `json:"scene,omitempty"`    // what projectors that follow the phase show; empty: as its kind has it
	Vote        *RoundPlan `json:"vote,omitempty"`     // of a vote phase: opened by itself when nobody leads, else suggested
}

// PhaseEnd says what the end of the timer does.
type PhaseEnd string

const (
	EndSignal PhaseEnd = ""      // screens say that time is up
	EndNext   PhaseEnd = "next"  // the next phase is entered
	EndClose  PhaseEnd = "close" // the open round is closed, or no more ideas are taken
)

// MaxPhases bounds a session's agenda.
const MaxPhases = 40

// PhaseSettings are the switches a moderator may turn while a phase runs.
type PhaseSettings struct {
	IdeasHidden  bool `json:"ideas_hidden"`  // other people's ideas are not shown
	ReleaseFirst bool `json:"release_first"` // new ideas are held until a moderator releases them
	LateIdeas    bool `json:"late_ideas"`    // ideas are still taken although this is no collect phase
	Closed       bool `json:"closed"`        // no more ideas are taken
	Comments     bool `json:"comments"`      // participants may comment on ideas, and see comments
	Reactions    bool `json:"reactions"`     // participants may react to ideas, and see how many did
	Hands        bool `json:"hands"`         // participants may raise a hand
}

// Current returns the phase the session is in.
func (s Session) Current() Phase {
	for _, phase := range s.Phases {
		if phase.ID == s.Phase {
			return phase
		}
	}
	return Phase{}
}

// Collecting reports whether the session takes ideas at present.
func (s Session) Collecting() bool {
	phase := s.Current()
	return (phase.Kind == Collect || phase.LateIdeas) && !phase.Closed
}

var (
	ErrCollectingIsOver = &Error{Kind: Forbidden, Code: "collecting_is_over"}
	ErrPhaseIsOn        = &Error{Kind: Conflict, Code: "phase_is_on"}
	ErrNoTimer          = &Error{Kind: Conflict, Code: "no_timer"}
)

type (
	// SessionEdited replaces title, prompt, Blank, SupportShown, Spotlight and Timer.
	SessionEdited struct{ Session Session }
	// AgendaEdited replaces a session's phases. Those kept have the ids they had; the current
	// one is among them.
	AgendaEdited struct {
		Session string
		Phases  []Phase // by position
	}
	// PhaseEntered moves a session to one of its phases, and forgets who was done.
	PhaseEntered struct{ Session, Phase string }
	// PhaseSet replaces the settings of a phase.
	PhaseSet struct {
		Session, Phase string
		Settings       PhaseSettings
	}
)

func (SessionEdited) fact() {}
func (AgendaEdited) fact()  {}
func (PhaseEntered) fact()  {}
func (PhaseSet) fact()      {}
