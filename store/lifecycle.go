package store

import (
	"slices"
	"time"
)

// step is a way from one state to another.
type step struct {
	to     MeasureState
	reason bool // a setback, which is explained
}

// lifecycle lists every step there is. The order is that of the way forward.
var lifecycle = map[MeasureState][]step{
	MeasureCandidate:   {{MeasureInWork, false}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureInWork:      {{MeasureAssessed, false}, {MeasureCandidate, true}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureAssessed:    {{MeasureProposed, false}, {MeasureInWork, true}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureProposed:    {{MeasureAdopted, false}, {MeasureInWork, true}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureAdopted:     {{MeasurePlanned, false}, {MeasureRunning, false}, {MeasureCarriedOver, true}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasurePlanned:     {{MeasureRunning, false}, {MeasureCarriedOver, true}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureRunning:     {{MeasureDone, false}, {MeasurePlanned, true}, {MeasureCarriedOver, true}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureDone:        {{MeasureRunning, true}},
	MeasureCarriedOver: {{MeasureAdopted, false}, {MeasurePlanned, false}, {MeasureRunning, false}, {MeasureMerged, true}, {MeasureStopped, true}},
	MeasureStopped:     {{MeasureInWork, true}},
	MeasureMerged:      {{MeasureInWork, true}},
}

// MeasureStates returns all states in the order of the way forward.
func MeasureStates() []MeasureState {
	return []MeasureState{
		MeasureCandidate, MeasureInWork, MeasureAssessed, MeasureProposed, MeasureAdopted, MeasurePlanned, MeasureRunning, MeasureDone, MeasureStopped, MeasureMerged, MeasureCarriedOver,
	}
}

// Next returns the states that may follow, the usual one first.
func (s MeasureState) Next() []MeasureState {
	var next []MeasureState
	for _, one := range lifecycle[s] {
		next = append(next, one.to)
	}
	return next
}

// Enter checks a step: ErrTransition when there is none, ErrReasonNeeded when a setback has no
// reason. Nothing is assessed whose gate is not passed, and nothing is merged into itself.
func (m Measure) Enter(state MeasureState, reason, into string) error {
	at := slices.IndexFunc(lifecycle[m.State], func(one step) bool { return one.to == state })
	switch {
	case at < 0:
		return ErrTransition
	case state == MeasureAssessed && !m.Profile.Gate.Passed():
		return ErrTransition.About("gate")
	case state == MeasureMerged && (into == "" || into == m.ID):
		return ErrInvalid.About("into")
	case lifecycle[m.State][at].reason && reason == "":
		return ErrReasonNeeded
	}
	return nil
}

// Overdue reports whether a measure should have ended, and has not.
func (m Measure) Overdue(today string) bool {
	return m.Profile.Current.End != "" && m.Profile.Current.End < today && !m.ended()
}

func (m Measure) ended() bool {
	return slices.Contains([]MeasureState{MeasureDone, MeasureStopped, MeasureMerged}, m.State)
}

// Flagged reports whether a measure is "at_risk", "paused", "late" or a "duty". It is late when it
// should have ended and has not, or is to end behind its baseline; it is a duty when law asks for it.
func (m Measure) Flagged(flag, today string) bool {
	switch flag {
	case "at_risk":
		return m.Profile.AtRisk != ""
	case "paused":
		return m.Profile.Paused != ""
	case "late":
		slip, _ := m.Profile.SlipDays()
		return m.Overdue(today) || slip > 0 && !m.ended()
	case "duty":
		return m.Duty()
	}
	return false
}

// Duty reports whether law asks for a measure.
func (m Measure) Duty() bool { return len(m.Profile.Requirements) > 0 || m.Profile.LegalBasis != "" }

func day(date string) (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, date)
	return at, err == nil
}
