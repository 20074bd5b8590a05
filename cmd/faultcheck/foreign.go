package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"
)

// database is the file that a server keeps everything in.
func (h *house) database() string { return filepath.Join(h.folder, "masswerk.db") }

// foreign is another program that has a server's database open.
type foreign struct {
	db   *sql.DB
	conn *sql.Conn
}

func openForeign(ctx context.Context, file string) (*foreign, error) {
	name := url.URL{Path: file}
	db, err := sql.Open("sqlite", "file:"+name.EscapedPath()+"?mode=rw&_pragma=busy_timeout(20000)&_pragma=synchronous(OFF)")
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, err
	}
	return &foreign{db, conn}, nil
}

func (f *foreign) close() {
	f.conn.Close()
	f.db.Close()
}

func (f *foreign) do(ctx context.Context, query string) error {
	_, err := f.conn.ExecContext(ctx, query)
	return err
}

// stuff makes the database larger by a table of nobody's.
func (f *foreign) stuff(ctx context.Context, megabytes int) error {
	if err := f.do(ctx, `CREATE TABLE IF NOT EXISTS stuffing (filling BLOB)`); err != nil {
		return err
	}
	for range megabytes / 10 {
		if err := f.do(ctx, `INSERT INTO stuffing VALUES (zeroblob(10000000))`); err != nil {
			return err
		}
	}
	return nil
}

// sound reports what is wrong with a database file that no server uses.
func sound(ctx context.Context, file string) error {
	f, err := openForeign(ctx, file)
	if err != nil {
		return err
	}
	defer f.close()
	var verdict string
	if err := f.conn.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return errors.Join(fmt.Errorf("%s is damaged: %s", filepath.Base(file), verdict), err)
	}
	var orphans int
	if err := f.conn.QueryRowContext(ctx, `SELECT COUNT(*) FROM pragma_foreign_key_check`).Scan(&orphans); err != nil || orphans > 0 {
		return errors.Join(fmt.Errorf("%s has %d rows that refer to nothing", filepath.Base(file), orphans), err)
	}
	return nil
}

// alarmed reports whether a console was told of an alarm since it had so many frames.
func (t *told) alarmed(code string, since int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range t.frames[since:] {
		if one.Type == "Pulse" && strings.Contains(string(one.Data), `"alarm":"`+code+`"`) {
			return true
		}
	}
	return false
}

// calm reports whether the last pulse a console was told has no such alarm.
func (t *told) calm(code string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := len(t.frames) - 1; i >= 0; i-- {
		if t.frames[i].Type == "Pulse" {
			return !strings.Contains(string(t.frames[i].Data), `"alarm":"`+code+`"`)
		}
	}
	return true
}

func (t *told) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.frames)
}

// gauge reads one of the figures that operators see.
func (h *house) gauge(ctx context.Context, name string) (value float64, err error) {
	request, err := http.NewRequestWithContext(ctx, "GET", "http://"+h.metrics+"/metrics", nil)
	if err != nil {
		return 0, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(said)) {
		if rest, found := strings.CutPrefix(line, name+" "); found {
			_, err := fmt.Sscan(rest, &value)
			return value, err
		}
	}
	return 0, fmt.Errorf("there is no figure %s", name)
}
