package sqlstore

import (
	"path/filepath"
	"slices"
	"testing"

	"masswerk/store"
)

// texts returns what is read of an event's ideas, and then of its comments.
func texts(t *testing.T, s *Store, event string) (list []string) {
	t.Helper()
	contents, err := s.Load(ctx, event)
	must(t, err)
	for _, idea := range contents.Ideas {
		list = append(list, idea.Text)
	}
	for _, comment := range contents.Comments {
		list = append(list, comment.Text)
	}
	return list
}

func TestARestoredBackupStaysRedacted(t *testing.T) {
	path, backup := filepath.Join(t.TempDir(), "masswerk.db"), filepath.Join(t.TempDir(), "backup.db")
	s := openAt(t, path)
	h := newHall(t, s, 2)
	h.submit("Fragt Frau Mustermann, die weiß es")
	h.submit("Herr Beispiel und Frau Mustermann")
	h.submit("Bernd Beispiel, dann Erika Mustermann")
	h.submit("Später zurückgezogen: Mustermann")
	h.submit("Ganz ohne Namen")
	h.redact(1, 0, 13)
	said := h.comment("Das sagt auch Mustermann")
	must(t, Backup(ctx, s, backup))
	if got := onDisk(t, backup, "Mustermann"); got != 5 {
		t.Fatalf("the backup holds the name %d times: this test proves nothing", got)
	}

	h.redact(0, 6, 21)
	h.redact(1, len("[name removed] und "), len("[name removed] und Frau Mustermann"))
	h.redact(2, 0, 14)
	h.event.Language = "de" // the marks differ in length
	h.do(store.EventEdited{Event: h.event})
	h.redact(2, len("[name removed], dann "), len("[name removed], dann Erika Mustermann"))
	h.redact(3, 22, 32)
	h.do(store.IdeaWithdrawn{Idea: h.ideas[3].ID}, store.CommentWithdrawn{Comment: said.ID})
	h.submit("Nach der Sicherung: Mustermann")
	h.redact(5, 20, 30)
	must(t, s.Close())
	want := []string{
		"Fragt [name removed], die weiß es", "[name removed] und [name removed]", "[name removed], dann [Name entfernt]", "", "Ganz ohne Namen", "",
	}

	for range 2 { // the list is handed on
		report, err := Restore(ctx, backup, path)
		must(t, err)
		if report != (Report{Events: 1, Withdrawn: 2, Redacted: 4}) {
			t.Errorf("got report %+v", report)
		}
		if count := onDisk(t, path, "Mustermann") + onDisk(t, path, "Beispiel"); count != 0 {
			t.Errorf("names are on disk %d times", count)
		}
		s := openAt(t, path)
		if got := texts(t, s, h.event.ID); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		contents, err := s.Load(ctx, h.event.ID)
		must(t, err)
		for i, redactions := range []int{1, 2, 2, 1, 0} {
			if got := contents.Ideas[i]; got.Redactions != redactions || got.Redacted != (redactions > 0 && i != 3) {
				t.Errorf("idea %d: %d redactions, %v", i+1, got.Redactions, got.Redacted)
			}
		}
		for i, accepted := range contents.Accepted {
			if empty := i != 4; (accepted.MAC == "") != empty { // the last but one keeps its text
				t.Errorf("command %d: %+v, from which a guessed name could be confirmed, or not any more", i, accepted)
			}
		}
		must(t, s.Close())
	}
}

// A text that went two ways cannot take over places from the other one.
func TestARedactionThatCannotBePlacedTakesAll(t *testing.T) {
	one, other := filepath.Join(t.TempDir(), "masswerk.db"), filepath.Join(t.TempDir(), "masswerk.db")
	s := openAt(t, one)
	h := newHall(t, s, 1)
	h.submit("Bernd Beispiel, dann Erika Mustermann")
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, Backup(ctx, s, backup))
	must(t, Backup(ctx, s, other))
	h.redact(0, 0, 14)
	must(t, s.Close())

	s = openAt(t, other)
	h.store, h.ideas[0].Text, h.ideas[0].Redactions, h.seq = s, "Bernd Beispiel, dann Erika Mustermann", 0, h.seq-1
	h.redact(0, 21, 37)
	must(t, s.Close())

	_, err := Restore(ctx, backup, one, other)
	must(t, err)
	if got := texts(t, openAt(t, one), h.event.ID); !slices.Equal(got, []string{"[name removed]"}) {
		t.Errorf("got %q", got)
	}
	if onDisk(t, one, "Beispiel")+onDisk(t, one, "Mustermann") != 0 {
		t.Error("a name is on disk")
	}
}

func TestSpansAreReadAsWritten(t *testing.T) {
	for _, spans := range [][]store.Span{nil, {{From: 0, To: 1}}, {{From: 3, To: 7}, {From: 12, To: 20}}} {
		if got, err := readSpans(writeSpans(spans)); err != nil || !slices.Equal(got, spans) {
			t.Errorf("%v became %v, %v", spans, got, err)
		}
	}
	for _, text := range []string{"3", "3-", "a-b"} {
		if got, err := readSpans(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
