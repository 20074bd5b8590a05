package server

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"masswerk/server/live"
	"masswerk/store"
)

// Who voted what, and how a hidden vote stands, on every channel there is: pages, sockets, events,
// exports, projector, preview, helper, metrics, log, and the files on disk with backups of them.

// ways are a ballot in each method, as the store writes it, for the voter of a number; no two are
// the same, so that each can be looked for.
var ways = map[store.Method]struct {
	plan   object
	ballot func(voter int) map[int]int
}{
	store.Dots:    {object{"budget": 5, "cap": 3}, func(voter int) map[int]int { return map[int]int{voter: 3, 11: 1, 12: 1} }},
	store.Approve: {object{}, func(voter int) map[int]int { return map[int]int{voter: 1, 11: 1, 12: 1} }},
	store.YesNo:   {object{}, func(voter int) map[int]int { return map[int]int{voter: store.Yes, 11: store.No, 12: store.Abstain} }},
	store.Scale: {object{"criteria": []object{{"name": "Wirkung"}, {"name": "Aufwand", "less": true}}},
		func(voter int) map[int]int { return map[int]int{voter: 51, 11: 24, 12: 33} }},
	store.Ranking: {object{}, func(voter int) map[int]int { return map[int]int{voter: 1, 11: 2, 12: 3} }},
}

const itemsVotedOn = 12

// polling is a hall in which a vote is going on.
type polling struct {
	*hall
	method  store.Method
	secrecy store.Secrecy
	round   string
	voters  []*page
	watcher *page            // a phone that does not vote
	idle    string           // its participant's id
	told    map[string]*page // everybody else who listens, by name
	persons []string         // what leads to a voter
	choices []string         // the ballots, as they are stored
	asked   []string         // ids of the commands that brought them
}

func openPolling(t *testing.T, method store.Method, secrecy store.Secrecy, voters int) *polling {
	t.Helper()
	p := &polling{hall: openHall(t), method: method, secrecy: secrecy, told: map[string]*page{}}
	for i := range itemsVotedOn {
		p.console.must("AddIdea", object{"session": p.session, "kind": "idea", "text": fmt.Sprint("Vorschlag ", i+1)})
	}
	for i := range store.MinSecret {
		letter := string(rune('a' + i))
		phone, screen := p.join(letter)
		if i >= voters {
			continue
		}
		p.voters = append(p.voters, screen)
		actor, _ := p.hub(p.code).Who(live.Phone, hashOfCookie(phone, p.hall))
		p.persons = append(p.persons, secretOf(letter), cookieOf(phone, p.hall), hashOfCookie(phone, p.hall), actor.ID)
		p.choices = append(p.choices, store.Ballot{Points: ways[method].ballot(i + 1)}.Choices())
	}
	watching, watcher := p.join("w")
	actor, _ := p.hub(p.code).Who(live.Phone, hashOfCookie(watching, p.hall))
	p.watcher, p.idle = watcher, actor.ID
	helper := p.helper()
	link := p.office.post("/console/"+p.event+"/projector", `{"session":"`+p.session+`"}`).want(t, 200).json()["link"].(string)
	house := p.browser()
	_, secret, _ := strings.Cut(link, "#")
	house.post("/projector/enter", `{"secret":"`+secret+`"}`).want(t, 200)
	at := "/console/" + p.event
	p.told = map[string]*page{
		"a phone's events": watching.follow("/e/" + p.code + "/events"),
		"the console":      p.console, "the console's events": p.office.follow(at + "/events"),
		"the wall": house.open("/projector/socket"), "the wall's events": house.follow("/projector/events"),
		"the preview": p.office.open(at + "/preview/socket"), "the preview's events": p.office.follow(at + "/preview/events"),
		"a helper": helper.open(at + "/socket"), "a helper's events": helper.follow(at + "/events"),
	}
	for _, one := range p.told {
		one.sees(`"Snapshot"`, `"s":"`+p.session)
	}
	plan := object{"session": p.session, "method": method, "subject": "ideas", "secrecy": secrecy, "hidden": true}
	for key, value := range ways[method].plan {
		plan[key] = value
	}
	p.enter("vote", p.firstSession())
	p.round = p.console.must("OpenRound", plan)["round"].(string)
	return p
}

// cast lets everybody vote at the same time.
func (p *polling) cast() {
	p.t.Helper()
	type sent struct {
		by *page
		id string
	}
	var waiting []sent
	for i, voter := range p.voters {
		ballot := ways[p.method].ballot(i + 1)
		switch {
		case p.secrecy == store.Secret:
			points := object{}
			for item, given := range ballot {
				points[fmt.Sprint(item)] = given
			}
			waiting = append(waiting, sent{voter, voter.send("CastBallot", object{"round": p.round, "points": points})})
		case p.method == store.Ranking:
			waiting = append(waiting, sent{voter, voter.send("SetOrder", object{"round": p.round, "items": []int{i + 1, 11, 12}, "counter": 1})})
		default:
			for n, item := range []int{i + 1, 11, 12} {
				waiting = append(waiting, sent{voter, voter.send("SetVote", object{"round": p.round, "item": item, "points": ballot[item], "counter": n + 1})})
			}
		}
	}
	for _, one := range waiting {
		p.asked = append(p.asked, one.id)
		if answer := one.by.answer(one.id); answer["result"] == nil {
			p.t.Fatalf("a vote is refused: %v", answer)
		}
	}
	p.told["the wall"].sees("Pulse", fmt.Sprintf(`"voters":%d`, len(p.voters)))
}

// standingX finds how a vote stands, and whom it could come from.
var standingX = regexp.MustCompile(`"(tally|counts|points|mean|spread|verdict|ballots?|choices)":|"results":\[`)

// documents are what can be fetched, by path.
func (p *polling) documents() map[string]string {
	p.t.Helper()
	found := map[string]string{"the metrics": p.scrape(), "the log": p.logs.String()}
	for _, path := range []string{
		"/console/" + p.event + "/export.json", "/console/" + p.event + "/export.csv", "/console/" + p.event + "/me",
		"/console/" + p.event, "/console/" + p.event + "/preview", "/console/" + p.event + "/preview/me",
		"/staff/api/events", "/staff/api/events/" + p.event, "/staff/api/events/" + p.event + "/audit", "/staff/api/templates",
		"/staff/api/events/" + p.event + "/contributions", "/staff/api/events/" + p.event + "/export.json", "/staff/api/events/" + p.event + "/export.csv",
		"/e/" + p.code + "/about", "/e/" + p.code, "/healthz", "/readyz",
	} {
		found[path] = string(p.office.get(path).want(p.t, 200).body)
	}
	return found
}

// TestHiddenResultsAndSecrecy holds a vote of every method in every mode.
func TestHiddenResultsAndSecrecy(t *testing.T) {
	for method := range ways {
		for _, secrecy := range []store.Secrecy{store.OpenVote, store.Pseudonymous, store.Secret} {
			t.Run(string(method)+" "+string(secrecy), func(t *testing.T) {
				t.Parallel()
				p := openPolling(t, method, secrecy, store.MinSecret)
				p.cast()
				p.nobodyKnowsHowItStands()
				if secrecy == store.Secret {
					p.nothingButTheBoxHoldsBallots()
				}
				p.console.must("CloseRound", object{"round": p.round})
				p.onlyTheRoomSeesTheResult()
				p.console.must("ShowResults", object{"round": p.round, "on": true})
				p.watcher.sees("RoundsShown", `"tally"`)
				p.nobodyIsToldWhoVotedWhat()
				p.filesHoldNoLink()
			})
		}
	}
}

// nobodyKnowsHowItStands looks at everything while the vote is open and hidden: turnout only.
func (p *polling) nobodyKnowsHowItStands() {
	p.t.Helper()
	// Screens that come now are told by snapshots, which must not know more.
	late, lateScreen := p.join("z")
	p.told["a late phone"], p.told["a late phone's events"] = lateScreen, late.follow("/e/"+p.code+"/events")
	p.told["a late console"] = p.office.open("/console/" + p.event + "/socket")
	p.told["a late preview"] = p.office.open("/console/" + p.event + "/preview/socket")
	for _, one := range p.told {
		one.sees(`"Snapshot"`, `"s":"`+p.session)
	}
	p.told["a phone"] = p.watcher
	for name, one := range p.told {
		switch { // what was told with the votes, or before, has come
		case strings.Contains(name, "phone"):
			one.sees(`"Pulse"`, `"here":7`)
		case !strings.Contains(name, "helper"):
			one.sees(`"Pulse"`, `"voters":5`)
		}
		if leak := standingX.FindString(one.all()); leak != "" {
			p.t.Errorf("%s learned %s of an open vote:\n%s", name, leak, messageWith(one, leak))
		}
		if helps := strings.Contains(name, "helper"); helps && strings.Contains(one.all(), p.round) {
			p.t.Errorf("%s knows of the vote", name)
		} else if !helps && !strings.Contains(one.all(), p.round) {
			p.t.Fatalf("%s does not know of the vote: nothing was looked at", name)
		}
	}
	for i, one := range p.voters { // of the own ballot a voter knows, unless it is secret
		said := one.all()
		if p.secrecy != store.Secret {
			said = regexp.MustCompile(`(?m)^.*("type":"Mine"|"re":).*$`).ReplaceAllString(said, "")
		} else if !strings.Contains(said, `"cast":true`) {
			p.t.Errorf("voter %d is not told of being counted", i)
		}
		if leak := standingX.FindString(said); leak != "" {
			p.t.Errorf("voter %d learned %s of an open vote:\n%s", i, leak, messageWith(one, leak))
		}
	}
	for name, said := range p.documents() {
		if leak := standingX.FindString(said); leak != "" || strings.Contains(said, "Abstimmung 1: ") || strings.Contains(said, "Vote 1: ") {
			p.t.Errorf("%s tells %s of an open vote", name, leak)
		}
	}
}

// onlyTheRoomSeesTheResult looks at who was told once the vote is closed: everybody but phones, to
// whom it was not opened, and helpers.
func (p *polling) onlyTheRoomSeesTheResult() {
	p.t.Helper()
	p.console.sees("RoundsShown", `"tally"`)
	p.console.must("Welcome", object{"text": "Gleich"})
	p.console.must("Welcome", object{"text": "Jetzt"})
	for name, one := range p.told {
		one.sees("EventShown", "Jetzt") // what was told before has come
		switch {
		case strings.Contains(name, "phone") || strings.Contains(name, "helper"):
			if leak := standingX.FindString(one.all()); leak != "" {
				p.t.Errorf("%s learned %s of a result that was not opened", name, leak)
			}
		default:
			one.sees("RoundsShown", `"tally"`, `"voters":5`)
		}
	}
}

// nobodyIsToldWhoVotedWhat looks for persons and whole ballots once everything is public.
func (p *polling) nobodyIsToldWhoVotedWhat() {
	p.t.Helper()
	places := p.documents()
	for name, one := range p.told {
		places[name] = one.all()
	}
	for name, said := range places {
		for _, person := range p.persons {
			if strings.Contains(said, person) {
				p.t.Errorf("%s leads to a voter", name)
			}
		}
		for _, id := range p.asked {
			if strings.Contains(said, id) {
				p.t.Errorf("%s names the command that brought a vote", name)
			}
		}
		for _, choices := range p.choices {
			if strings.Contains(said, choices) {
				p.t.Errorf("%s holds a ballot as it is stored", name)
			}
		}
	}
	if exported := places["/console/"+p.event+"/export.json"]; strings.Count(exported, `"ballot":`) != len(p.voters) {
		p.t.Error("the export holds no ballots: nothing was looked at")
	}
}

func messageWith(p *page, part string) string {
	for _, message := range strings.Split(p.all(), "\n") {
		if strings.Contains(message, part) {
			return message
		}
	}
	return ""
}

// Fewer than five votes are broken down by nobody, and of secret ones there is their number alone.
func TestFewVotesAreBrokenDownNowhere(t *testing.T) {
	brokenDown := regexp.MustCompile(`"(counts|mean|spread|verdict)":[^0]|"ballot":`)
	for method := range ways {
		for _, secrecy := range []store.Secrecy{store.Pseudonymous, store.Secret} {
			t.Run(string(method)+" "+string(secrecy), func(t *testing.T) {
				t.Parallel() // most of it is waiting until the box has gathered
				p := openPolling(t, method, secrecy, store.MinPublished-1)
				p.cast()
				p.console.must("CloseRound", object{"round": p.round})
				p.console.must("ShowResults", object{"round": p.round, "on": true})
				p.watcher.sees("RoundsShown", `"few":true`)
				places := p.documents()
				for _, name := range []string{"the wall", "the preview", "the console", "a phone's events"} {
					places[name] = p.told[name].all()
				}
				places["a phone"] = p.watcher.all()
				for name, said := range places {
					if leak := brokenDown.FindString(said); leak != "" {
						t.Errorf("%s tells %s", name, leak)
					}
					if secrecy == store.Secret && regexp.MustCompile(`"points":`).MatchString(said) {
						t.Errorf("%s tells points of few secret votes", name)
					}
				}
				if exported := places["/console/"+p.event+"/export.json"]; !strings.Contains(exported, `"voters": 4`) {
					t.Error("the export does not tell of the vote: nothing was looked at")
				}
				if table := places["/console/"+p.event+"/export.csv"]; !strings.Contains(table, "Abstimmung 1: Punkte") || secrecy == store.Secret && strings.Contains(table, ";4;") {
					t.Errorf("the table says\n%s", table)
				}
			})
		}
	}
}
