package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

func (t *tx) addTicket(one store.Ticket) error {
	return t.run(`
		INSERT INTO ticket (id, event, number, code, participant, revoked) VALUES ($1, $2, $3, $4, NULLIF($5, ''), $6)`,
		one.ID, one.Event, one.Number, one.Code, one.Participant, one.Revoked)
}

// useTicket spends a ticket on a participant, once.
func (t *tx) useTicket(ticket string, p store.Participant) error {
	return t.one(`
		UPDATE ticket SET participant = $2
		WHERE id = $1 AND event = $3 AND participant IS NULL AND NOT revoked`, ticket, p.ID, p.Event)
}

// replaceDevice lets another device go on as a participant who has none since the ticket was
// issued anew.
func (t *tx) replaceDevice(f store.DeviceReplaced) error {
	return t.one(`
		UPDATE participant SET device = $2
		WHERE id = $1 AND device IS NULL
			AND EXISTS (SELECT 1 FROM ticket WHERE id = $3 AND participant = $1 AND NOT revoked)`,
		f.Participant, f.Device, f.Ticket)
}

// reissueTicket gives a ticket a new code, and takes its participant's device away.
func (t *tx) reissueTicket(f store.TicketReissued) error {
	if err := t.one(`UPDATE ticket SET code = $2 WHERE id = $1`, f.Ticket, f.Code); err != nil {
		return err
	}
	return t.run(`UPDATE participant SET device = NULL WHERE id = (SELECT participant FROM ticket WHERE id = $1)`, f.Ticket)
}

func (t *tx) revokeTicket(f store.TicketRevoked) error {
	return t.one(`UPDATE ticket SET revoked = $2 WHERE id = $1`, f.Ticket, f.Revoked)
}

func (v view) tickets(event string) ([]store.Ticket, error) {
	return all(v, func(rows *sql.Rows, one *store.Ticket) error {
		return rows.Scan(&one.ID, &one.Event, &one.Number, &one.Code, &one.Participant, &one.Revoked)
	}, `
		SELECT id, event, number, code, COALESCE(participant, ''), revoked
		FROM ticket WHERE event = $1 ORDER BY number`, event)
}
