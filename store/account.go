package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// StaffRole is what an account may do; one account may hold several.
type StaffRole string

const (
	Administration StaffRole = "administration" // accounts and the house's settings
	Editor         StaffRole = "editor"         // leads events, keeps inbox, structure and measures
	Assessor       StaffRole = "assessor"       // assesses measures
	Releaser       StaffRole = "release"        // publishes
	LeadUnit       StaffRole = "lead"           // its own unit's measures
	Reader         StaffRole = "reader"         // staff council, data protection: reads all, the audit log too
)

// StaffRoles returns all roles, in the order in which they are shown.
func StaffRoles() []StaffRole {
	return []StaffRole{Administration, Editor, Releaser, Assessor, LeadUnit, Reader}
}

// Account is a member of staff who signs in.
type Account struct {
	ID        string
	Name      string // shown
	Login     string // typed, lower case, unique
	Password  string // argon2id hash; empty: signs in elsewhere, or has not chosen one yet
	Roles     []StaffRole
	Unit      string // of a lead unit: a node of the structure
	Issuer    string // of an account that signs in elsewhere (OIDC), with its subject there
	Subject   string
	Disabled  bool
	CreatedAt int64
}

// Has reports whether the account holds a role.
func (a Account) Has(role StaffRole) bool { return slices.Contains(a.Roles, role) }

// Login is being signed in. Token is HashSecret of the cookie's value.
type Login struct {
	Token     string
	Account   string
	BeganAt   int64
	ExpiresAt int64 // moved on while it is used
}

// PasswordLink lets the holder of an account choose a password, once. Secret is its hash.
type PasswordLink struct {
	Secret    string
	Account   string
	ExpiresAt int64
}

// House is what holds for all events, and for the plan.
type House struct {
	Name        string                  `json:"name"`
	Notice      string                  `json:"notice"`       // empty: the marked sample
	StateNames  map[MeasureState]string `json:"state_names"`  // the city's own wording; absent: ours
	Priorities  []Priority              `json:"priorities"`   // empty: DefaultPriorities
	AnswerWeeks int                     `json:"answer_weeks"` // until a contribution without outcome is listed; 0: 8
	AuditDays   int                     `json:"audit_days"`   // 0: 90
	Prefix      string                  `json:"prefix"`       // of measure numbers; empty: "M"
}

// Priority is a step of the house's scale, which says when to begin and nothing of value.
type Priority struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	Meaning string `json:"meaning"`
}

// DefaultPriorities returns the scale of a house that has none of its own.
func DefaultPriorities() []Priority {
	return []Priority{
		{"high", "hoch", "Beginn sofort, sobald es möglich ist"},
		{"medium", "mittel", "Beginn innerhalb von zwei Jahren"},
		{"low", "niedrig", "Beginn innerhalb von vier Jahren"},
	}
}

// NumberOf returns the number by which people name a measure: "M07", or "V12" of a candidate.
func (h House) NumberOf(m Measure) string {
	if m.Number == 0 {
		return fmt.Sprintf("V%d", m.Candidate)
	}
	return fmt.Sprintf("%s%02d", cmp.Or(h.Prefix, "M"), m.Number)
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
	ErrLastAdmin   = &Error{Kind: Conflict, Code: "last_administrator"}
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
	// AccountBySubject returns the account that signs in elsewhere, or ErrWrongLogin.
	AccountBySubject(ctx context.Context, issuer, subject string) (Account, error)
	// Accounts returns all, by name.
	Accounts(ctx context.Context) ([]Account, error)
	// EditAccount replaces name, login, roles, unit and disabled. A disabled account is signed
	// out at once. ErrLoginTaken; ErrLastAdmin when nobody could manage accounts any more.
	EditAccount(ctx context.Context, account Account) error
	// SetPassword sets a password and ends all other logins of the account but keep.
	SetPassword(ctx context.Context, account, password, keep string) error
	// AddPasswordLink stores a link, in place of the account's earlier one. TakePasswordLink
	// uses it up and returns its account, or ErrSetupLink when it is unknown or has run out.
	AddPasswordLink(ctx context.Context, link PasswordLink) error
	TakePasswordLink(ctx context.Context, secret string, now int64) (Account, error)
	// SignIn stores a login; SignOut removes it, known or not; SignOutAll removes all of an account.
	SignIn(ctx context.Context, login Login) error
	SignOut(ctx context.Context, token string) error
	SignOutAll(ctx context.Context, account string) error
	// SignedIn returns the account of an unexpired login that is not disabled, or ErrLoginNeeded.
	SignedIn(ctx context.Context, token string, now int64) (Account, Login, error)
	// RenewLogin moves the end of a login.
	RenewLogin(ctx context.Context, token string, expiresAt int64) error
	// House returns the house's settings; SetHouse replaces them.
	House(ctx context.Context) (House, error)
	SetHouse(ctx context.Context, house House) error
	// Audit appends entries; Audits returns an event's, latest first, and the plan's for an empty
	// event; PruneAudits removes those older than before (milliseconds UTC).
	Audit(ctx context.Context, entries []Audited) error
	Audits(ctx context.Context, event string) ([]Audited, error)
	PruneAudits(ctx context.Context, before int64) error
}
