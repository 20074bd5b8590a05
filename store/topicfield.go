package store

// TopicField is what ideas are clustered into (Themenfeld).
type TopicField struct {
	ID         string
	Event      string
	Title      string
	Color      int // 0 to 11, index into the palette
	Position   int
	JoinedInto string // topic field id; empty: stands for itself
	Nominated  bool
	Removed    bool
}

// MaxFieldTitle bounds a topic field's title, in code points.
const MaxFieldTitle = 120

var ErrFieldNotEmpty = &Error{Kind: Conflict, Code: "field_not_empty"}

type (
	FieldCreated struct{ Field TopicField }
	// FieldEdited replaces title, colour and Removed.
	FieldEdited struct{ Field TopicField }
	// FieldsOrdered gives every listed field its index as position.
	FieldsOrdered struct{ Fields []string }
	// FieldJoined sets the pointer; Into is empty to part the fields again.
	FieldJoined    struct{ Field, Into string }
	FieldNominated struct {
		Field string
		On    bool
	}
)

func (FieldCreated) fact()   {}
func (FieldEdited) fact()    {}
func (FieldsOrdered) fact()  {}
func (FieldJoined) fact()    {}
func (FieldNominated) fact() {}
