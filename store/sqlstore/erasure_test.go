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

func TestARedactedNameLeavesTheDisk(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	before := h.submit("Fragt doch Frau Mustermann, die weiß es")
	if onDisk(t, s.path, "Mustermann") == 0 {
		t.Fatal("the name was never there: this test proves nothing")
	}
	h.redact(0, 11, 26)
	must(t, s.EraseNow(ctx))
	if count := onDisk(t, s.path, "Mustermann"); count != 0 {
		t.Errorf("the name is on disk %d times", count)
	}
	contents, err := s.Load(ctx, h.event.ID)
	must(t, err)
	if got := contents.Ideas[0].Text; got != "Fragt doch [name removed], die weiß es" || onDisk(t, s.path, "die weiß es") != 1 {
		t.Errorf("%q became %q", before.Text, got)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, Backup(ctx, s, backup))
	if onDisk(t, backup, "Mustermann") != 0 {
		t.Error("the name is in a backup")
	}
}

func TestAWithdrawnCommentLeavesTheDisk(t *testing.T) {
	s := openFresh(t)
	h := newHall(t, s, 1)
	h.submit("Mehr Licht")
	comment, kept := h.comment("Nur im Treppenhaus"), h.comment("Überall")
	if onDisk(t, s.path, "Treppenhaus") == 0 {
		t.Fatal("it was never there: this test proves nothing")
	}
	h.do(store.CommentWithdrawn{Comment: comment.ID, At: 1})
	must(t, s.EraseNow(ctx))
	if onDisk(t, s.path, "Treppenhaus") != 0 || onDisk(t, s.path, kept.Text) != 1 {
		t.Error("what was withdrawn is on disk, or what was not is gone")
	}
}

// Whoever forgets to ask for it leaves what was erased in the log.
func TestWhatErasesAsksForACheckpoint(t *testing.T) {
	for name, erase := range map[string]func(h *hall) store.Fact{
		"a withdrawal":           func(h *hall) store.Fact { return store.IdeaWithdrawn{Idea: h.ideas[0].ID} },
		"a comment's withdrawal": func(h *hall) store.Fact { return store.CommentWithdrawn{Comment: h.comment("Ja").ID} },
		"a redaction":            func(h *hall) store.Fact { return store.IdeaRedacted{Idea: h.ideas[0].ID, Text: "x", Number: 1} },
		"the end of a round": func(h *hall) store.Fact {
			round := h.openRound()
			round.State = store.RoundUnopened
			return store.RoundEnded{Round: round}
		},
		"paper taken back": func(h *hall) store.Fact {
			paper := h.paper(h.openRound(), map[int]int{1: 1})
			return store.PaperTakenBack{Round: paper.Round, Paper: paper.ID}
		},
	} {
		h := newHall(t, openFresh(t), 1)
		h.submit("Mehr Licht")
		fact, before := erase(h), h.store.erasing.wanted.Load()
		h.do(fact)
		if after := h.store.erasing.wanted.Load(); after != before+1 {
			t.Errorf("%s: asked for %d erasures, want %d", name, after, before+1)
		}
	}
}

func TestAWithdrawnIdeaLeavesTheDisk(t *testing.T) {
	s := openFresh(t)
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
	s := openFresh(t)
	h, neighbour := newHall(t, s, 5), newHall(t, s, 5)
	random := rand.New(rand.NewPCG(1, 4))
	text := func(h *hall, i int) string { return fmt.Sprintf("<%s %d>", h.event.ID, i) }
	remark := func(h *hall, i int) string { return fmt.Sprintf("(%s %d)", h.event.ID, i) }
	gone := map[string]bool{}
	named := map[string]bool{} // and redacted since
	for i := range 160 {
		for _, h := range []*hall{h, neighbour} {
			h.submit(text(h, i) + strings.Repeat(" bitte", random.IntN(length)) + "{" + text(h, i)[1:])
			comment := h.comment(remark(h, i) + strings.Repeat(" genau", random.IntN(length)/4))
			var facts []store.Fact
			if random.IntN(3) == 0 {
				facts = append(facts, store.CommentWithdrawn{Comment: comment.ID})
				gone[remark(h, i)] = true
			}
			if j := random.IntN(len(h.ideas)); random.IntN(3) == 0 && !gone[text(h, j)] && !named[text(h, j)] {
				words, _, _ := strings.Cut(h.ideas[j].Text, "{")
				facts = append(facts, store.IdeaRedacted{Idea: h.ideas[j].ID, Text: words + "[Name entfernt]", Number: 1})
				named[text(h, j)] = true
			}
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
				if named[text(h, i)] {
					want = 0
				}
				if got := disk.count("{" + text(h, i)[1:]); got != want {
					t.Errorf("%s: the name in idea %d is on disk %d times, want %d", when, i+1, got, want)
				}
				want = 1
				if gone[remark(h, i)] {
					want = 0
				}
				if got := disk.count(remark(h, i)); got != want {
					t.Errorf("%s: comment %d is on disk %d times, want %d", when, i+1, got, want)
				}
			}
		}
	}
	check("after the workshop")
	_, err := s.Delete(ctx, h.event.ID, 1)
	must(t, err)
	for i := range h.ideas {
		gone[text(h, i)], gone[remark(h, i)] = true, true
	}
	check("after its deletion")
}

func TestADeletedEventLeavesTheDisk(t *testing.T) {
	s := openFresh(t)
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
	s := openFresh(t)
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
	s := openFresh(t)
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
