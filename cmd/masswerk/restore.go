package main

import (
	"context"
	"fmt"

	"masswerk/store/sqlstore"
)

type restoreCommand struct {
	File         string   `arg:"" help:"Backup to restore." type:"existingfile"`
	ErasuresFrom []string `help:"Database whose erasures are repeated too, for example the one of a lost server; may be repeated." type:"existingfile" placeholder:"DB"`
}

// Run replaces the database, which no server may be using.
func (r restoreCommand) Run(c *cli) error {
	report, err := sqlstore.Restore(context.Background(), r.File, c.database(), r.ErasuresFrom...)
	if err != nil {
		return err
	}
	fmt.Printf("Restored %d events. Erased again: %d events, %d withdrawn ideas and comments, %d names.\n",
		report.Events, report.Deleted, report.Withdrawn, report.Redacted)
	return nil
}
