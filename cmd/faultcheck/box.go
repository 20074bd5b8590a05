package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// inBox looks at the box: two tables without anything in common, and rows that lie where their
// keys put them.
func (b *booth) inBox(ctx context.Context, box string) error {
	schema, err := b.ask(ctx, box, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name`)
	if err != nil {
		return err
	}
	want := []string{
		"sql=CREATE TABLE ballot (id TEXT PRIMARY KEY, choices TEXT NOT NULL) WITHOUT ROWID",
		"sql=CREATE TABLE turnout (participant TEXT PRIMARY KEY) WITHOUT ROWID",
	}
	if !slices.Equal(schema, want) {
		b.fault("the box has %v", schema)
	}
	ballots, err := b.ask(ctx, box, `SELECT choices FROM ballot ORDER BY id`)
	if err != nil {
		return err
	}
	voted, err := b.ask(ctx, box, `SELECT participant FROM turnout ORDER BY participant`)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(box)
	if err != nil {
		return err
	}
	for column, rows := range map[string][]string{"choices=": ballots, "participant=": voted} {
		if len(rows) != boothVoters {
			b.fault("the box has %d rows of %s, of %d voters", len(rows), column, boothVoters)
		}
		places := map[int][]int{} // by page
		for i, row := range rows {
			rows[i] = strings.TrimPrefix(row, column)
			if count := bytes.Count(content, []byte(rows[i])); count != 1 {
				b.fault("a row of the box is there %d times: %s", count, rows[i])
			}
			at := bytes.Index(content, []byte(rows[i]))
			places[at/anySheet] = append(places[at/anySheet], at)
		}
		for _, within := range places {
			if !slices.IsSorted(within) && !isSorted(slices.Clone(within)) {
				b.fault("where a row of %s lies in the box is not by its key", column)
			}
		}
	}
	if slices.Equal(ballots, b.choices) {
		b.fault("the keys of ballots tell in which order they were cast")
	}
	return nil
}

func isSorted(backwards []int) bool {
	slices.Reverse(backwards)
	return slices.IsSorted(backwards)
}

// boxIsGone looks for the box once the round is closed, and at what is left where it was.
func (b *booth) boxIsGone(kept string) {
	if !eventually(context.Background(), 3*time.Second, func() bool { _, err := b.box(); return err != nil }) {
		b.fault("the box is there, and the round is closed")
		return
	}
	content, err := os.ReadFile(kept)
	if !b.failed("removed box", err) && (len(content) == 0 || len(bytes.Trim(content, "\x00")) > 0) {
		b.fault("the box was removed, and not overwritten")
	}
}

// box finds the file of the open secret round.
func (b *booth) box() (string, error) {
	found, err := filepath.Glob(b.database() + ".secret-*")
	if err == nil && len(found) != 1 {
		err = fmt.Errorf("the box is %v", found)
	}
	if err != nil {
		return "", err
	}
	return found[0], nil
}
