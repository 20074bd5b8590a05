package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Subject is what a round votes on.
type Subject string

const (
	OnIdeas  Subject = "ideas"
	OnFields Subject = "fields"
)

// Secrecy says how long a ballot can be traced to a device.
type Secrecy string

const (
	OpenVote     Secrecy = "open"
	Pseudonymous Secrecy = "pseudonymous" // the link to devices is removed at close
)

// RoundState of a round. A closed round never reopens.
type RoundState string

const (
	RoundOpen     RoundState = "open"
	RoundClosed   RoundState = "closed"
	RoundUnopened RoundState = "unopened" // opened by mistake and taken back before anybody voted
)

// Round is one vote by dots: a budget of points, at most cap on one item.
type Round struct {
	ID          string
	Event       string
	Session     string
	Number      int    // per event, from 1
	Method      string // "dots"
	Subject     Subject
	Secrecy     Secrecy
	Budget      int
	Cap         int
	Hidden      bool // no results on any screen before the round is closed
	State       RoundState
	ResultsOpen bool // phones may see the results
	Admitted    int  // devices admitted when it was closed
	Items       []RoundItem
	Tally       *Tally // nil until closed
}

// RoundItem is what can be voted for: a whole group of merged ideas, frozen at opening, or a
// topic field with the ideas it held.
type RoundItem struct {
	Item  int      // short number in the round, from 1
	Idea  string   // id of the idea that speaks for the group; empty for a field
	Field string   // id of the topic field; empty for an idea
	Ideas []string // ids of all ideas of the group or field, the speaking one first
}

// Ballot is one device's whole vote in a round.
type Ballot struct {
	ID          string
	Round       string
	Participant string      // empty once the link was removed
	Counter     int64       // rises with every change the phone makes
	Points      map[int]int // by item; no zeroes
}

// Spent returns the points a ballot gives in all.
func (b Ballot) Spent() int {
	total := 0
	for _, points := range b.Points {
		total += points
	}
	return total
}

// Choices returns the points as text for one column, "3:2 7:1", by item.
func (b Ballot) Choices() string {
	var text strings.Builder
	for _, item := range slices.Sorted(maps.Keys(b.Points)) {
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(strconv.Itoa(item))
		text.WriteByte(':')
		text.WriteString(strconv.Itoa(b.Points[item]))
	}
	return text.String()
}

// ParseChoices reads what Choices wrote.
func ParseChoices(text string) (map[int]int, error) {
	points := map[int]int{}
	for _, part := range strings.Fields(text) {
		item, value, ok := strings.Cut(part, ":")
		number, err1 := strconv.Atoi(item)
		given, err2 := strconv.Atoi(value)
		if !ok || err1 != nil || err2 != nil {
			return nil, fmt.Errorf("choices %q: want item:points", part)
		}
		points[number] = given
	}
	return points, nil
}

// Tally is the sum of a round's ballots.
type Tally struct {
	Voters int // devices that gave at least one point
	Items  map[int]ItemTally
}

// ItemTally is one item's share of a tally.
type ItemTally struct {
	Points int `json:"points"`
	Voters int `json:"voters"`
}

// Count adds ballots up.
func Count(ballots []Ballot) Tally {
	tally := Tally{Items: map[int]ItemTally{}}
	for _, ballot := range ballots {
		if len(ballot.Points) > 0 {
			tally.Voters++
		}
		for item, points := range ballot.Points {
			sum := tally.Items[item]
			tally.Items[item] = ItemTally{Points: sum.Points + points, Voters: sum.Voters + 1}
		}
	}
	return tally
}

// MinPublished is the number of voters below which a tally is not published outside the room.
const MinPublished = 5

var (
	ErrRoundClosed   = &Error{Kind: Conflict, Code: "round_closed"}
	ErrNoVotesLeft   = &Error{Kind: Conflict, Code: "no_votes_left"}
	ErrCapReached    = &Error{Kind: Conflict, Code: "cap_reached"}
	ErrStaleCounter  = &Error{Kind: Conflict, Code: "stale_counter"}
	ErrNothingToVote = &Error{Kind: Conflict, Code: "nothing_to_vote"}
)

type (
	RoundOpened struct{ Round Round }
	// VoteSet replaces one participant's whole ballot in an open round. A ballot without points
	// stays stored, because its counter must not fall.
	VoteSet struct{ Ballot Ballot }
	// RoundEnded closes a round (State RoundClosed, with Tally and Admitted) or takes back its
	// opening (RoundUnopened). Ballots replace those stored: new random ids, random order and,
	// unless the round is open by its secrecy, no participant.
	RoundEnded struct {
		Round   Round
		Ballots []Ballot
	}
	// ResultsShown opens a closed round's results to phones, or takes them away.
	ResultsShown struct {
		Round string
		On    bool
	}
)

func (RoundOpened) fact()  {}
func (VoteSet) fact()      {}
func (RoundEnded) fact()   {}
func (ResultsShown) fact() {}
