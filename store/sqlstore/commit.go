package sqlstore

import (
	"context"
	"fmt"

	"masswerk/store"
)

// Commit stores what facts changed, and the commands they answer, in one transaction.
func (s *Store) Commit(ctx context.Context, event string, after int64, accepted []store.Accepted, facts []store.Fact) error {
	err := s.write(ctx, func(t *tx) error {
		moved, err := t.exec(`UPDATE event SET seq = seq + 1 WHERE id = $1 AND seq = $2`, event, after)
		if err != nil {
			return err
		}
		if moved == 0 {
			return store.ErrStale
		}
		t.event, t.seq = event, after+1
		if err := t.accept(accepted); err != nil {
			return err
		}
		for _, fact := range facts {
			if err := t.apply(fact); err != nil {
				return fmt.Errorf("%T: %w", fact, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("commit event %s after %d: %w", event, after, err)
	}
	for _, fact := range facts {
		switch fact.(type) {
		case store.IdeaWithdrawn, store.IdeaRedacted, store.CommentWithdrawn, store.PaperTakenBack, store.RoundEnded:
			s.erasing.ask()
		}
	}
	return nil
}

// accept remembers acknowledged commands. It comes before the facts, so that a withdrawal in
// the same commit finds the command it has to forget.
func (t *tx) accept(accepted []store.Accepted) error {
	for place, command := range accepted {
		if err := t.run(`
			INSERT INTO command (event, seq, place, actor, id, mac, result)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.event, t.seq, place, command.Actor, command.ID, command.MAC, command.Result); err != nil {
			return fmt.Errorf("command: %w", err)
		}
	}
	return nil
}

// apply turns one fact into rows.
func (t *tx) apply(fact store.Fact) error {
	switch fact := fact.(type) {
	case store.EventEdited:
		return t.editEvent(fact.Event)
	case store.CardsReserved:
		return t.reserveCards(fact.Cards)

	case store.SessionEdited:
		return t.editSession(fact.Session)
	case store.AgendaEdited:
		return t.editAgenda(fact)
	case store.PhaseEntered:
		return t.enterPhase(fact)
	case store.PhaseSet:
		return t.setPhase(fact)

	case store.ParticipantJoined:
		return t.joinParticipant(fact)
	case store.DeviceReplaced:
		return t.replaceDevice(fact)
	case store.ParticipantSeated:
		return t.seatParticipant(fact)
	case store.TicketsIssued:
		return each(fact.Tickets, t.addTicket)
	case store.TicketReissued:
		return t.reissueTicket(fact)
	case store.TicketRevoked:
		return t.revokeTicket(fact)
	case store.ModeratorInvited:
		return t.addModerator(fact.Moderator)
	case store.ModeratorRevoked:
		return t.revokeModerator(fact)
	case store.ProjectorPaired:
		return t.addProjector(fact.Projector)
	case store.ProjectorDirected:
		return t.directProjector(fact.Projector)

	case store.IdeaSubmitted:
		return t.addIdea(fact.Idea, fact.Receipt)
	case store.IdeaModerated:
		return t.moderateIdea(fact)
	case store.IdeaWithdrawn:
		return t.withdrawIdea(t.event, fact.Idea, fact.At)
	case store.IdeaRedacted:
		return t.redactIdea(fact)
	case store.IdeaPinned:
		return t.pinIdea(fact)
	case store.IdeaMerged:
		return t.mergeIdea(fact)
	case store.IdeaMoved:
		return t.moveIdea(fact)
	case store.IdeaSupported:
		return t.supportIdea(fact)
	case store.IdeaNominated:
		return t.nominateIdea(fact)

	case store.CommentAdded:
		return t.addComment(fact.Comment)
	case store.CommentModerated:
		return t.moderateComment(fact)
	case store.CommentWithdrawn:
		return t.withdrawComment(t.event, fact.Comment, fact.At)
	case store.ReactionSet:
		return t.setReaction(fact)
	case store.SignalSet:
		return t.setSignal(fact)
	case store.SignalsCleared:
		return t.clearSignals(fact.Session, fact.Kind)

	case store.FieldCreated:
		return t.addField(fact.Field)
	case store.FieldEdited:
		return t.editField(fact.Field)
	case store.FieldsOrdered:
		return t.orderFields(fact.Fields)
	case store.FieldJoined:
		return t.joinField(fact)
	case store.FieldNominated:
		return t.nominateField(fact)

	case store.RoundOpened:
		return t.addRound(fact.Round)
	case store.VoteSet:
		return t.setVote(fact.Ballot)
	case store.PaperEntered:
		return t.addPaper(fact.Paper)
	case store.PaperTakenBack:
		return t.takeBackPaper(fact)
	case store.RoundEnded:
		return t.endRound(fact.Round, fact.Ballots)
	case store.ResultsShown:
		return t.showResults(fact)

	case store.OutcomesPublished:
		return nil // Publish stored them
	case store.Audited:
		return t.audit(fact)
	default:
		return fmt.Errorf("no rows for this fact")
	}
}
