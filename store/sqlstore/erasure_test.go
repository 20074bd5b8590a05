package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// disk is what stands in a database's files.
type disk []byte

func readDisk(t *testing.T, path string) (all disk) {
	t.Helper()
	for _, ending := range []string{"", "-wal", "-shm"} {
		content, err := os.ReadFile(path + ending)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}

func (d disk) count(text string) int { return bytes.Count(d, []byte(text)) }

// onDisk counts how often a text stands in a database's files.
func onDisk(t *testing.T, path, text string) int {
	t.Helper()
	return readDisk(t, path).count(text)
}

func TestAWithdrawnIdeaLeavesTheDisk(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "masswerk.db"))
	h := newHall(t, s, 2)
	text, long := "Mehr Licht im Treppenhaus", strings.Repeat("Der Aufzug hält nicht. ", 400)
	kept := h.submit("Weniger Lärm")
	short, large := h.submit(text), h.submit(long)
	h.do(store.IdeaModerated{Idea: short.ID, State: store.Returned, Reason: "Bitte ohne Hausnummer"})
	for _, secret := range []string{text, long[:100], "ohne Hausnummer"} {
		if onDisk(t, s.path, secret) == 0 {
			t.Fatalf("%q was never there: this test proves nothing", secret)
		}
	}
	h.do(store.IdeaWithdrawn{Idea: short.ID}, store.IdeaWithdrawn{Idea: large.ID})
	must(t, s.EraseNow(ctx))
	for _, secret := range []string{text, long[:20], "ohne Hausnummer"} {
		if count := onDisk(t, s.path, secret); count != 0 {
			t.Errorf("%q is on disk %d times", secret, count)
		}
	}
	if s.ErasurePending() {
		t.Error("the erasure is still pending")
	}
	if onDisk(t, s.path, kept.Text) != 1 {
		t.Error("another idea's text is gone, or there twice")
	}
}

// A workshop in full swing: whatever moves around, each text stands on disk exactly once, so
// that emptying that one place erases it.
func TestNoTextIsCopiedWithinTheFile(t *testing.T) {
	t.Run("short texts", func(t *testing.T) { bustle(t, 30) })
	t.Run("long texts", func(t *testing.T) { bustle(t, 120) })
}

func bustle(t *testing.T, length int) {
	s := openAt(t, filepath.Join(t.TempDir(), "masswerk.db"))
	h, neighbour := newHall(t, s, 5), newHall(t, s, 5)
	random := rand.New(rand.NewPCG(1, 4))
	text := func(h *hall, i int) string { return fmt.Sprintf("<%s %d>", h.event.ID, i) }
	gone := map[string]bool{}
	for i := range 160 {
		for _, h := range []*hall{h, neighbour} {
			h.submit(text(h, i) + strings.Repeat(" bitte", random.IntN(length)))
			var facts []store.Fact
			for range 6 {
				j := random.IntN(len(h.ideas))
				idea := h.ideas[j].ID
				switch random.IntN(7) {
				case 0:
					facts = append(facts, store.IdeaMerged{Idea: idea, Into: h.ideas[random.IntN(len(h.ideas))].ID})
				case 1:
					facts = append(facts, store.IdeaMerged{Idea: idea})
				case 2:
					facts = append(facts, store.IdeaSupported{Idea: idea, Participant: h.people[0].ID, On: true})
				case 3, 4:
					if !gone[text(h, j)] {
						facts = append(facts, store.IdeaModerated{Idea: idea, State: store.Returned, Reason: strings.Repeat("so nicht ", random.IntN(10)*random.IntN(10))})
					}
				case 5:
					facts = append(facts, store.IdeaNominated{Idea: idea, On: random.IntN(2) == 0})
				case 6:
					if random.IntN(3) == 0 {
						facts = append(facts, store.IdeaWithdrawn{Idea: idea})
						gone[text(h, j)] = true
					}
				}
			}
			h.do(facts...)
		}
	}
	check := func(when string) {
		t.Helper()
		must(t, s.EraseNow(ctx))
		disk := readDisk(t, s.path)
		for i := range h.ideas {
			for _, h := range []*hall{h, neighbour} {
				want := 1
				if gone[text(h, i)] {
					want = 0
				}
				if got := disk.count(text(h, i)); got != want {
					t.Errorf("%s: idea %d is on disk %d times, want %d", when, i+1, got, want)
				}
			}
		}
	}
	check("after the workshop")
	_, err := s.Delete(ctx, h.event.ID, 1)
	must(t, err)
	for i := range h.ideas {
		gone[text(h, i)] = true
	}
	check("after its deletion")
}

func TestClosingARoundRemovesLinksToDevicesFromTheDisk(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "masswerk.db"))
	h, neighbour := newHall(t, s, 300), newHall(t, s, 200)
	for range 40 {
		h.submit("Mehr Licht")
	}
	round, running := h.openRound(), neighbour.openRound()
	var cast []store.VoteSet
	for i := range 600 {
		points := map[int]int{}
		for item := range i/30 + 1 { // ballots grow
			points[item+1] = 1
		}
		cast = append(cast, h.vote(round, i*7, int64(i), points))
		if i%10 == 9 {
			h.do(facts(cast[i-9:])...)
			neighbour.do(facts([]store.VoteSet{
				neighbour.vote(running, i, int64(i), points), neighbour.vote(running, i+1, int64(i), points),
				neighbour.vote(running, i+2, int64(i), points), neighbour.vote(running, i+3, int64(i), points),
			})...)
		}
	}
	before, links := readDisk(t, s.path), 0
	for _, vote := range cast {
		links += before.count(vote.Ballot.ID)
	}
	if links == 0 {
		t.Fatal("no ballot was ever there: this test proves nothing")
	}
	var ballots []store.Ballot
	for _, vote := range cast[400:] {
		ballot := vote.Ballot
		ballot.ID = store.NewID() // the participant stays in the fact: the store must drop it
		ballots = append(ballots, ballot)
	}
	tally := store.Count(ballots)
	round.State, round.Tally = store.RoundClosed, &tally
	h.do(store.RoundEnded{Round: round, Ballots: ballots})
	must(t, s.EraseNow(ctx))
	after := readDisk(t, s.path)
	for _, vote := range cast {
		if count := after.count(vote.Ballot.ID); count != 0 {
			t.Fatalf("a ballot cast is on disk %d times", count)
		}
	}
	for _, ballot := range ballots {
		if after.count(ballot.ID) == 0 {
			t.Fatal("a closed ballot is missing")
		}
		if after.count(round.ID+ballot.Participant) != 0 || after.count(ballot.Participant+round.ID) != 0 {
			t.Fatal("a link to a participant is on disk")
		}
	}
	contents, err := s.Load(ctx, neighbour.event.ID)
	must(t, err)
	if len(contents.Ballots) != 80 {
		t.Errorf("the round still open has %d ballots, want 80", len(contents.Ballots))
	}
}

func facts(votes []store.VoteSet) (list []store.Fact) {
	for _, vote := range votes {
		list = append(list, vote)
	}
	return list
}

func TestADeletedEventLeavesTheDisk(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "masswerk.db"))
	h := newHall(t, s, 20)
	h.room.Prompt = "Was fehlt im Treppenhaus?"
	h.do(store.SessionEdited{Session: h.room})
	h.submit("Mehr Licht im Treppenhaus")
	for _, there := range []string{"Treppenhaus", h.people[3].Device} {
		if onDisk(t, s.path, there) == 0 {
			t.Fatalf("%q was never there: this test proves nothing", there)
		}
	}
	_, err := s.Delete(ctx, h.event.ID, 1)
	must(t, err)
	must(t, s.EraseNow(ctx))
	for _, person := range h.people {
		if onDisk(t, s.path, person.Device) != 0 || onDisk(t, s.path, person.ID) != 0 {
			t.Error("a participant is on disk")
		}
	}
	if onDisk(t, s.path, "Treppenhaus") != 0 {
		t.Error("what was written is on disk")
	}
}

func TestAReaderDelaysAnErasureVisibly(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "masswerk.db"))
	h := newHall(t, s, 1)
	h.submit("Mehr Licht im Treppenhaus")
	foreign, err := pool(dsn(s.path, "ro"), 1)
	must(t, err)
	defer foreign.Close()
	reader, err := foreign.Conn(ctx)
	must(t, err)
	_, err = reader.ExecContext(ctx, `BEGIN`)
	must(t, err)
	must(t, reader.QueryRowContext(ctx, `SELECT id FROM event`).Scan(new(string)))

	h.do(store.IdeaWithdrawn{Idea: h.ideas[0].ID})
	short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if err := s.EraseNow(short); !errors.Is(err, context.DeadlineExceeded) || !s.ErasurePending() {
		t.Fatalf("got error %v, pending %v", err, s.ErasurePending())
	}
	_, err = reader.ExecContext(ctx, `COMMIT`)
	must(t, err)
	for deadline := time.Now().Add(10 * time.Second); s.ErasurePending(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nobody erased it once the reader was gone")
		}
	}
	if onDisk(t, s.path, "Treppenhaus") != 0 {
		t.Error("what was withdrawn is on disk")
	}
}

func TestAnErasureOutlivesACrash(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "masswerk.db"))
	h := newHall(t, s, 1)
	h.submit("Mehr Licht im Treppenhaus")
	must(t, s.EraseNow(ctx))
	s.erasing.stop() // nobody erases any more
	h.do(store.IdeaWithdrawn{Idea: h.ideas[0].ID})
	crashed := filepath.Join(t.TempDir(), "masswerk.db")
	for _, ending := range []string{"", "-wal"} { // as a power loss would leave them
		content, err := os.ReadFile(s.path + ending)
		must(t, err)
		must(t, os.WriteFile(crashed+ending, content, 0o600))
	}
	if onDisk(t, crashed, "Treppenhaus") == 0 {
		t.Fatal("it was erased already: this test proves nothing")
	}
	openAt(t, crashed)
	if onDisk(t, crashed, "Treppenhaus") != 0 {
		t.Error("a start left it on disk")
	}
}
