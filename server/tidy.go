package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"masswerk/store"
)

// auditDays is for how many days the log of what staff and moderators did is kept, unless the house
// says otherwise.
const auditDays = 90

// Tidy deletes every event whose deletion date has come, what is too old in the audit log, and with
// it who did what in histories and reports: the function stays. One event that cannot be deleted
// does not keep the others.
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
	failed = append(failed, s.forgetPeople(ctx))
	return errors.Join(failed...)
}

// forgetPeople ends what is kept of staff for a time only.
func (s *Server) forgetPeople(ctx context.Context) error {
	house, err := s.Store.House(ctx)
	if err != nil {
		return fmt.Errorf("forget who did what: %w", err)
	}
	before := s.Now().AddDate(0, 0, -cmp.Or(house.AuditDays, auditDays)).UnixMilli()
	if err := s.Store.PruneAudits(ctx, before); err != nil {
		return fmt.Errorf("prune the audit log: %w", err)
	}
	if err := s.Store.ForgetPeople(ctx, before); err != nil {
		return fmt.Errorf("forget who did what: %w", err)
	}
	return nil
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
