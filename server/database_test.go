package server

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"masswerk/store/sqlstore"
)

// emptyDatabase is a database with all tables and no rows. Making one takes longer than most tests,
// so it is made once and copied.
var emptyDatabase = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "masswerk-empty-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "masswerk.db")
	db, err := sqlstore.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// openDatabase opens a fresh database in a folder.
func openDatabase(tb testing.TB, folder string) *sqlstore.Store {
	tb.Helper()
	content, err := emptyDatabase()
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(folder, "masswerk.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	db, err := sqlstore.Open(context.Background(), path)
	if err != nil {
		tb.Fatal(err)
	}
	return db
}
