package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"masswerk/cmd/masswerk/rehearsal"
)

type rehearseCommand struct {
	URL           string        `help:"Address of the server to rehearse on. Needless where the invitation names it." placeholder:"URL"`
	Invite        string        `help:"A moderator's invitation link. Without one, a server of its own is started, used and removed." placeholder:"LINK"`
	Code          string        `help:"Join code; the console knows it." placeholder:"CODE"`
	Phones        int           `help:"How many phones take part: 300, or one for each voter of a log, where nothing is said. Each needs a file to be open; the limit is raised as far as the system allows." placeholder:"N"`
	Ideas         string        `help:"CSV file of contributions, with a column text or title; with --votes also id. Without it, an example workshop." type:"existingfile" placeholder:"FILE"`
	IdeasPerPhone int           `help:"Contributions of each phone. Otherwise the file is used up, with at most ten each."`
	Supports      int           `help:"Ideas that each phone supports." default:"2"`
	Points        int           `help:"Points that each phone may give, or ideas that it votes on." default:"5"`
	Method        string        `help:"How phones vote: ${enum}." enum:"dots,approve,yesno,scale,ranking" default:"dots"`
	Secret        bool          `help:"Each phone casts one final ballot, which cannot be traced to it from the start."`
	Votes         string        `help:"CSV file of votes to replay instead, with the columns second, voter, idea and vote: yes (1), no (-1) or abstain (0). Only ideas that were voted on are contributed; the tally is held against the one that the file itself yields." type:"existingfile" placeholder:"FILE"`
	Speed         float64       `help:"So many seconds of the log of votes pass in one." default:"600"`
	OpenResults   bool          `help:"Let everybody see the votes being counted, and tell how long each took to the projector, to a phone and to the last of all phones."`
	Storm         bool          `help:"After the votes cut every phone's socket without a goodbye, let all come back at once knowing nothing, and tell how long that took and what it cost."`
	Rate          float64       `help:"What all phones together do in a second, whatever the server does; every time counts from when something was due. Otherwise a tenth of the phones, and 100 at least." placeholder:"N"`
	Seed          uint64        `help:"Another number, another course." default:"1"`
	Duration      time.Duration `help:"Break off after this time; a log of votes takes its time beside it." default:"10m"`
	Kills         int           `help:"Kill the server of its own so often while ideas come in, and again while votes do, and start it again."`
	JSON          bool          `help:"Report for machines."`
	Quiet         bool          `help:"Say nothing while it runs."`
}

// Validate is called by kong.
func (r *rehearseCommand) Validate() error {
	if r.Phones < 0 || r.Points < 1 || r.Points > 99 || r.Rate < 0 || r.Speed <= 0 || r.IdeasPerPhone < 0 || r.Supports < 0 || r.Kills < 0 {
		return errors.New("points (at most 99) and speed must be above zero, the other numbers not below")
	}
	if r.Votes != "" && (r.Ideas == "" || r.IdeasPerPhone != 0) {
		return errors.New("--votes needs --ideas with a column id, and goes without --ideas-per-phone")
	}
	if r.Kills != 0 && r.Invite != "" {
		return errors.New("--kills is for a server of its own, without --invite")
	}
	if r.URL != "" && r.Invite == "" {
		return errors.New("to rehearse on a server, --invite is needed too")
	}
	return nil
}

// Run plays a workshop and reports on standard output. What goes on meanwhile is told on
// standard error, where that is a terminal.
func (r *rehearseCommand) Run() (err error) {
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer done()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	language := rehearsal.Language(os.Getenv)
	config := rehearsal.Config{
		Code: r.Code, Phones: cmp.Or(r.Phones, 300), Ideas: rehearsal.Example(), PerPhone: r.IdeasPerPhone, Supports: r.Supports,
		Votes: r.Points, Method: r.Method, Final: r.Secret, Speed: r.Speed, Open: r.OpenResults, Storm: r.Storm, Seed: r.Seed, Duration: r.Duration,
		Watch: func(rehearsal.Step, int, int) {},
	}
	if r.Ideas != "" {
		if config.Ideas, err = rehearsal.ReadIdeas(r.Ideas); err != nil {
			return err
		}
	}
	if r.Votes != "" {
		if config.Replay, err = rehearsal.ReadVotes(r.Votes); err != nil {
			return err
		}
		if config.Ideas, err = rehearsal.VotedOn(config.Ideas, config.Replay); err != nil {
			return err
		}
		config.Phones = cmp.Or(r.Phones, len(rehearsal.Voters(config.Replay)))
	}
	config.Rate = cmp.Or(r.Rate, max(100, float64(config.Phones)/10))
	if err := rehearsal.EnoughFiles(config.Phones); err != nil {
		return err
	}
	talkative := !r.JSON && !r.Quiet && term.IsTerminal(int(os.Stderr.Fd()))
	if talkative {
		config.Watch = rehearsal.Bar(os.Stderr, language)
	}
	server, invite := r.URL, r.Invite
	if invite == "" {
		executable, err := os.Executable()
		if err != nil {
			return err
		}
		house, err := rehearsal.OpenHouse(ctx, executable)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, house.Close()) }()
		server, invite = house.Origin, house.Invitation
		config.Resident = house.Resident
		config.Watch = house.Killing(ctx, r.Kills, fail, config.Watch)
		if talkative {
			fmt.Fprintf(os.Stderr, "%s%s\n%s%s\n", house.Origin, house.Invitation, house.Origin, house.JoinPath)
		}
	}
	if config.Origin, config.Event, config.Secret, err = rehearsal.Invitation(server, invite); err != nil {
		return err
	}
	report, err := rehearsal.Play(ctx, config)
	if report == nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	if r.JSON {
		told, _ := json.Marshal(report)
		fmt.Println(string(told))
	} else {
		report.Table(os.Stdout, language)
	}
	if err == nil && !report.Clean() {
		err = errors.New("what the server confirmed and what it holds are not the same")
	}
	return err
}
