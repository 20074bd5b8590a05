package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

// addPaper stores a batch of ballots if its round is open.
func (t *tx) addPaper(p store.Paper) error {
	for _, b := range p.Ballots {
		if err := t.one(`
			INSERT INTO paper_ballot (round, paper, number, id, choices)
			SELECT id, $2, $3, $4, $5 FROM round WHERE id = $1 AND state = 'open'`,
			p.Round, p.ID, p.Number, b.ID, b.Choices()); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) takeBackPaper(f store.PaperTakenBack) error {
	if _, err := first(t.view, errNoSuchRow, value[string],
		`SELECT id FROM paper_ballot WHERE round = $1 AND paper = $2`, f.Round, f.Paper); err != nil {
		return err
	}
	return t.rewrite("paper_ballot", "paper <> $1", f.Paper)
}

// papers returns the batches of open rounds, by round and number.
func (v view) papers(event string) (papers []store.Paper, err error) {
	type entered struct {
		round, paper string
		number       int
		ballot       store.Ballot
	}
	rows, err := all(v, func(rows *sql.Rows, e *entered) error {
		var choices string
		if err := rows.Scan(&e.round, &e.paper, &e.number, &e.ballot.ID, &choices); err != nil {
			return err
		}
		e.ballot.Round, e.ballot.Paper = e.round, true
		return parse(choices, &e.ballot)
	}, `
		SELECT paper_ballot.round, paper_ballot.paper, paper_ballot.number, paper_ballot.id, paper_ballot.choices
		FROM round JOIN paper_ballot ON paper_ballot.round = round.id
		WHERE round.event = $1 ORDER BY round.number, paper_ballot.number, paper_ballot.paper, paper_ballot.id`, event)
	for _, e := range rows {
		last := len(papers) - 1
		if last < 0 || papers[last].ID != e.paper {
			papers = append(papers, store.Paper{ID: e.paper, Round: e.round, Number: e.number})
			last++
		}
		papers[last].Ballots = append(papers[last].Ballots, e.ballot)
	}
	return papers, err
}
