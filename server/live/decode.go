package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"masswerk/store"
)

// maxDepth bounds nesting: nothing that is asked of us is deeper than a few levels.
const maxDepth = 16

// Decode reads one JSON object into a struct and refuses, as ErrInvalid with the field where it
// is known, what encoding/json would let pass: invalid UTF-8, lone surrogates, duplicate and
// unknown keys, NUL, keys in other letters than ours, anything after the object, and deep nesting.
func Decode(data []byte, into any) error {
	if !utf8.Valid(data) || loneSurrogate(data) {
		return store.ErrTextInvalid
	}
	if err := walk(data); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		var typeError *json.UnmarshalTypeError
		if errors.As(err, &typeError) {
			return store.ErrInvalid.About(typeError.Field)
		}
		if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			return store.ErrInvalid.About(strings.Trim(name, `"`))
		}
		return store.ErrInvalid
	}
	return nil
}

// walk looks at every character once: the text must be a single object without duplicate keys.
func walk(data []byte) error {
	if !json.Valid(data) {
		return store.ErrInvalid
	}
	type level struct {
		keys map[string]bool // nil in an array
		key  bool            // a key comes next
	}
	var open []level
	for i := 0; i < len(data); i++ {
		top := len(open) - 1
		switch data[i] {
		case '{':
			open = append(open, level{keys: map[string]bool{}, key: true})
		case '[':
			open = append(open, level{})
		case '}', ']':
			open = open[:top]
		case ',':
			open[top].key = open[top].keys != nil
		case '"':
			text := quoted(data[i+1:])
			i += len(text) + 1
			if hasNUL(text) {
				return store.ErrTextInvalid
			}
			if top < 0 || !open[top].key {
				break
			}
			if open[top].keys[string(text)] || bytes.ContainsFunc(text, neverInKeys) {
				return store.ErrInvalid.About(string(text))
			}
			open[top].keys[string(text)] = true
			open[top].key = false
		case ' ', '\t', '\r', '\n':
			continue
		}
		if len(open) > maxDepth || len(open) == 0 && data[i] != '}' {
			return store.ErrInvalid
		}
	}
	return nil
}

// quoted returns what stands before the closing quotation mark, as it is written.
func quoted(data []byte) []byte {
	for i := 0; ; i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return data[:i]
		}
	}
}

// hasNUL reports whether a string writes NUL.
func hasNUL(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			return false
		}
		if bytes.HasPrefix(text[i+1:], []byte("u0000")) {
			return true
		}
		text = text[i+2:]
	}
}

// neverInKeys finds what encoding/json would take for another letter: "TEXT" for "text", "\u017f",
// the long s, for "s", and escapes. All our keys are lower-case ASCII.
func neverInKeys(r rune) bool {
	return r >= utf8.RuneSelf || r >= 'A' && r <= 'Z' || r == '\\'
}

// loneSurrogate reports whether the JSON text escapes half of a surrogate pair, which
// encoding/json silently replaces.
func loneSurrogate(data []byte) bool {
	for i := 0; i+1 < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if data[i+1] != 'u' {
			i++ // whatever is escaped, it is no surrogate
			continue
		}
		switch half := hex4(data[i+2:]); {
		case half >= 0xdc00 && half < 0xe000:
			return true
		case half >= 0xd800 && half < 0xdc00:
			next := data[min(i+6, len(data)):]
			if len(next) < 6 || next[0] != '\\' || next[1] != 'u' {
				return true
			}
			if low := hex4(next[2:]); low < 0xdc00 || low >= 0xe000 {
				return true
			}
			i += 6
		}
		i += 5
	}
	return false
}

// hex4 returns the value of four hexadecimal digits, or -1.
func hex4(data []byte) int {
	if len(data) < 4 {
		return -1
	}
	value := 0
	for _, c := range data[:4] {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 {
			return -1
		}
		value = value<<4 | digit
	}
	return value
}

// cleanText returns a text as it is kept: line ends as \n, outer space trimmed. Control
// characters other than line end and tab are refused.
func cleanText(text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return "", store.ErrTextInvalid.About("text")
		}
	}
	return text, nil
}

// cleanLine is cleanText for a title: one line, without the characters that turn the writing
// direction around, at most limit code points.
func cleanLine(text string, limit int, field string) (string, error) {
	text, err := cleanText(text)
	if err != nil {
		return "", store.ErrTextInvalid.About(field)
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) > limit {
		return "", store.ErrTextTooLong.About(field)
	}
	return text, nil
}
