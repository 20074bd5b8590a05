package sqlstore

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"masswerk/store"
)

// nextSteps are what a later release might bring: a table and a column, and many rows rewritten.
var nextSteps = []string{
	`CREATE TABLE later (id TEXT PRIMARY KEY);
	 ALTER TABLE idea ADD COLUMN length INTEGER NOT NULL DEFAULT 0;`,
	`UPDATE idea SET length = number * 2;
	 INSERT INTO later SELECT id FROM idea;`,
}

// withSteps makes this program one that knows more migrations, until the test ends.
func withSteps(t *testing.T, more ...string) {
	t.Helper()
	released := steps
	t.Cleanup(func() { steps = released })
	steps = stepsAnd(t, released, more...)
}

func stepsAnd(t *testing.T, released fs.FS, more ...string) fs.FS {
	t.Helper()
	next := fstest.MapFS{}
	names, err := fs.Glob(released, "*.sql")
	must(t, err)
	for _, name := range names {
		content, err := fs.ReadFile(released, name)
		must(t, err)
		next[name] = &fstest.MapFile{Data: content}
	}
	for i, statements := range more {
		next[fmt.Sprintf("%04d_later.sql", len(names)+i+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + statements + "\n")}
	}
	return next
}

// newest returns the latest release's database, and what is in it.
func newest(t *testing.T) (path string, rows map[string][]row) {
	t.Helper()
	all := releases(t)
	path = all[len(all)-1].unpack(t)
	return path, rowsOf(t, path)
}

// copyBefore names the copy of the latest release's database that is made before it is brought to
// the newest schema and the next steps.
func copyBefore(t *testing.T, path string) string {
	t.Helper()
	ours, err := fs.Glob(migrations, "migrations/*.sql")
	must(t, err)
	return fmt.Sprintf("%s.schema-%d-before-%d", path, len(releases(t)), len(ours)+len(nextSteps))
}

func same(t *testing.T, what string, was, is map[string][]row) {
	t.Helper()
	was, is = asNow(was), asNow(is)
	for table, rows := range was {
		if !slices.Equal(stable(table, rows, rows), stable(table, is[table], rows)) {
			t.Errorf("%s: %s is not what it was", what, table)
		}
	}
}

func beside(t *testing.T, path string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	for _, file := range files {
		if name := file.Name(); name != filepath.Base(path) && name != filepath.Base(lockPath(path)) {
			names = append(names, name)
		}
	}
	return names
}

func TestAnUpgradeLeavesACopy(t *testing.T) {
	path, before := newest(t)
	withSteps(t, nextSteps...)
	must(t, openAt(t, path).Close())
	kept := copyBefore(t, path)
	if got := beside(t, path); !slices.Equal(got, []string{filepath.Base(kept)}) {
		t.Fatalf("beside the database stand %q", got)
	}
	if info, err := os.Stat(kept); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", info.Mode(), err)
	}
	same(t, "the copy", before, rowsOf(t, kept))
	same(t, "the database", before, rowsOf(t, path))
	if after := rowsOf(t, path); len(after["later"]) != len(before["idea"]) {
		t.Errorf("%d rows were added", len(after["later"]))
	}

	// It stays as long as nothing is upgraded, and makes room for the next one's.
	content, err := os.ReadFile(kept)
	must(t, err)
	must(t, openAt(t, path).Close())
	if again, err := os.ReadFile(kept); err != nil || !bytes.Equal(content, again) {
		t.Errorf("the copy was touched, %v", err)
	}
	have, err := newestSchema()
	must(t, err)
	withSteps(t, `DROP TABLE later;`)
	must(t, openAt(t, path).Close())
	if got := beside(t, path); !slices.Equal(got, []string{fmt.Sprintf("masswerk.db.schema-%d-before-%d", have, have+1)}) {
		t.Errorf("beside the database stand %q", got)
	}
}

func TestACopyGoesWhenNobodyWentBackToIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "masswerk.db")
	kept := copyBefore(t, path)
	must(t, os.WriteFile(kept, []byte("what was withdrawn since"), 0o600))
	for _, one := range []struct{ days, left int }{{29, 1}, {31, 0}} {
		must(t, os.Chtimes(kept, time.Time{}, time.Now().AddDate(0, 0, -one.days)))
		must(t, forgetOldCopies(path, time.Now()))
		if found, err := copiesOf(path); err != nil || len(found) != one.left {
			t.Errorf("after %d days: %v, %v", one.days, found, err)
		}
	}
}

func TestAnUpgradeThatFailsInBetweenGoesOn(t *testing.T) {
	path, before := newest(t)
	released := steps
	withSteps(t, nextSteps[0], `INSERT INTO later VALUES ('half'); INSERT INTO nowhere VALUES (1);`)
	if _, err := Open(ctx, path); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Fatalf("got error %v", err)
	}
	kept := copyBefore(t, path)
	content, err := os.ReadFile(kept)
	must(t, err)
	if rows := rowsOf(t, path); len(rows["later"]) != 0 {
		t.Error("half a step stayed")
	}

	steps = stepsAnd(t, released, nextSteps...)
	must(t, openAt(t, path).Close())
	same(t, "the database", before, rowsOf(t, path))
	if again, err := os.ReadFile(kept); err != nil || !bytes.Equal(content, again) || len(beside(t, path)) != 1 {
		t.Errorf("the copy of the first attempt was not kept: %v, %q", err, beside(t, path))
	}
}

func TestACopyOfAnEarlierAttemptIsNotTrusted(t *testing.T) {
	path, before := newest(t)
	kept := copyBefore(t, path)
	must(t, os.WriteFile(kept, []byte("from before the old program went on"), 0o600))
	must(t, os.WriteFile(kept+".partial", []byte("half"), 0o600))
	withSteps(t, nextSteps...)
	must(t, openAt(t, path).Close())
	same(t, "the copy", before, rowsOf(t, kept))
	if got := beside(t, path); len(got) != 1 {
		t.Errorf("beside the database stand %q", got)
	}
}

func TestADatabaseThatIsDamagedIsNotUpgraded(t *testing.T) {
	path, _ := newest(t)
	whole, err := os.ReadFile(path)
	must(t, err)
	content, page := whole, len(whole)/4096
	for seen := false; !seen; { // a page of which the schema's number tells nothing
		page--
		content = slices.Clone(whole)
		for i := range 4096 {
			content[page*4096+i] ^= 0x5a
		}
		must(t, os.WriteFile(path, content, 0o600))
		_, err := schemaOf(ctx, path)
		seen = err == nil && checkDatabase(ctx, path) != nil
	}
	withSteps(t, nextSteps...)
	if _, err := Open(ctx, path); err == nil || !strings.Contains(err.Error(), "copy before the upgrade") {
		t.Errorf("got error %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(content, after) || len(beside(t, path)) != 0 {
		t.Errorf("it was touched: %v, %q", err, beside(t, path))
	}
}

// killed copies an open database as it stands on disk, as if its server had been killed.
func killed(t *testing.T, s *Store) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "masswerk.db")
	for _, ending := range []string{"", "-wal"} {
		content, err := os.ReadFile(s.path + ending)
		must(t, err)
		must(t, os.WriteFile(path+ending, content, 0o600))
	}
	return path
}

// newer returns a database of a newer schema, of which the database file itself knows nothing:
// its log does.
func newer(t *testing.T) string {
	t.Helper()
	path, _ := newest(t)
	s := openAt(t, path)
	_, err := s.conn.ExecContext(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
	must(t, err)
	return killed(t, s)
}

func TestAForeignFileIsRefusedUntouched(t *testing.T) {
	whole, _ := newest(t)
	content, err := os.ReadFile(whole)
	must(t, err)
	foreign := func(statements string) []byte {
		path := filepath.Join(t.TempDir(), "foreign.db")
		db, err := sql.Open("sqlite", path)
		must(t, err)
		_, err = db.Exec(statements)
		must(t, err)
		must(t, db.Close())
		content, err := os.ReadFile(path)
		must(t, err)
		return content
	}
	later := newer(t)
	laterFile, err := os.ReadFile(later)
	must(t, err)
	laterLog, err := os.ReadFile(later + "-wal")
	must(t, err)
	for name, situation := range map[string]struct {
		file, log []byte
		says      string
		opens     bool // as a database that is still to be filled
	}{
		"of a newer program":     {laterFile, laterLog, "a newer masswerk has written", false},
		"of another program":     {foreign(`CREATE TABLE recipe (name TEXT)`), nil, "belongs to another program", false},
		"of one that uses goose": {foreign(`CREATE TABLE goose_db_version (version_id BIGINT); INSERT INTO goose_db_version VALUES (1)`), nil, "belongs to another program", false},
		"no database":            {[]byte(strings.Repeat("no database ", 1000)), nil, "is damaged, or no database", false},
		"a few bytes":            {[]byte("SQLite"), nil, "is damaged, or no database", false},
		"half a database":        {content[:len(content)/2/4096*4096], nil, "is damaged", false},
		"less than a page":       {content[:1000], nil, "is damaged", false},
		"empty":                  {nil, nil, "is empty", true},
		"an empty database":      {foreign(`PRAGMA user_version = 1`), nil, "is empty", true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "masswerk.db")
			files := map[string][]byte{path: situation.file}
			if situation.log != nil {
				files[path+"-wal"] = situation.log
			}
			for file, content := range files {
				must(t, os.WriteFile(file, content, 0o600))
			}
			target, rows := newest(t)
			attempts := map[string]func() error{
				"restore": func() error { _, err := Restore(ctx, path, target); return err },
				"restore elsewhere": func() error {
					_, err := Restore(ctx, path, filepath.Join(t.TempDir(), "masswerk.db"))
					return err
				},
			}
			if !situation.opens {
				attempts["open"] = func() error { _, err := Open(ctx, path); return err }
				attempts["backup"] = func() error { return BackupFile(ctx, path, filepath.Join(t.TempDir(), "backup.db")) }
			}
			for doing, attempt := range attempts {
				err := attempt()
				if err == nil || !strings.Contains(err.Error(), situation.says) || strings.Contains(err.Error(), "\n") {
					t.Errorf("%s: got error %v", doing, err)
				}
				for file, content := range files {
					if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, content) {
						t.Errorf("%s: %s was touched, %v", doing, filepath.Base(file), err)
					}
				}
			}
			same(t, "the database in place", rows, rowsOf(t, target))
			if got := beside(t, target); len(got) != 0 {
				t.Errorf("beside the database in place stand %q", got)
			}
			if got := beside(t, path); len(got) >= len(files)+1 && situation.log == nil {
				t.Errorf("%q was left behind", got)
			}
		})
	}
}

// Whoever goes back to the older program puts the copy it understands in the newer one's place.
// What was erased meanwhile is on the newer one's list.
func TestGoingBackRepeatsErasures(t *testing.T) {
	path, before := newest(t)
	released := steps
	steps = stepsAnd(t, released, nextSteps...)
	t.Cleanup(func() { steps = released })
	s := openAt(t, path)
	event := exampleID("workshop event", 1)
	contents, err := s.Load(ctx, event)
	must(t, err)
	gone := contents.Ideas[19]
	must(t, s.Commit(ctx, event, contents.Event.Seq, nil, []store.Fact{store.IdeaWithdrawn{Idea: gone.ID, At: exampleAt}}))
	must(t, s.Close())
	steps = released

	kept := copyBefore(t, path)
	if onDisk(t, kept, gone.Text) == 0 {
		t.Fatal("the copy does not hold the text: this test proves nothing")
	}
	report, err := Restore(ctx, kept, path)
	must(t, err)
	if report.Withdrawn != 1 || onDisk(t, path, gone.Text) != 0 {
		t.Errorf("%+v, and the text is there %d times", report, onDisk(t, path, gone.Text))
	}
	after := rowsOf(t, path)
	for _, table := range []string{"wording", "idea", "command", "erasure"} {
		delete(before, table) // the withdrawal changed these
	}
	same(t, "the database", before, after)
	if slices.Contains(slices.Collect(maps.Keys(after)), "later") {
		t.Error("the newer schema stayed")
	}
}

// Between the removal of the old log and the new file's arrival the old file is all there is.
func TestTheOldFileIsWholeBeforeItsLogGoes(t *testing.T) {
	path, before := newest(t)
	s := openAt(t, path)
	must(t, s.SetHouse(ctx, store.House{Name: "Nur im Protokoll"}))
	crashed := killed(t, s)
	foreign, err := pool(dsn(crashed, "ro"), 1) // keeps SQLite from emptying the log by itself
	must(t, err)
	defer foreign.Close()
	must(t, foreign.QueryRow(`SELECT id FROM event`).Scan(new(string)))
	must(t, emptyLog(ctx, crashed))
	alone := filepath.Join(t.TempDir(), "masswerk.db")
	content, err := os.ReadFile(crashed)
	must(t, err)
	must(t, os.WriteFile(alone, content, 0o600))
	rows := rowsOf(t, alone)
	if !strings.Contains(rows["house"][0]["name"], "Nur im Protokoll") {
		t.Error("the last commit is in the log only")
	}
	delete(before, "house")
	same(t, "the old file", before, rows)

	reader, err := foreign.Begin()
	must(t, err)
	defer reader.Rollback()
	must(t, reader.QueryRow(`SELECT id FROM event`).Scan(new(string)))
	must(t, s.SetHouse(ctx, store.House{Name: "Noch einmal"}))
	other, err := pool(dsn(crashed, "rw", promises...), 1, promises...)
	must(t, err)
	defer other.Close()
	_, err = other.Exec(`UPDATE house SET name = 'Noch einmal'`)
	must(t, err)
	if err := emptyLog(ctx, crashed); err == nil || !strings.Contains(err.Error(), "another program is reading") {
		t.Errorf("got error %v", err)
	}
}

func TestAnOpenedDatabaseForgetsARestoreCutShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), "masswerk.db")
	must(t, openAt(t, path).Close())
	for _, ending := range []string{"", "-wal", "-shm"} {
		must(t, os.WriteFile(restoring(path)+ending, []byte("what was withdrawn long ago"), 0o600))
	}
	must(t, openAt(t, path).Close())
	if got := beside(t, path); len(got) != 0 {
		t.Errorf("%q was left behind", got)
	}
}
