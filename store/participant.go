package store

// Participant is a device that was admitted to an event. There is no name, and no time.
type Participant struct {
	ID     string
	Event  string
	Device string // HashSecret of the device token
}

// Moderator is an invitation to lead an event, by link or for an account.
type Moderator struct {
	ID      string
	Event   string
	Label   string
	Secret  string // HashSecret of the invitation's secret
	Account string // the account it belongs to; empty for a link
	Revoked bool
}

// Projector is a paired screen of the room, with an identity of its own.
type Projector struct {
	ID      string
	Event   string
	Secret  string // HashSecret of its token
	Session string
	Scene   string // "auto" follows the phase; else join, wall, board, vote, results
	Revoked bool
}

var (
	ErrLinkInvalid = &Error{Kind: Forbidden, Code: "link_invalid"}
	ErrPairingCode = &Error{Kind: NotFound, Code: "pairing_code_unknown"}
)

type (
	ParticipantJoined struct{ Participant Participant }
	ModeratorInvited  struct{ Moderator Moderator }
	ModeratorRevoked  struct {
		Moderator string
		Revoked   bool
	}
	ProjectorPaired struct{ Projector Projector }
	// ProjectorDirected replaces session, scene and Revoked.
	ProjectorDirected struct{ Projector Projector }
)

func (ParticipantJoined) fact() {}
func (ModeratorInvited) fact()  {}
func (ModeratorRevoked) fact()  {}
func (ProjectorPaired) fact()   {}
func (ProjectorDirected) fact() {}
