// Command masswerk serves the faces of Maßwerk from one process and one file, and does what
// operators need beside it. It is the only place that knows every package; each command has a
// file of its own.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
)

// cli is every flag and command. A flag such as --base-url may also come from the environment,
// as MASSWERK_BASE_URL.
type cli struct {
	Data string `help:"Folder of the database." default:".masswerk" type:"path"`

	Serve     serveCommand     `cmd:"" default:"withargs" help:"Serve phones, consoles, projectors and staff. This is the default."`
	Demo      demoCommand      `cmd:"" help:"Serve a made-up city with a finished workshop and a plan, to look around in."`
	Backup    backupCommand    `cmd:"" help:"Copy the database to a new file, also while the server runs."`
	Restore   restoreCommand   `cmd:"" help:"Put a backup in the database's place, and delete again what was deleted since."`
	Rehearse  rehearseCommand  `cmd:"" help:"Play a whole workshop with many phones, and tell whether anything was lost."`
	Account   accountCommand   `cmd:"" help:"List accounts, or let the holder of one choose a new password; with the server stopped."`
	Catalogue catalogueCommand `cmd:"" help:"Write down what is stored, shown, exported and told to whom, and who may do what."`
	Version   versionCommand   `cmd:"" help:"Tell the version."`
}

// database is the file that holds everything.
func (c *cli) database() string { return filepath.Join(c.Data, "masswerk.db") }

// Exit statuses beside 0.
const (
	failed        = 1
	diskUntrusted = 3 // what was acknowledged may not be on disk: start again, do not ignore
)

func main() {
	var c cli
	context := kong.Parse(&c,
		kong.Name("masswerk"),
		kong.Description("Maßwerk takes what people say at workshops to decided measures."),
		kong.DefaultEnvars("MASSWERK"),
		kong.UsageOnError(),
	)
	if err := context.Run(&c); err != nil {
		fmt.Fprintln(os.Stderr, "masswerk:", err)
		os.Exit(failed)
	}
}
