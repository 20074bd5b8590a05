package rehearsal

import (
	"context"
	"errors"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var executable string

// TestMain builds the product once for all tests.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "masswerk-rehearsal-test-")
	if err != nil {
		log.Fatal(err)
	}
	executable = filepath.Join(folder, "masswerk")
	said, err := exec.Command("go", "build", "-o", executable, "masswerk/cmd/masswerk").CombinedOutput()
	status := 1
	if err == nil {
		status = m.Run()
	} else {
		log.Printf("build: %v\n%s", err, said)
	}
	os.RemoveAll(folder)
	os.Exit(status)
}

// openHouse starts the product as a rehearsal does.
func openHouse(t *testing.T) *House {
	t.Helper()
	house, err := OpenHouse(t.Context(), executable)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := house.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(house.folder); !os.IsNotExist(err) {
			t.Errorf("the house left its folder behind: %v", err)
		}
	})
	return house
}

func (h *House) config(t *testing.T) Config {
	t.Helper()
	origin, event, secret, err := Invitation(h.Origin, h.Invitation)
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Origin: origin, Event: event, Secret: secret, Phones: 60, Ideas: Example(), PerPhone: 5, Supports: 2, Votes: 4,
		Rate: 300, Seed: 7, Duration: 2 * time.Minute, Watch: func(Step, int, int) {},
	}
}

// The server is killed three times while phones contribute and three times while they vote. Each
// time it comes back, everything goes on, and the export holds what was confirmed.
func TestKillingTheServerCostsNothing(t *testing.T) {
	house := openHouse(t)
	config := house.config(t)
	servers := map[int]Step{}
	killing := house.Killing(t.Context(), 3, func(err error) { t.Error(err) }, config.Watch)
	config.Watch = func(step Step, done, total int) {
		killing(step, done, total)
		if _, known := servers[house.process.Process.Pid]; !known {
			servers[house.process.Process.Pid] = step
		}
	}
	report, err := Play(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	steps := slices.Collect(maps.Values(servers))
	if !slices.Contains(steps, Collect) || !slices.Contains(steps, Vote) {
		t.Errorf("servers were started in %v, want in collect and in vote", steps)
	}
	if !report.Clean() {
		t.Errorf("not clean: %+v", *report)
	}
	if report.Ideas != 300 || report.Joins != 60 || report.Refused != 0 {
		t.Errorf("%d ideas of %d phones, %d refused; want 300, 60 and 0", report.Ideas, report.Joins, report.Refused)
	}
	if report.Reconnects < 2*60 || report.SocketsLost < 2*60 || report.Resent == 0 {
		t.Errorf("%d sockets lost, %d reconnects and %d commands sent again: the server was not missed", report.SocketsLost, report.Reconnects, report.Resent)
	}
}

// A second rehearsal in the same event counts only its own, one that is broken off says so, and
// nobody leads without an invitation.
func TestRehearsingAgain(t *testing.T) {
	house := openHouse(t)
	config := house.config(t)
	config.Phones, config.PerPhone, config.Votes = 10, 3, 3
	for range 2 {
		report, err := Play(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		if !report.Clean() || report.Ideas != 30 {
			t.Errorf("%+v", *report)
		}
	}

	config.Rate, config.Duration = 10, 3*time.Second
	report, err := Play(t.Context(), config)
	if !errors.Is(err, ErrOutOfTime) || report == nil {
		t.Fatalf("a rehearsal that takes longer than it may ended with %v", err)
	}
	if report.Lost != 0 || report.Duplicated != 0 || report.Joins != 10 {
		t.Errorf("broken off: %+v", *report)
	}

	config.Secret = randomSecret()
	var refused *refusal
	if _, err := Play(t.Context(), config); !errors.As(err, &refused) || refused.Code != "link_invalid" {
		t.Errorf("a wrong invitation ended with %v", err)
	}
}

func TestInvitation(t *testing.T) {
	for name, situation := range map[string]struct{ server, link, origin, event, secret string }{
		"a whole link names the server":        {"", "http://host:8080/console/e1#s1", "http://host:8080", "e1", "s1"},
		"a given server is taken":              {"https://other", "http://host:8080/console/e1#s1", "https://other", "e1", "s1"},
		"a path needs a server":                {"http://host/", "/console/e1#s1", "http://host", "e1", "s1"},
		"refused: a path alone":                {"", "/console/e1#s1", "", "", ""},
		"refused: no secret":                   {"", "http://host/console/e1", "", "", ""},
		"refused: a phone's link":              {"", "http://host/e/CODE#s1", "", "", ""},
		"refused: a server that is no address": {"host:8080", "/console/e1#s1", "", "", ""},
	} {
		origin, event, secret, err := Invitation(situation.server, situation.link)
		if origin != situation.origin || event != situation.event || secret != situation.secret || (err != nil) != (origin == "") {
			t.Errorf("%s: got %q %q %q, %v", name, origin, event, secret, err)
		}
	}
}

func TestCuesAreGivenWhenDue(t *testing.T) {
	var given []time.Time
	var late []time.Duration
	one := func(due time.Time) {
		given = append(given, due)
		late = append(late, time.Since(due))
	}
	perform(context.Background(), evenly(200), slices.Repeat([]cue{one}, 10))
	if got := given[9].Sub(given[0]); got != 45*time.Millisecond {
		t.Errorf("ten cues at 200 a second are due within %s, want 45ms", got)
	}
	if slices.Min(late) < 0 {
		t.Errorf("a cue was given before it was due: %v", late)
	}
}
