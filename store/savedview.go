package store

import "context"

// SavedView is a way to look at a list that somebody keeps, for themselves or for all.
type SavedView struct {
	ID      string `json:"id"`
	Account string `json:"-"`
	Own     bool   `json:"own"`
	Shared  bool   `json:"shared"`
	Page    string `json:"page"`  // "measures", "inbox"
	Title   string `json:"title"` // at most 80 characters
	Query   string `json:"query"` // of the page's address
}

// MaxViewTitle is how many characters a title may have.
const MaxViewTitle = 80

// SavedViews keeps them.
type SavedViews interface {
	// SavedViews returns an account's own and all shared ones, by title.
	SavedViews(ctx context.Context, account string) ([]SavedView, error)
	// SaveView stores an account's own one, new or changed; ErrNotFound for another's.
	SaveView(ctx context.Context, view SavedView) error
	// RemoveView removes an account's own one; ErrNotFound for another's.
	RemoveView(ctx context.Context, id, account string) error
}
