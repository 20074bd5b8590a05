package sqlstore

import (
	"database/sql"
	"maps"
	"slices"
	"testing"
)

// kinds are what every example must hold beside at least one row in each table.
var kinds = map[string]string{
	"an idea by hand":        `SELECT COUNT(*) FROM idea WHERE on_behalf AND author IS NULL`,
	"a need":                 `SELECT COUNT(*) FROM idea WHERE kind = 'expectation'`,
	"a held idea":            `SELECT COUNT(*) FROM idea WHERE state = 'held'`,
	"a hidden idea":          `SELECT COUNT(*) FROM idea WHERE state = 'hidden'`,
	"a returned idea":        `SELECT COUNT(*) FROM idea JOIN wording ON wording.idea = idea.id WHERE state = 'returned' AND part = 'reason' AND text <> ''`,
	"a withdrawn idea":       `SELECT COUNT(*) FROM idea JOIN wording ON wording.idea = idea.id WHERE state = 'withdrawn' AND text = ''`,
	"a merged idea":          `SELECT COUNT(*) FROM idea WHERE merged_into IS NOT NULL`,
	"an idea in no field":    `SELECT COUNT(*) FROM idea WHERE state = 'shown' AND field IS NULL`,
	"a receipt":              `SELECT COUNT(*) FROM idea WHERE receipt <> ''`,
	"a joined field":         `SELECT COUNT(*) FROM topic_field WHERE joined_into IS NOT NULL`,
	"a removed field":        `SELECT COUNT(*) FROM topic_field WHERE removed`,
	"a closed round":         `SELECT COUNT(*) FROM round WHERE state = 'closed' AND subject = 'ideas' AND secrecy = 'pseudonymous' AND voters > 0`,
	"an open vote":           `SELECT COUNT(*) FROM round JOIN ballot ON ballot.round = round.id WHERE secrecy = 'open' AND participant IS NOT NULL`,
	"a round on fields":      `SELECT COUNT(*) FROM round_item WHERE field IS NOT NULL`,
	"a round taken back":     `SELECT COUNT(*) FROM round WHERE state = 'unopened'`,
	"a ballot on its way":    `SELECT COUNT(*) FROM round JOIN open_ballot ON open_ballot.round = round.id WHERE state = 'open'`,
	"an anonymous ballot":    `SELECT COUNT(*) FROM ballot WHERE participant IS NULL`,
	"a group in a round":     `SELECT COUNT(*) FROM round_member WHERE position > 0`,
	"a revoked moderator":    `SELECT COUNT(*) FROM moderator WHERE revoked AND account <> ''`,
	"a revoked projector":    `SELECT COUNT(*) FROM projector WHERE revoked`,
	"an imported person":     `SELECT COUNT(*) FROM participant WHERE device IS NULL`,
	"a published outcome":    `SELECT COUNT(*) FROM outcome WHERE published AND kind = 'promoted'`,
	"a drafted outcome":      `SELECT COUNT(*) FROM outcome WHERE NOT published`,
	"what a field became":    `SELECT COUNT(*) FROM source WHERE field IS NOT NULL`,
	"what an idea became":    `SELECT COUNT(*) FROM source WHERE idea IS NOT NULL`,
	"a command emptied":      `SELECT COUNT(*) FROM command WHERE mac = ''`,
	"an idea on the list":    `SELECT COUNT(*) FROM erasure WHERE idea <> ''`,
	"an event on the list":   `SELECT COUNT(*) FROM erasure WHERE idea = ''`,
	"what a deletion leaves": `SELECT COUNT(*) FROM trace JOIN deletion ON deletion.event = trace.event`,
}

// moreKinds are what examples must hold since schema 2.
var moreKinds = map[string]string{
	"tables":               `SELECT COUNT(*) FROM event WHERE tables > 0 AND table_step > 0 AND plenary <> '' AND heads > 0`,
	"cards":                `SELECT COUNT(*) FROM event WHERE cards <> ''`,
	"an idea in the light": `SELECT COUNT(*) FROM session WHERE spotlight_idea IS NOT NULL`,
	"a field in the light": `SELECT COUNT(*) FROM session WHERE spotlight_field IS NOT NULL`,
	"a timer":              `SELECT COUNT(*) FROM session WHERE timer_total > 0 AND timer_ends_at > 0`,
	"a planned vote":       `SELECT COUNT(*) FROM phase WHERE vote <> '' AND seconds > 0 AND ending <> '' AND opens_at > 0 AND scene <> ''`,
	"a phase's switches":   `SELECT COUNT(*) FROM phase WHERE closed AND comments AND reactions AND hands`,
	"a seat":               `SELECT COUNT(*) FROM participant WHERE seat > 0`,
	"a helper":             `SELECT COUNT(*) FROM moderator WHERE role = 'helper'`,
	"a comparison":         `SELECT COUNT(*) FROM projector WHERE round IS NOT NULL AND against IS NOT NULL AND step >= 0 AND theme <> 'dark'`,
	"a redacted idea":      `SELECT COUNT(*) FROM idea JOIN redaction ON redaction.idea = idea.id WHERE idea.redacted`,
	"a pinned idea":        `SELECT COUNT(*) FROM idea WHERE pinned AND seat > 0`,
	"a scale":              `SELECT COUNT(*) FROM round JOIN tally ON tally.round = round.id WHERE criteria <> '' AND title <> '' AND exclude_own AND counts <> ''`,
	"a runoff":             `SELECT COUNT(*) FROM round WHERE runoff_of IS NOT NULL AND heads > 0 AND paper > 0`,
	"a secret round":       `SELECT COUNT(*) FROM round JOIN ballot ON ballot.round = round.id WHERE secrecy = 'secret' AND state = 'closed'`,
	"a ballot on paper":    `SELECT COUNT(*) FROM ballot WHERE paper`,
	"paper on its way":     `SELECT COUNT(*) FROM round JOIN paper_ballot ON paper_ballot.round = round.id WHERE state = 'open'`,
	"a hidden comment":     `SELECT COUNT(*) FROM comment WHERE state = 'hidden' AND author IS NULL`,
	"a withdrawn comment":  `SELECT COUNT(*) FROM comment JOIN erasure ON erasure.idea = comment.id JOIN wording ON wording.idea = comment.id WHERE state = 'withdrawn' AND text = ''`,
	"a raised hand":        `SELECT COUNT(*) FROM signal WHERE kind = 'hand' AND number > 0 AND called`,
	"a used ticket":        `SELECT COUNT(*) FROM ticket WHERE participant IS NOT NULL`,
	"a revoked ticket":     `SELECT COUNT(*) FROM ticket WHERE participant IS NULL AND revoked`,
}

// yetMoreKinds are what examples must hold since schema 3.
var yetMoreKinds = map[string]string{
	"a promoted outcome":     `SELECT COUNT(*) FROM outcome WHERE published AND measure IS NOT NULL`,
	"a lead unit's account":  `SELECT COUNT(*) FROM account WHERE roles = 'lead' AND unit <> '' AND issuer <> '' AND subject <> ''`,
	"a disabled account":     `SELECT COUNT(*) FROM account WHERE disabled`,
	"a renewed login":        `SELECT COUNT(*) FROM login WHERE began_at > 0`,
	"a house's own words":    `SELECT COUNT(*) FROM house WHERE state_names <> '' AND priorities <> '' AND answer_weeks > 0 AND audit_days > 0 AND prefix <> ''`,
	"a plan's audit entry":   `SELECT COUNT(*) FROM audit WHERE event = ''`,
	"a whole profile":        `SELECT COUNT(*) FROM measure WHERE number > 0 AND profile LIKE '%"date_changes"%' AND listed LIKE '%"at_risk"%' AND fresh <> ''`,
	"a merged measure":       `SELECT COUNT(*) FROM measure WHERE state = 'merged' AND merged_into IS NOT NULL`,
	"a measure from law":     `SELECT COUNT(*) FROM source WHERE requirement IS NOT NULL AND event = ''`,
	"a source of an event":   `SELECT COUNT(*) FROM source WHERE event <> ''`,
	"an edit with a reason":  `SELECT COUNT(*) FROM change WHERE what = 'edit' AND reason <> '' AND account <> '' AND profile <> ''`,
	"a step in a history":    `SELECT COUNT(*) FROM change WHERE what = 'enter' AND state = 'adopted'`,
	"a target with figures":  `SELECT COUNT(*) FROM node WHERE parent IS NOT NULL AND baseline > 0 AND target > 0 AND unit <> '' AND actuals <> ''`,
	"a field with who leads": `SELECT COUNT(*) FROM node WHERE lead IS NOT NULL AND team IS NOT NULL AND short <> '' AND color > 0`,
	"a requirement":          `SELECT COUNT(*) FROM node WHERE norm <> '' AND section <> '' AND due <> ''`,
	"a removed node":         `SELECT COUNT(*) FROM node WHERE removed`,
	"a view for all":         `SELECT COUNT(*) FROM saved_view WHERE shared`,
}

func TestReleasedDatabasesHoldEveryKindOfRow(t *testing.T) {
	for _, one := range releases(t) {
		holdsEveryKind(t, one.example(), one.unpack(t))
	}
}

// What is released next is this example.
func TestTheExampleHoldsEveryKindOfRow(t *testing.T) {
	s := openFresh(t)
	fillExample(t, s)
	must(t, s.Close())
	holdsEveryKind(t, "the example", s.path)
}

func holdsEveryKind(t *testing.T, example, path string) {
	t.Helper()
	for table, rows := range rowsOf(t, path) {
		if len(rows) == 0 {
			t.Errorf("%s: nothing in %s", example, table)
		}
	}
	schema, err := schemaOf(ctx, path)
	must(t, err)
	db, err := sql.Open("sqlite", lookingAt(path))
	must(t, err)
	defer db.Close()
	wanted := maps.Clone(kinds)
	if schema >= 2 {
		maps.Copy(wanted, moreKinds)
	}
	if schema >= 3 {
		maps.Copy(wanted, yetMoreKinds)
		maps.Copy(wanted, answeredKinds)
	}
	for kind, query := range wanted {
		var count int
		must(t, db.QueryRow(query).Scan(&count))
		if count == 0 {
			t.Errorf("%s: no %s", example, kind)
		}
	}
}

// outlive are the tables that keep something when all events are deleted.
var outlive = []string{
	"account", "login", "password_link", "house", "audit", "template", "measure", "source", "change", "node", "saved_view", "deletion", "trace", "erasure",
	"assessment_round", "assessment", "status_request", "status_report",
}

func TestADeletedEventLeavesNoRow(t *testing.T) {
	s := openFresh(t)
	fillExample(t, s)
	events, err := s.List(ctx)
	must(t, err)
	for _, event := range events {
		_, err := s.Delete(ctx, event.ID, 1)
		must(t, err)
	}
	must(t, s.Close())
	for table, rows := range rowsOf(t, s.path) {
		if kept := slices.Contains(outlive, table); kept != (len(rows) > 0) {
			t.Errorf("%s: %d rows", table, len(rows))
		}
	}
}
