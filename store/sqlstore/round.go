package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"masswerk/store"
)

func (t *tx) addRound(r store.Round) error {
	var criteria string
	if len(r.Criteria) > 0 {
		var err error
		if criteria, err = toJSON(&r.Criteria); err != nil {
			return err
		}
	}
	if err := t.run(`
		INSERT INTO round (id, event, session, number, method, subject, secrecy, budget, cap,
			hidden, state, results_open, admitted, title, exclude_own, criteria, runoff_of, heads, paper)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, NULLIF($17, ''), $18, $19)`,
		r.ID, r.Event, r.Session, r.Number, r.Method, r.Subject, r.Secrecy, r.Budget, r.Cap,
		r.Hidden, r.State, r.ResultsOpen, r.Admitted, r.Title, r.ExcludeOwn, criteria, r.Of, r.Heads, r.Paper); err != nil {
		return err
	}
	for _, i := range r.Items {
		if err := t.run(`
			INSERT INTO round_item (round, item, idea, field) VALUES ($1, $2, NULLIF($3, ''), NULLIF($4, ''))`,
			r.ID, i.Item, i.Idea, i.Field); err != nil {
			return fmt.Errorf("item %d: %w", i.Item, err)
		}
		for position, idea := range i.Ideas {
			if err := t.run(`INSERT INTO round_member (round, item, position, idea) VALUES ($1, $2, $3, $4)`,
				r.ID, i.Item, position, idea); err != nil {
				return fmt.Errorf("item %d: %w", i.Item, err)
			}
		}
	}
	return nil
}

// setVote stores a ballot if its round is open, but not secret, and its participant belongs to the
// same event.
func (t *tx) setVote(b store.Ballot) error {
	return t.one(`
		INSERT INTO open_ballot (round, participant, id, counter, choices)
		SELECT round.id, participant.id, $3, $4, $5
		FROM round JOIN participant ON participant.event = round.event
		WHERE round.id = $1 AND round.state = 'open' AND round.secrecy <> 'secret' AND participant.id = $2
		ON CONFLICT (round, participant) DO UPDATE
		SET id = excluded.id, counter = excluded.counter, choices = excluded.choices`,
		b.Round, b.Participant, b.ID, b.Counter, b.Choices())
}

// endRound closes a round or takes back its opening. The ballots given replace those stored, in
// the order given; only a round that is open by its secrecy keeps who cast them.
func (t *tx) endRound(r store.Round, ballots []store.Ballot) error {
	if err := t.one(`
		UPDATE round SET state = $2, results_open = $3, admitted = $4, heads = $5, paper = $6
		WHERE id = $1 AND state = 'open'`,
		r.ID, r.State, r.ResultsOpen, r.Admitted, r.Heads, r.Paper); err != nil {
		return err
	}
	for _, table := range []string{"open_ballot", "paper_ballot"} {
		if err := t.rewrite(table, "round <> $1", r.ID); err != nil {
			return err
		}
	}
	if err := t.freeze(r); err != nil {
		return err
	}
	for _, b := range ballots {
		if r.Secrecy != store.OpenVote {
			b.Participant = ""
		}
		if err := t.addBallot(r.ID, b); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) freeze(r store.Round) error {
	if r.Tally == nil {
		return nil
	}
	if err := t.one(`UPDATE round SET voters = $2 WHERE id = $1`, r.ID, r.Tally.Voters); err != nil {
		return err
	}
	for _, item := range slices.Sorted(maps.Keys(r.Tally.Items)) {
		sum := r.Tally.Items[item]
		if err := t.run(`INSERT INTO tally (round, item, points, voters, counts) VALUES ($1, $2, $3, $4, $5)`,
			r.ID, item, sum.Points, sum.Voters, writeCounts(sum.Counts)); err != nil {
			return fmt.Errorf("tally of item %d: %w", item, err)
		}
	}
	return nil
}

func (t *tx) addBallot(round string, b store.Ballot) error {
	return t.run(`INSERT INTO ballot (id, round, participant, choices, paper) VALUES ($1, $2, NULLIF($3, ''), $4, $5)`,
		b.ID, round, b.Participant, b.Choices(), b.Paper)
}

func (t *tx) showResults(f store.ResultsShown) error {
	return t.one(`UPDATE round SET results_open = $2 WHERE id = $1`, f.Round, f.On)
}

func (t *tx) importRounds(rounds []store.Round, ballots []store.Ballot, papers []store.Paper) error {
	open := map[string]bool{}
	for _, r := range rounds {
		open[r.ID] = r.State == store.RoundOpen
		if err := t.addRound(r); err != nil {
			return err
		}
		if err := t.freeze(r); err != nil {
			return err
		}
	}
	if err := each(papers, t.addPaper); err != nil {
		return err
	}
	return each(ballots, func(b store.Ballot) error {
		if open[b.Round] {
			return t.setVote(b)
		}
		return t.addBallot(b.Round, b)
	})
}

func (v view) rounds(event string) ([]store.Round, error) {
	rounds, err := all(v, func(rows *sql.Rows, r *store.Round) error {
		var voters sql.NullInt64
		var criteria string
		err := rows.Scan(&r.ID, &r.Event, &r.Session, &r.Number, &r.Method, &r.Subject, &r.Secrecy, &r.Budget, &r.Cap,
			&r.Hidden, &r.State, &r.ResultsOpen, &r.Admitted, &voters,
			&r.Title, &r.ExcludeOwn, &criteria, &r.Of, &r.Heads, &r.Paper)
		if err != nil {
			return err
		}
		if voters.Valid {
			r.Tally = &store.Tally{Voters: int(voters.Int64), Items: map[int]store.ItemTally{}}
		}
		return fromJSON(criteria, &r.Criteria)
	}, `
		SELECT id, event, session, number, method, subject, secrecy, budget, cap,
			hidden, state, results_open, admitted, voters,
			title, exclude_own, criteria, COALESCE(runoff_of, ''), heads, paper
		FROM round WHERE event = $1 ORDER BY number`, event)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*store.Round, len(rounds))
	for i := range rounds {
		byID[rounds[i].ID] = &rounds[i]
	}
	if err := v.items(event, byID); err != nil {
		return nil, err
	}
	return rounds, v.tallies(event, byID)
}

// items adds to rounds what can be voted for.
func (v view) items(event string, rounds map[string]*store.Round) error {
	type key struct {
		round string
		item  int
	}
	type member struct {
		key
		idea string
	}
	members, err := all(v, func(rows *sql.Rows, m *member) error {
		return rows.Scan(&m.round, &m.item, &m.idea)
	}, `
		SELECT round_member.round, round_member.item, round_member.idea
		FROM round JOIN round_member ON round_member.round = round.id
		WHERE round.event = $1 ORDER BY round_member.round, round_member.item, round_member.position`, event)
	if err != nil {
		return err
	}
	ideas := map[key][]string{}
	for _, m := range members {
		ideas[m.key] = append(ideas[m.key], m.idea)
	}
	type item struct {
		round string
		store.RoundItem
	}
	items, err := all(v, func(rows *sql.Rows, i *item) error {
		return rows.Scan(&i.round, &i.Item, &i.Idea, &i.Field)
	}, `
		SELECT round_item.round, round_item.item, COALESCE(round_item.idea, ''), COALESCE(round_item.field, '')
		FROM round JOIN round_item ON round_item.round = round.id
		WHERE round.event = $1 ORDER BY round_item.round, round_item.item`, event)
	if err != nil {
		return err
	}
	for _, i := range items {
		i.Ideas = ideas[key{i.round, i.Item}]
		rounds[i.round].Items = append(rounds[i.round].Items, i.RoundItem)
	}
	return nil
}

// tallies adds to closed rounds what each item got.
func (v view) tallies(event string, rounds map[string]*store.Round) error {
	type sum struct {
		round string
		item  int
		store.ItemTally
	}
	sums, err := all(v, func(rows *sql.Rows, s *sum) error {
		var counts string
		err := rows.Scan(&s.round, &s.item, &s.Points, &s.Voters, &counts)
		if err == nil {
			s.Counts, err = readCounts(counts)
		}
		return err
	}, `
		SELECT tally.round, tally.item, tally.points, tally.voters, tally.counts
		FROM round JOIN tally ON tally.round = round.id WHERE round.event = $1`, event)
	for _, s := range sums {
		rounds[s.round].Tally.Items[s.item] = s.ItemTally
	}
	return err
}

// writeCounts returns how ballots are spread as text for one column, "4 0 2".
func writeCounts(counts []int) string {
	parts := make([]string, len(counts))
	for i, count := range counts {
		parts[i] = strconv.Itoa(count)
	}
	return strings.Join(parts, " ")
}

// readCounts reads what writeCounts wrote.
func readCounts(text string) (counts []int, err error) {
	for _, part := range strings.Fields(text) {
		count, err := strconv.Atoi(part)
		if err != nil {
			return nil, fmt.Errorf("counts %q: %w", text, err)
		}
		counts = append(counts, count)
	}
	return counts, nil
}

func (v view) openBallots(event string) ([]store.Ballot, error) {
	return all(v, func(rows *sql.Rows, b *store.Ballot) error {
		var choices string
		if err := rows.Scan(&b.ID, &b.Round, &b.Participant, &b.Counter, &choices); err != nil {
			return err
		}
		return parse(choices, b)
	}, `
		SELECT open_ballot.id, open_ballot.round, open_ballot.participant, open_ballot.counter, open_ballot.choices
		FROM round JOIN open_ballot ON open_ballot.round = round.id WHERE round.event = $1`, event)
}

func parse(choices string, b *store.Ballot) (err error) {
	b.Points, err = store.ParseChoices(choices)
	return err
}

// Ballots returns the ballots of a closed round as an export may show them: whole, by their
// random ids, without a participant. An open round is ErrRoundIsOpen.
func (s *Store) Ballots(ctx context.Context, round string) (ballots []store.Ballot, err error) {
	err = s.read(ctx, func(v view) error {
		state, err := first(v, store.ErrNotFound, value[store.RoundState], `SELECT state FROM round WHERE id = $1`, round)
		if err != nil {
			return err
		}
		if state == store.RoundOpen {
			return store.ErrRoundIsOpen
		}
		ballots, err = all(v, func(rows *sql.Rows, b *store.Ballot) error {
			var choices string
			if err := rows.Scan(&b.ID, &b.Round, &b.Paper, &choices); err != nil {
				return err
			}
			return parse(choices, b)
		}, `SELECT id, round, paper, choices FROM ballot WHERE round = $1 ORDER BY id`, round)
		return err
	})
	return ballots, err
}
