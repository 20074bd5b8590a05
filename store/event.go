package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"
)

// Format is what people call the gathering.
type Format string

const (
	Workshop   Format = "workshop"
	Barcamp    Format = "barcamp"
	Conference Format = "conference"
)

// Admission says who may join: whoever has the join code, whoever has a participation code as
// well, or nobody any more.
type Admission string

const (
	AdmissionOpen    Admission = "open"
	AdmissionTickets Admission = "tickets"
	AdmissionClosed  Admission = "closed"
)

// Publication says how far contributions may travel.
type Publication string

const (
	Internal  Publication = "internal"
	Committee Publication = "committee"
	Public    Publication = "public"
)

// Event is the gathering people attend.
type Event struct {
	ID          string
	Title       string
	Format      Format
	JoinCode    string // eight symbols of CodeAlphabet
	Admission   Admission
	Language    string // "de" or "en"
	Address     string // "sie" or "du"
	HeldOn      string // date, "2026-11-30"
	DeleteOn    string // date; the event is deleted when this day begins (UTC)
	Publication Publication
	Welcome     string // the moderator's words in the lobby
	Notice      string // the city's own privacy notice (Art. 13 GDPR); empty: the marked sample
	Key         []byte // 32 random bytes: keys the MACs of this event's commands and device tokens
	Seq         int64  // moved once by every commit
	CreatedAt   int64  // milliseconds UTC
	Seating     Seating
	Heads       int         // people counted in the room; 0: not counted
	Cards       []CardRange // idea numbers that stand on paper cards
}

// Seating is how participants sit at tables that go round the event's sessions, which are their
// questions. Zero Tables: they do not.
type Seating struct {
	Tables  int    `json:"tables"`            // numbered from 1
	Step    int    `json:"step"`              // how often the tables went on
	Plenary string `json:"plenary,omitempty"` // id of the session all look at together; empty: each table at its own
}

// MaxTables bounds the tables of an event.
const MaxTables = 200

// SessionAt returns the index of the session that a table is at, of so many sessions.
func (s Seating) SessionAt(table, sessions int) int {
	return (table - 1 + s.Step) % sessions
}

// CardRange is the numbers printed on a stack of paper cards.
type CardRange struct{ From, To int }

// Carded reports whether a number stands on a paper card.
func (e Event) Carded(number int) bool {
	for _, cards := range e.Cards {
		if cards.From <= number && number <= cards.To {
			return true
		}
	}
	return false
}

// CodeAlphabet is what join and pairing codes are made of: no look-alikes (0 O 1 I L 8 B …).
const CodeAlphabet = "ACDEFGHJKMNPQRTUVWXY34679"

// NewCode returns n random symbols of CodeAlphabet, each equally likely.
func NewCode(n int) string {
	limit := byte(256 - 256%len(CodeAlphabet))
	var code strings.Builder
	for b := make([]byte, 1); code.Len() < n; {
		rand.Read(b)
		if b[0] < limit {
			code.WriteByte(CodeAlphabet[int(b[0])%len(CodeAlphabet)])
		}
	}
	return code.String()
}

// CleanCode returns a code as typed by a person in its stored form: capitals, without spaces,
// hyphens and full stops.
func CleanCode(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", ".", "", "\u00a0", "", "\u2013", "").Replace(typed))
}

// ReadCode returns what somebody types who reads what became of the event's contributions while
// these are not public. It follows from the event's key and outlives it.
func (e Event) ReadCode() string {
	mac := hmac.New(sha256.New, e.Key)
	mac.Write([]byte("read"))
	var code strings.Builder
	for _, b := range mac.Sum(nil)[:readCodeLength] {
		code.WriteByte(CodeAlphabet[int(b)%len(CodeAlphabet)])
	}
	return code.String()
}

const readCodeLength = 12

// Due reports whether the event's deletion date has come.
func (e Event) Due(now time.Time) bool {
	return now.UTC().Format(time.DateOnly) >= e.DeleteOn
}

var (
	ErrUnknownCode = &Error{Kind: NotFound, Code: "unknown_code"}
	ErrEventClosed = &Error{Kind: Forbidden, Code: "event_closed"}
)

type (
	// EventEdited replaces what staff and moderators may change: title, format, admission,
	// language, address, dates, publication, welcome, notice, seating and heads. Identity, code,
	// key and cards stay.
	EventEdited struct{ Event Event }
	// CardsReserved keeps idea numbers for paper cards.
	CardsReserved struct{ Cards CardRange }
)

// Contents is all that a running event keeps in memory, as the rows have it.
type Contents struct {
	Event        Event
	Sessions     []Session // by position
	Participants []Participant
	Moderators   []Moderator
	Projectors   []Projector
	Fields       []TopicField // by position
	Ideas        []Idea       // by number
	Supports     []Support
	Rounds       []Round   // by number, with items and, when closed, tallies
	Ballots      []Ballot  // of open rounds only, but not of secret ones
	Paper        []Paper   // of open rounds only
	Turnout      []Turnout // of open secret rounds only
	Comments     []Comment // by number
	Reactions    []Reaction
	Signals      []Signal  // hands by number
	Tickets      []Ticket  // by number
	Outcomes     []Outcome // published ones only
	Accepted     []Accepted
}

// Accepted is a command that was acknowledged. A repeat with the same actor, id and MAC gets the
// same result.
type Accepted struct {
	Actor  string
	ID     string
	MAC    string // HMAC of the content under the event's key; empty after a withdrawal
	Result string // JSON
}

// Fact is something that happened in a running event. Each is a struct beside its noun.
type Fact interface{ fact() }

func (EventEdited) fact()   {}
func (CardsReserved) fact() {}

// Counts is how much an event holds. Participants are those whose device may come back.
type Counts struct{ Participants, Ideas, Rounds int }

// Deletion is what remains of an event after its deletion date.
type Deletion struct {
	Event        string
	Title        string
	JoinCode     string
	Language     string // and Address: how to speak to authors who come back
	Address      string
	HeldOn       string
	DeletedAt    int64
	Publication  Publication // how far may be told what became of its contributions
	ReadCode     string      // as Event.ReadCode was
	Ideas        int
	Participants int
	Ballots      int
}

// Events keeps events and everything inside them.
type Events interface {
	// Create stores a new event with its sessions and their phases.
	Create(ctx context.Context, event Event, sessions []Session) error
	// List returns all events, latest date first.
	List(ctx context.Context) ([]Event, error)
	// Counts returns how much each event holds, by its id.
	Counts(ctx context.Context) (map[string]Counts, error)
	// DuePhases returns the events with a phase that should have been entered by itself by now
	// (milliseconds UTC).
	DuePhases(ctx context.Context, now int64) ([]string, error)
	// Event returns one event, or ErrNotFound.
	Event(ctx context.Context, id string) (Event, error)
	// EventByCode returns the event with this join code, or ErrUnknownCode.
	EventByCode(ctx context.Context, code string) (Event, error)
	// Load returns everything a running event needs, read in one transaction.
	Load(ctx context.Context, id string) (Contents, error)
	// Commit stores what facts changed, and the commands they answer, in one
	// transaction. It returns ErrStale, and stores nothing, when the event is no
	// longer at after: somebody else runs it. A full disk is ErrStorageFull, another I/O
	// failure ErrStorage; anything else, such as a broken constraint, is not a *Error.
	// A *SyncError means that what was acked before may not be on disk.
	Commit(ctx context.Context, event string, after int64, accepted []Accepted, facts []Fact) error
	// Delete erases the event, keeps its traces and a deletion record, and puts it on the list
	// of erasures. Deleting twice is harmless.
	Delete(ctx context.Context, id string, at int64) (Deletion, error)
	// Deletions returns the deletion records, latest first.
	Deletions(ctx context.Context) ([]Deletion, error)
	// Import stores an exported event under the ids its contents carry. Moderators, projectors,
	// participants' devices, receipts and accepted commands are not part of contents here.
	Import(ctx context.Context, contents Contents) error
}
