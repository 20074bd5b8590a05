package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"masswerk/store"
)

// FuzzDecode takes any bytes. What is accepted must be an object that any reader would read alike:
// it is judged here from what came out, not the way the decoder does it.
func FuzzDecode(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		var read map[string]any
		if err := Decode(data, &read); err != nil {
			foreseen(t, err)
			return
		}
		if !utf8.Valid(data) {
			t.Error("invalid UTF-8 is taken")
		}
		seen := seenIn(t, read)
		if keys := keysIn(t, data); seen.keys != keys {
			t.Errorf("%d of %d keys are left: one came twice", seen.keys, keys)
		}
		if most := bytes.Count(data, []byte("\ufffd")) + bytes.Count(bytes.ToLower(data), []byte(`\ufffd`)); seen.replaced > most {
			t.Error("half of a surrogate pair is taken")
		}
		if seen.depth > maxDepth {
			t.Errorf("depth %d is taken", seen.depth)
		}
		var again map[string]any
		if err := Decode(encode(read), &again); err != nil || !reflect.DeepEqual(read, again) {
			t.Errorf("written and read again, %v became %v: %v", read, again, err)
		}
	})
}

// FuzzText takes any text that a page may send, written by another encoder, and expects it to come
// through as it was.
func FuzzText(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return // is refused, as FuzzDecode has it
		}
		for _, written := range []string{escaped(text), string(encode(text))} {
			var read struct {
				Text string `json:"text"`
			}
			if err := Decode([]byte(`{"text":`+written+`}`), &read); err != nil || read.Text != text {
				t.Errorf("%s became %q: %v", written, read.Text, err)
			}
		}
	})
}

// escaped writes a text with nothing but escapes (RFC 8259 §7).
func escaped(text string) string {
	written := []byte{'"'}
	for _, unit := range utf16.Encode([]rune(text)) {
		written = fmt.Appendf(written, `\u%04x`, unit)
	}
	return string(append(written, '"'))
}

// FuzzParse takes a command of any name and any data as every face. What is accepted means the same
// when it is written and read again, and holds no text that another reader would refuse; deciding
// it in a running event ends in facts that can be applied or in a refusal, and its undo can be sent.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		for _, face := range []Face{Phone, Console, Projector, Helper, Staff} {
			command, err := Parse(face, name, data)
			if err != nil {
				foreseen(t, err)
				continue
			}
			if known := commands[name]; !slices.Contains(known.faces, face) {
				t.Fatalf("%s may ask %s", face, name)
			}
			stable(t, face, name, command)
			if errors.Is(Decode(data, &map[string]any{}), store.ErrTextInvalid) {
				t.Errorf("%s takes a text that cannot be kept", name)
			}
			tryOut(t, face, command)
		}
	})
}

func stable(t *testing.T, face Face, name string, command Command) {
	written := encode(command)
	again, err := Parse(face, name, written)
	if err != nil {
		t.Fatalf("%s is refused when written again as %s: %v", name, written, err)
	}
	if rewritten := encode(again); !bytes.Equal(written, rewritten) {
		t.Errorf("%s became %s", written, rewritten)
	}
	if bytes.Contains(written, []byte(`\u0000`)) {
		t.Errorf("%s takes NUL", name)
	}
}

func tryOut(t *testing.T, face Face, command Command) {
	by := map[Face]Actor{Phone: {Phone, "ada"}, Console: moderator, Helper: helper}[face]
	decision, err := settled(table(), by, command)
	if err != nil {
		foreseen(t, err)
		return
	}
	encode(decision.Result)
	if decision.Undo != nil {
		stable(t, face, nameOf(decision.Undo), decision.Undo)
	}
}

// foreseen fails the test unless the error is a refusal with a code of its own.
func foreseen(t *testing.T, err error) {
	var refusal *store.Error
	if !errors.As(err, &refusal) || refusal.Code == "" || refusal.Is(store.ErrInternal) {
		t.Errorf("refused with %v", err)
	}
}

type sighted struct{ keys, replaced, depth int }

// seenIn counts what a decoded value holds, and refuses texts and keys that must not be there.
func seenIn(t *testing.T, value any) (seen sighted) {
	add := func(inner sighted) {
		seen.keys += inner.keys
		seen.replaced += inner.replaced
		seen.depth = max(seen.depth, inner.depth+1)
	}
	switch value := value.(type) {
	case string:
		if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
			t.Errorf("the text %q is taken", value)
		}
		seen.replaced = strings.Count(value, "\ufffd")
	case []any:
		seen.depth = 1
		for _, one := range value {
			add(seenIn(t, one))
		}
	case map[string]any:
		seen.depth = 1
		for key, one := range value {
			if strings.ContainsFunc(key, func(r rune) bool { return r >= utf8.RuneSelf || r >= 'A' && r <= 'Z' }) {
				t.Errorf("the key %q is taken, which encoding/json may hold for another", key)
			}
			seen.keys++
			seen.replaced += strings.Count(key, "\ufffd")
			add(seenIn(t, one))
		}
	}
	return seen
}

// keysIn counts the keys of all objects, as they are written.
func keysIn(t *testing.T, data []byte) (keys int) {
	inText, escaped := false, false
	for _, c := range data {
		switch {
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case c == '"':
			inText = !inText
		case c == ':' && !inText:
			keys++
		}
	}
	if inText {
		t.Error("a text without an end is taken")
	}
	return keys
}

// A new command must not be forgotten: each has a seed under its name that is accepted and has all
// its fields, so that fuzzing begins at every one.
func TestEveryCommandHasASeed(t *testing.T) {
	for name, known := range commands {
		seed, err := os.ReadFile(filepath.Join("testdata", "fuzz", "FuzzParse", name))
		if err != nil {
			t.Errorf("%s: no seed: %v", name, err)
			continue
		}
		lines := strings.Split(string(seed), "\n")
		if len(lines) < 3 || lines[1] != "string("+strconv.Quote(name)+")" {
			t.Errorf("%s: the seed is for %s", name, lines[1:])
			continue
		}
		data, err := strconv.Unquote(strings.TrimSuffix(strings.TrimPrefix(lines[2], "[]byte("), ")"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := Parse(known.faces[0], name, json.RawMessage(data)); err != nil {
			t.Errorf("%s: the seed is refused: %v", name, err)
		}
		var sown, full map[string]any
		if err := errors.Join(json.Unmarshal([]byte(data), &sown), json.Unmarshal(encode(known.empty()), &full)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for field := range full {
			if _, ok := sown[field]; !ok {
				t.Errorf("%s: the seed lacks %s", name, field)
			}
		}
	}
}
