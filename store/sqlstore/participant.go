package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

// addParticipant stores a participant behind those who joined before.
func (t *tx) addParticipant(p store.Participant) error {
	return t.run(`
		INSERT INTO participant (id, event, device, seat, place)
		SELECT $1, $2, NULLIF($3, ''), $4, COALESCE(MAX(place), 0) + 1 FROM participant WHERE event = $2`,
		p.ID, p.Event, p.Device, p.Table)
}

func (t *tx) joinParticipant(f store.ParticipantJoined) error {
	if err := t.addParticipant(f.Participant); err != nil || f.Ticket == "" {
		return err
	}
	return t.useTicket(f.Ticket, f.Participant)
}

func (t *tx) seatParticipant(f store.ParticipantSeated) error {
	return t.one(`UPDATE participant SET seat = $2 WHERE id = $1`, f.Participant, f.Table)
}

func (t *tx) addModerator(m store.Moderator) error {
	return t.run(`
		INSERT INTO moderator (id, event, label, secret, account, revoked, role)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		m.ID, m.Event, m.Label, m.Secret, m.Account, m.Revoked, m.Role)
}

func (t *tx) revokeModerator(f store.ModeratorRevoked) error {
	return t.one(`UPDATE moderator SET revoked = $2 WHERE id = $1`, f.Moderator, f.Revoked)
}

func (t *tx) addProjector(p store.Projector) error {
	return t.run(`
		INSERT INTO projector (id, event, secret, session, scene, revoked, round, against, step, theme)
		VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, NULLIF($7, ''), NULLIF($8, ''), $9, $10)`,
		p.ID, p.Event, p.Secret, p.Session, p.Scene, p.Revoked, p.Round, p.Against, p.Step, p.Theme)
}

func (t *tx) directProjector(p store.Projector) error {
	return t.one(`
		UPDATE projector SET session = NULLIF($2, ''), scene = $3, revoked = $4,
			round = NULLIF($5, ''), against = NULLIF($6, ''), step = $7, theme = $8
		WHERE id = $1`,
		p.ID, p.Session, p.Scene, p.Revoked, p.Round, p.Against, p.Step, p.Theme)
}

// participants returns who joined, in that order.
func (v view) participants(event string) ([]store.Participant, error) {
	return all(v, func(rows *sql.Rows, p *store.Participant) error {
		return rows.Scan(&p.ID, &p.Event, &p.Device, &p.Table)
	}, `SELECT id, event, COALESCE(device, ''), seat FROM participant WHERE event = $1 ORDER BY place`, event)
}

func (v view) moderators(event string) ([]store.Moderator, error) {
	return all(v, func(rows *sql.Rows, m *store.Moderator) error {
		return rows.Scan(&m.ID, &m.Event, &m.Label, &m.Secret, &m.Account, &m.Revoked, &m.Role)
	}, `
		SELECT id, event, label, secret, account, revoked, role
		FROM moderator WHERE event = $1 ORDER BY label, id`, event)
}

func (v view) projectors(event string) ([]store.Projector, error) {
	return all(v, func(rows *sql.Rows, p *store.Projector) error {
		return rows.Scan(&p.ID, &p.Event, &p.Secret, &p.Session, &p.Scene, &p.Revoked,
			&p.Round, &p.Against, &p.Step, &p.Theme)
	}, `
		SELECT id, event, secret, COALESCE(session, ''), scene, revoked,
			COALESCE(round, ''), COALESCE(against, ''), step, theme
		FROM projector WHERE event = $1 ORDER BY id`, event)
}
