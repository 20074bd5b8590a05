package sheet

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// Plan is what the names in a table may mean, and what there is already.
type Plan struct {
	Nodes    []store.Node
	Measures []store.Measure // whole, not as a list has them
	Others   []store.Measure // that those may refer to beside each other; as a list has them
	House    store.House
}

// names finds parts of the plan by what people call them, and the other way round.
type names struct {
	plan    Plan
	labels  map[string]string                      // by id
	nodes   map[store.NodeKind]map[string][]string // ids by folded name
	numbers map[string]string                      // ids of measures by folded number
}

func namesOf(plan Plan) *names {
	n := &names{plan: plan, labels: map[string]string{}, nodes: map[store.NodeKind]map[string][]string{}, numbers: map[string]string{}}
	byID := map[string]store.Node{}
	for _, node := range plan.Nodes {
		byID[node.ID] = node
	}
	for _, removed := range []bool{false, true} { // what was removed is found only where nothing else is meant
		for _, node := range plan.Nodes {
			if node.Removed == removed {
				n.add(node, byID[node.Parent])
			}
		}
	}
	for _, node := range plan.Nodes {
		label := labelOf(node)
		if len(n.nodes[node.Kind][key(label)]) > 1 {
			if parent, ok := byID[node.Parent]; ok {
				label = labelOf(parent) + " › " + label
			}
		}
		n.labels[node.ID] = label
	}
	for _, one := range slices.Concat(plan.Measures, plan.Others) {
		name := plan.House.NumberOf(one)
		n.labels[one.ID] = name
		n.numbers[fold(name)] = one.ID
	}
	return n
}

func (n *names) add(node, parent store.Node) {
	known := n.nodes[node.Kind]
	if known == nil {
		known = map[string][]string{}
		n.nodes[node.Kind] = known
	}
	called := []string{node.Title, node.Short, labelOf(node), node.Title + " " + node.Short, labelOf(parent) + " " + labelOf(node)}
	for _, name := range called {
		name = key(name)
		if name == "" || slices.Contains(known[name], node.ID) || node.Removed && len(known[name]) > 0 {
			continue
		}
		known[name] = append(known[name], node.ID)
	}
	if close := strings.ReplaceAll(key(node.Short), " ", ""); len(known[close]) == 0 {
		known[close] = []string{node.ID} // "FB12"
	}
}

func labelOf(node store.Node) string { return strings.TrimSpace(node.Short + " " + node.Title) }

var (
	kindWords  = regexp.MustCompile(`^(?:themenfeld|handlungsfeld|handlungsschwerpunkt|schwerpunkt|ziel|teilziel|arbeitsgruppe|ag|nr)\s+`)
	shortWords = strings.NewReplacer("fachbereich", "fb", "abteilung", "abt", "dezernat", "dez", "stabsstelle", "stab", "sachgebiet", "sg", "referat", "ref")
)

// key is a name without what people put before it or spell out.
func key(name string) string {
	folded := shortWords.Replace(fold(name))
	if rest := kindWords.ReplaceAllString(folded, ""); rest != "" {
		return rest
	}
	return folded
}

// find returns the node that a text names, or what it may have meant.
func (n *names) find(kind store.NodeKind, text string) (id string, f *Fault) {
	ids := n.nodes[kind][key(text)]
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		return "", &Fault{Code: "unknown", Kind: string(kind), Said: strings.TrimSpace(text), Known: n.near(kind, text)}
	}
	fault := &Fault{Code: "ambiguous", Kind: string(kind), Said: strings.TrimSpace(text)}
	for _, id := range ids {
		fault.Known = append(fault.Known, n.labels[id])
	}
	return "", fault
}

// near returns up to three names that resemble a text most.
func (n *names) near(kind store.NodeKind, text string) []string {
	type guess struct {
		label string
		score float64
	}
	var guesses []guess
	wanted := key(text)
	for name, ids := range n.nodes[kind] {
		if score := max(alike(wanted, name), alike(name, wanted)); score > 0 {
			guesses = append(guesses, guess{n.labels[ids[0]], score})
		}
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.label, b.label))
	})
	var near []string
	for _, one := range guesses {
		if len(near) < 3 && !slices.Contains(near, one.label) {
			near = append(near, one.label)
		}
	}
	return near
}

// findAll returns the nodes that a cell names: one in a line, or several parted by semicolons,
// commas, strokes or "und", unless a name has them itself.
func (n *names) findAll(kind store.NodeKind, text string) (ids []string, fault *Fault) {
	for line := range strings.SplitSeq(text, "\n") {
		for _, named := range n.cut(kind, unbulleted(line), []string{";", ",", " / ", "/", " und ", " and "}) {
			if named = unbulleted(named); named == "" {
				continue
			}
			id, f := n.find(kind, named)
			switch {
			case f == nil && !slices.Contains(ids, id):
				ids = append(ids, id)
			case f != nil && fault == nil:
				fault = f // one at a time: once it is known, the next is told
			}
		}
	}
	return ids, fault
}

func (n *names) cut(kind store.NodeKind, text string, separators []string) []string {
	if len(n.nodes[kind][key(text)]) > 0 || len(separators) == 0 {
		return []string{text}
	}
	if !strings.Contains(text, separators[0]) {
		return n.cut(kind, text, separators[1:])
	}
	var all []string
	for part := range strings.SplitSeq(text, separators[0]) {
		all = append(all, n.cut(kind, part, separators[1:])...)
	}
	return all
}

// findMeasures returns the measures that a cell names by number.
func (n *names) findMeasures(text string) (ids []string, fault *Fault) {
	for _, named := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n;,/", r) }) {
		if named = unbulleted(named); named == "" {
			continue
		}
		id := n.measureNamed(named)
		switch {
		case id != "" && !slices.Contains(ids, id):
			ids = append(ids, id)
		case id == "" && fault == nil:
			fault = &Fault{Code: "unknown_measure", Said: named}
		}
	}
	return ids, fault
}

// measureNamed knows a measure by its number, with or without prefix and zeros.
func (n *names) measureNamed(text string) string {
	if id := n.numbers[fold(text)]; id != "" {
		return id
	}
	number, candidate, ok := n.readNumber(text)
	if !ok {
		return ""
	}
	for _, one := range n.plan.Measures {
		if candidate && one.Number == 0 && one.Candidate == number || !candidate && one.Number == number {
			return one.ID
		}
	}
	return ""
}

var numbered = regexp.MustCompile(`^([^\d\s.\-]*)[\s.\-]*0*(\d{1,5})\.?$`)

// readNumber reads "M07", "7" or "Maßnahme 7", and "V12" of a candidate.
func (n *names) readNumber(text string) (number int, candidate, ok bool) {
	m := numbered.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false, false
	}
	number, _ = strconv.Atoi(m[2])
	prefix := fold(m[1])
	candidate = prefix == "v" && fold(n.plan.House.Prefix) != "v"
	known := slices.Contains([]string{"", "m", "v", "nr", "massnahme", "mn", "mnr", fold(n.plan.House.Prefix)}, prefix)
	return number, candidate, known && number > 0
}

func (n *names) list(ids []string) string {
	labels := make([]string, 0, len(ids))
	for _, id := range ids {
		labels = append(labels, n.labels[id])
	}
	return strings.Join(labels, "\n")
}

var bulleted = regexp.MustCompile(`^(?:[-–•*·▪]|\d{1,2}[.)])\s+`)

// unbulleted takes away what begins an item of a list.
func unbulleted(line string) string {
	return strings.TrimSpace(bulleted.ReplaceAllString(strings.TrimSpace(line), ""))
}
