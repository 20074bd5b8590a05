// Package rehearsal plays a whole workshop against a server, over the protocol that the pages
// speak: a moderator leads from lobby to results, a projector looks on, and many phones join,
// contribute, support and vote. It knows nothing of the server but what a page knows.
//
// In the end it holds its own ledger against the server's export: what was confirmed must be
// there, exactly once. A server that was killed in between must not change that.
//
// play is the plot, votelog and storm are episodes of it; phone, moderator and projector are the
// actors; screen is one socket of theirs, frame what goes over it; tallies measures how votes
// come to screens, examine compares, report tells.
package rehearsal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"
)

// Config says what to play, and where.
type Config struct {
	Origin   string // of the server: http://host:port
	Event    string // the event's id, from the invitation
	Secret   string // the invitation's
	Code     string // join code; empty: the console knows it
	Phones   int
	Ideas    []Idea
	PerPhone int    // ideas of each phone; 0: as many as use the file up, at most ten
	Supports int    // ideas that each phone supports
	Votes    int    // points that each phone may give, or items that it votes on
	Method   string // dots, approve, yesno, scale or ranking; empty: dots
	Final    bool   // the vote is secret: each phone casts one ballot, for good
	Rate     float64
	Replay   []LoggedVote // a log whose votes are given instead, one phone for each voter; Ideas are those voted on
	Speed    float64      // so many seconds of the log pass in one
	Open     bool         // everybody sees the votes being counted
	Storm    bool         // after the votes all phones are cut off, and come back at once
	Seed     uint64
	Duration time.Duration                    // the play is broken off after that; votes of a log take their time beside it
	Resident func() int                       // KiB of memory that the server occupies; nil: nobody knows
	Watch    func(step Step, done, total int) // called often, from one goroutine
}

// ErrOutOfTime says that the play did not end within its duration.
var ErrOutOfTime = errors.New("the rehearsal did not end in its time")

const (
	perPhoneAtMost = 10
	nominated      = 3
	examineWithin  = 2 * time.Minute
)

// Invitation takes an invitation link apart: https://host/console/EVENT#SECRET, or only its path
// where the server's address is given.
func Invitation(server, link string) (origin, event, secret string, err error) {
	parsed, err := url.Parse(link)
	if err != nil {
		return "", "", "", fmt.Errorf("the invitation is no link: %w", err)
	}
	if server == "" {
		server = link
	}
	at, err := url.Parse(server)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return "", "", "", fmt.Errorf("%q names no server; want http://host:port", server)
	}
	event, isConsole := strings.CutPrefix(parsed.Path, "/console/")
	if !isConsole || event == "" || parsed.Fragment == "" {
		return "", "", "", errors.New("the invitation link must look like /console/EVENT#SECRET")
	}
	return strings.ToLower(at.Scheme + "://" + at.Host), event, parsed.Fragment, nil
}

// play is one rehearsal under way.
type play struct {
	Config
	*stage
	moderator *moderator
	phones    []*phone
	chance    *rand.Rand
}

// Play leads the whole workshop and reports. When it could not be played to its end there is an
// error beside the report, and the report covers what was confirmed until then.
func Play(ctx context.Context, config Config) (*Report, error) {
	if voters := len(Voters(config.Replay)); voters > config.Phones {
		return nil, fmt.Errorf("the votes are those of %d people, and there are %d phones", voters, config.Phones)
	}
	if config.Replay != nil && config.Speed <= 0 {
		return nil, errors.New("the log of votes needs a speed")
	}
	if config.Replay != nil {
		config.Method, config.Final = "yesno", false
	}
	config.Method = cmp.Or(config.Method, "dots")
	began := time.Now()
	stage := newStage(ctx, config.Origin)
	defer stage.close()
	p := &play{Config: config, stage: stage, chance: rand.New(rand.NewPCG(config.Seed, 0))}

	acting, cancel := context.WithTimeoutCause(stage.ctx, config.Duration+config.replayTime(), ErrOutOfTime)
	defer cancel()
	path := "/console/" + config.Event
	cookie, err := stage.call(acting, "POST", path+"/enter", "", map[string]string{"secret": config.Secret}, nil)
	if err != nil {
		return nil, fmt.Errorf("open the invitation: %w", err)
	}
	if p.moderator, err = enterConsole(acting, stage, config.Event, cookie); err != nil {
		return nil, err
	}
	if p.moderator.voting() {
		return nil, errors.New("a vote is open in this event; close it first")
	}
	before, err := p.moderator.export(acting)
	if err != nil {
		return nil, err
	}
	dismiss, err := openProjector(acting, p.moderator)
	if err != nil {
		return nil, err
	}

	played := p.acts(acting, before.nextNumber())
	seconds := time.Since(began).Seconds()

	examining, cancel := context.WithTimeout(stage.ctx, examineWithin)
	defer cancel()
	p.Watch(Examine, 0, 1)
	p.allShowIdeas(examining)
	if err := dismiss(examining); err != nil {
		played = errors.Join(played, err)
	}
	after, err := p.moderator.export(examining)
	if err != nil {
		return nil, errors.Join(played, err)
	}
	p.Watch(Examine, 1, 1)
	report := stage.ledger.report(before, after)
	report.Phones, report.Seconds = config.Phones, math.Round(seconds*10)/10
	if at := after.round(stage.ledger.arranged.round); config.Replay != nil && at != nil {
		told := p.compareLog(*at)
		report.LogTally = &told
	}
	_, report.BallotProjectorMS = p.tallies.until(p.tallies.projects)
	report.BallotPhoneMS, report.EveryPhoneMS = p.tallies.until(p.tallies.phones)
	return report, played
}

// acts plays the phases in turn. firstNumber is that of the first idea to come.
func (p *play) acts(ctx context.Context, firstNumber int) error {
	for _, act := range []func(context.Context) error{
		p.gather,
		func(ctx context.Context) error { return p.collect(ctx, firstNumber) },
		p.cluster,
		p.vote,
	} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	return nil
}

func alone(context.Context) error { return nil }

func (p *play) watch(step Step) func(done, total int) {
	return func(done, total int) { p.Watch(step, done, total) }
}

// gather waits in the lobby until all phones are there.
func (p *play) gather(ctx context.Context) error {
	if err := p.moderator.enter(ctx, "lobby"); err != nil {
		return err
	}
	code := p.Code
	if code == "" {
		code, _ = p.moderator.event()
	}
	var cues []cue
	for i := range p.Phones {
		one := newPhone(p.stage, i, code)
		p.phones = append(p.phones, one)
		p.ledger.ballots = append(p.ledger.ballots, one.ballot)
		cues = append(cues, one.join)
	}
	before := p.resident()
	if err := p.act(ctx, evenly(p.Rate), cues, alone, p.watch(Gather)); err != nil {
		return err
	}
	if after := p.resident(); after > 0 {
		each := math.Round(float64(after-before)/float64(p.Phones)*10) / 10
		p.ledger.write(func(l *ledger) { l.perPhone = &each })
	}
	return nil
}

// resident is the server's memory in KiB, or 0.
func (p *play) resident() int {
	if p.Resident == nil {
		return 0
	}
	return p.Resident()
}

// collect lets each phone in turn submit what the file holds.
func (p *play) collect(ctx context.Context, firstNumber int) error {
	phase, ok := p.moderator.phase("collect")
	if !ok {
		return errors.New("the session has no phase to collect ideas in")
	}
	if phase.ReleaseFirst {
		p.moderator.releaseFrom(firstNumber)
	}
	if err := p.moderator.enter(ctx, "collect"); err != nil {
		return err
	}
	p.ledger.projecting = !phase.IdeasHidden && !phase.ReleaseFirst
	total := p.Phones * p.PerPhone
	if p.PerPhone == 0 {
		total = min(len(p.Ideas), p.Phones*perPhoneAtMost)
	}
	if p.Replay != nil {
		total = len(p.Ideas)
	}
	var cues []cue
	for i := range total {
		one := &contribution{Idea: p.Ideas[i%len(p.Ideas)]}
		p.ledger.contributions = append(p.ledger.contributions, one)
		cues = append(cues, p.phones[i%p.Phones].submit(one))
	}
	return p.act(ctx, evenly(p.Rate), cues, alone, p.watch(Collect))
}

// cluster lets the moderator sort while phones support what they like.
func (p *play) cluster(ctx context.Context) error {
	if err := p.moderator.enter(ctx, "cluster"); err != nil {
		return err
	}
	ideas := p.ledger.arrived()
	if len(ideas) == 0 {
		return errors.New("the server took no idea")
	}
	urn := newUrn(p.chance, ideas)
	var cues []cue
	for i := range p.Supports {
		for _, one := range p.phones {
			idea := ideas[urn.draw(p.chance)].number
			cues = append(cues, one.support(idea, true))
			if i > 0 && p.chance.IntN(10) == 0 { // thought better of it
				cues = append(cues, one.support(idea, false))
			}
		}
	}
	merged := mergedPairs
	if p.Replay != nil {
		merged = 0 // the log is about ideas that stand for themselves
	}
	moderate := func(ctx context.Context) error { return p.moderator.cluster(ctx, ideas, merged) }
	return p.act(ctx, evenly(p.Rate), cues, moderate, p.watch(Cluster))
}

// vote opens a round, lets the phones spend their points, closes it and shows the results.
func (p *play) vote(ctx context.Context) error {
	if err := p.moderator.enter(ctx, "vote"); err != nil {
		return err
	}
	round, err := p.moderator.openRound(ctx, p.plan())
	if err != nil {
		return err
	}
	p.allSee(ctx, round.ID, false)
	if err := p.cast(ctx, round); err != nil {
		return err
	}
	if err := p.storm(ctx); err != nil {
		return err
	}
	if round, err = p.moderator.closeRound(ctx, round.ID); err != nil {
		return err
	}
	p.Watch(Results, 0, 1)
	if _, err := p.moderator.screen.ask(ctx, "ShowResults", map[string]any{"round": round.ID, "on": true}); err != nil {
		return err
	}
	if err := p.moderator.enter(ctx, "results"); err != nil {
		return err
	}
	p.allSee(ctx, round.ID, true)
	p.Watch(Results, 1, 1)
	return p.moderator.nominate(ctx, round, nominated)
}

// cast lets the phones vote, and waits until the tally on every phone holds every vote, where it
// is to be seen.
func (p *play) cast(ctx context.Context, round roundView) error {
	var cues []cue
	when := evenly(p.Rate)
	if p.Replay != nil {
		cues, when = p.replay(round)
	} else {
		cues = p.ballots(round)
	}
	p.tallies.follow(round.ID)
	p.ledger.write(func(l *ledger) { l.voteBegan = time.Now() })
	if err := p.act(ctx, when, cues, alone, p.watch(Vote)); err != nil {
		return err
	}
	p.countBehind(ctx, func(one *phone) bool { return one.screen.away() || one.screen.tally.upToDate() })
	return nil
}

// allSee waits until every phone that is connected shows the round, or its results.
func (p *play) allSee(ctx context.Context, round string, results bool) {
	p.countBehind(ctx, func(one *phone) bool { return one.screen.away() || one.knows(round, results) })
}

// allShowIdeas waits until every phone shows every idea, while they are to be seen.
func (p *play) allShowIdeas(ctx context.Context) {
	if !p.moderator.showsIdeas() {
		return
	}
	ideas := p.ledger.arrived()
	p.countBehind(ctx, func(one *phone) bool { return !one.screen.arrived.Load() || one.shows(ideas) })
}

// countBehind notes how many phones do not catch up in reasonable time: one may wait long before it
// tries again to connect.
func (p *play) countBehind(ctx context.Context, upToDate func(*phone) bool) {
	behind := 0
	err := await(ctx, retryAtMost+answerTime, func() bool {
		behind = 0
		for _, one := range p.phones {
			if !upToDate(one) {
				behind++
			}
		}
		return behind == 0
	})
	if err != nil {
		p.ledger.write(func(l *ledger) { l.behind = max(l.behind, behind) })
	}
}

// votes makes each phone spend its points, mostly one by one; every fifth changes its mind once.
// An idea that many like gets more. One phone in twenty does not vote.
func (p *play) votes(round roundView) []cue {
	urn := newUrn(p.chance, p.ledger.headed(round))
	turns := make([][]cue, 2*p.Votes+2)
	for _, one := range p.phones {
		if p.chance.IntN(20) == 0 {
			continue
		}
		given, turn := map[int]int{}, 0
		set := func(item, points int) {
			given[item] = points
			turns[turn] = append(turns[turn], one.vote(round.ID, item, points))
			turn++
		}
		last := 0
		for range p.Votes {
			if item := round.Items[urn.draw(p.chance)].Item; given[item] < min(2, p.Votes) {
				set(item, given[item]+1)
				last = item
			}
		}
		if p.chance.IntN(5) == 0 && last > 0 {
			points := given[last]
			set(last, 0)
			if item := round.Items[urn.draw(p.chance)].Item; given[item] == 0 {
				set(item, points)
			}
		}
	}
	var cues []cue
	for _, turn := range turns {
		p.chance.Shuffle(len(turn), func(i, j int) { turn[i], turn[j] = turn[j], turn[i] })
		cues = append(cues, turn...)
	}
	return cues
}
