package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"masswerk/store/sqlstore"
)

type backupCommand struct {
	File string `arg:"" help:"New file to write." type:"path"`
}

// Run copies the database, whether or not a server uses it.
func (b backupCommand) Run(c *cli) error {
	if _, err := os.Stat(c.database()); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database in %s", c.Data)
	}
	if err := sqlstore.BackupFile(context.Background(), c.database(), b.File); err != nil {
		return err
	}
	fmt.Println("The backup is complete and was checked:", b.File)
	return nil
}
