package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

var secrecyCheck = check{
	name: "secrecy", what: "no file says who voted for what", run: trySecrecy,
	mutants: []mutant{
		{"a secret vote leaves a trace in the audit log", "server/live/deciding.go", "\tif decision.Cast != nil {\n",
			"\tif decision.Cast != nil {\n\t\th.batch.facts = append(h.batch.facts, store.Audited{Actor: one.actor.ID, Action: \"CastBallot\", Event: h.id})\n"},
		{"votes are remembered", "server/live/voting.go", "func (SetVote) selfIdempotent() {}\n", ""},
		{"a ballot says whose it is", "store/sqlstore/ballotbox.go", "store.NewID(), b.Choices())", "store.NewID(), b.Choices()+\" \"+b.Participant)"},
		{"ballots have a place", "store/sqlstore/boxfile.go", "choices TEXT NOT NULL) WITHOUT ROWID", "choices TEXT NOT NULL)"},
		{"ballots stay where they were put", "store/sqlstore/ballotbox.go", "begun.ExecContext(ctx, step)", "begun.ExecContext(ctx, step[:0]+`SELECT 1`)"},
		{"ballots are numbered", "store/sqlstore/ballotbox.go", "VALUES ($1, $2)`, store.NewID()", "SELECT printf('%08d', COUNT(*)) || $1, $2 FROM ballot`, store.NewID()"},
		{"what is moved in a box stays as well", "store/sqlstore/boxfile.go", `{"secure_delete", "ON", "1"}`, `{"secure_delete", "OFF", "0"}`},
		{"a box outlives its round", "server/live/storing.go", "\t\th.emptyBoxes()\n", ""},
		{"a box is removed as it is", "store/sqlstore/boxfile.go", "wiped := overwrite(file)", "_, wiped := os.Stat(file)"},
		{"backups take boxes along", "store/sqlstore/backup.go", "\tif err := rename(partial, to); err != nil {\n",
			"\tif found, _ := boxesOf(path); len(found) > 0 {\n\t\tcontent, _ := os.ReadFile(found[0])\n\t\tos.WriteFile(to+\".secret\", content, 0o600)\n\t}\n\tif err := rename(partial, to); err != nil {\n"},
		{"the log names who voted", "server/live/ballotbox.go", "\tfor _, one := range ballots {\n", "\tfor _, one := range ballots {\n\t\th.config.Log.Info(\"voted\", \"participant\", one.Participant)\n"},
		{"the link stays once a round is closed", "store/sqlstore/round.go", `[]string{"open_ballot", "paper_ballot"}`, `[]string{"paper_ballot"}`},
		{"the log file keeps the link", "store/sqlstore/commit.go", "store.PaperTakenBack, store.RoundEnded:", "store.PaperTakenBack:"},
	},
}

const (
	boothVoters  = 12
	boothItems   = 80 // a box of some pages
	erasedWithin = 15 * time.Second
)

// booth is a round whose voters and choices are known, so that they can be looked for.
type booth struct {
	*trial
	*event
	secrecy string
	desk    *told
	pages   []*told
	round   string
	people  []string // ids, in the order in which they joined and voted
	devices []string // hashes
	choices []string // theirs
	before  contents // of the database, once the round was open
}

// trySecrecy votes in secret, under a pseudonym and openly, and looks into every file for what
// leads from a person to a choice.
func trySecrecy(ctx context.Context, t *trial) {
	h, _, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	var booths []*booth
	for i, secrecy := range []string{"secret", "pseudonymous", "open"} {
		b := &booth{trial: t, secrecy: secrecy}
		booths = append(booths, b)
		err := b.open(ctx, h, boothVoters*i)
		for _, page := range append(slices.Clone(b.pages), b.desk) {
			if page != nil {
				defer page.leave()
			}
		}
		if t.failed(secrecy, err) {
			return
		}
	}
	secret, pseudonymous, control := booths[0], booths[1], booths[2]
	if t.failed("secret", secret.vote(ctx)) || t.failed("box", secret.whileOpen(ctx)) {
		return
	}
	box, err := secret.box()
	kept := filepath.Join(t.folder, "removed")
	if t.failed("box", err) || t.failed("link", os.Link(box, kept)) {
		return
	}
	if t.failed("pseudonymous", pseudonymous.vote(ctx)) || t.failed("open", control.vote(ctx)) {
		return
	}
	pseudonymous.changedOnly(ctx, "by votes", "event", "open_ballot")
	for _, one := range booths {
		if t.failed("close", one.desk.must(ctx, "CloseRound", object{"round": one.round}, nil)) {
			return
		}
	}
	secret.boxIsGone(kept)
	began := time.Now()
	for _, one := range booths[:2] {
		if !eventually(ctx, erasedWithin-time.Since(began), func() bool { return len(one.links(h.folder)) == 0 }) {
			t.fault("%s: closed, %s", one.secrecy, strings.Join(one.links(h.folder), ", "))
		}
		one.afterwards(ctx)
	}
	took := time.Since(began)
	copied, err := secret.backup(ctx, "after.db")
	if t.failed("backup", err) {
		return
	}
	for _, one := range booths[:2] {
		if found := one.links(filepath.Dir(copied)); len(found) > 0 {
			t.fault("%s: %s", one.secrecy, strings.Join(found, ", "))
		}
	}
	if len(control.links(h.folder)) == 0 {
		t.fault("who voted openly is not found either: this check proves nothing")
	}
	t.note("%d ballots cast in secret and %d under a pseudonym: nothing links them, %v after the end not even what was overwritten", boothVoters, boothVoters, took.Round(100*time.Millisecond))
}

// open lets people join and opens the round. Each will vote otherwise: the first has two points
// for the item from.
func (b *booth) open(ctx context.Context, h *house, from int) (err error) {
	if b.event, err = h.newEvent(ctx); err != nil {
		return err
	}
	if b.desk, err = b.event.desk(ctx); err != nil {
		return err
	}
	for i := range boothItems {
		if err := b.desk.must(ctx, "AddIdea", object{"session": b.session, "kind": "idea", "text": fmt.Sprint("Zur Wahl ", i)}, nil); err != nil {
			return err
		}
	}
	for i := range boothVoters {
		page, _, err := b.guest(ctx)
		if err != nil {
			return err
		}
		b.pages = append(b.pages, page)
		choices := ""
		for item := range boothItems {
			points := 1
			if item == from+i {
				points = 2
			}
			choices += fmt.Sprintf(" %d:%d", item+1, points)
		}
		b.choices = append(b.choices, choices[1:])
	}
	if err := b.desk.must(ctx, "EnterPhase", object{"session": b.session, "phase": b.phases["vote"]}, nil); err != nil {
		return err
	}
	var made struct {
		Round string `json:"round"`
	}
	if err := b.desk.must(ctx, "OpenRound", object{
		"session": b.session, "subject": "ideas", "method": "dots", "secrecy": b.secrecy, "hidden": true, "budget": 99, "cap": 99,
	}, &made); err != nil {
		return err
	}
	b.round = made.Round
	rows, err := b.ask(ctx, b.database(), `SELECT id, device FROM participant WHERE event = '`+b.id+`' ORDER BY place`)
	for _, row := range rows {
		id, device, _ := strings.Cut(strings.TrimPrefix(row, "id="), " device=")
		b.people, b.devices = append(b.people, id), append(b.devices, device)
	}
	if err == nil && len(b.people) != boothVoters {
		err = fmt.Errorf("%d people joined", len(b.people))
	}
	return err
}

// vote lets one vote after the other, in the order in which they joined.
func (b *booth) vote(ctx context.Context) (err error) {
	if b.before, err = readContents(ctx, b.database()); err != nil {
		return err
	}
	answers := make(chan error, len(b.pages))
	for i, page := range b.pages {
		go func() {
			answers <- cast(ctx, page, b.round, situation{method: "dots", secrecy: b.secrecy}, b.choices[i], false)
		}()
		time.Sleep(20 * time.Millisecond)
	}
	for range b.pages {
		if one := <-answers; one != nil {
			err = one
		}
	}
	return err
}

// changedOnly compares the database with what it was before anybody voted.
func (b *booth) changedOnly(ctx context.Context, how string, tables ...string) {
	now, err := readContents(ctx, b.database())
	if b.failed("read", err) {
		return
	}
	for _, wrong := range now.differs(b.before) {
		if name, _, _ := strings.Cut(wrong, " "); !slices.Contains(tables, name) {
			b.fault("%s: %s changed %s", b.secrecy, how, wrong)
		}
	}
}

// whileOpen looks at the files while a secret round is open.
func (b *booth) whileOpen(ctx context.Context) error {
	b.changedOnly(ctx, "votes")
	box, err := b.box()
	if err != nil {
		return err
	}
	if err := b.inBox(ctx, box); err != nil {
		return err
	}
	copied, err := b.backup(ctx, "meanwhile.db")
	if err != nil {
		return err
	}
	holds, err := readContents(ctx, copied)
	if err != nil {
		return err
	}
	if wrong := holds.differs(b.before); len(wrong) > 0 {
		b.fault("a backup meanwhile is not what was there before the vote: %v", wrong)
	}
	for _, folder := range []string{b.folder(), filepath.Dir(copied)} {
		for path, content := range filesIn(folder) {
			if path != box && b.anyOf(b.choices, content) {
				b.fault("%s has a choice while the round is open", filepath.Base(path))
			}
			if path != box && bytes.Contains(content, []byte("CREATE TABLE turnout")) {
				b.fault("%s has a turnout", filepath.Base(path))
			}
		}
	}
	if found := b.links(b.folder()); len(found) > 0 {
		b.fault("secret: while it is open, %s", strings.Join(found, ", "))
	}
	return nil
}

// afterwards looks at the rows of a closed round.
func (b *booth) afterwards(ctx context.Context) {
	b.changedOnly(ctx, "vote and end", "event", "round", "tally", "ballot", "command", "audit")
	ballots, err := b.ask(ctx, b.database(), `SELECT choices, participant FROM ballot WHERE round = '`+b.round+`' ORDER BY rowid`)
	if b.failed("ballots", err) {
		return
	}
	byID, err := b.ask(ctx, b.database(), `SELECT choices, participant FROM ballot WHERE round = '`+b.round+`' ORDER BY id`)
	if b.failed("ballots", err) {
		return
	}
	var cast []string
	for _, choice := range b.choices {
		cast = append(cast, "choices="+choice+" participant=<nil>")
	}
	if slices.Equal(ballots, cast) || slices.Equal(byID, cast) {
		b.fault("%s: ballots lie in the order in which they were cast", b.secrecy)
	}
	if slices.Sort(ballots); !slices.Equal(ballots, slices.Sorted(slices.Values(cast))) {
		b.fault("%s: the ballots are %v", b.secrecy, ballots)
	}
	now, err := readContents(ctx, b.database())
	if b.failed("read", err) {
		return
	}
	for _, table := range []string{"command", "audit"} {
		for _, row := range now[table] {
			if b.anyOf(b.people, []byte(row)) && !slices.Contains(b.before[table], row) {
				b.fault("%s: %s has %s", b.secrecy, table, row)
			}
		}
	}
	if said := []byte(b.said.all()); b.anyOf(b.people, said) || b.anyOf(b.devices, said) || b.anyOf(b.choices, said) {
		b.fault("%s: the log names who voted, or what for", b.secrecy)
	}
}

func (b *booth) anyOf(texts []string, content []byte) bool {
	return slices.ContainsFunc(texts, func(one string) bool { return bytes.Contains(content, []byte(one)) })
}

func (b *booth) folder() string { return b.house.folder }

// backup makes a copy in a folder of its own.
func (b *booth) backup(ctx context.Context, name string) (string, error) {
	folder := filepath.Join(b.trial.folder, "backup "+name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", err
	}
	to := filepath.Join(folder, name)
	err := tool(exec.CommandContext(ctx, b.trial.binary, "backup", to, "--data", b.folder()))
	if files := filesIn(folder); err == nil && len(files) != 1 {
		b.fault("a backup is %d files", len(files))
	}
	return to, err
}

// ask returns the rows of a statement, in its order.
func (b *booth) ask(ctx context.Context, path, text string) ([]string, error) {
	db, err := openToRead(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return queryInOrder(ctx, db, text)
}
