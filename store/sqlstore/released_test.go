package sqlstore

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const releasedList = "testdata/released.txt"

var newRelease = flag.String("release", "", "write the newest schema to testdata as released with this `version`")

// changedSince names columns, "table.column", whose contents a migration changes on purpose.
var changedSince = map[string]bool{
	"account.roles": true, // whoever managed everything has all the rights that were one
}

// renamedSince says how tables, and columns by "table.column", are called now.
var renamedSince = map[string]string{
	"candidate":         "measure",
	"candidate.number":  "candidate_number",
	"source.candidate":  "measure",
	"outcome.candidate": "measure",
	"account.role":      "roles",
}

// release is a schema that is out in the world.
type release struct {
	version, migration       string
	migrationSum, exampleSum string
}

func (r release) number() string { number, _, _ := strings.Cut(r.migration, "_"); return number }

func (r release) example() string { return "testdata/released/" + r.number() + ".db.gz" }

// unpack writes the release's database to a file of its own.
func (r release) unpack(t *testing.T) (path string) {
	t.Helper()
	file, err := os.Open(r.example())
	must(t, err)
	defer file.Close()
	reader, err := gzip.NewReader(file)
	must(t, err)
	content, err := io.ReadAll(reader)
	must(t, err)
	path = filepath.Join(t.TempDir(), "masswerk.db")
	must(t, os.WriteFile(path, content, 0o600))
	return path
}

func releases(t *testing.T) (list []release) {
	t.Helper()
	content, err := os.ReadFile(releasedList)
	must(t, err)
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) == 4 && fields[0] != "#" {
			list = append(list, release{fields[0], fields[1], fields[2], fields[3]})
		}
	}
	if len(list) == 0 && *newRelease == "" {
		t.Fatal("no release is listed")
	}
	return list
}

func sumOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// A released migration has run on databases nobody can call back, so it never changes; every
// schema but the newest is released, because the newest can only follow one that is.
func TestReleasedSchemasStay(t *testing.T) {
	migrations, err := fs.Glob(steps, "*.sql")
	must(t, err)
	if *newRelease != "" {
		addRelease(t, migrations[len(migrations)-1])
	}
	released := releases(t)
	for i, one := range released {
		if i >= len(migrations) || migrations[i] != one.migration {
			t.Fatalf("release %s is of %s, which is not migration %d", one.version, one.migration, i+1)
		}
		if sumOf(t, "migrations/"+one.migration) != one.migrationSum {
			t.Errorf("%s was released with %s and is not what it was: write a new migration instead", one.migration, one.version)
		}
		if sumOf(t, one.example()) != one.exampleSum {
			t.Errorf("%s is not what was released with %s", one.example(), one.version)
		}
	}
	for _, one := range migrations[len(released):max(len(released), len(migrations)-1)] {
		t.Errorf("%s is neither released nor the newest: see %s", one, releasedList)
	}
}

// addRelease writes the example as the newest schema holds it, and adds its line to the list.
func addRelease(t *testing.T, migration string) {
	one := release{version: *newRelease, migration: migration, migrationSum: sumOf(t, "migrations/"+migration)}
	for _, before := range releases(t) {
		if before.migration == migration {
			t.Fatalf("%s is released already, with %s", migration, before.version)
		}
	}
	must(t, os.WriteFile(one.example(), packExample(t), 0o644))
	list, err := os.OpenFile(releasedList, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = fmt.Fprintln(list, one.version, one.migration, one.migrationSum, sumOf(t, one.example()))
	must(t, err)
	must(t, list.Close())
}

// packExample returns the example's database, compressed; always the same.
func packExample(t *testing.T) []byte {
	t.Helper()
	folder := t.TempDir()
	s := openAt(t, filepath.Join(folder, "masswerk.db"))
	fillExample(t, s)
	_, err := s.conn.ExecContext(ctx, `UPDATE goose_db_version SET tstamp = '2026-01-01 00:00:00'`)
	must(t, err)
	must(t, s.Close())
	must(t, BackupFile(ctx, s.path, filepath.Join(folder, "example.db")))
	content, err := os.ReadFile(filepath.Join(folder, "example.db"))
	must(t, err)
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	must(t, err)
	_, err = writer.Write(content)
	must(t, err)
	must(t, writer.Close())
	return packed.Bytes()
}

func TestTheExampleIsAlwaysTheSame(t *testing.T) {
	if !bytes.Equal(packExample(t), packExample(t)) {
		t.Error("two runs wrote two databases")
	}
}

func TestEveryMigrationIsOneTransactionForward(t *testing.T) {
	migrations, err := fs.Glob(steps, "*.sql")
	must(t, err)
	for i, name := range migrations {
		content, err := fs.ReadFile(steps, name)
		must(t, err)
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("%s is not number %d", name, i+1)
		}
		for _, forbidden := range []string{"NO TRANSACTION", "+goose Down", "+goose ENVSUB"} {
			if strings.Contains(strings.ToUpper(string(content)), strings.ToUpper(forbidden)) {
				t.Errorf("%s has %q", name, forbidden)
			}
		}
	}
}

// Whatever was in a released database is in it after the upgrade, and adds up.
func TestReleasedDatabasesAreUpgraded(t *testing.T) {
	for _, one := range releases(t) {
		t.Run(one.version, func(t *testing.T) {
			path := one.unpack(t)
			before := asNow(rowsOf(t, path))
			s := openAt(t, path)
			look(t, s)
			must(t, s.Close())
			after := rowsOf(t, path)
			for table, rows := range before {
				if was, is := stable(table, rows, rows), stable(table, after[table], rows); !slices.Equal(was, is) {
					t.Errorf("%s: %d rows were\n%.600v\n%d rows are\n%.600v", table, len(was), was, len(is), is)
				}
			}

			// As a backup, and as the list of erasures of a database being replaced, it serves too.
			elsewhere := filepath.Join(t.TempDir(), "masswerk.db")
			report, err := Restore(ctx, one.unpack(t), elsewhere, one.unpack(t))
			must(t, err)
			if report.Events != 3 {
				t.Errorf("restored: %+v", report)
			}
			_, err = Restore(ctx, elsewhere, one.unpack(t))
			must(t, err)
			look(t, openAt(t, elsewhere))
		})
	}
}

// look loads an example as a running event does, and counts the votes again.
func look(t *testing.T, s *Store) {
	t.Helper()
	contents, err := s.Load(ctx, exampleID("workshop event", 1))
	must(t, err)
	if len(contents.Participants) < 12 || len(contents.Sessions) != 2 || len(contents.Rounds) < 4 || len(contents.Ballots) != 12 {
		t.Errorf("%d participants, %d sessions, %d rounds, %d ballots on their way",
			len(contents.Participants), len(contents.Sessions), len(contents.Rounds), len(contents.Ballots))
	}
	for _, round := range contents.Rounds[:2] {
		ballots, err := s.Ballots(ctx, round.ID)
		must(t, err)
		counted := round.Count(ballots)
		if round.Tally == nil || fmt.Sprint(counted) != fmt.Sprint(*round.Tally) || counted.Voters != 12 {
			t.Errorf("round %d: %+v, counted %+v", round.Number, round.Tally, counted)
		}
	}
	traces, err := s.Traces(ctx, exampleID("gone event", 1), exampleReceipt)
	must(t, err)
	if len(traces) != 1 {
		t.Errorf("got traces %+v", traces)
	}
}

// row is what stands in one row, by column.
type row map[string]string

// rowsOf reads every table of a database but goose's, which tells when.
func rowsOf(t *testing.T, path string) map[string][]row {
	t.Helper()
	db, err := sql.Open("sqlite", lookingAt(path))
	must(t, err)
	defer db.Close()
	tables, err := all(view{ctx, db}, value[string], `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'`)
	must(t, err)
	contents := map[string][]row{}
	for _, table := range tables {
		rows, err := db.Query(`SELECT * FROM "` + table + `"`)
		must(t, err)
		columns, err := rows.Columns()
		must(t, err)
		contents[table] = nil
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			must(t, rows.Scan(into...))
			one := row{}
			for i, column := range columns {
				one[column] = fmt.Sprintf("%T %v", values[i], values[i])
			}
			contents[table] = append(contents[table], one)
		}
		must(t, rows.Err())
		must(t, rows.Close())
	}
	return contents
}

// asNow calls the tables and columns of an older schema by their present names.
func asNow(contents map[string][]row) map[string][]row {
	renamed := map[string][]row{}
	for table, rows := range contents {
		var now []row
		for _, one := range rows {
			called := row{}
			for column, content := range one {
				called[cmp.Or(renamedSince[table+"."+column], column)] = content
			}
			now = append(now, called)
		}
		renamed[cmp.Or(renamedSince[table], table)] = now
	}
	return renamed
}

// stable sorts a table's rows, by what no migration changes on purpose in the columns they had.
func stable(table string, rows, had []row) (lines []string) {
	for _, one := range rows {
		var line []string
		for column, content := range one {
			if len(had) > 0 && had[0][column] != "" && !changedSince[table+"."+column] {
				line = append(line, column+"="+content)
			}
		}
		slices.Sort(line)
		lines = append(lines, strings.Join(line, " "))
	}
	slices.Sort(lines)
	return lines
}
