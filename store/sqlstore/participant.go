package sqlstore

import (
	"database/sql"

	"masswerk/store"
)

func (t *tx) addParticipant(p store.Participant) error {
	return t.run(`INSERT INTO participant (id, event, device) VALUES ($1, $2, NULLIF($3, ''))`,
		p.ID, p.Event, p.Device)
}

func (t *tx) addModerator(m store.Moderator) error {
	return t.run(`
		INSERT INTO moderator (id, event, label, secret, account, revoked)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		m.ID, m.Event, m.Label, m.Secret, m.Account, m.Revoked)
}

func (t *tx) revokeModerator(f store.ModeratorRevoked) error {
	return t.one(`UPDATE moderator SET revoked = $2 WHERE id = $1`, f.Moderator, f.Revoked)
}

func (t *tx) addProjector(p store.Projector) error {
	return t.run(`
		INSERT INTO projector (id, event, secret, session, scene, revoked)
		VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6)`,
		p.ID, p.Event, p.Secret, p.Session, p.Scene, p.Revoked)
}

func (t *tx) directProjector(p store.Projector) error {
	return t.one(`
		UPDATE projector SET session = NULLIF($2, ''), scene = $3, revoked = $4 WHERE id = $1`,
		p.ID, p.Session, p.Scene, p.Revoked)
}

func (v view) participants(event string) ([]store.Participant, error) {
	return all(v, func(rows *sql.Rows, p *store.Participant) error {
		return rows.Scan(&p.ID, &p.Event, &p.Device)
	}, `SELECT id, event, COALESCE(device, '') FROM participant WHERE event = $1`, event)
}

func (v view) moderators(event string) ([]store.Moderator, error) {
	return all(v, func(rows *sql.Rows, m *store.Moderator) error {
		return rows.Scan(&m.ID, &m.Event, &m.Label, &m.Secret, &m.Account, &m.Revoked)
	}, `
		SELECT id, event, label, secret, account, revoked
		FROM moderator WHERE event = $1 ORDER BY label, id`, event)
}

func (v view) projectors(event string) ([]store.Projector, error) {
	return all(v, func(rows *sql.Rows, p *store.Projector) error {
		return rows.Scan(&p.ID, &p.Event, &p.Secret, &p.Session, &p.Scene, &p.Revoked)
	}, `
		SELECT id, event, secret, COALESCE(session, ''), scene, revoked
		FROM projector WHERE event = $1 ORDER BY id`, event)
}
