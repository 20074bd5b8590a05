package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

// entry is a place in the inbox, with what it is sorted by.
type entry struct {
	table, id string
	event     int64 // its place among events, latest first, from 0
	place     int64 // number of an idea, position of a field behind these
	submitted int64
	text      string // when one is searched for
	first     int64  // what it is sorted by, least first
	second    int64
}

const (
	defaultPage = 50
	maxPage     = 200
)

// Inbox returns a page of what the filter leaves, and how many there are in all. The list is
// sorted without what only its page shows, which is looked up afterwards.
func (s *Store) Inbox(ctx context.Context, f store.InboxFilter) (items []store.InboxItem, total int, err error) {
	if f.Limit <= 0 {
		f.Limit = defaultPage
	}
	err = s.read(ctx, func(v view) error {
		events, err := all(v, func(rows *sql.Rows, e *inboxEvent) error {
			return rows.Scan(&e.id, &e.title, &e.heldOn)
		}, `SELECT event.id, event.title, event.held_on FROM event JOIN `+eventPlaces+` ON at.id = event.id ORDER BY at.place`)
		if err != nil {
			return err
		}
		heard, err := s.counted.of(v)
		if err != nil {
			return err
		}
		entries, err := v.entries(f)
		if err != nil {
			return err
		}
		sortEntries(entries, f.Sort, heard)
		total = len(entries)
		page := entries[min(max(f.After, 0), total):]
		page = page[:min(len(page), min(f.Limit, maxPage))]
		items, err = v.page(page, events, heard)
		return err
	})
	return items, total, err
}

type inboxEvent struct{ id, title, heldOn string }

// eventPlaces numbers events from 0, the latest first.
const eventPlaces = `
	(SELECT id, created_at, ROW_NUMBER() OVER (ORDER BY held_on DESC, created_at DESC, id) - 1 AS place FROM event) AS at`

// nowhere is the place of what belongs to no event.
const nowhere = 1 << 30

// entries returns what the filter leaves, in no order.
func (v view) entries(f store.InboxFilter) ([]*entry, error) {
	var list []*entry
	ideas := func(f store.InboxFilter) (string, []any) { return ideasOfInbox(f, nil) }
	matches := func(e *entry) bool { return contains(e.text, f.Text) }
	if f.Text != "" {
		worded, err := v.ideasWith(f.Text)
		if err != nil {
			return nil, err
		}
		ideas = func(f store.InboxFilter) (string, []any) { return ideasOfInbox(f, worded) }
		matches = func(e *entry) bool { return worded[e.id] || e.table != "idea" && contains(e.text, f.Text) }
	}
	for _, source := range []struct {
		table string
		kinds []string
		query func(store.InboxFilter) (string, []any)
	}{
		{"idea", []string{"idea", "expectation"}, ideas},
		{"field", []string{"field"}, fieldsOfInbox},
		{"requirement", []string{"requirement"}, requirementsOfInbox},
	} {
		if f.Kind != "" && !slices.Contains(source.kinds, f.Kind) {
			continue
		}
		query, args := source.query(f)
		if query == "" {
			continue
		}
		rows, err := all(v, func(rows *sql.Rows, e *entry) error {
			e.table = source.table
			return rows.Scan(&e.id, &e.event, &e.place, &e.submitted, &e.text)
		}, query, args...)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if matches(&rows[i]) {
				list = append(list, &rows[i])
			}
		}
	}
	return list, nil
}

// ideasWith returns the ideas, and comments, whose text contains one. Looking for the rest of each
// is left to whoever needs it: that takes longer than reading all ideas in their order.
func (v view) ideasWith(text string) (map[string]bool, error) {
	pattern, exact := likened(text)
	columns := `idea, ''`
	if !exact {
		columns = `idea, text`
	}
	found := map[string]bool{}
	_, err := all(v, func(rows *sql.Rows, _ *struct{}) error {
		var idea, wording string
		err := rows.Scan(&idea, &wording)
		if exact || contains(wording, text) {
			found[idea] = true
		}
		return err
	}, `SELECT `+columns+` FROM wording WHERE part = 'text' AND `+lowered(`text`, pattern)+` LIKE $1`, pattern)
	return found, err
}

// ideasOfInbox asks for the ideas that a filter leaves, but for its text: where that is in a few,
// those are asked for.
func ideasOfInbox(f store.InboxFilter, worded map[string]bool) (string, []any) {
	if worded != nil && len(worded) == 0 {
		return "", nil
	}
	where := conditions{}
	where.and(`idea.state <> 'withdrawn'`)
	if f.Event != "" {
		where.and(`idea.event = ?`, f.Event)
	}
	if f.Kind != "" {
		where.and(`idea.kind = ?`, f.Kind)
	}
	switch f.Taken {
	case "":
		where.and(`(idea.nominated OR idea.id IN (SELECT id FROM pick))`)
	case "nominated":
		where.and(`idea.nominated`)
	case "picked":
		where.and(`idea.id IN (SELECT id FROM pick)`)
	}
	switch f.State {
	case "open":
		where.and(`NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.idea = idea.id)`)
	case "drafted":
		where.and(`idea.id IN (SELECT idea FROM outcome WHERE NOT published)`)
	case "published":
		where.and(`idea.id IN (SELECT idea FROM outcome WHERE published)`)
	}
	if worded != nil && len(worded) <= manyIDs {
		marks, ids := make([]string, 0, len(worded)), make([]any, 0, len(worded))
		for id := range worded {
			marks, ids = append(marks, `?`), append(ids, id)
		}
		where.and(`idea.id IN (`+strings.Join(marks, `, `)+`)`, ids...)
	}
	return `SELECT idea.id, at.place, idea.number, idea.submitted_at, '' FROM idea JOIN ` + eventPlaces + ` ON at.id = idea.event` + where.text(), where.args
}

// fieldsOfInbox asks for topic fields. They have no outcomes: one that is a measure's source is
// answered.
func fieldsOfInbox(f store.InboxFilter) (string, []any) {
	where := conditions{}
	where.and(`NOT topic_field.removed`)
	if f.Event != "" {
		where.and(`topic_field.event = ?`, f.Event)
	}
	switch f.Taken {
	case "":
		where.and(`(topic_field.nominated OR topic_field.id IN (SELECT id FROM pick))`)
	case "nominated":
		where.and(`topic_field.nominated`)
	case "picked":
		where.and(`topic_field.id IN (SELECT id FROM pick)`)
	default:
		where.and(`topic_field.joined_into IS NULL`)
	}
	where.answered(f.State, `SELECT field FROM source WHERE field = topic_field.id`)
	return `
		SELECT topic_field.id, at.place, 1000000 + topic_field.position, at.created_at, topic_field.title
		FROM topic_field JOIN ` + eventPlaces + ` ON at.id = topic_field.event` + where.text(), where.args
}

// requirementsOfInbox asks for requirements. Staff entered them, so they are picked by that.
func requirementsOfInbox(f store.InboxFilter) (string, []any) {
	if f.Event != "" || f.Taken == "nominated" {
		return "", nil
	}
	where := conditions{}
	where.and(`node.kind = 'requirement' AND NOT node.removed`)
	where.answered(f.State, `SELECT requirement FROM source WHERE requirement = node.id`)
	return `SELECT node.id, ` + strconv.Itoa(nowhere) + `, node.position, 9000000000000000, ` + requirementText + ` FROM node` + where.text(), where.args
}

// requirementText is a requirement in one line.
const requirementText = `TRIM(TRIM(node.norm || ' ' || node.section) || ' ' || node.title)`

// conditions are joined to what follows WHERE.
type conditions struct {
	all  []string
	args []any
}

// and adds a condition whose question mark stands for the argument.
func (c *conditions) and(condition string, args ...any) {
	for _, arg := range args {
		c.args = append(c.args, arg)
		condition = strings.Replace(condition, "?", placeholder(len(c.args)), 1)
	}
	c.all = append(c.all, condition)
}

func (c *conditions) answered(state, source string) {
	switch state {
	case "open":
		c.and(`NOT EXISTS (` + source + `)`)
	case "drafted":
		c.and(`FALSE`)
	case "published":
		c.and(`EXISTS (` + source + `)`)
	}
}

func (c *conditions) text() string { return ` WHERE ` + strings.Join(c.all, ` AND `) }

// likened returns a pattern for LIKE that finds all texts that contain one, whatever the case of its
// letters, and whether it finds no others.
func likened(text string) (pattern string, exact bool) {
	exact = true
	return "%" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(" -.,:;/()äöüß", r) {
			return r
		}
		exact = false
		return '_'
	}, strings.ToLower(text)) + "%", exact
}

// lowered is a column in lower case, as far as a pattern needs it: SQLite knows the case of the
// letters of ASCII alone.
func lowered(column, pattern string) string {
	lower := `LOWER(` + column + `)`
	for _, umlaut := range []struct{ upper, lower string }{{`Ä`, `ä`}, {`Ö`, `ö`}, {`Ü`, `ü`}} {
		if strings.Contains(pattern, umlaut.lower) {
			lower = `REPLACE(` + lower + `, '` + umlaut.upper + `', '` + umlaut.lower + `')`
		}
	}
	return lower
}

// contains reports whether a text contains what is searched for, whatever the case.
func contains(text, wanted string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(wanted))
}

// sortEntries puts the best first; equal ones stand as they do by event.
func sortEntries(entries []*entry, by string, heard *heard) {
	for _, one := range entries {
		vote := heard.votes[one.id]
		switch by {
		case "points":
			one.first = unvoted
			if vote != nil {
				one.first = -int64(vote.points)
			}
		case "rank":
			one.first = unvoted
			if vote != nil && vote.rank > 0 {
				one.first, one.second = int64(vote.rank), -int64(vote.round.turnout)
			}
		case "oldest":
			one.first = one.submitted
		}
	}
	slices.SortFunc(entries, func(a, b *entry) int {
		switch {
		case a.first != b.first:
			return cmp.Compare(a.first, b.first)
		case a.second != b.second:
			return cmp.Compare(a.second, b.second)
		case a.event != b.event:
			return cmp.Compare(a.event, b.event)
		case a.place != b.place:
			return cmp.Compare(a.place, b.place)
		}
		return strings.Compare(a.id, b.id)
	})
}

// unvoted stands behind all that was voted on.
const unvoted = 1 << 40
