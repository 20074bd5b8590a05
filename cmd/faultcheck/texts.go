package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// hostileTexts are JSON that one decoder or another would take: an object with a text under KEY,
// which is UPPER in capitals, ESCAPED and LONG with another letter for its s.
var hostileTexts = map[string]string{
	"invalid UTF-8":                        "{\"KEY\":\"ein \xff Zeichen\"}",
	"half a UTF-8 letter":                  "{\"KEY\":\"ein \xc3\"}",
	"a UTF-8 letter in too many bytes":     "{\"KEY\":\"\xc0\xaf\"}",
	"a surrogate in UTF-8":                 "{\"KEY\":\"\xed\xa0\x80\"}",
	"a lone high surrogate":                `{"KEY":"ein \ud800 Zeichen"}`,
	"a lone low surrogate":                 `{"KEY":"\uDC00"}`,
	"a surrogate pair the wrong way round": `{"KEY":"\udc00\ud800"}`,
	"NUL":                                  `{"KEY":"ein \u0000 Zeichen"}`,
	"a bare NUL":                           "{\"KEY\":\"\x00\"}",
	"a key twice":                          `{"KEY":"eins","KEY":"zwei"}`,
	"a key in capitals":                    `{"KEY":"eins","UPPER":"zwei"}`,
	"a key twice, once with an escape":     `{"KEY":"eins","ESCAPED":"zwei"}`,
	"a key with another letter for s":      `{"KEY":"eins","LONG":"zwei"}`,
	"depth 10,000":                         `{"KEY":` + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000) + `}`,
	"depth 10,000 without an end":          `{"KEY":` + strings.Repeat(`{"a":`, 2_000),
	"a list that never ends":               `{"KEY":[` + strings.Repeat("0,", 5_000),
	"something behind it":                  `{"KEY":"eins"}{}`,
	"no object":                            `["KEY"]`,
	"nothing":                              ``,
	"null":                                 `null`,
	"half of it":                           `{"KEY":"ei`,
	"a comment":                            `{"KEY":"eins"/**/}`,
	"a comma too many":                     `{"KEY":"eins",}`,
	"NaN":                                  `{"KEY":NaN}`,
	"a byte order mark":                    "\ufeff" + `{"KEY":"eins"}`,
	"UTF-16":                               "{\x00\"\x00K\x00E\x00Y\x00\"\x00:\x001\x00}\x00",
	"a form":                               `KEY=eins`,
	"1e400":                                `{"KEY":1e400}`,
	"a number of 5,000 digits":             `{"KEY":` + strings.Repeat("9", 5_000) + `}`,
	"an unknown key":                       `{"KEY":"eins","admin":true}`,
	"a key of 5,000 letters":               `{"` + strings.Repeat("k", 5_000) + `":1}`,
	"700 keys":                             manyKeys(),
}

// under puts a key into a hostile text.
func under(key, text string) string {
	escaped := fmt.Sprintf(`\u%04x`, key[0]) + key[1:]
	return strings.NewReplacer("KEY", key, "UPPER", strings.ToUpper(key), "ESCAPED", escaped, "LONG", strings.Replace(key, "s", "\u017f", 1)).Replace(text)
}

func manyKeys() string {
	var made strings.Builder
	made.WriteString(`{"KEY":"eins"`)
	for i := range 700 {
		fmt.Fprintf(&made, `,"k%d":%d`, i, i)
	}
	return made.String() + "}"
}

// textAttacks are the hostile texts as messages, some in the place of the message itself and all
// in its data.
func textAttacks() (attacks []attack) {
	id := strings.Repeat("a", 32)
	for name, text := range hostileTexts {
		whole := under("id", text)
		attacks = append(attacks, attack{name + " for a message", saying(whole), []int{badData}})
	}
	for _, name := range []string{
		"invalid UTF-8", "a lone high surrogate", "a lone low surrogate", "a surrogate pair the wrong way round", "NUL", "a key twice",
		"a key in capitals", "a key twice, once with an escape", "a key with another letter for s", "depth 10,000",
	} {
		data := under("keys", hostileTexts[name])
		attacks = append(attacks, attack{name + " in the data", saying(`{"id":"` + id + `","type":"Ping","data":` + data + `}`), []int{badData}})
	}
	return append(attacks,
		attack{"no id", saying(`{"type":"Ping","data":{}}`), []int{badData}},
		attack{"an id of 100 letters", saying(`{"id":"` + strings.Repeat("a", 100) + `","type":"Ping","data":{}}`), []int{badData}},
		attack{"an unknown key beside the data", saying(`{"id":"` + id + `","type":"Ping","data":{},"as":"console"}`), []int{badData}},
		attack{"a type that is no text", saying(`{"id":"` + id + `","type":{},"data":{}}`), []int{badData}},
	)
}

func saying(message string) func(io.Writer) {
	return func(w io.Writer) { w.Write(frameOf(fin|text, []byte(message))) }
}

// refusals are answered, and the socket stays.
var refusals = map[string]struct{ typ, data, code string }{
	"1e400":                         {"Support", `{"idea":1e400,"on":true}`, "invalid"},
	"a fraction":                    {"Support", `{"idea":1.5,"on":true}`, "invalid"},
	"a fraction that is none":       {"Support", `{"idea":1.0,"on":true}`, "invalid"},
	"more than a number holds":      {"Support", `{"idea":99999999999999999999,"on":true}`, "invalid"},
	"a number of 5,000 digits":      {"Support", `{"idea":` + strings.Repeat("9", 5_000) + `,"on":true}`, "invalid"},
	"the largest number":            {"Support", `{"idea":9223372036854775807,"on":true}`, "not_found"},
	"an unknown type":               {"Sudo", `{}`, "unknown_type"},
	"a type of 5,000 letters":       {strings.Repeat("S", 5_000), `{}`, "unknown_type"},
	"a type in lower case":          {"support", `{"idea":1,"on":true}`, "unknown_type"},
	"another's command":             {"EnterPhase", `{"session":"x","phase":"y"}`, "forbidden"},
	"an unknown key":                {"Support", `{"idea":1,"on":true,"admin":true}`, "invalid"},
	"data that is no object":        {"Support", `[]`, "invalid"},
	"data that is null":             {"Support", `null`, "invalid"},
	"a list for a number":           {"Support", `{"idea":[1],"on":true}`, "invalid"},
	"10 levels for a number":        {"Support", `{"idea":` + strings.Repeat("[", 10) + strings.Repeat("]", 10) + `,"on":true}`, "invalid"},
	"700 keys":                      {"Support", under("idea", manyKeys()), "invalid"},
	"an idea that does not exist":   {"Support", `{"idea":-1,"on":true}`, "not_found"},
	"a session that does not exist": {"SubmitIdea", `{"session":"x","kind":"idea","text":"x","receipt":"` + strings.Repeat("r", 43) + `"}`, "not_found"},
}

// tryRefusals asks for what is refused by an answer, on one socket that stays.
func (t *trial) tryRefusals(ctx context.Context, e *event, cookie string) {
	page, err := look(ctx, e.house, e.phonePath(), e.session, cookie, map[string]position{})
	if t.failed("phone", err) {
		return
	}
	defer page.leave()
	for name, one := range refusals {
		answer, err := page.ask(ctx, one.typ, json.RawMessage(one.data))
		if err != nil {
			t.fault("%s: %v", name, err)
		} else if answer.Code != one.code {
			t.fault("%s: answered %q, want %s", name, answer.Code, one.code)
		}
	}
}

// tryBodies sends the hostile texts as bodies of requests, and ones that are too large.
func (t *trial) tryBodies(ctx context.Context, h *house, e *event) (asked int) {
	places := map[string]struct{ method, path, key, cookie string }{
		"joining":       {"POST", "/e/" + e.code + "/join", "secret", ""},
		"signing in":    {"POST", "/staff/api/login", "password", ""},
		"a city's name": {"PUT", "/staff/api/house", "name", h.staff},
		"an import":     {"POST", "/staff/api/import", "format", h.staff},
	}
	for place, at := range places {
		for name, text := range hostileTexts {
			asked++
			body := under(at.key, text)
			status, code, err := raw(ctx, h, at.method, at.path, at.cookie, fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)), []byte(body))
			if err != nil || status != http.StatusBadRequest || code != "invalid" && code != "text_invalid" && code != "text_too_long" {
				t.fault("%s for %s: %d %s %v", name, place, status, code, err)
			}
		}
		if place == "an import" {
			continue // staff may send 64 MB
		}
		asked += 2
		if status, code, err := raw(ctx, h, at.method, at.path, at.cookie, "Content-Length: 10485760\r\n\r\n", nil); err != nil || status != http.StatusRequestEntityTooLarge {
			t.fault("10 MB for %s: %d %s %v", place, status, code, err)
		}
		// The answer may be lost, because what was sent after it is not read.
		status, code, err := raw(ctx, h, at.method, at.path, at.cookie, "Transfer-Encoding: chunked\r\n\r\n", bytes.Repeat([]byte("10000\r\n"+string(spaces(0x10000))+"\r\n"), 160))
		if err == nil && status != http.StatusRequestEntityTooLarge {
			t.fault("10 MB that nobody announced for %s: %d %s", place, status, code)
		}
	}
	return asked
}

// raw sends a request as it is, and returns the answer's status and code. The end of its headers
// is with the body.
func raw(ctx context.Context, h *house, method, path, cookie, headers string, body []byte) (status int, code string, err error) {
	conn, err := dial(ctx, h, 0)
	if err != nil {
		return 0, "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\nContent-Type: application/json\r\n%s",
		method, path, strings.TrimPrefix(h.origin, "http://"), h.origin, cookie, headers)
	sent := make(chan struct{})
	go func() { defer close(sent); conn.Write(body) }()
	defer func() { conn.Close(); <-sent }()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	var refused struct {
		Code string `json:"code"`
	}
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 400 {
		err = json.Unmarshal(content, &refused)
	}
	return response.StatusCode, refused.Code, err
}
