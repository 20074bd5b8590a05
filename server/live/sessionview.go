package live

import "masswerk/store"

// How screens see a session with its agenda.

// SessionView is a session with its phases; all faces see the same.
type SessionView struct {
	ID           string      `json:"id"`
	Position     int         `json:"position"`
	Title        string      `json:"title"`
	Prompt       string      `json:"prompt"`
	Phase        string      `json:"phase"`
	Blank        bool        `json:"blank,omitempty"`
	SupportShown bool        `json:"support_shown,omitempty"`
	Spotlight    *SpotView   `json:"spotlight,omitempty"`
	Timer        *TimerView  `json:"timer,omitempty"`
	Phases       []PhaseView `json:"phases"`
}

// SpotView is what the spotlight is on. Of an idea it is the number only: who may not see the idea
// learns nothing more.
type SpotView struct {
	Idea  int    `json:"idea,omitempty"`
	Field string `json:"field,omitempty"`
}

// TimerView is a timer that was set. Neither EndsAt nor Left: it has run out.
type TimerView struct {
	Total  int64 `json:"total_ms"`
	EndsAt int64 `json:"ends_at,omitempty"` // by the clock that screens are told
	Left   int64 `json:"left_ms,omitempty"`
}

// PhaseView is a phase in a SessionView.
type PhaseView struct {
	ID       string `json:"id"`
	Position int    `json:"position"`
	store.PhasePlan
	store.PhaseSettings
}

// ViewSession returns a session for pages outside of the room, which have no spotlight on an idea.
func ViewSession(one store.Session) SessionView { return viewSession(one, 0) }

// viewSession returns a session as every screen sees it; lit is the number of the idea that the
// spotlight is on.
func viewSession(one store.Session, lit int) SessionView {
	view := SessionView{
		ID: one.ID, Position: one.Position, Title: one.Title, Prompt: one.Prompt, Phase: one.Phase,
		Blank: one.Blank, SupportShown: one.SupportShown, Phases: []PhaseView{},
	}
	if spot := (SpotView{lit, one.Spotlight.Field}); spot != (SpotView{}) {
		view.Spotlight = &spot
	}
	if one.Timer != (store.Timer{}) {
		view.Timer = &TimerView{one.Timer.Total, one.Timer.EndsAt, one.Timer.Left}
	}
	for _, phase := range one.Phases {
		view.Phases = append(view.Phases, PhaseView{phase.ID, phase.Position, phase.PhasePlan, phase.PhaseSettings})
	}
	return view
}
