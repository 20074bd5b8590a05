package server

import (
	"context"
	"errors"
	"fmt"
	"time"

	"masswerk/store"
)

// auditsKept is how long the log of what staff and moderators did is kept.
const auditsKept = 90 * 24 * time.Hour

// Tidy deletes every event whose deletion date has come, and what is too old in the audit log.
// One event that cannot be deleted does not keep the others.
func (s *Server) Tidy(ctx context.Context) error {
	events, err := s.Store.List(ctx)
	if err != nil {
		return fmt.Errorf("list events: %w", err)
	}
	var failed []error
	for _, event := range events {
		if event.Due(s.Now()) {
			failed = append(failed, s.deleteEvent(ctx, event.ID, ""))
		}
	}
	if err := s.Store.PruneAudits(ctx, s.Now().Add(-auditsKept).UnixMilli()); err != nil {
		failed = append(failed, fmt.Errorf("prune the audit log: %w", err))
	}
	return errors.Join(failed...)
}

// TidyAt tidies now and whenever tick says so, until ctx ends.
func (s *Server) TidyAt(ctx context.Context, tick <-chan time.Time) {
	s.repeat(ctx, tick, "tidying", s.Tidy)
}

// WakeAt has phases entered whose date has come, now and whenever tick says so, until ctx ends: an
// event may run for weeks without anybody at a console.
func (s *Server) WakeAt(ctx context.Context, tick <-chan time.Time) {
	s.repeat(ctx, tick, "waking events", s.Hubs.Wake)
}

func (s *Server) repeat(ctx context.Context, tick <-chan time.Time, what string, do func(context.Context) error) {
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			var sync *store.SyncError
			if errors.As(err, &sync) {
				s.Fatal(err)
			}
			s.Log.Error(what+" failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
	}
}

// deleteEvent ends an event for every screen and erases it. Its hub is ended a second time, in
// case a screen came back in between and had it loaded again.
func (s *Server) deleteEvent(ctx context.Context, id, actor string) error {
	s.Hubs.End(id)
	gone, err := s.Store.Delete(ctx, id, s.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("delete event %s: %w", id, err)
	}
	s.Hubs.End(id)
	s.Log.Info("event deleted", "event", id, "ideas", gone.Ideas, "participants", gone.Participants)
	return s.Store.Audit(ctx, []store.Audited{{At: s.Now().UnixMilli(), Actor: actor, Action: "DeleteEvent", Event: id}})
}
