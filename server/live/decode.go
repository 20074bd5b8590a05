package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
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

// walk reads all tokens once: it must be a single object without duplicate keys.
func walk(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	type level struct {
		keys map[string]bool // nil in an array
		key  bool            // a key comes next
	}
	var open []level
	for {
		token, err := decoder.Token()
		if err == io.EOF && len(open) == 0 {
			return store.ErrInvalid // nothing at all
		}
		if err != nil {
			return store.ErrInvalid
		}
		text, isText := token.(string)
		if isText && strings.ContainsRune(text, 0) {
			return store.ErrTextInvalid
		}
		if len(open) == 0 && token != json.Delim('{') {
			return store.ErrInvalid
		}
		if top := len(open) - 1; top >= 0 && open[top].keys != nil && token != json.Delim('}') {
			if open[top].key {
				if open[top].keys[text] || strings.ContainsFunc(text, neverInKeys) {
					return store.ErrInvalid.About(text)
				}
				open[top].keys[text] = true
				open[top].key = false
				continue
			}
			open[top].key = true
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{keys: map[string]bool{}, key: true})
		case json.Delim('['):
			open = append(open, level{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
			if len(open) == 0 {
				if _, err := decoder.Token(); err != io.EOF {
					return store.ErrInvalid
				}
				return nil
			}
		}
		if len(open) > maxDepth {
			return store.ErrInvalid
		}
	}
}

// neverInKeys finds what encoding/json would take for another letter: "TEXT" for "text", and also
// "\u017f", the long s, for "s". All our keys are lower-case ASCII.
func neverInKeys(r rune) bool {
	return r >= utf8.RuneSelf || r >= 'A' && r <= 'Z'
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
