package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// hall is an event with everybody who can be told about its one round.
type hall struct {
	*event
	desk   *told
	phones []*told // five that vote, then one that does not
	staff  string  // cookie
	opened []*told
	since  map[*told]int // how many frames came while the hall was furnished
	ears   []ear
	round  string
}

// ear is a way to be told.
type ear struct {
	name    string
	learns  stage
	forgets bool // when results are taken away
	stays   *told
	asks    func(ctx context.Context) (string, error)
}

const (
	hallVoters   = 5
	snapshotsAge = 300 * time.Millisecond // then whoever comes gets a new one, and no update after it
)

func (h *house) newHall(ctx context.Context) (*hall, error) {
	e, err := h.newEvent(ctx)
	if err != nil {
		return nil, err
	}
	in := &hall{event: e, staff: h.staff}
	return in, in.furnish(ctx)
}

// furnish opens a page of every kind, by socket and by the fallback, and lists who comes anew.
func (in *hall) furnish(ctx context.Context) (err error) {
	desk := seat{house: in.house, path: in.deskPath(), session: in.session, cookie: in.console}
	if in.desk, err = in.stay(ctx, "the console", onceClosed, desk); err != nil {
		return err
	}
	for i := range 3 {
		if err := in.desk.must(ctx, "AddIdea", object{"session": in.session, "kind": "idea", "text": fmt.Sprint("Zur Wahl ", i)}, nil); err != nil {
			return err
		}
	}
	secret := randomSecret()
	if err := in.desk.must(ctx, "Invite", object{"label": "Hilfe", "secret": secret, "role": "helper"}, nil); err != nil {
		return err
	}
	cookie, err := in.must(ctx, "POST", "/console/"+in.id+"/enter", "", object{"secret": secret}, nil)
	if err != nil {
		return err
	}
	helper := seat{house: in.house, path: in.deskPath(), session: in.session, cookie: cookie}
	wall, err := in.wall(ctx)
	if err != nil {
		return err
	}
	preview := seat{house: in.house, path: "/console/" + in.id + "/preview/socket", session: in.session, cookie: in.console}
	phones := make([]seat, hallVoters+1)
	for i := range phones {
		cookie, err := in.join(ctx)
		if err != nil {
			return err
		}
		phones[i] = seat{house: in.house, path: in.phonePath(), session: in.session, cookie: cookie, fallback: i == 0}
		name := "" // what its own votes say is its own
		if i == 0 {
			name = "a voter's phone by event stream"
		} else if i == hallVoters {
			name = "a phone"
		}
		page, err := in.stay(ctx, name, onceShown, phones[i])
		if err != nil {
			return err
		}
		in.phones = append(in.phones, page)
	}
	bystander := phones[hallVoters]
	for _, one := range []struct {
		name   string
		learns stage
		at     seat
		stays  bool
	}{
		{"a helper", never, helper, true}, {"a projector", onceClosed, wall, true}, {"a preview", onceClosed, preview, true},
		{"a console", onceClosed, desk, false}, {"a phone", onceShown, bystander, false}, {"a voter's phone", onceShown, phones[0], false},
	} {
		one.at.fallback = false
		if one.stays {
			if _, err := in.stay(ctx, one.name, one.learns, one.at); err != nil {
				return err
			}
		}
		in.comes(one.name+" that comes", one.learns, one.at)
		one.at.fallback = true
		if one.name == "a phone" || one.name == "a console" || one.name == "a projector" {
			if _, err := in.stay(ctx, one.name+" by event stream", one.learns, one.at); err != nil {
				return err
			}
		}
	}
	for _, one := range []struct {
		path, cookie string
		learns       stage
	}{ // in this order, since the audit log notes what is exported
		{"/console/" + in.id + "/export.json", in.console, onceClosed},
		{"/console/" + in.id + "/export.csv", in.console, onceClosed},
		{"/staff/api/events/" + in.id + "/export.json", in.staff, onceClosed},
		{"/staff/api/events/" + in.id + "/export.csv", in.staff, onceClosed},
		{"/staff/api/events/" + in.id + "/contributions", in.staff, onceClosed},
		{"/staff/api/events/" + in.id, in.staff, never},
		{"/staff/api/events/" + in.id + "/audit", in.staff, never},
		{"/e/" + in.code + "/about", bystander.cookie, never},
		{"/projector/me", wall.cookie, never},
		{"/console/" + in.id + "/me", cookie, never},
	} {
		in.fetches(one.path, one.learns, one.cookie)
	}
	if err := in.desk.must(ctx, "EnterPhase", object{"session": in.session, "phase": in.phases["vote"]}, nil); err != nil {
		return err
	}
	in.since = map[*told]int{}
	for _, page := range in.opened {
		if _, err := page.ask(ctx, "Ping", object{}); err != nil {
			return err
		}
		page.mu.Lock()
		in.since[page] = len(page.frames)
		page.mu.Unlock()
	}
	return nil
}

// stay opens a page that hears all there is from now on. One without a name is not listened to.
func (in *hall) stay(ctx context.Context, name string, learns stage, at seat) (*told, error) {
	page, err := lookFrom(ctx, at, map[string]position{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	in.opened = append(in.opened, page)
	if name != "" {
		in.ears = append(in.ears, ear{name: name, learns: learns, stays: page, asks: func(ctx context.Context) (string, error) { return in.account(ctx, page) }})
	}
	return page, nil
}

// comes lists a page that is opened whenever somebody listens.
func (in *hall) comes(name string, learns stage, at seat) {
	in.ears = append(in.ears, ear{name: name, learns: learns, forgets: learns == onceShown, asks: func(ctx context.Context) (string, error) {
		page, err := lookFrom(ctx, at, map[string]position{})
		if err != nil {
			return "", err
		}
		defer page.leave()
		return in.account(ctx, page)
	}})
}

// fetches lists an address that is asked whenever somebody listens.
func (in *hall) fetches(path string, learns stage, cookie string) {
	in.ears = append(in.ears, ear{name: "GET " + in.alike(path), learns: learns, asks: func(ctx context.Context) (string, error) {
		got, err := in.call(ctx, client, "GET", path, in.origin, cookie, nil)
		if err == nil && got.status != 200 {
			err = fmt.Errorf("%d %s", got.status, got.code)
		}
		return in.alike(string(got.body)), err
	}})
}

// listen returns what everybody is told, by name. Of rounds that are not hidden, pages that stay
// are told the votes one after the other, so only the others can be compared.
func (in *hall) listen(ctx context.Context, hidden bool) (map[string]string, error) {
	time.Sleep(snapshotsAge) // one way to be told the same is enough
	accounts := map[string]string{}
	for _, one := range in.ears {
		if one.stays != nil && !hidden {
			continue
		}
		account, err := one.asks(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		accounts[one.name] = account
	}
	return accounts, nil
}

// account returns all that a page was told, without what differs between any two halls. An answer
// of its own makes sure that everything due has come.
func (in *hall) account(ctx context.Context, page *told) (string, error) {
	if _, err := page.ask(ctx, "Ping", object{}); err != nil {
		return "", err
	}
	page.mu.Lock()
	defer page.mu.Unlock()
	lines := map[string]bool{}
	for _, one := range page.frames[in.since[page]:] {
		said := in.alike(string(one.Data) + string(one.Result) + one.Code)
		if one.Type == "Pulse" { // how many are here, or have voted, depends on when it came
			said = passing.ReplaceAllString(said, `"$1":0`)
			said = alarmed.ReplaceAllString(said, "")
		}
		if one.Type == "Pulse" && said == nothingOpen { // still from before, or again
			continue
		}
		lines[one.Type+" "+said] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(lines)), "\n"), nil
}

var (
	anyID   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyTime = regexp.MustCompile(`\b1[0-9]{12}\b`)
	passing = regexp.MustCompile(`"(here|admitted|voters)":[0-9]+`)
	alarmed = regexp.MustCompile(`,"alarm":"[a-z]+"`)
)

const nothingOpen = `{"here":0,"admitted":0}`

// alike leaves out what tells two halls apart.
func (in *hall) alike(text string) string {
	text = anyTime.ReplaceAllString(anyID.ReplaceAllString(text, "ID"), "TIME")
	return strings.ReplaceAll(text, in.code, "CODE")
}

// vote opens the round and lets everybody vote, in the second hall otherwise and with a change of
// mind.
func (in *hall) vote(ctx context.Context, s situation, twin int) error {
	asked := object{
		"session": in.session, "subject": "ideas", "method": s.method, "secrecy": s.secrecy, "hidden": s.hidden, "budget": 9, "cap": 9,
		"criteria": []object{{"name": "Wirkung", "low": "", "high": "", "less": false}, {"name": "Aufwand", "low": "", "high": "", "less": true}},
	}
	if s.method == "approve" {
		asked["budget"] = 0
	}
	var made struct {
		Round string `json:"round"`
	}
	if err := in.desk.must(ctx, "OpenRound", asked, &made); err != nil {
		return err
	}
	in.round = made.Round
	voters := len(s.ballots[twin])
	casting := func(from, to int) error {
		return inParallel(hallVoters, to-from, func(i int) error {
			i += from
			return cast(ctx, in.phones[i], in.round, s, s.ballots[twin][i], !s.few && twin == 1 && i == 1)
		})
	}
	var err error
	if s.secrecy == "secret" { // ballots wait for each other
		err = casting(0, voters)
	} else { // the first votes last: its answers must not say what the others did
		err = errors.Join(casting(1, voters), casting(0, 1))
	}
	if err != nil {
		return err
	}
	if s.paper[twin] != "" {
		if err := in.desk.must(ctx, "EnterPaper", object{"round": in.round, "ballots": []map[string]int{points(s.paper[twin])}}, nil); err != nil {
			return err
		}
		voters++
	}
	if !eventually(ctx, 5*time.Second, func() bool { return in.desk.has(fmt.Sprintf(`"voters":%d`, voters)) }) {
		return fmt.Errorf("the console does not tell that %d voted", voters)
	}
	time.Sleep(30 * time.Millisecond)
	return nil
}

// close ends the round and waits until all pages that may see rounds are told so.
func (in *hall) close(ctx context.Context) error {
	if err := in.desk.must(ctx, "CloseRound", object{"round": in.round}, nil); err != nil {
		return err
	}
	return in.told(ctx, func(text string) bool { return strings.Contains(text, `"state":"closed"`) })
}

// show opens the results to phones, or takes them away.
func (in *hall) show(ctx context.Context, on bool) error {
	if err := in.desk.must(ctx, "ShowResults", object{"round": in.round, "on": on}, nil); err != nil {
		return err
	}
	count := 1
	if !on {
		count = 2 // closed, and taken away
	}
	return in.told(ctx, func(text string) bool {
		if on {
			return strings.Contains(text, `"results_open":true`)
		}
		return strings.Count(text, `"state":"closed"`) > count
	})
}

func (in *hall) told(ctx context.Context, holds func(text string) bool) error {
	for _, one := range in.ears {
		if one.stays == nil || one.learns == never {
			continue
		}
		if !eventually(ctx, 5*time.Second, func() bool {
			one.stays.mu.Lock()
			defer one.stays.mu.Unlock()
			return holds(one.stays.raw.String())
		}) {
			return fmt.Errorf("%s is not told", one.name)
		}
	}
	return nil
}

func (in *hall) leave() {
	for _, one := range in.opened {
		one.leave()
	}
}
