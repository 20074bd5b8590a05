package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var upgradeCheck = check{
	name: "upgrade", what: "killed while a database is upgraded, and older programs refuse it", run: tryUpgrade,
	mutants: []mutant{
		{"migrations run outside transactions", "store/sqlstore/upgrade.go", "goose.DialectSQLite3, db, steps)", "goose.DialectSQLite3, db, steps, goose.WithIsolateDDL(true))"},
		{"no copy is made before", "store/sqlstore/upgrade.go", "kept, err := keepCopy(ctx, path)", `kept, err := "", error(nil)`},
		{"the copy is made anew half way", "store/sqlstore/upgrade.go", "one.from < have && have < one.to", "one.from > one.to"},
		{"a copy cut short is taken for one", "store/sqlstore/upgrade.go", `partial := kept + ".partial"`, `partial := kept + ""`},
		{"a newer schema is taken", "store/sqlstore/upgrade.go", "if err == nil && schema > newest {", "if err == nil && schema < 0 {"},
		{"any database is taken", "store/sqlstore/upgrade.go", "!begun && (schema == 0", "!begun && false && (schema == 0"},
		{"an empty file is taken for a backup", "store/sqlstore/restore.go", "} else if schema == 0 {", "} else if schema < 0 {"},
	},
}

const (
	migrationsFolder = "store/sqlstore/migrations"
	examplesFolder   = "store/sqlstore/testdata/released"
	exampleSecret    = "the secret of the example's moderator"
)

// nextSteps are what a later release might bring: a table and a column, a large table made anew,
// rows rewritten. Each fails when half of it was done before.
var nextSteps = []string{
	`CREATE TABLE remark (id INTEGER PRIMARY KEY, idea TEXT NOT NULL REFERENCES idea (id));
	 ALTER TABLE idea ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;`,
	`CREATE TABLE audit_anew (event TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL,
	    action TEXT NOT NULL, about TEXT NOT NULL, PRIMARY KEY (event, number));
	 INSERT INTO audit_anew SELECT event, number, at, actor, action, about FROM audit;
	 DROP TABLE audit;
	 ALTER TABLE audit_anew RENAME TO audit;
	 CREATE INDEX audit_at ON audit (at);`,
	`UPDATE idea SET weight = weight + 1 + (SELECT COUNT(*) FROM support WHERE support.idea = idea.id);
	 INSERT INTO remark (idea) SELECT id FROM idea ORDER BY number, id;`,
}

// upgrading is a database of a released schema, and a binary that knows later ones.
type upgrading struct {
	*trial
	folder  string // of this one
	next    string // binary
	old     string // folder of the released database
	before  contents
	upgrade contents // what the database holds afterwards
	export  []byte   // of its workshop, as the program that wrote it gives it
}

// tryUpgrade upgrades a database of every released schema to that of a release still to come, kills
// the server at each write and sync while it does so, and starts it again.
func tryUpgrade(ctx context.Context, t *trial) {
	next, err := t.buildNext(ctx)
	if t.failed("build the next release", err) {
		return
	}
	examples, err := filepath.Glob(examplesFolder + "/*.db.gz")
	if err == nil && len(examples) == 0 {
		err = errors.New("there is none in " + examplesFolder)
	}
	if t.failed("released databases", err) {
		return
	}
	var u *upgrading
	for _, example := range examples {
		folder := filepath.Join(t.folder, filepath.Base(example))
		u = &upgrading{trial: t, folder: folder, next: next, old: filepath.Join(folder, "old")}
		if t.failed(example, u.prepare(ctx, example)) || t.failed(example, u.undisturbed(ctx)) {
			return
		}
		u.withoutSpace(ctx)
		u.downgrade(ctx)
		u.kills(ctx)
	}
	t.noBackups(ctx, u.old)
}

// buildNext builds the source as it would be with more migrations. A mutant's overlay, which lies
// beside its binary, is part of it.
func (t *trial) buildNext(ctx context.Context) (string, error) {
	released, err := filepath.Glob(migrationsFolder + "/*.sql")
	if err != nil {
		return "", err
	}
	folder, err := filepath.Abs(migrationsFolder)
	if err != nil {
		return "", err
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	if mutated, err := os.ReadFile(filepath.Join(filepath.Dir(t.binary), "overlay.json")); err == nil {
		if err := json.Unmarshal(mutated, &overlay); err != nil {
			return "", err
		}
	}
	for i, statements := range nextSteps {
		name := fmt.Sprintf("%04d_next.sql", len(released)+i+1)
		written := filepath.Join(t.folder, name)
		if err := os.WriteFile(written, []byte("-- +goose Up\n"+statements+"\n"), 0o600); err != nil {
			return "", err
		}
		overlay.Replace[filepath.Join(folder, name)] = written
	}
	encoded, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	file, binary := filepath.Join(t.folder, "next.json"), filepath.Join(t.folder, "next")
	if err := os.WriteFile(file, encoded, 0o600); err != nil {
		return "", err
	}
	return binary, build(ctx, binary, file)
}

// prepare unpacks a released database and makes its largest table larger.
func (u *upgrading) prepare(ctx context.Context, example string) error {
	if err := os.MkdirAll(u.old, 0o700); err != nil {
		return err
	}
	path := filepath.Join(u.old, "masswerk.db")
	if err := unzipFile(example, path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `
		WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < $1)
		INSERT INTO audit (event, number, at, actor, action, about) SELECT 'none', n, 4000000000000 + n, 'somebody', 'Something', n FROM counted`,
		u.either(1500, 8000))
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	u.before, err = readContents(ctx, path)
	return err
}

// undisturbed upgrades one copy without a disturbance, and compares what the two releases export.
func (u *upgrading) undisturbed(ctx context.Context) (err error) {
	was, err := u.copied("undisturbed by the old")
	if err != nil {
		return err
	}
	if u.export, err = u.exported(ctx, u.binary, was); err != nil {
		return err
	}
	folder, err := u.copied("undisturbed")
	if err != nil {
		return err
	}
	h, err := u.serve(ctx, u.next, folder)
	if err != nil {
		return err
	}
	h.kill()
	path := filepath.Join(folder, "masswerk.db")
	if u.upgrade, err = readContents(ctx, path); err != nil {
		return err
	}
	u.theCopy(ctx, "undisturbed", folder)
	here, later, err := columnsIn(ctx, filepath.Join(u.old, "masswerk.db"))
	if err != nil {
		return err
	}
	now, err := readColumns(ctx, path, later) // releases in between may have added more
	if err != nil {
		return err
	}
	before, err := readColumns(ctx, filepath.Join(u.old, "masswerk.db"), here)
	if err != nil {
		return err
	}
	for _, wrong := range now.differs(before) {
		u.fault("the upgrade changed %s", wrong)
	}
	if ideas := u.upgrade["idea"]; len(ideas) != len(u.before["idea"]) || !strings.Contains(ideas[0], "weight=") || len(u.upgrade["remark"]) != len(ideas) {
		return errors.New("the next release's migrations did nothing: this check proves nothing")
	}
	taken, err := u.exported(ctx, u.next, folder)
	if err == nil && !bytes.Equal(taken, u.export) {
		u.fault("after the upgrade, the export is another one")
	}
	return err
}

// kills kills the server at one write or sync after the other while it upgrades.
func (u *upgrading) kills(ctx context.Context) {
	folder, err := u.copied("counted")
	if u.failed("copy", err) {
		return
	}
	trace := folder + ".trace"
	h, err := u.serve(ctx, u.next, folder, counted(trace)...)
	if u.failed("upgrade below strace", err) {
		return
	}
	h.kill()
	all, err := strokesIn(trace)
	if u.failed("count", err) {
		return
	}
	moments := someOf(all, u.either(10, len(all)))
	killed := make([]bool, len(moments))
	inParallel(2, len(moments), func(i int) error {
		killed[i] = u.killedAt(ctx, moments[i])
		return nil
	})
	count := 0
	for _, one := range killed {
		if one {
			count++
		}
	}
	if count < len(moments)/4 {
		u.fault("only %d of %d upgrades were killed: this check proves little", count, len(moments))
	}
	u.note("%d of %d upgrades killed, at one of %d writes and syncs each; %d rows as without", count, len(moments), len(all), rowsIn(u.upgrade))
}

// killedAt kills one upgrade and lets the next start finish it.
func (u *upgrading) killedAt(ctx context.Context, at stroke) (killed bool) {
	doing := fmt.Sprint("killed at ", at.call, " ", at.n)
	folder, err := u.copied(doing)
	if u.failed("copy", err) {
		return false
	}
	defer os.RemoveAll(folder)
	h, err := u.serve(ctx, u.next, folder, at.deadly()...)
	if killed = err != nil; killed {
		if status, err := h.gone(time.Second); err != nil || status != -1 {
			u.fault("%s: the server ended by itself with %d: %s", doing, status, h.said.last())
		}
	} else {
		h.kill()
	}
	if h, err = u.serve(ctx, u.next, folder); u.failed(doing, err) {
		return killed
	}
	h.kill()
	now, err := readContents(ctx, filepath.Join(folder, "masswerk.db"))
	if u.failed(doing, err) {
		return killed
	}
	if wrong := now.differs(u.upgrade); len(wrong) > 0 {
		u.fault("%s: not as without: %v", doing, wrong)
	}
	u.theCopy(ctx, doing, folder)
	return killed
}

// theCopy looks for the one copy that an upgrade leaves of what was before.
func (u *upgrading) theCopy(ctx context.Context, doing, folder string) {
	copies, err := filepath.Glob(filepath.Join(folder, "masswerk.db.schema-*"))
	if err != nil || len(copies) != 1 {
		u.fault("%s: %d copies of the older database are left, %v", doing, len(copies), err)
		return
	}
	kept, err := readContents(ctx, copies[0])
	if u.failed(doing+": the copy", err) {
		return
	}
	if wrong := kept.differs(u.before); len(wrong) > 0 {
		u.fault("%s: the copy is not what was there before: %v", doing, wrong)
	}
}

func (u *upgrading) copied(name string) (string, error) {
	folder := filepath.Join(u.folder, name)
	return folder, copyFolder(u.old, folder)
}

// serve starts a binary on a folder that has been set up already. The house is there even when it
// does not come up.
func (t *trial) serve(ctx context.Context, binary, folder string, below ...string) (*house, error) {
	h, err := newHouse(binary, folder)
	if err != nil {
		return nil, err
	}
	_, err = h.start(ctx, startWithin, below...)
	return h, err
}

// exported returns the example's workshop as a moderator takes it home.
func (u *upgrading) exported(ctx context.Context, binary, folder string) ([]byte, error) {
	h, err := u.serve(ctx, binary, folder)
	if err != nil {
		return nil, err
	}
	defer h.kill()
	event := u.workshop()
	cookie, err := h.must(ctx, "POST", "/console/"+event+"/enter", "", object{"secret": exampleSecret}, nil)
	if err != nil {
		return nil, err
	}
	got, err := h.call(ctx, client, "GET", "/console/"+event+"/export.json", h.origin, cookie, nil)
	if err == nil && got.status != 200 {
		err = fmt.Errorf("export: %d %s", got.status, got.code)
	}
	return got.body, err
}

// workshop is the event that was voted on.
func (u *upgrading) workshop() string {
	for _, line := range u.before["round"] {
		for _, field := range strings.Fields(line) {
			if id, ok := strings.CutPrefix(field, "event="); ok {
				return id
			}
		}
	}
	return ""
}

func rowsIn(all contents) (count int) {
	for _, rows := range all {
		count += len(rows)
	}
	return count
}
