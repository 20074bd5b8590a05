package live

import (
	"slices"

	"masswerk/store"
)

// maxPaper is how many ballots one batch may have.
const maxPaper = 100

// PaperMade is the result of EnterPaper.
type PaperMade struct {
	Paper string `json:"paper"` // id of the batch
}

// EnterPaper adds a batch of ballots that were cast on paper to an open round. Each has the same
// rights as one from a phone.
type EnterPaper struct {
	Round   string        `json:"round"`
	Ballots []map[int]int `json:"ballots"` // each by item
}

func (c EnterPaper) Decide(state *State, _ Actor, means Means) (Decision, error) {
	one, err := state.votable(c.Round)
	if err != nil {
		return Decision{}, err
	}
	if len(c.Ballots) < 1 || len(c.Ballots) > maxPaper {
		return Decision{}, store.ErrInvalid.About("ballots")
	}
	batch := store.Paper{ID: means.NewID(), Round: one.ID, Number: one.lastBatch() + 1}
	for _, points := range c.Ballots {
		if len(points) == 0 {
			return Decision{}, store.ErrInvalid.About("ballots")
		}
		if err := one.CheckBallot(points); err != nil {
			return Decision{}, err
		}
		batch.Ballots = append(batch.Ballots, store.Ballot{ID: means.NewID(), Round: one.ID, Points: points, Paper: true})
	}
	return Decision{
		Facts:  []store.Fact{store.PaperEntered{Paper: batch}},
		Result: PaperMade{batch.ID},
		Undo:   TakeBackPaper{Round: one.ID, Paper: batch.ID},
		About:  one.ID + " " + batch.ID,
	}, nil
}

// TakeBackPaper removes a batch from a round that is still open.
type TakeBackPaper struct {
	Round string `json:"round"`
	Paper string `json:"paper"`
}

func (c TakeBackPaper) Decide(state *State, _ Actor, _ Means) (Decision, error) {
	one, err := state.votable(c.Round)
	if err != nil {
		return Decision{}, err
	}
	if !slices.ContainsFunc(one.batches, func(batch store.Paper) bool { return batch.ID == c.Paper }) {
		return Decision{}, store.ErrNotFound
	}
	return Decision{Facts: []store.Fact{store.PaperTakenBack{Round: one.ID, Paper: c.Paper}}, About: one.ID + " " + c.Paper}, nil
}
