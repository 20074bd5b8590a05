package sqlstore

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// page looks up what the entries of a page show.
func (v view) page(entries []*entry, events []inboxEvent, heard *heard) ([]store.InboxItem, error) {
	items := make([]store.InboxItem, len(entries))
	place := map[string]*store.InboxItem{}
	byKind := map[string][]string{}
	for i, one := range entries {
		items[i].Kind, items[i].ID = one.table, one.id
		if one.event < int64(len(events)) {
			event := events[one.event]
			items[i].Event, items[i].Title, items[i].HeldOn = event.id, event.title, event.heldOn
		}
		place[one.id] = &items[i]
		byKind[one.table] = append(byKind[one.table], one.id)
	}
	for _, show := range []func() error{
		func() error { return v.showDevices(items) },
		func() error { return v.showIdeas(byKind["idea"], place) },
		func() error { return v.showOutcomes(byKind["idea"], place) },
		func() error { return v.showJoined(byKind["idea"], place) },
		func() error { return v.showFields(byKind["field"], place) },
		func() error { return v.showRequirements(byKind["requirement"], place) },
		func() error { return v.showVotes(items, heard) },
	} {
		if err := show(); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// showDevices says how large each event was.
func (v view) showDevices(items []store.InboxItem) error {
	counts := map[string]int{}
	for i := range items {
		event := items[i].Event
		count, counted := counts[event]
		if event == "" {
			continue
		}
		if !counted {
			var err error
			if count, err = first(v, nil, value[int], `SELECT COUNT(*) FROM participant WHERE event = $1`, event); err != nil {
				return err
			}
			counts[event] = count
		}
		items[i].Devices = count
	}
	return nil
}

func (v view) showIdeas(ids []string, place map[string]*store.InboxItem) error {
	return v.show(ids, func(rows *sql.Rows) error {
		var id, measure string
		var one store.InboxItem
		if err := rows.Scan(&id, &one.Kind, &one.Number, &one.Text, &one.Field, &one.Nominated, &one.Picked, &one.Support, &one.Release, &measure, &one.Measure); err != nil {
			return err
		}
		item := place[id]
		item.Kind, item.Number, item.Text, item.Field = one.Kind, one.Number, one.Text, one.Field
		item.Nominated, item.Picked = one.Nominated, one.Picked
		item.Support, item.Release, item.MeasureID, item.Measure = one.Support, one.Release, measure, one.Measure
		return nil
	}, `
		SELECT idea.id, idea.kind, idea.number, COALESCE(wording.text, ''), COALESCE(topic_field.title, ''), idea.nominated,
			EXISTS (SELECT 1 FROM pick WHERE pick.id = idea.id), (SELECT COUNT(*) FROM support WHERE support.idea = idea.id),
			COALESCE(release.kind, ''), COALESCE(measure.id, ''), COALESCE(measure.candidate_number, 0)
		FROM idea
		LEFT JOIN wording ON wording.idea = idea.id AND wording.part = 'text' AND wording.text <> ''
		LEFT JOIN topic_field ON topic_field.id = idea.field
		LEFT JOIN release ON release.idea = idea.id
		LEFT JOIN source ON source.idea = idea.id
		LEFT JOIN outcome ON outcome.idea = idea.id
		LEFT JOIN measure ON measure.id = COALESCE(source.measure, outcome.measure)
		WHERE idea.id IN `)
}

func (v view) showOutcomes(ids []string, place map[string]*store.InboxItem) error {
	return v.show(ids, func(rows *sql.Rows) error {
		var outcome store.Outcome
		err := scanOutcome(rows, &outcome)
		if err == nil {
			place[outcome.Idea].Outcome = &outcome
		}
		return err
	}, selectOutcome+`WHERE outcome.idea IN `)
}

// showJoined says with what an idea goes on, and what goes on with it.
func (v view) showJoined(ids []string, place map[string]*store.InboxItem) error {
	const selectJoined = `
		SELECT other.event, event.title, other.number, other.id, joining.`
	scan := func(add func(item *store.InboxItem, one store.Joined)) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var one store.Joined
			var id string
			err := rows.Scan(&one.Event, &one.Title, &one.Number, &one.ID, &id)
			if err == nil {
				add(place[id], one)
			}
			return err
		}
	}
	if err := v.show(ids, scan(func(item *store.InboxItem, one store.Joined) { item.JoinedTo = &one }), selectJoined+`idea
		FROM joining JOIN idea AS other ON other.id = joining.into_idea JOIN event ON event.id = other.event
		WHERE joining.idea IN `); err != nil {
		return err
	}
	return v.show(ids, scan(func(item *store.InboxItem, one store.Joined) { item.Joined = append(item.Joined, one) }), selectJoined+`into_idea
		FROM event JOIN idea AS other ON other.event = event.id JOIN joining ON joining.idea = other.id
		WHERE joining.into_idea IN `, `ORDER BY event.held_on DESC, event.id, other.number`)
}

func (v view) showFields(ids []string, place map[string]*store.InboxItem) error {
	return v.show(ids, func(rows *sql.Rows) error {
		var id string
		var one store.InboxItem
		if err := rows.Scan(&id, &one.Text, &one.Nominated, &one.Picked, &one.Ideas, &one.MeasureID, &one.Measure); err != nil {
			return err
		}
		item := place[id]
		item.Text, item.Nominated, item.Picked, item.Ideas = one.Text, one.Nominated, one.Picked, one.Ideas
		item.MeasureID, item.Measure = one.MeasureID, one.Measure
		return nil
	}, `
		SELECT topic_field.id, topic_field.title, topic_field.nominated, EXISTS (SELECT 1 FROM pick WHERE pick.id = topic_field.id),
			(
				WITH RECURSIVE part (id) AS (
					SELECT topic_field.id
					UNION
					SELECT joined.id FROM topic_field AS joined JOIN part ON joined.joined_into = part.id
				)
				SELECT COUNT(*) FROM idea JOIN part ON idea.field = part.id WHERE idea.state <> 'withdrawn'
			),
			COALESCE(measure.id, ''), COALESCE(measure.candidate_number, 0)
		FROM topic_field
		LEFT JOIN source ON source.field = topic_field.id
		LEFT JOIN measure ON measure.id = source.measure
		WHERE topic_field.id IN `)
}

// showRequirements says of several measures that came from a requirement the first.
func (v view) showRequirements(ids []string, place map[string]*store.InboxItem) error {
	return v.show(ids, func(rows *sql.Rows) error {
		var id string
		var one store.InboxItem
		if err := rows.Scan(&id, &one.Text, &one.MeasureID, &one.Measure); err != nil {
			return err
		}
		item := place[id]
		item.Text, item.Picked = one.Text, true
		if item.MeasureID == "" {
			item.MeasureID, item.Measure = one.MeasureID, one.Measure
		}
		return nil
	}, `
		SELECT node.id, `+requirementText+`, COALESCE(measure.id, ''), COALESCE(measure.candidate_number, 0)
		FROM node
		LEFT JOIN source ON source.requirement = node.id
		LEFT JOIN measure ON measure.id = source.measure
		WHERE node.id IN `, `ORDER BY measure.candidate_number`)
}

// showVotes says what was voted, for an item alone and with what goes on with it.
func (v view) showVotes(items []store.InboxItem, heard *heard) error {
	for i := range items {
		item := &items[i]
		own := heard.votes[item.ID]
		if own != nil {
			item.Votes, item.Items = own.source(), own.round.items
			item.Votes.Event, item.Votes.Number = item.Event, item.Number
			if item.Kind == "field" {
				item.Votes.Field, item.Votes.Title = item.ID, item.Text
			} else {
				item.Votes.Idea = item.ID
			}
		}
		byEvent := map[string][]*vote{}
		for _, one := range append([]store.Joined{{Event: item.Event, ID: item.ID}}, item.Joined...) {
			if vote := heard.votes[one.ID]; vote != nil {
				byEvent[one.Event] = append(byEvent[one.Event], vote)
			}
		}
		for _, votes := range byEvent {
			count, err := v.voters(votes)
			if err != nil {
				return err
			}
			item.Voters += count
		}
	}
	return nil
}

// manyIDs is how many ids a query takes at once.
const manyIDs = 500

// show runs a query for the rows with some ids, which is written up to these.
func (v view) show(ids []string, scan func(*sql.Rows) error, query string, order ...string) error {
	for some := range slices.Chunk(ids, manyIDs) {
		args, marks := make([]any, len(some)), make([]string, len(some))
		for i, id := range some {
			args[i], marks[i] = id, placeholder(i+1)
		}
		text := query + `(` + strings.Join(marks, `, `) + `) ` + strings.Join(order, ` `)
		if _, err := all(v, func(rows *sql.Rows, _ *struct{}) error { return scan(rows) }, text, args...); err != nil {
			return err
		}
	}
	return nil
}

func placeholder(number int) string { return "$" + strconv.Itoa(number) }
