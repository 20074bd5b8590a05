package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"masswerk/store"
)

// How the ballots of secret rounds get into their boxes, beside the commit of everything else:
// no row, no fact and no remembered command has them.

// castTogether ballots are cast as one, so that what changed in a box is no single person's; who
// is alone waits castWithin and no longer.
const castTogether = 5

// castWithin is how long a ballot waits at most. Tests shorten it.
var castWithin = 2 * time.Second

// cast is a ballot that was decided and waits for its box.
type cast struct {
	request
	ballot store.Ballot
}

// gatherBallots takes what a batch cast, and casts what is enough.
func (h *Hub) gatherBallots() {
	for _, one := range h.batch.casts {
		round := one.ballot.Round
		h.casting[round] = append(h.casting[round], one)
		if h.castDue.IsZero() {
			h.castDue = time.Now().Add(castWithin)
		}
	}
	h.batch.casts = nil
	for round, waiting := range h.casting {
		voters := map[string]bool{}
		for _, one := range waiting {
			voters[one.actor.ID] = true
		}
		if len(voters) >= castTogether {
			h.box(round)
		}
	}
}

// keepBoxes casts what has waited long enough, and tells who voted that they did. It reports false
// when the hub must end.
func (h *Hub) keepBoxes() bool {
	if !h.castDue.IsZero() && !time.Now().Before(h.castDue) {
		h.boxAll()
	}
	if h.boxFault != nil {
		h.config.Fatal(h.boxFault)
		return false
	}
	for _, participant := range h.counted {
		h.showMine(participant)
	}
	h.counted = nil
	return true
}

func (h *Hub) boxAll() {
	for round := range h.casting {
		h.box(round)
	}
}

// box casts a round's waiting ballots and answers who waits.
func (h *Hub) box(round string) error {
	waiting := h.casting[round]
	delete(h.casting, round)
	if len(h.casting) == 0 {
		h.castDue = time.Time{}
	}
	err := h.put(round, waiting)
	if h.boxFault != nil {
		return err // nobody is told anything
	}
	for _, one := range waiting {
		h.reply(answered{request: one.request, result: json.RawMessage("{}"), err: err})
	}
	return err
}

// put puts ballots into their box, and notes who has voted. An error is a refusal; when it may be
// that what was put there before is lost, boxFault says so.
func (h *Hub) put(round string, casts []cast) error {
	if len(casts) == 0 {
		return nil
	}
	ballots := make([]store.Ballot, len(casts))
	for i, one := range casts {
		ballots[i] = one.ballot
	}
	err := h.atBoxes(func(ctx context.Context) error { return h.config.Boxes.Cast(ctx, round, ballots) })
	if err != nil {
		return err
	}
	for _, one := range ballots {
		h.state.rounds[round].cast[one.Participant] = true
		h.counted = append(h.counted, one.Participant) // are told when no batch is being decided
	}
	h.votesDue = true
	h.schedule(tallyPace)
	return nil
}

// boxed returns the ballots of a round that is being ended, with those that waited for their box.
func (h *Hub) boxed(round string) ([]store.Ballot, error) {
	if err := h.box(round); err != nil {
		return nil, err
	}
	if err := h.boxBatch(round); err != nil {
		return nil, err
	}
	var ballots []store.Ballot
	err := h.atBoxes(func(ctx context.Context) (err error) {
		ballots, err = h.config.Boxes.Boxed(ctx, round)
		return err
	})
	return ballots, err
}

// boxBatch casts what the batch that is being decided has for a round. Who cast it is answered
// with the batch: should that fail and be decided again, theirs is a repeat.
func (h *Hub) boxBatch(round string) error {
	var now, later []cast
	for _, one := range h.batch.casts {
		if one.ballot.Round == round {
			now = append(now, one)
		} else {
			later = append(later, one)
		}
	}
	if err := h.put(round, now); err != nil {
		return err
	}
	h.batch.casts = later
	for _, one := range now {
		h.batch.answers = append(h.batch.answers, answered{request: one.request, result: json.RawMessage("{}")})
	}
	return nil
}

// atBoxes does something with a box. What fails there is logged, and refused as a failure of
// storing; a panic too, for somebody waits for an answer.
func (h *Hub) atBoxes(do func(ctx context.Context) error) (refusal error) {
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	var err error
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
		if err != nil {
			h.config.Log.Error("ballot box failed", "event", h.id, "error", err)
			refusal = h.boxRefusal(err)
		}
	}()
	err = do(ctx)
	return nil
}

func (h *Hub) boxRefusal(err error) error {
	var syncFailed *store.SyncError
	var refusal *store.Error
	switch {
	case errors.As(err, &syncFailed):
		h.boxFault = err
	case errors.As(err, &refusal) && refusal.Kind == store.Unavailable:
		return refusal
	}
	return store.ErrStorage
}

// emptyBoxes removes the boxes of the rounds that a batch ended: their ballots are in the rows.
func (h *Hub) emptyBoxes() {
	for _, fact := range h.batch.facts {
		if ended, ok := fact.(store.RoundEnded); ok {
			h.removeBox(ended.Round)
		}
	}
}

// sweepBoxes removes boxes that were left when their round was closed.
func (h *Hub) sweepBoxes() {
	for _, one := range h.state.rounds {
		if one.State != store.RoundOpen {
			h.removeBox(one.Round)
		}
	}
}

func (h *Hub) removeBox(of store.Round) {
	if of.Secrecy != store.Secret || h.config.Boxes == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	if err := h.config.Boxes.RemoveBox(ctx, of.ID); err != nil {
		h.config.Log.Error("ballot box cannot be removed", "event", h.id, "round", of.ID, "error", err)
	}
}

// showMine sends a participant their own view.
func (h *Hub) showMine(participant string) {
	h.mu.RLock()
	screens := h.screens[Actor{Phone, participant}]
	h.mu.RUnlock()
	if len(screens) == 0 {
		return
	}
	frame := h.mine(participant)
	for _, screen := range screens {
		screen.setMine(frame)
	}
}

// boxed returns the ballots of a secret round, or refuses where there are no boxes.
func (m Means) boxed(round string) ([]store.Ballot, error) {
	if m.Boxed == nil {
		return nil, store.ErrStorage
	}
	return m.Boxed(round)
}
