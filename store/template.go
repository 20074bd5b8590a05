package store

import "context"

// Template is an agenda that was saved to start other events with.
type Template struct {
	ID       string
	Title    string
	Language string    // "de" or "en"
	Sessions []Session // titles, prompts and phases; without ids, and nothing that happened
}

var ErrTemplateTaken = &Error{Kind: Conflict, Code: "template_taken"}

// Templates keeps saved agendas.
type Templates interface {
	// SaveTemplate stores a template. A title there is already is ErrTemplateTaken.
	SaveTemplate(ctx context.Context, template Template) error
	// Templates returns all, by title.
	Templates(ctx context.Context) ([]Template, error)
	// RemoveTemplate removes one, or returns ErrNotFound.
	RemoveTemplate(ctx context.Context, id string) error
}
