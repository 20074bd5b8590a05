package store

import (
	"context"
	"reflect"
	"slices"
	"unicode/utf8"
)

// NodeKind is what a part of the plan's structure is.
type NodeKind string

const (
	NodeVision      NodeKind = "vision"
	NodeGuideline   NodeKind = "guideline"
	NodeGoal        NodeKind = "goal"   // below a goal: sub-goal
	NodeTarget      NodeKind = "target" // below a goal
	NodeArea        NodeKind = "area"   // strategic action area
	NodeField       NodeKind = "field"  // topic field; below a field: sub-topic
	NodeRequirement NodeKind = "requirement"
	NodeUnit        NodeKind = "unit"  // of the organisation; may lie below another
	NodeGroup       NodeKind = "group" // working group
)

// Node is a part of what measures refer to.
type Node struct {
	ID       string   `json:"id"`
	Kind     NodeKind `json:"kind"`
	Parent   string   `json:"parent,omitempty"`
	Position int      `json:"position"` // among those of its kind and parent, from 0
	Title    string   `json:"title"`
	Short    string   `json:"short,omitempty"` // unit: "FB 10"; field: "I"
	Text     string   `json:"text,omitempty"`  // Markdown
	Lead     string   `json:"lead,omitempty"`  // of a field: unit
	Group    string   `json:"group,omitempty"` // of a field: working group
	Color    int      `json:"color,omitempty"` // of a field: 0 to 11
	// Of a target.
	Unit     string   `json:"unit,omitempty"` // "%", "Arbeitsplätze"
	Baseline *float64 `json:"baseline,omitempty"`
	Target   *float64 `json:"target,omitempty"`
	Due      string   `json:"due,omitempty"` // also the deadline of a requirement
	Actuals  []Actual `json:"actuals,omitempty"`
	// Of a requirement.
	Norm    string   `json:"norm,omitempty"`
	Section string   `json:"section,omitempty"`
	Sources []Source `json:"sources,omitempty"` // contributions taken into it
	Version int64    `json:"version"`
	Removed bool     `json:"removed,omitempty"` // kept for what refers to it
}

// Parents returns the kind a node's parent must have, and whether there must be one; empty: a node
// of this kind lies below nothing.
func (k NodeKind) Parents() (kind NodeKind, needed bool) {
	switch k {
	case NodeGoal, NodeField, NodeUnit:
		return k, false
	case NodeTarget:
		return NodeGoal, true
	}
	return "", false
}

// NodeKinds returns all kinds.
func NodeKinds() []NodeKind {
	return []NodeKind{NodeVision, NodeGuideline, NodeGoal, NodeTarget, NodeArea, NodeField, NodeRequirement, NodeUnit, NodeGroup}
}

// Check refuses a node that cannot be so, as ErrInvalid about the field. That what it refers to
// fits, only the store knows.
func (n Node) Check() error {
	parent, needed := n.Kind.Parents()
	for _, one := range []struct {
		field string
		fine  bool
	}{
		{"kind", slices.Contains(NodeKinds(), n.Kind)},
		{"title", oneLine(n.Title) && utf8.RuneCountInString(n.Title) <= MaxNodeTitle},
		{"short", utf8.RuneCountInString(n.Short) <= 40},
		{"text", bounded(reflect.ValueOf(n.Text))},
		{"parent", n.Parent == "" && !needed || n.Parent != "" && parent != ""},
		{"color", n.Color >= 0 && n.Color <= 11},
		{"unit", utf8.RuneCountInString(n.Unit) <= 40},
		{"baseline", bounded(reflect.ValueOf(n.Baseline))},
		{"target", bounded(reflect.ValueOf(n.Target))},
		{"due", isDay(n.Due)},
		{"actuals", bounded(reflect.ValueOf(n.Actuals)) && each(n.Actuals, func(one Actual) bool { return one.On != "" && isDay(one.On) })},
		{"norm", utf8.RuneCountInString(n.Norm) <= 200},
		{"section", utf8.RuneCountInString(n.Section) <= 200},
	} {
		if !one.fine {
			return ErrInvalid.About(one.field)
		}
	}
	return nil
}

// MaxNodeTitle is how many characters a title may have.
const MaxNodeTitle = 200

// Below returns the ids of a node and of all that lies below it.
func Below(nodes []Node, id string) map[string]bool {
	children := map[string][]string{}
	for _, node := range nodes {
		children[node.Parent] = append(children[node.Parent], node.ID)
	}
	below, waiting := map[string]bool{}, []string{id}
	for len(waiting) > 0 && id != "" {
		next := waiting[0]
		waiting = waiting[1:]
		if !below[next] {
			below[next] = true
			waiting = append(waiting, children[next]...)
		}
	}
	return below
}

// Structure keeps what measures refer to.
type Structure interface {
	// Nodes returns all, by kind, parent and position; removed ones too.
	Nodes(ctx context.Context) ([]Node, error)
	// AddNode stores a node at the end of its kind and parent.
	AddNode(ctx context.Context, node Node) (Node, error)
	// EditNode replaces all but kind and position; ErrVersion when the version is not the stored
	// one; ErrInvalid about "parent" for a parent that does not fit or lies below it.
	EditNode(ctx context.Context, node Node) (Node, error)
	// MoveNode puts a node at a position among its siblings.
	MoveNode(ctx context.Context, id string, position int) error
	// RemoveNode removes a node, or brings it back. What refers to it still does.
	RemoveNode(ctx context.Context, id string, removed bool) error
}
