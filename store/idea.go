package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// IdeaKind tells a proposal from a need.
type IdeaKind string

const (
	Proposal    IdeaKind = "idea"        // "Das könnten wir tun"
	Expectation IdeaKind = "expectation" // "Das brauche ich"
)

// IdeaState is how far an idea can be seen.
type IdeaState string

const (
	Held      IdeaState = "held"      // waits for release
	Shown     IdeaState = "shown"     //
	Returned  IdeaState = "returned"  // given back to the author, with a reason
	Hidden    IdeaState = "hidden"    // taken off every screen but the consoles
	Withdrawn IdeaState = "withdrawn" // by its author; the text is gone
)

// An idea's text is bounded in Unicode code points and, so that it fits a message, in bytes of
// UTF-8.
const (
	MaxIdeaLength = 10_000
	MaxIdeaBytes  = 15_000
)

// Idea is one contribution, in its author's words.
type Idea struct {
	ID          string
	Event       string
	Session     string
	Number      int // short, per event, the same everywhere
	Kind        IdeaKind
	Text        string // erasable
	State       IdeaState
	Reason      string // why it was returned; erasable
	Author      string // participant id; empty when entered on behalf of someone
	OnBehalf    bool   // typed in by a moderator for someone without a phone
	Redacted    bool   // a name was taken out
	Redactions  int    // how often, by the list of redactions; the next has the number after it
	Pinned      bool   // stands before the others
	Table       int    // where its author sat; 0: at none
	MergedInto  string // idea id; empty: stands for itself
	Field       string // topic field id; empty: none yet
	Nominated   bool
	Command     string // id of the command that brought it, so that a withdrawal can empty its MAC
	SubmittedAt int64  // milliseconds UTC, rounded down to the hour
}

// Visible reports whether an idea may stand before others when its session shows ideas at all.
func (i Idea) Visible() bool { return i.State == Shown }

// CheckText refuses an idea's text that is empty or too long. The text is trimmed already.
func CheckText(text string) error {
	if text == "" {
		return ErrTextEmpty.About("text")
	}
	if len(text) > MaxIdeaBytes || utf8.RuneCountInString(text) > MaxIdeaLength {
		return ErrTextTooLong.About("text")
	}
	return nil
}

// Span is a part of a text, in code points: from From up to but without To.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Redact returns the text with its spans, which are in order and apart, replaced by the marker.
// Spans that do not fit the text are ErrInvalid.
func Redact(text string, spans []Span, marker string) (string, error) {
	runes := []rune(text)
	var out strings.Builder
	at := 0
	for _, span := range spans {
		if span.From < at || span.To <= span.From || span.To > len(runes) {
			return "", ErrInvalid.About("spans")
		}
		out.WriteString(string(runes[at:span.From]))
		out.WriteString(marker)
		at = span.To
	}
	out.WriteString(string(runes[at:]))
	return out.String(), nil
}

// RedactedMark stands where a name was taken out.
func RedactedMark(language string) string {
	if language == "de" {
		return "[Name entfernt]"
	}
	return "[name removed]"
}

// ReceiptHash returns what is stored so that the holder of a receipt finds the idea again:
// HMAC-SHA256 of the idea's id under the receipt's secret. Two ideas of one author share no
// stored value.
func ReceiptHash(secret, idea string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(idea))
	return hex.EncodeToString(mac.Sum(nil))
}

var (
	ErrTextEmpty     = &Error{Kind: Invalid, Code: "text_empty"}
	ErrTextTooLong   = &Error{Kind: Invalid, Code: "text_too_long"}
	ErrTextInvalid   = &Error{Kind: Invalid, Code: "text_invalid"}
	ErrIdeaWithdrawn = &Error{Kind: Conflict, Code: "idea_withdrawn"}
	ErrMergeCycle    = &Error{Kind: Conflict, Code: "merge_cycle"}
	ErrRoundIsOpen   = &Error{Kind: Conflict, Code: "round_is_open"}
)

// Support is a participant backing an idea.
type Support struct{ Idea, Participant string }

type (
	// IdeaSubmitted brings a new idea and, from a phone, the hash its receipt will be found by.
	IdeaSubmitted struct {
		Idea    Idea
		Receipt string
	}
	// IdeaModerated changes the state: release, return (with a reason), hide, restore.
	IdeaModerated struct {
		Idea   string
		State  IdeaState
		Reason string
	}
	// IdeaWithdrawn erases text, reason and the submitting command's MAC, and puts the idea on
	// the list of erasures.
	IdeaWithdrawn struct {
		Idea string
		At   int64
	}
	// IdeaRedacted replaces the text by one without a name, erases the old one and the submitting
	// command's MAC, and puts the places on the list of redactions.
	IdeaRedacted struct {
		Idea   string
		Text   string
		Spans  []Span // in the old text
		Number int    // of this idea's redactions, from 1
		At     int64
	}
	// IdeaPinned puts an idea before the others, or back among them.
	IdeaPinned struct {
		Idea string
		On   bool
	}
	// IdeaMerged sets the pointer; Into is empty to part the ideas again.
	IdeaMerged struct{ Idea, Into string }
	// IdeaMoved puts an idea into a topic field; Field is empty for none.
	IdeaMoved struct{ Idea, Field string }
	// IdeaSupported sets or takes back one participant's support.
	IdeaSupported struct {
		Idea, Participant string
		On                bool
	}
	// IdeaNominated marks an idea for the plan, or unmarks it.
	IdeaNominated struct {
		Idea string
		On   bool
	}
	// OutcomesPublished tells a running event what became of ideas. The rows are the plan's and
	// already stored: a commit leaves them alone.
	OutcomesPublished struct{ Outcomes []Outcome }
)

func (IdeaSubmitted) fact()     {}
func (IdeaModerated) fact()     {}
func (IdeaWithdrawn) fact()     {}
func (IdeaRedacted) fact()      {}
func (IdeaPinned) fact()        {}
func (IdeaMerged) fact()        {}
func (IdeaMoved) fact()         {}
func (IdeaSupported) fact()     {}
func (IdeaNominated) fact()     {}
func (OutcomesPublished) fact() {}

// Trace is what an author finds with an idea link: the idea while the event stands, and what
// remains of it afterwards.
type Trace struct {
	Event      string
	Number     int
	Kind       IdeaKind
	Text       string // empty after withdrawal, and after deletion unless it was released
	State      IdeaState
	Reason     string
	MergedInto int    // number; 0: none
	Field      string // title of the topic field
	Nominated  bool
	Outcome    *Outcome // nil until published
	Steps      []Step   // of the outcome's measure, oldest first
}

// Receipts finds ideas by the secret their author kept.
type Receipts interface {
	// Traces returns the ideas of an event that the receipt's secret opens, by number; none for
	// an unknown secret. It works before and after the event's deletion.
	Traces(ctx context.Context, event, secret string) ([]Trace, error)
}
