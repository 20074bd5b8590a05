package store

import "context"

// InboxFilter narrows the inbox. Zero values narrow nothing.
type InboxFilter struct {
	Event string
	Kind  string // "idea", "expectation", "field", "requirement"
	State string // "open" (no outcome), "drafted", "published"
	Taken string // "nominated", "picked", "all"; empty: nominated or picked
	Text  string // in text or title, whatever the case
	Sort  string // "event" (latest first, then number), "points", "rank", "oldest"; empty: event
	Limit int    // at most 200; 0: 50
	After int    // how many to pass over
}

// InboxItem is something that may become part of the plan: an idea, a topic field of an event or a
// requirement.
type InboxItem struct {
	Kind      string   `json:"kind"`
	Event     string   `json:"event,omitempty"`
	Title     string   `json:"event_title,omitempty"`
	HeldOn    string   `json:"held_on,omitempty"`
	Devices   int      `json:"devices"` // participants of the event: its size
	Number    int      `json:"number,omitempty"`
	ID        string   `json:"id"` // of the idea, topic field or requirement
	Text      string   `json:"text"`
	Field     string   `json:"field,omitempty"` // title
	Ideas     int      `json:"ideas,omitempty"` // in a topic field
	Nominated bool     `json:"nominated,omitempty"`
	Picked    bool     `json:"picked,omitempty"`
	Support   int      `json:"support,omitempty"`
	Votes     *Source  `json:"votes,omitempty"`     // of the last closed round; nil: not voted on
	Items     int      `json:"items,omitempty"`     // so many stood to be voted on in that round
	Joined    []Joined `json:"joined,omitempty"`    // from other events, which go on with this one
	Voters    int      `json:"voters,omitempty"`    // of it and all joined: union within an event, sum over events
	JoinedTo  *Joined  `json:"joined_to,omitempty"` // the one it goes on with
	Outcome   *Outcome `json:"outcome,omitempty"`
	Measure   int      `json:"measure,omitempty"` // candidate number
	MeasureID string   `json:"measure_id,omitempty"`
	Release   string   `json:"release,omitempty"` // "text", "summary"
}

// Joined is a contribution that another one points to.
type Joined struct {
	Event  string `json:"event"`
	Title  string `json:"event_title"`
	Number int    `json:"number"`
	ID     string `json:"id"`
}

var ErrJoinedAlready = &Error{Kind: Conflict, Code: "joined_already"}

// Inbox lists what was contributed anywhere.
type Inbox interface {
	// Inbox returns a page of what the filter leaves, and how many there are in all.
	Inbox(ctx context.Context, filter InboxFilter) (items []InboxItem, total int, err error)
	// Pick puts contributions into the inbox that no event nominated, or takes them out again;
	// ids of ideas or topic fields.
	Pick(ctx context.Context, ids []string, on bool) error
	// EventsOf returns the event that each idea or topic field belongs to, by its id; ids of nothing
	// are left out.
	EventsOf(ctx context.Context, ids []string) (map[string]string, error)
	// Join lets an idea go on with another one, of any event; an empty into parts them again.
	// What is itself joined to another is ErrJoinedAlready, and so is a circle.
	Join(ctx context.Context, idea, into string) error
}
