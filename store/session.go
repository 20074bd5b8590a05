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
	Phases       []Phase
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
	ID          string
	Session     string
	Position    int
	Kind        PhaseKind
	Title       string // empty: the kind's own name
	Instruction string
	PhaseSettings
}

// PhaseSettings are the switches a moderator may turn while a phase runs.
type PhaseSettings struct {
	IdeasHidden  bool `json:"ideas_hidden"`  // other people's ideas are not shown
	ReleaseFirst bool `json:"release_first"` // new ideas are held until a moderator releases them
	LateIdeas    bool `json:"late_ideas"`    // ideas are still taken although this is no collect phase
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
	return phase.Kind == Collect || phase.LateIdeas
}

var ErrCollectingIsOver = &Error{Kind: Forbidden, Code: "collecting_is_over"}

type (
	// SessionEdited replaces title, prompt, Blank and SupportShown.
	SessionEdited struct{ Session Session }
	// PhaseEntered moves a session to one of its phases.
	PhaseEntered struct{ Session, Phase string }
	// PhaseSet replaces the settings of a phase.
	PhaseSet struct {
		Session, Phase string
		Settings       PhaseSettings
	}
)

func (SessionEdited) fact() {}
func (PhaseEntered) fact()  {}
func (PhaseSet) fact()      {}
