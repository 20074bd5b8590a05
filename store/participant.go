package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Participant is a device that was admitted to an event. There is no name, and no time.
type Participant struct {
	ID     string
	Event  string
	Device string // HashSecret of the device token
	Table  int    // where it sits; 0: at none
}

// Ticket is a participation code (Teilnahmecode): it admits one device, once.
type Ticket struct {
	ID          string
	Event       string
	Number      int    // as on the printed sheet, from 1
	Code        string // TicketHash of the code
	Participant string // whom it admitted; empty: not used
	Revoked     bool
}

// TicketLength is how many symbols of CodeAlphabet a participation code has.
const TicketLength = 10

// TicketHash returns the form in which a participation code is stored: HMAC-SHA256 under the
// event's key.
func TicketHash(key []byte, code string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("ticket\x00" + code))
	return hex.EncodeToString(mac.Sum(nil))
}

// Role is what an invitation lets a moderator do.
type Role string

const (
	Leads Role = "moderator"
	Helps Role = "helper" // looks after the queue of ideas and comments, nothing else
)

// Moderator is an invitation to lead an event, by link or for an account.
type Moderator struct {
	ID      string
	Event   string
	Label   string
	Secret  string // HashSecret of the invitation's secret
	Account string // the account it belongs to; empty for a link
	Role    Role
	Revoked bool
}

// Projector is a paired screen of the room, with an identity of its own.
type Projector struct {
	ID      string
	Event   string
	Secret  string // HashSecret of its token
	Session string
	Scene   string // one of Scenes
	Round   string // id of the round it shows; empty: the latest
	Against string // id of the round it compares that one with
	Step    int    // how many places of a result are revealed, from the last; -1: all
	Theme   string // one of Themes
	Revoked bool
}

// Scenes a projector can show; auto follows the phase.
var Scenes = []string{"auto", "join", "prompt", "wall", "board", "vote", "results", "matrix", "ranking", "compare", "spotlight", "agenda", "thanks"}

// Themes a projector can wear; bright has the strongest contrast, for a room full of light.
var Themes = []string{"dark", "light", "bright"}

var (
	ErrLinkInvalid   = &Error{Kind: Forbidden, Code: "link_invalid"}
	ErrPairingCode   = &Error{Kind: NotFound, Code: "pairing_code_unknown"}
	ErrTicketNeeded  = &Error{Kind: Forbidden, Code: "ticket_needed"}
	ErrTicketUnknown = &Error{Kind: NotFound, Code: "ticket_unknown"}
	ErrTicketUsed    = &Error{Kind: Conflict, Code: "ticket_used"}
)

type (
	// ParticipantJoined admits a device; Ticket is the id of the code it used up, or empty.
	ParticipantJoined struct {
		Participant Participant
		Ticket      string
	}
	// DeviceReplaced lets another device go on as a participant, by a code that was issued anew.
	DeviceReplaced struct{ Participant, Device, Ticket string }
	// ParticipantSeated says at which table a participant sits; 0: at none.
	ParticipantSeated struct {
		Participant string
		Table       int
	}
	TicketsIssued struct{ Tickets []Ticket }
	// TicketReissued gives a ticket a new code. Its participant's device is not admitted any
	// more, and whoever comes with the new code goes on as that participant.
	TicketReissued struct{ Ticket, Code string }
	TicketRevoked  struct {
		Ticket  string
		Revoked bool
	}
	ModeratorInvited struct{ Moderator Moderator }
	ModeratorRevoked struct {
		Moderator string
		Revoked   bool
	}
	ProjectorPaired struct{ Projector Projector }
	// ProjectorDirected replaces all but identity and secret.
	ProjectorDirected struct{ Projector Projector }
)

func (ParticipantJoined) fact() {}
func (DeviceReplaced) fact()    {}
func (ParticipantSeated) fact() {}
func (TicketsIssued) fact()     {}
func (TicketReissued) fact()    {}
func (TicketRevoked) fact()     {}
func (ModeratorInvited) fact()  {}
func (ModeratorRevoked) fact()  {}
func (ProjectorPaired) fact()   {}
func (ProjectorDirected) fact() {}
