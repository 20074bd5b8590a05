package live

import (
	"slices"

	"masswerk/store"
)

// ideaItems returns the groups of merged ideas, each with the ideas that can be seen. A group
// whose head cannot be seen is spoken for by its first visible member. Of a list of numbers, it
// returns the groups they belong to.
func ideaItems(state *State, in *session, numbers []int) ([]store.RoundItem, error) {
	picked := map[*idea]bool{}
	for _, number := range numbers {
		one := state.numbers[number]
		if one == nil || one.Session != in.ID || !one.Visible() {
			return nil, store.ErrInvalid.About("ideas")
		}
		picked[state.head(one)] = true
	}
	groups := map[string][]string{}
	var heads []string
	for _, one := range in.ideas {
		head := state.head(one)
		if !one.Visible() || len(picked) > 0 && !picked[head] {
			continue
		}
		if len(groups[head.ID]) == 0 {
			heads = append(heads, head.ID)
		}
		if one == head {
			groups[head.ID] = slices.Insert(groups[head.ID], 0, one.ID)
		} else {
			groups[head.ID] = append(groups[head.ID], one.ID)
		}
	}
	var items []store.RoundItem
	for _, head := range heads {
		items = append(items, store.RoundItem{Item: len(items) + 1, Idea: groups[head][0], Ideas: groups[head]})
	}
	return items, nil
}

// fieldItems returns the topic fields, or those that are listed, with the ideas they hold: of the
// session or, when tables go round all sessions, of the event.
func fieldItems(state *State, in *session, ids []string) ([]store.RoundItem, error) {
	picked := map[*store.TopicField]bool{}
	for _, id := range ids {
		field := state.field(id)
		if field == nil || state.headField(field).Removed {
			return nil, store.ErrInvalid.About("fields")
		}
		picked[state.headField(field)] = true
	}
	from := []*session{in}
	if state.event.Seating.Tables > 0 {
		from = state.sessions
	}
	var items []store.RoundItem
	at := map[*store.TopicField]int{}
	for _, field := range state.fields {
		if field.Removed || field.JoinedInto != "" || len(picked) > 0 && !picked[field] {
			continue
		}
		at[field] = len(items)
		items = append(items, store.RoundItem{Item: len(items) + 1, Field: field.ID})
	}
	for _, session := range from {
		for _, one := range session.ideas {
			field := state.field(one.Field)
			if field == nil || !one.Visible() {
				continue
			}
			if i, there := at[state.headField(field)]; there {
				items[i].Ideas = append(items[i].Ideas, one.ID)
			}
		}
	}
	return items, nil
}
