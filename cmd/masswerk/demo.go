package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/alecthomas/kong"
	"github.com/alexedwards/argon2id"

	"masswerk/cmd/masswerk/demo"
)

// demoCommand serves a city that does not exist, to look around in. What is done there is gone when
// it ends, unless a folder is named.
type demoCommand struct {
	Serve serveCommand `embed:""`
}

// Run serves the demonstration until it is told to stop.
func (d *demoCommand) Run(c *cli, called *kong.Context) error {
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer done()
	folder := ""
	if dataNamed(called) {
		folder = c.Data
	}
	return d.run(ctx, folder, os.Stdout, os.Stderr)
}

// dataNamed reports whether somebody said where the data is to be.
func dataNamed(called *kong.Context) bool {
	return os.Getenv("MASSWERK_DATA") != "" ||
		slices.ContainsFunc(called.Path, func(step *kong.Path) bool { return step.Flag != nil && step.Flag.Name == "data" })
}

// run serves from a folder that is empty; from one of its own, which it removes, when none is named.
func (d *demoCommand) run(ctx context.Context, folder string, terminal, log io.Writer) error {
	if folder == "" {
		own, err := os.MkdirTemp("", "masswerk-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(own)
		folder = own
	}
	if found, err := os.ReadDir(folder); err == nil && len(found) > 0 {
		return fmt.Errorf("%s is not empty: the demonstration brings its own data, and touches no others", folder)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	c := &cli{Data: filepath.Clean(folder)}
	guide, err := d.build(ctx, c)
	if err != nil {
		return err
	}
	d.Serve.greeted = func(terminal io.Writer, base string) { guideThrough(terminal, base, guide) }
	return d.Serve.serve(ctx, c, terminal, log)
}

func (d *demoCommand) build(ctx context.Context, c *cli) (demo.Guide, error) {
	db, err := open(ctx, c)
	if err != nil {
		return demo.Guide{}, err
	}
	defer db.Close()
	return demo.Build(ctx, db, time.Now(), func(password string) (string, error) {
		return argon2id.CreateHash(password, argon2id.DefaultParams)
	})
}

// guideThrough tells where to look, and as whom.
func guideThrough(terminal io.Writer, base string, guide demo.Guide) {
	fmt.Fprintf(terminal, "This is Stadt Lindenhafen, which does not exist. Sign in at %s/staff as one of these; the password is always\n\n  %s\n\n", base, guide.Password)
	table := tabwriter.NewWriter(terminal, 0, 0, 2, ' ', 0)
	for _, one := range guide.Logins {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", one.Login, one.Role, one.Name)
	}
	table.Flush()
	fmt.Fprintf(terminal, "\nWithout signing in:\n\n  What became of it   %s/e/%s/outcomes\n  Ideen-Link          %s%s\n  Status form         %s%s\n\n",
		base, guide.JoinCode, base, guide.IdeaLink, base, guide.Status)
}
