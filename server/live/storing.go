package live

import (
	"context"
	"errors"
	"time"

	"masswerk/store"
)

// settle decides the waiting commands in order, commits what follows from them in one
// transaction, and only then answers and shows it. It reports false when the hub must end.
func (h *Hub) settle(waiting []request) bool {
	if err := h.tryStoring(); err != nil {
		h.refuseAll(waiting, h.storage)
		return !errors.Is(err, store.ErrStale)
	}
	err := h.decide(waiting)
	if err == nil && len(h.batch.facts) > 0 {
		err = h.commit()
	}
	var syncFailed *store.SyncError
	switch {
	case err == nil:
		h.storage = nil
		h.show()
		h.emptyBoxes()
		h.gatherBallots()
		return true
	case errors.Is(err, store.ErrStale):
		h.refuseAll(waiting, store.ErrBusy)
		return false
	case errors.As(err, &syncFailed):
		h.config.Fatal(err)
		return false
	case errors.Is(err, store.ErrStorage) || errors.Is(err, store.ErrStorageFull):
		h.config.Log.Error("storing failed", "event", h.id, "error", err)
		h.storage, h.probeAt = asRefusal(err), time.Now().Add(probePace)
		h.refuseAll(waiting, h.storage)
		return h.reload()
	default:
		if !h.reload() {
			h.refuseAll(waiting, store.ErrBusy)
			return false
		}
		if len(waiting) == 1 {
			h.config.Log.Error("command failed", "event", h.id, "command", nameOf(waiting[0].command), "error", err)
			h.refuseAll(waiting, store.ErrInternal)
			return true
		}
		for _, one := range waiting { // find the culprit
			if !h.settle([]request{one}) {
				return false
			}
		}
		return true
	}
}

// tryStoring returns nil when commands may be decided: after a failure, storing is tried once a
// second with nothing. After store.ErrStale the hub must end, for the rows are not what it knows.
func (h *Hub) tryStoring() error {
	if h.storage == nil {
		return nil
	}
	if time.Now().Before(h.probeAt) {
		return h.storage
	}
	h.probeAt = time.Now().Add(probePace)
	h.batch = batch{}
	err := h.commit()
	var syncFailed *store.SyncError
	switch {
	case err == nil:
		h.storage = nil
	case errors.As(err, &syncFailed):
		h.config.Fatal(err)
	}
	return err
}

func (h *Hub) commit() error {
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	began := time.Now()
	err := h.config.Events.Commit(ctx, h.id, h.state.event.Seq, h.batch.accepted, h.batch.facts)
	h.meter.committed(len(h.batch.answers), began, err)
	if err != nil {
		return err
	}
	h.state.event.Seq++
	return nil
}

// reload takes the state from the rows again, after a batch that came to nothing. No screen has
// seen anything of it, so streams go on where they were. It reports false when the hub must end:
// the rows cannot be had, or hold the batch after all, which no screen was told.
func (h *Hub) reload() bool {
	ctx, cancel := context.WithTimeout(context.Background(), commitLimit)
	defer cancel()
	contents, err := h.config.Events.Load(ctx, h.id)
	if err != nil {
		h.config.Log.Error("event cannot be loaded again", "event", h.id, "error", err)
		return false
	}
	before := h.state
	if contents.Event.Seq != before.event.Seq {
		h.config.Log.Error("a commit that failed had come about", "event", h.id)
		return false
	}
	h.state = newState(contents)
	for i, in := range h.state.sessions { // nobody gets a number that was called out before
		in.lastHand = max(in.lastHand, before.sessions[i].lastHand)
	}
	h.state.goOn(before)
	h.told = map[string]struct{}{}
	for id, one := range h.state.ideas { // screens still count support and reactions as they were told last
		if was := before.ideas[id]; was != nil && was.told != one.echo {
			one.told = was.told
			h.told[id] = struct{}{}
		}
	}
	if len(h.told) > 0 {
		h.schedule(tallyPace)
	}
	return true
}

// asRefusal returns what an asker is told of an error: foreseen ones as they are, others as
// internal.
func asRefusal(err error) *store.Error {
	var refusal *store.Error
	if errors.As(err, &refusal) {
		return refusal
	}
	return store.ErrInternal
}
