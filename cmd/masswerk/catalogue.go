package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"masswerk/server"
	"masswerk/static"
	"masswerk/store/sqlstore"
)

// catalogueCommand writes what a staff council asks for. It comes from the program and from an empty
// database of its own, so it needs no server and tells nothing of anybody.
type catalogueCommand struct {
	Out string `help:"Folder to write to." default:"." type:"path" placeholder:"DIR"`
}

// Run writes the catalogues for machines and for printing, what changed since the last release for its
// notes, and what the next release is to be held against: copy these two to server/catalogue.
func (a catalogueCommand) Run() error {
	ctx := context.Background()
	empty, err := os.MkdirTemp("", "masswerk-catalogue-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(empty)
	db, err := sqlstore.Open(ctx, filepath.Join(empty, "masswerk.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	web, err := server.New(server.Config{Store: db, Files: static.Files, Now: time.Now})
	if err != nil {
		return err
	}
	all, err := web.Catalogues(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(a.Out, 0o755); err != nil {
		return err
	}
	for _, file := range []struct {
		name  string
		write func() ([]byte, error)
	}{
		{"catalogues.json", all.JSON}, {"catalogues.html", all.HTML}, {"changes.md", all.Changes}, {"released.txt", all.Snapshot},
	} {
		content, err := file.write()
		if err != nil {
			return err
		}
		path := filepath.Join(a.Out, file.name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
		fmt.Println(path)
	}
	return nil
}
