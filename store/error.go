package store

import "time"

// Kind sorts refusals by what a caller can do about them; it decides the HTTP status.
type Kind int

const (
	Invalid         Kind = iota + 1 // the request is malformed: correct it
	Unauthenticated                 // sign in first
	Forbidden                       // not for this person, or not now
	NotFound                        // there is no such thing
	Conflict                        // it clashes with what happened meanwhile
	TooMany                         // later
	Unavailable                     // the server cannot at present; retry
)

// Error is a refusal we foresee. Its code is translated by the screens.
type Error struct {
	Kind  Kind
	Code  string
	Field string        // of an Invalid request: the input it is about, as the request names it
	Retry time.Duration // above zero: asking again after this long may succeed
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Code + " (" + e.Field + ")"
	}
	return e.Code
}

// Is makes refusals equal by code, so that a copy with a field still matches.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// About returns the same refusal, naming the input it is about.
func (e *Error) About(field string) *Error {
	copied := *e
	copied.Field = field
	return &copied
}

// Refusals that belong to no single noun.
var (
	ErrInvalid      = &Error{Kind: Invalid, Code: "invalid"}
	ErrUnknownType  = &Error{Kind: Invalid, Code: "unknown_type"}
	ErrForbidden    = &Error{Kind: Forbidden, Code: "forbidden"}
	ErrNotFound     = &Error{Kind: NotFound, Code: "not_found"}
	ErrChangedSince = &Error{Kind: Conflict, Code: "changed_since"}
	ErrReusedID     = &Error{Kind: Conflict, Code: "reused_id"}
	ErrTooMany      = &Error{Kind: TooMany, Code: "too_many", Retry: 2 * time.Second}
	ErrBusy         = &Error{Kind: Unavailable, Code: "busy", Retry: time.Second}
	ErrStopping     = &Error{Kind: Unavailable, Code: "stopping", Retry: 2 * time.Second}
	ErrStorage      = &Error{Kind: Unavailable, Code: "storage", Retry: 2 * time.Second}
	ErrStorageFull  = &Error{Kind: Unavailable, Code: "storage_full", Retry: 5 * time.Second}
	ErrInternal     = &Error{Kind: Unavailable, Code: "internal"}

	// ErrStale tells a hub that somebody else moved its event: it acks nobody, ends, and the
	// event is loaded again. No screen ever sees it.
	ErrStale = &Error{Kind: Conflict, Code: "stale"}
)

// SyncError says that the disk failed to take what it had confirmed before: the process must
// end and acknowledge nothing until a checkpoint succeeded on start.
type SyncError struct{ Err error }

func (e *SyncError) Error() string { return "sync failed: " + e.Err.Error() }
func (e *SyncError) Unwrap() error { return e.Err }
