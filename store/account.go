package store

import "context"

// Account is a member of staff who signs in.
type Account struct {
	ID        string
	Name      string // shown
	Login     string // typed, lower case, unique
	Password  string // argon2id hash
	Role      string // "administration" for now
	CreatedAt int64
}

// Login is being signed in. Token is HashSecret of the cookie's value.
type Login struct {
	Token     string
	Account   string
	ExpiresAt int64
}

// House is what holds for all events: the city's name and its own privacy notice.
type House struct {
	Name   string `json:"name"`
	Notice string `json:"notice"` // empty: the marked sample
}

// Audited is an entry of the log of what staff and moderators did: ids, never content or votes.
// It is a fact too: what a moderator did is logged in the transaction that does it.
type Audited struct {
	At     int64  `json:"at"`
	Actor  string `json:"actor"`  // account or moderator id
	Action string `json:"action"` // type of the command, or of the staff action
	Event  string `json:"event"`
	About  string `json:"about"` // ids or numbers, separated by spaces
}

func (Audited) fact() {}

var (
	ErrLoginNeeded = &Error{Kind: Unauthenticated, Code: "login_needed"}
	ErrWrongLogin  = &Error{Kind: Unauthenticated, Code: "wrong_login"}
	ErrSetupLink   = &Error{Kind: Forbidden, Code: "setup_link"}
	ErrLoginTaken  = &Error{Kind: Conflict, Code: "login_taken"}
)

// Accounts keeps staff, their logins, the house's settings and the audit log.
type Accounts interface {
	// CountAccounts returns how many accounts there are; none means the house is not set up.
	CountAccounts(ctx context.Context) (int, error)
	// CreateAccount stores an account, or returns ErrLoginTaken. With first true it stores
	// nothing and returns ErrSetupLink unless there is no account yet, checked in the same
	// transaction.
	CreateAccount(ctx context.Context, account Account, first bool) error
	// AccountByLogin returns an account, or ErrWrongLogin.
	AccountByLogin(ctx context.Context, login string) (Account, error)
	// SignIn stores a login; SignOut removes it, known or not.
	SignIn(ctx context.Context, login Login) error
	SignOut(ctx context.Context, token string) error
	// SignedIn returns the account of an unexpired login, or ErrLoginNeeded.
	SignedIn(ctx context.Context, token string, now int64) (Account, error)
	// House returns the house's settings; SetHouse replaces them.
	House(ctx context.Context) (House, error)
	SetHouse(ctx context.Context, house House) error
	// Audit appends entries; Audits returns an event's, latest first; PruneAudits removes those
	// older than before (milliseconds UTC).
	Audit(ctx context.Context, entries []Audited) error
	Audits(ctx context.Context, event string) ([]Audited, error)
	PruneAudits(ctx context.Context, before int64) error
}
