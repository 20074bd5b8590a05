package rehearsal

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

const (
	fieldsAtMost  = 8
	movedAtOnce   = 50
	mergedPairs   = 3
	comparedIdeas = 300 // looking for pairs compares each with each
)

// topicField begins the titles of topic fields where the file names none.
var topicField = map[string]string{"de": "Themenfeld ", "en": "Topic field "}

// cluster makes topic fields, puts the ideas into them and merges so many that say the same.
func (m *moderator) cluster(ctx context.Context, ideas []*contribution, merged int) error {
	for _, group := range m.groups(ideas) {
		result, err := m.screen.ask(ctx, "CreateField", map[string]string{"title": group.title})
		if err != nil {
			return err
		}
		var made struct {
			Field string `json:"field"`
		}
		if err := json.Unmarshal(result, &made); err != nil {
			return err
		}
		for moved := range slices.Chunk(group.ideas, movedAtOnce) {
			if _, err := m.screen.ask(ctx, "MoveIdeas", map[string]any{"ideas": moved, "field": made.Field}); err != nil {
				return err
			}
			m.stage.ledger.write(func(l *ledger) {
				for _, number := range moved {
					l.arranged.field[number] = group.title
				}
			})
		}
	}
	for _, pair := range similar(ideas, merged) {
		if _, err := m.screen.ask(ctx, "MergeIdea", map[string]int{"idea": pair[1], "into": pair[0]}); err != nil {
			return err
		}
		m.stage.ledger.write(func(l *ledger) { l.arranged.merged[pair[1]] = pair[0] })
	}
	return nil
}

// group is a topic field to be, with the numbers of its ideas.
type group struct {
	title string
	ideas []int
}

// groups sorts ideas by the topic field their file names: the largest become fields, the rest
// stays without. Where the file names none, the ideas are dealt out.
func (m *moderator) groups(ideas []*contribution) []group {
	byTitle := map[string][]int{}
	for _, one := range ideas {
		if one.Field != "" {
			byTitle[one.Field] = append(byTitle[one.Field], one.number)
		}
	}
	if len(byTitle) == 0 {
		_, language := m.event()
		for i, one := range ideas {
			title := topicField[language] + string(rune('A'+i%4))
			byTitle[title] = append(byTitle[title], one.number)
		}
	}
	titles := slices.SortedFunc(maps.Keys(byTitle), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byTitle[b]), len(byTitle[a])), cmp.Compare(a, b))
	})
	var all []group
	for _, title := range titles[:min(len(titles), fieldsAtMost)] {
		all = append(all, group{title, byTitle[title]})
	}
	return all
}

// similar returns the pairs of ideas that share the largest part of their words, the earlier one
// first, no idea twice.
func similar(ideas []*contribution, most int) [][2]int {
	ideas = ideas[:min(len(ideas), comparedIdeas)]
	words := make([]map[string]bool, len(ideas))
	for i, one := range ideas {
		words[i] = map[string]bool{}
		for word := range strings.FieldsSeq(strings.ToLower(one.Text)) {
			words[i][strings.Trim(word, ".,;:!?()„“\"")] = true
		}
	}
	type pair struct {
		a, b  int
		alike float64
	}
	var pairs []pair
	for a := range ideas {
		for b := a + 1; b < len(ideas); b++ {
			shared := 0
			for word := range words[a] {
				if words[b][word] {
					shared++
				}
			}
			if alike := float64(shared) / float64(len(words[a])+len(words[b])-shared); alike > 0.2 {
				pairs = append(pairs, pair{a, b, alike})
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Compare(y.alike, x.alike) })
	var chosen [][2]int
	taken := map[int]bool{}
	for _, one := range pairs {
		if len(chosen) < most && !taken[one.a] && !taken[one.b] {
			taken[one.a], taken[one.b] = true, true
			chosen = append(chosen, [2]int{ideas[one.a].number, ideas[one.b].number})
		}
	}
	return chosen
}
