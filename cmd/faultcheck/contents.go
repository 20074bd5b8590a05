package main

import (
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

// readColumns reads only some columns, by table, if any are given.
func readColumns(ctx context.Context, path string, only map[string]string) (contents, error) {
	db, err := openToRead(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		return nil, fmt.Errorf("%s is damaged: %s %w", filepath.Base(path), verdict, errors.Join(err))
	}
	tables, err := query(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
	if err != nil {
		return nil, err
	}
	all := contents{}
	for _, table := range tables {
		name := strings.TrimPrefix(table, "name=")
		columns := "*"
		if only != nil {
			if columns = only[name]; columns == "" {
				continue
			}
		} else if name == "goose_db_version" { // it notes when, too
			columns = "version_id"
		}
		if all[name], err = query(ctx, db, `SELECT `+columns+` FROM "`+name+`"`); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// columnsIn returns the columns of every table in a database, as a statement lists them.
func columnsIn(ctx context.Context, path string) (map[string]string, error) {
	db, err := openToRead(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	listed, err := query(ctx, db, `
		SELECT list.name, (SELECT group_concat('"' || name || '"') FROM pragma_table_info(list.name)) AS columns
		FROM sqlite_schema AS list WHERE list.type = 'table' AND list.name NOT LIKE 'sqlite%'`)
	columns := map[string]string{}
	for _, line := range listed {
		name, names, _ := strings.Cut(strings.TrimPrefix(line, "name="), " columns=")
		columns[name] = names
	}
	return columns, err
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
