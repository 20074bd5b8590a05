package live

import (
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// MergeIdea says that an idea means the same as another. Nothing is copied or deleted: the
// pointer can be taken back. Merging waits until no round is open.
type MergeIdea struct {
	Idea int  `json:"idea"`
	Into int  `json:"into"`
	Was  *int `json:"was"` // the number it pointed to before; 0 for none
}

func (c MergeIdea) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one, into := state.numbers[c.Idea], state.numbers[c.Into]
	if one == nil || into == nil || one.Session != into.Session {
		return Decision{}, store.ErrNotFound
	}
	if one.State == store.Withdrawn || into.State == store.Withdrawn {
		return Decision{}, store.ErrIdeaWithdrawn
	}
	into = state.head(into)
	if into == one {
		return Decision{}, store.ErrMergeCycle
	}
	return pointed(state, one, into.Number, c.Was)
}

// UnmergeIdea lets an idea stand for itself again.
type UnmergeIdea struct {
	Idea int  `json:"idea"`
	Was  *int `json:"was"`
}

func (c UnmergeIdea) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.numbers[c.Idea]
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	return pointed(state, one, 0, c.Was)
}

func pointed(state *State, one *idea, into int, was *int) (Decision, error) {
	if state.session(one.Session).openRound() != nil {
		return Decision{}, store.ErrRoundIsOpen
	}
	if was != nil && *was != one.into {
		return Decision{}, store.ErrChangedSince
	}
	id := ""
	if into != 0 {
		id = state.numbers[into].ID
	}
	decision := Decision{
		Facts: []store.Fact{store.IdeaMerged{Idea: one.ID, Into: id}},
		About: strconv.Itoa(one.Number) + " " + strconv.Itoa(into),
	}
	if one.into == 0 {
		decision.Undo = UnmergeIdea{Idea: one.Number, Was: &into}
	} else {
		decision.Undo = MergeIdea{Idea: one.Number, Into: one.into, Was: &into}
	}
	return decision, nil
}

// MoveIdeas puts ideas into a topic field, or into none. It never touches a vote.
type MoveIdeas struct {
	Ideas []int    `json:"ideas"`
	Field string   `json:"field"`
	Was   []string `json:"was"`            // the field of each idea before
	Back  []string `json:"back,omitempty"` // instead of Field: one field for each idea, as an undo has it
}

func (c MoveIdeas) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	if len(c.Ideas) == 0 || len(c.Ideas) > 1000 || c.Was != nil && len(c.Was) != len(c.Ideas) || c.Back != nil && len(c.Back) != len(c.Ideas) {
		return Decision{}, store.ErrInvalid.About("ideas")
	}
	var decision Decision
	undo := MoveIdeas{Ideas: c.Ideas}
	for i, number := range c.Ideas {
		one := state.numbers[number]
		if one == nil {
			return Decision{}, store.ErrNotFound
		}
		if c.Was != nil && c.Was[i] != one.Field {
			return Decision{}, store.ErrChangedSince
		}
		field := c.Field
		if c.Back != nil {
			field = c.Back[i]
		}
		if to := state.field(field); field != "" && (to == nil || to.Removed) {
			return Decision{}, store.ErrNotFound
		}
		undo.Back = append(undo.Back, one.Field)
		undo.Was = append(undo.Was, field)
		if one.Field != field {
			decision.Facts = append(decision.Facts, store.IdeaMoved{Idea: one.ID, Field: field})
		}
	}
	decision.Undo, decision.About = undo, strings.TrimSpace(listed(c.Ideas)+" "+c.Field)
	return decision, nil
}

func listed(numbers []int) string {
	var text strings.Builder
	for _, number := range numbers {
		text.WriteString(strconv.Itoa(number))
		text.WriteByte(' ')
	}
	return strings.TrimSpace(text.String())
}

// FieldMade is the result of CreateField.
type FieldMade struct {
	Field string `json:"field"`
}

// CreateField makes a topic field at the end of the board. Without a colour it gets the one used
// least.
type CreateField struct {
	Title string `json:"title"`
	Color *int   `json:"color"`
}

func (c CreateField) Decide(state *State, _ Actor, means Means) (Decision, error) {
	title, err := fieldTitle(c.Title)
	if err != nil {
		return Decision{}, err
	}
	color := leastUsedColor(state)
	if c.Color != nil {
		color = *c.Color
	}
	if color < 0 || color >= colors {
		return Decision{}, store.ErrInvalid.About("color")
	}
	if len(state.fields) >= 200 {
		return Decision{}, store.ErrInvalid.About("title")
	}
	one := store.TopicField{ID: means.NewID(), Event: state.event.ID, Title: title, Color: color, Position: len(state.fields)}
	return Decision{
		Facts:  []store.Fact{store.FieldCreated{Field: one}},
		Result: FieldMade{one.ID},
		Undo:   RemoveField{Field: one.ID},
		About:  one.ID,
	}, nil
}

// colors is the size of the topic-field palette.
const colors = 12

func leastUsedColor(state *State) int {
	var used [colors]int
	for _, one := range state.fields {
		if !one.Removed {
			used[one.Color]++
		}
	}
	return slices.Index(used[:], slices.Min(used[:]))
}

func fieldTitle(title string) (string, error) {
	title, err := cleanLine(title, store.MaxFieldTitle, "title")
	if err == nil && title == "" {
		err = store.ErrTextEmpty.About("title")
	}
	return title, err
}

// FieldLook is what EditField changes.
type FieldLook struct {
	Title string `json:"title"`
	Color int    `json:"color"`
}

// EditField renames or recolours a topic field.
type EditField struct {
	Field string `json:"field"`
	FieldLook
	Was *FieldLook `json:"was"`
}

func (c EditField) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	title, err := fieldTitle(c.Title)
	if err != nil {
		return Decision{}, err
	}
	if c.Color < 0 || c.Color >= colors {
		return Decision{}, store.ErrInvalid.About("color")
	}
	return editField(state, c.Field, func(one *store.TopicField) (Command, error) {
		before := FieldLook{one.Title, one.Color}
		if c.Was != nil && *c.Was != before {
			return nil, store.ErrChangedSince
		}
		one.Title, one.Color = title, c.Color
		return EditField{Field: one.ID, FieldLook: before, Was: &FieldLook{title, c.Color}}, nil
	})
}

// RemoveField takes an empty topic field off the board.
type RemoveField struct {
	Field string `json:"field"`
}

func (c RemoveField) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	for _, one := range state.ideas {
		if one.Field == c.Field && one.State != store.Withdrawn {
			return Decision{}, store.ErrFieldNotEmpty
		}
	}
	for _, one := range state.fields {
		if one.JoinedInto == c.Field && !one.Removed {
			return Decision{}, store.ErrFieldNotEmpty
		}
	}
	for _, one := range state.rounds {
		if one.State == store.RoundOpen && slices.ContainsFunc(one.Items, func(item store.RoundItem) bool { return item.Field == c.Field }) {
			return Decision{}, store.ErrRoundIsOpen
		}
	}
	return editField(state, c.Field, func(one *store.TopicField) (Command, error) {
		one.Removed = true
		return RestoreField(c), nil
	})
}

// RestoreField brings a removed topic field back.
type RestoreField struct {
	Field string `json:"field"`
}

func (c RestoreField) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	return editField(state, c.Field, func(one *store.TopicField) (Command, error) {
		one.Removed = false
		return RemoveField(c), nil
	})
}

func editField(state *State, id string, edit func(*store.TopicField) (Command, error)) (Decision, error) {
	one := state.field(id)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	edited := *one
	undo, err := edit(&edited)
	if err != nil {
		return Decision{}, err
	}
	return Decision{Facts: []store.Fact{store.FieldEdited{Field: edited}}, Undo: undo, About: id}, nil
}

// OrderFields puts the board's columns in order. All fields are listed.
type OrderFields struct {
	Fields []string `json:"fields"`
	Was    []string `json:"was"`
}

func (c OrderFields) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	var shown, all []string
	for _, one := range state.fields {
		all = append(all, one.ID)
		if !one.Removed {
			shown = append(shown, one.ID)
		}
	}
	if c.Was != nil && !slices.Equal(c.Was, shown) {
		return Decision{}, store.ErrChangedSince
	}
	if !slices.Equal(sorted(c.Fields), sorted(shown)) {
		return Decision{}, store.ErrInvalid.About("fields")
	}
	order := slices.Clone(c.Fields)
	for _, id := range all { // removed ones keep a place behind
		if !slices.Contains(order, id) {
			order = append(order, id)
		}
	}
	return Decision{
		Facts: []store.Fact{store.FieldsOrdered{Fields: order}},
		Undo:  OrderFields{Fields: shown, Was: c.Fields},
	}, nil
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// JoinField lets a topic field count as part of another, by a pointer.
type JoinField struct {
	Field string `json:"field"`
	Into  string `json:"into"`
}

func (c JoinField) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one, into := state.field(c.Field), state.field(c.Into)
	if one == nil || into == nil || one.Removed || into.Removed {
		return Decision{}, store.ErrNotFound
	}
	if into = state.headField(into); into == one {
		return Decision{}, store.ErrMergeCycle
	}
	return joined(state, one, into.ID, nil)
}

// PartField lets a joined topic field stand for itself again.
type PartField struct {
	Field string  `json:"field"`
	Was   *string `json:"was"`
}

func (c PartField) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one := state.field(c.Field)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	return joined(state, one, "", c.Was)
}

func joined(state *State, one *store.TopicField, into string, was *string) (Decision, error) {
	for _, other := range state.rounds {
		if other.State == store.RoundOpen && other.Subject == store.OnFields {
			return Decision{}, store.ErrRoundIsOpen
		}
	}
	if was != nil && *was != one.JoinedInto {
		return Decision{}, store.ErrChangedSince
	}
	decision := Decision{
		Facts: []store.Fact{store.FieldJoined{Field: one.ID, Into: into}},
		About: strings.TrimSpace(one.ID + " " + into),
	}
	if one.JoinedInto == "" {
		decision.Undo = PartField{Field: one.ID, Was: &into}
	} else {
		decision.Undo = JoinField{Field: one.ID, Into: one.JoinedInto}
	}
	return decision, nil
}

// headField returns the field that others were joined into.
func (s *State) headField(of *store.TopicField) *store.TopicField {
	for of.JoinedInto != "" {
		of = s.field(of.JoinedInto)
	}
	return of
}
