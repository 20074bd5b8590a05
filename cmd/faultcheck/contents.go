package main

import (
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // a database file is looked into without the product's help
)

// contents is all that stands in a database: its rows by table, sorted, as text by column.
type contents map[string][]string

// readContents reads a whole database file, with what its log holds, and fails if it is damaged.
func readContents(ctx context.Context, path string) (contents, error) {
	return readColumns(ctx, path, nil)
}

// selection says how some columns of a table are read.
type selection struct{ from, columns string }

// readColumns reads only some columns, by table, if any are given.
func readColumns(ctx context.Context, path string, only map[string]selection) (contents, error) {
	db, err := openToRead(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		return nil, fmt.Errorf("%s is damaged: %s %w", filepath.Base(path), verdict, errors.Join(err))
	}
	if only == nil {
		tables, err := query(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
		if err != nil {
			return nil, err
		}
		only = map[string]selection{}
		for _, table := range tables {
			name := strings.TrimPrefix(table, "name=")
			only[name] = selection{name, "*"}
		}
		only["goose_db_version"] = selection{"goose_db_version", "version_id"} // it notes when, too
	}
	all := contents{}
	for table, one := range only {
		if all[table], err = query(ctx, db, `SELECT `+one.columns+` FROM "`+one.from+`"`); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// renamed is what releases called otherwise, or wrote anew on purpose, by the name it had.
var renamed = map[string]string{
	"candidate":         "measure",
	"candidate.number":  "candidate_number",
	"outcome.candidate": "measure",
	"source.candidate":  "measure",
	"account.role":      `CASE WHEN roles LIKE 'administration %' THEN 'administration' ELSE roles END`,
}

// columnsIn returns how the columns of every table in a database are read from it, and how from one
// of a later schema.
func columnsIn(ctx context.Context, path string) (here, later map[string]selection, err error) {
	db, err := openToRead(path)
	if err != nil {
		return nil, nil, err
	}
	defer db.Close()
	listed, err := query(ctx, db, `
		SELECT list.name || ' ' || info.name AS listed
		FROM sqlite_schema AS list, pragma_table_info(list.name) AS info
		WHERE list.type = 'table' AND list.name NOT LIKE 'sqlite%' AND list.name <> 'goose_db_version'`)
	here, later = map[string]selection{}, map[string]selection{}
	for _, line := range listed {
		table, column, _ := strings.Cut(strings.TrimPrefix(line, "listed="), " ")
		add := func(to map[string]selection, from, value string) {
			one := to[table]
			if one.columns != "" {
				one.columns += ", "
			}
			value = cmp.Or(value, fmt.Sprintf("%q.%q", from, column)) // so, it is never taken for a text
			to[table] = selection{from, one.columns + fmt.Sprintf("%s AS %q", value, column)}
		}
		add(here, table, "")
		add(later, cmp.Or(renamed[table], table), renamed[table+"."+column])
	}
	return here, later, err
}

func openToRead(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	name := url.URL{Path: filepath.ToSlash(path)}
	return sql.Open("sqlite", "file:"+name.EscapedPath()+"?mode=ro")
}

// query returns every row as text, sorted.
func query(ctx context.Context, db *sql.DB, text string) ([]string, error) {
	lines, err := queryInOrder(ctx, db, text)
	slices.Sort(lines)
	return lines, err
}

// queryInOrder returns every row as text.
func queryInOrder(ctx context.Context, db *sql.DB, text string) ([]string, error) {
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	lines := []string{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		var line []string
		for i, column := range columns {
			line = append(line, fmt.Sprintf("%s=%v", column, values[i]))
		}
		lines = append(lines, strings.Join(line, " "))
	}
	return lines, rows.Err()
}

// differs names the tables that are not the same in two databases, of those given or of all.
func (c contents) differs(from contents, tables ...string) (names []string) {
	if len(tables) == 0 {
		both := maps.Clone(c)
		maps.Copy(both, from)
		tables = slices.Sorted(maps.Keys(both))
	}
	for _, table := range tables {
		mine, there := c[table]
		theirs, thereToo := from[table]
		if there != thereToo || !slices.Equal(mine, theirs) {
			names = append(names, fmt.Sprintf("%s (%d rows, %d)", table, len(mine), len(theirs)))
		}
	}
	return names
}

// without leaves out the rows that name something.
func (c contents) without(name string) contents {
	rest := contents{}
	for table, rows := range c {
		rest[table] = slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return strings.Contains(row, name) })
	}
	return rest
}

// copyFolder copies what lies in a folder, which holds files only, to a new one.
func copyFolder(from, to string) error { return os.CopyFS(to, os.DirFS(from)) }

// sumsOf returns a checksum of every file in a folder but SQLite's index of the log, which
// reading may renew.
func sumsOf(folder string) (map[string][32]byte, error) {
	sums := map[string][32]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "-shm") {
			return err
		}
		content, err := os.ReadFile(filepath.Join(folder, path))
		sums[path] = sha256.Sum256(content)
		return err
	})
	return sums, err
}

// unzipFile writes what a compressed file holds to another.
func unzipFile(from, to string) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	defer file.Close()
	reader, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
