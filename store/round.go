package store

import (
	"context"
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
	OpenVote     Secrecy = "open"         // as long as the event stands
	Pseudonymous Secrecy = "pseudonymous" // the link to devices is removed at close
	Secret       Secrecy = "secret"       // turnout and ballots are kept apart from the start
)

// MinSecret is the number of eligible devices below which a vote cannot be secret.
const MinSecret = 5

// RoundState of a round. A closed round never reopens.
type RoundState string

const (
	RoundOpen     RoundState = "open"
	RoundClosed   RoundState = "closed"
	RoundUnopened RoundState = "unopened" // opened by mistake and taken back before anybody voted
)

// Criterion is what a scale asks about each item.
type Criterion struct {
	Name string `json:"name"`
	Low  string `json:"low"`  // words at 1
	High string `json:"high"` // words at 5
	Less bool   `json:"less"` // less is better, as with effort
}

// RoundPlan is how a round is meant to be.
type RoundPlan struct {
	Title      string      `json:"title,omitempty"` // the question; empty: the method's own
	Method     Method      `json:"method"`
	Subject    Subject     `json:"subject"`
	Secrecy    Secrecy     `json:"secrecy"`
	Budget     int         `json:"budget,omitempty"`      // dots: points in all, 1 to 99; approve: items at most, 0 for any number
	Cap        int         `json:"cap,omitempty"`         // dots: points for one item
	Hidden     bool        `json:"hidden,omitempty"`      // no results on any screen before the round is closed
	ExcludeOwn bool        `json:"exclude_own,omitempty"` // nobody votes for what they brought
	Criteria   []Criterion `json:"criteria,omitempty"`    // scale: one to three
}

// Round is one vote.
type Round struct {
	ID      string
	Event   string
	Session string
	Number  int // per event, from 1
	RoundPlan
	State       RoundState
	ResultsOpen bool   // phones may see the results
	Of          string // id of the round whose best or tied items it votes on again; empty: of none
	Admitted    int    // devices admitted when it was closed
	Heads       int    // people counted then; 0: not counted
	Paper       int    // ballots on paper
	Items       []RoundItem
	Tally       *Tally // nil until closed
}

// Eligible is how many could vote: the devices admitted, and those who voted on paper.
func (r Round) Eligible() int { return r.Admitted + r.Paper }

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
	Points      map[int]int // by item, as the round's method reads them; no zeroes
	Paper       bool        // entered by a moderator for someone without a phone
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

// Paper is a batch of ballots that a moderator entered for people without a phone.
type Paper struct {
	ID      string
	Round   string
	Number  int // per round, from 1
	Ballots []Ballot
}

// Turnout is who has voted in a secret round, without what.
type Turnout struct{ Round, Participant string }

// MinPublished is the number of voters below which a tally is not published outside the room.
const MinPublished = 5

var (
	ErrRoundClosed   = &Error{Kind: Conflict, Code: "round_closed"}
	ErrNoVotesLeft   = &Error{Kind: Conflict, Code: "no_votes_left"}
	ErrCapReached    = &Error{Kind: Conflict, Code: "cap_reached"}
	ErrStaleCounter  = &Error{Kind: Conflict, Code: "stale_counter"}
	ErrNothingToVote = &Error{Kind: Conflict, Code: "nothing_to_vote"}
	ErrOwnIdea       = &Error{Kind: Forbidden, Code: "own_idea"}
	ErrTooFew        = &Error{Kind: Conflict, Code: "too_few_for_secret"}
	ErrNoTie         = &Error{Kind: Conflict, Code: "no_tie"}
	ErrWrongMethod   = &Error{Kind: Conflict, Code: "wrong_method"}
)

type (
	RoundOpened struct{ Round Round }
	// VoteSet replaces one participant's whole ballot in an open round. A ballot without points
	// stays stored, because its counter must not fall.
	VoteSet struct{ Ballot Ballot }
	// PaperEntered adds a batch to an open round; PaperTakenBack removes it.
	PaperEntered   struct{ Paper Paper }
	PaperTakenBack struct{ Round, Paper string }
	// RoundEnded closes a round (State RoundClosed, with Tally, Admitted, Heads and Paper) or takes back its
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

func (RoundOpened) fact()    {}
func (VoteSet) fact()        {}
func (PaperEntered) fact()   {}
func (PaperTakenBack) fact() {}
func (RoundEnded) fact()     {}
func (ResultsShown) fact()   {}

// BallotBoxes keep the ballots of open secret rounds: for each round a place of its own, outside
// what is backed up, where turnout and ballots lie apart, without time or order. When a round is
// closed its box goes with RoundEnded: whoever starts and finds a box of a round that is not open
// removes it.
type BallotBoxes interface {
	// Cast puts ballots into a round's box, made when missing: all or none, on disk on return.
	// A participant's first ballot stands; a further one is passed over.
	Cast(ctx context.Context, round string, ballots []Ballot) error
	// Boxed returns the ballots of a box in random order, with new random ids and without
	// participants; none when there is no box.
	Boxed(ctx context.Context, round string) ([]Ballot, error)
	// RemoveBox removes a box; one that is not there is fine.
	RemoveBox(ctx context.Context, round string) error
}
