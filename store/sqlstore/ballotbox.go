package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"masswerk/store"
)

// The ballots of an open secret round lie in a small database of their own beside the main one, the
// round's box. It has no log that would keep what was cast one after the other, and no row says
// who cast what, or when. Nor does any row's place: SQLite fills a page in the order of insertion,
// which would pair the first voter with the first ballot, so each cast writes all rows anew in the
// order of their keys. Those of ballots are random.
//
// Backups copy the main file only. A database that was restored goes on with the box it finds if
// its round is open and everybody in it is known: those who joined since the backup come back as
// strangers and could vote twice, so with one of them in it the box is removed, and all vote anew.

// Cast puts ballots into a round's box: all or none, on disk on return.
func (s *Store) Cast(ctx context.Context, round string, ballots []store.Ballot) error {
	if err := s.cast(ctx, round, ballots); err != nil {
		return fmt.Errorf("cast ballots in round %s: %w", round, refusal(err))
	}
	return nil
}

func (s *Store) cast(ctx context.Context, round string, ballots []store.Ballot) error {
	if _, err := s.look(); err != nil {
		return err
	}
	if err := s.read(ctx, func(v view) error { return v.entitled(round, ballots) }); err != nil {
		return err
	}
	one, err := s.boxes.take(ctx, boxPath(s.path, round), true)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	begun, err := one.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer begun.Rollback()
	if err := put(ctx, begun, ballots); err != nil {
		return err
	}
	if err := begun.Commit(); err != nil {
		return err
	}
	return one.look()
}

// entitled is an error unless the round is open and secret, and the voters belong to its event.
func (v view) entitled(round string, ballots []store.Ballot) error {
	for _, b := range ballots {
		if _, err := first(v, errNoSuchRow, value[string], `
			SELECT participant.id FROM round JOIN participant ON participant.event = round.event
			WHERE round.id = $1 AND round.state = 'open' AND round.secrecy = 'secret' AND participant.id = $2`,
			round, b.Participant); err != nil {
			return err
		}
	}
	return nil
}

// put adds the ballots of those who have not voted, and leaves all rows in the order of their keys.
func put(ctx context.Context, begun *sql.Tx, ballots []store.Ballot) error {
	for _, b := range ballots {
		turned, err := begun.ExecContext(ctx, `INSERT INTO turnout (participant) VALUES ($1) ON CONFLICT (participant) DO NOTHING`, b.Participant)
		if err != nil {
			return err
		}
		if first, err := turned.RowsAffected(); err != nil {
			return err
		} else if first == 0 {
			continue
		}
		if _, err := begun.ExecContext(ctx, `INSERT INTO ballot (id, choices) VALUES ($1, $2)`, store.NewID(), b.Choices()); err != nil {
			return err
		}
	}
	for _, step := range []string{
		`CREATE TEMPORARY TABLE kept AS SELECT participant FROM turnout`,
		`DELETE FROM turnout`,
		`INSERT INTO turnout SELECT participant FROM kept ORDER BY participant`,
		`DROP TABLE kept`,
		`CREATE TEMPORARY TABLE kept AS SELECT id, choices FROM ballot`,
		`DELETE FROM ballot`,
		`INSERT INTO ballot SELECT id, choices FROM kept ORDER BY id`,
		`DROP TABLE kept`,
	} {
		if _, err := begun.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// Boxed returns the ballots of a box with new random ids, ordered by these.
func (s *Store) Boxed(ctx context.Context, round string) (ballots []store.Ballot, err error) {
	one, err := s.boxes.take(ctx, boxPath(s.path, round), false)
	if err == nil && one != nil {
		ballots, err = all(view{ctx, one.db}, func(rows *sql.Rows, b *store.Ballot) error {
			var choices string
			if err := rows.Scan(&choices); err != nil {
				return err
			}
			b.ID, b.Round = store.NewID(), round
			return parse(choices, b)
		}, `SELECT choices FROM ballot`)
	}
	if err != nil {
		return nil, fmt.Errorf("ballots boxed in round %s: %w", round, refusal(err))
	}
	slices.SortFunc(ballots, func(a, b store.Ballot) int { return strings.Compare(a.ID, b.ID) })
	return ballots, nil
}

// RemoveBox removes a round's box; one that is not there is fine.
func (s *Store) RemoveBox(_ context.Context, round string) error {
	if err := s.boxes.remove(boxPath(s.path, round)); err != nil {
		return fmt.Errorf("remove the box of round %s: %w: %w", round, store.ErrStorage, err)
	}
	return nil
}

// turnout returns who has voted in those rounds that are open and secret.
func (s *Store) turnout(ctx context.Context, rounds []store.Round) (turnout []store.Turnout, err error) {
	for _, round := range rounds {
		if round.State != store.RoundOpen || round.Secrecy != store.Secret {
			continue
		}
		voted, err := s.voted(ctx, boxPath(s.path, round.ID))
		if err != nil {
			return nil, err
		}
		for _, participant := range voted {
			turnout = append(turnout, store.Turnout{Round: round.ID, Participant: participant})
		}
	}
	return turnout, nil
}

func (s *Store) voted(ctx context.Context, path string) ([]string, error) {
	one, err := s.boxes.take(ctx, path, false)
	if err != nil || one == nil {
		return nil, refusal(err)
	}
	voted, err := all(view{ctx, one.db}, value[string], `SELECT participant FROM turnout ORDER BY participant`)
	return voted, refusal(err)
}

// forgetBoxes removes every box of a round that is not open and secret.
func (s *Store) forgetBoxes(ctx context.Context) error {
	found, err := boxesOf(s.path) // first: whatever is found belongs to a round that was open then
	if err != nil || len(found) == 0 {
		return err
	}
	var open []string
	if err := s.read(ctx, func(v view) error {
		rounds, err := v.secretRounds()
		for _, round := range rounds {
			path := boxPath(s.path, round.ID)
			open = append(open, path, path+"-journal")
		}
		return err
	}); err != nil {
		return err
	}
	for _, path := range found {
		if !slices.Contains(open, path) {
			err = errors.Join(err, s.boxes.remove(strings.TrimSuffix(path, "-journal")))
		}
	}
	return err
}

// forgetStrangers removes boxes with voters whom the database does not know. A box that cannot be
// read is left alone: loading its event says so.
func (s *Store) forgetStrangers(ctx context.Context) error {
	return s.read(ctx, func(v view) error {
		rounds, err := v.secretRounds()
		if err != nil {
			return err
		}
		for _, round := range rounds {
			path := boxPath(s.path, round.ID)
			voted, err := s.voted(ctx, path)
			if err != nil || len(voted) == 0 {
				continue
			}
			known, err := all(v, value[string], `SELECT id FROM participant WHERE event = $1 ORDER BY id`, round.Event)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(voted, func(one string) bool { _, found := slices.BinarySearch(known, one); return !found }) {
				if err := s.boxes.remove(path); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// secretRounds returns the ids of all rounds that may have a box, with their events.
func (v view) secretRounds() ([]store.Round, error) {
	return all(v, func(rows *sql.Rows, r *store.Round) error {
		return rows.Scan(&r.ID, &r.Event, &r.State, &r.Secrecy)
	}, `SELECT id, event, state, secrecy FROM round WHERE state = 'open' AND secrecy = 'secret'`)
}
