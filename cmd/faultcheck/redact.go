package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

var redactCheck = check{
	name: "redact", what: "a name taken out of an idea is nowhere any more", run: tryRedact,
	mutants: []mutant{
		{"old frames are served", "server/live/touched.go", "return was.Text != is.Text || was.Support", "return was.Support"},
		{"authors still see it", "server/live/state.go", "i.Text, i.Redacted, i.Redactions = f.Text, true, f.Number", "i.Redacted, i.Redactions = true, f.Number"},
		{"the rows keep the text", "store/sqlstore/redaction.go", `t.word(idea, "text", text)`, `error(nil)`},
		{"what was submitted can be guessed", "store/sqlstore/redaction.go", "\treturn t.forgetSubmission(event, idea)\n", "\treturn nil\n"},
		{"the log file keeps it", "store/sqlstore/commit.go", "store.IdeaWithdrawn, store.IdeaRedacted,", "store.IdeaWithdrawn,"},
		{"pages keep it", "store/sqlstore/sqlite.go", `{"secure_delete", "ON", "1"}`, `{"secure_delete", "OFF", "0"}`},
		{"redactions are not listed", "store/sqlstore/redaction.go", "\t\tINSERT INTO redaction (event, idea, number, spans, language, at)\n\t\tSELECT id, $2, $3, $4, language, $5 FROM event WHERE id = $1`",
			"\t\tUPDATE event SET id = id WHERE id = $1 AND '' || $2 || $3 || $4 || $5 <> ''`"},
		{"a restore does not repeat them", "store/sqlstore/redaction.go", "\tfor _, one := range missed {\n", "\tfor _, one := range missed[:0] {\n"},
		{"the audit log has the text", "server/live/collecting.go", "Idea: one.ID, Text: text, Spans: c.Spans, Number: one.Redactions + 1, At: means.Now.UnixMilli(),\n\t\t}},\n\t\tAbout: strconv.Itoa(one.Number),",
			"Idea: one.ID, Text: text, Spans: c.Spans, Number: one.Redactions + 1, At: means.Now.UnixMilli(),\n\t\t}},\n\t\tAbout: one.Text,"},
	},
}

// The name stands before others, so that the shorter text does not come to lie where it was.
const said = " meint: mehr Bänke"

var others = strings.Repeat(" und noch jemand", 15)

// redaction is an idea with a name in it, and all who saw it.
type redaction struct {
	*trial
	*event
	name, text, receipt string
	number              int
	desk, author        *told
	staying             map[string]*told
	seats               map[string]seat
	known               map[string]position // of a phone that left before it saw the idea
	before              string              // file of a backup
}

// tryRedact lets a helper take a name out of an idea that everybody saw, and looks for the name in
// all that is told afterwards, in every file, and in what a backup from before brings back.
func tryRedact(ctx context.Context, t *trial) {
	_, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	name := "Merkwort" + randomID()
	r := &redaction{trial: t, event: e, name: name, text: name + others + said, receipt: randomSecret(), staying: map[string]*told{}}
	err := r.submit(ctx)
	defer func() {
		for _, page := range r.staying {
			page.leave()
		}
	}()
	if t.failed("submit", err) || t.failed("redact", r.redact(ctx)) || t.failed("afterwards", r.afterwards(ctx)) {
		return
	}
	began := time.Now()
	if !eventually(ctx, erasedWithin, func() bool { return len(r.holding(e.house.folder)) == 0 }) {
		t.fault("the name is still in %v", r.holding(e.house.folder))
	}
	took := time.Since(began)
	if t.failed("restore", r.restore(ctx)) {
		return
	}
	t.note("told to nobody who stayed, came or came back; in no file %v later; a backup from before brings it back redacted", took.Round(100*time.Millisecond))
}

// submit lets everybody see the idea, and makes a backup that holds it.
func (r *redaction) submit(ctx context.Context) (err error) {
	desk := seat{house: r.house, path: r.deskPath(), session: r.session, cookie: r.console}
	if r.desk, err = lookFrom(ctx, desk, map[string]position{}); err != nil {
		return err
	}
	r.staying["the console"] = r.desk
	secret := randomSecret()
	if err := r.desk.must(ctx, "Invite", object{"label": "Hilfe", "secret": secret, "role": "helper"}, nil); err != nil {
		return err
	}
	cookie, err := r.must(ctx, "POST", "/console/"+r.id+"/enter", "", object{"secret": secret}, nil)
	if err != nil {
		return err
	}
	wall, err := r.wall(ctx)
	if err != nil {
		return err
	}
	r.seats = map[string]seat{
		"the console": desk, "a helper": {house: r.house, path: r.deskPath(), session: r.session, cookie: cookie}, "a projector": wall,
		"a preview": {house: r.house, path: "/console/" + r.id + "/preview/socket", session: r.session, cookie: r.console},
	}
	for _, name := range []string{"the author's phone", "a phone", "a phone that came back"} {
		cookie, err := r.join(ctx)
		if err != nil {
			return err
		}
		r.seats[name] = seat{house: r.house, path: r.phonePath(), session: r.session, cookie: cookie, fallback: name == "a phone"}
	}
	for name, at := range r.seats {
		if r.staying[name] != nil {
			continue
		}
		page, err := lookFrom(ctx, at, map[string]position{})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.staying[name] = page
	}
	leaves := r.staying["a phone that came back"]
	leaves.leave()
	delete(r.staying, "a phone that came back")
	r.known = maps.Clone(leaves.at)
	r.author = r.staying["the author's phone"]
	var made struct {
		Number int `json:"number"`
	}
	if err := r.author.must(ctx, "SubmitIdea", object{"session": r.session, "kind": "idea", "text": r.text, "receipt": r.receipt}, &made); err != nil {
		return err
	}
	r.number = made.Number
	for name, page := range r.staying {
		if !eventually(ctx, 3*time.Second, func() bool { return page.has(r.name) }) {
			return fmt.Errorf("%s does not show the idea", name)
		}
	}
	r.before = filepath.Join(r.trial.folder, "before.db")
	return tool(exec.CommandContext(ctx, r.trial.binary, "backup", r.before, "--data", r.house.folder))
}

// redact takes the name out, and looks at what those are told who stayed.
func (r *redaction) redact(ctx context.Context) error {
	seen := map[string]int{}
	for name, page := range r.staying {
		page.mu.Lock()
		seen[name] = len(page.frames)
		page.mu.Unlock()
	}
	spans := []object{{"from": 0, "to": utf8.RuneCountInString(r.name + others)}}
	if err := r.staying["a helper"].must(ctx, "RedactIdea", object{"idea": r.number, "spans": spans, "length": utf8.RuneCountInString(r.text)}, nil); err != nil {
		return err
	}
	for name, page := range r.staying {
		if !eventually(ctx, 3*time.Second, func() bool { return page.has(`"redacted":true`) }) {
			r.fault("%s is not told", name)
		}
		if _, err := page.ask(ctx, "Ping", object{}); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		page.mu.Lock()
		for _, one := range page.frames[seen[name]:] {
			if strings.Contains(string(one.Data)+string(one.Result), r.name) {
				r.fault("%s is told the name once more by a %s", name, one.Type)
			}
		}
		page.mu.Unlock()
	}
	return nil
}

// afterwards looks at what those are told who come now, and at all that can be asked for.
func (r *redaction) afterwards(ctx context.Context) error {
	for name, at := range r.seats {
		known := map[string]position{}
		if name == "a phone that came back" {
			known = maps.Clone(r.known)
		}
		page, err := lookFrom(ctx, at, known)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		_, err = page.ask(ctx, "Ping", object{})
		told := page.has(r.name)
		page.leave()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if told {
			r.fault("%s, coming anew, is told the name", name)
		}
	}
	staff, console := "/staff/api/events/"+r.id, "/console/"+r.id
	for path, cookie := range map[string]string{
		staff: r.staff, staff + "/audit": r.staff, staff + "/contributions": r.staff, staff + "/export.json": r.staff, staff + "/export.csv": r.staff,
		console + "/export.json": r.console, console + "/export.csv": r.console,
	} {
		got, err := r.call(ctx, client, "GET", path, r.origin, cookie, nil)
		if err != nil || got.status != 200 {
			return fmt.Errorf("%s: %d %w", path, got.status, err)
		}
		if bytes.Contains(got.body, []byte(r.name)) {
			r.fault("%s has the name", path)
		}
	}
	var traces json.RawMessage
	if _, err := r.must(ctx, "POST", "/e/"+r.code+"/receipt", "", object{"secret": r.receipt}, &traces); err != nil {
		return err
	}
	if !bytes.Contains(traces, []byte("meint: mehr")) || bytes.Contains(traces, []byte(r.name)) {
		r.fault("the author's own list has %s", traces)
	}
	if strings.Contains(r.said.all(), r.name) {
		r.fault("the log has the name")
	}
	holds, err := readContents(ctx, r.database())
	if err != nil {
		return err
	}
	for _, row := range holds["command"] { // whoever has the key could try names
		if strings.Contains(row, fmt.Sprintf(`result={"number":%d}`, r.number)) && !strings.Contains(row, "mac= ") {
			r.fault("the rows still seal what was submitted")
		}
	}
	return nil
}

// holding names the files of a folder that have the name.
func (r *redaction) holding(folder string) (names []string) {
	for path, content := range filesIn(folder) {
		if bytes.Contains(content, []byte(r.name)) {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

// restore goes back to the backup from before in two ways: beside the list of a later backup, and
// in the place of what is there.
func (r *redaction) restore(ctx context.Context) error {
	if !bytes.Contains(filesIn(filepath.Dir(r.before))[r.before], []byte(r.name)) {
		r.fault("the backup from before does not hold the name: this check proves less")
	}
	kept := filepath.Join(r.trial.folder, "kept")
	later, elsewhere := filepath.Join(kept, "later.db"), filepath.Join(r.trial.folder, "elsewhere")
	if err := os.Mkdir(kept, 0o700); err != nil {
		return err
	}
	run := func(args ...string) error { return tool(exec.CommandContext(ctx, r.trial.binary, args...)) }
	if err := run("backup", later, "--data", r.house.folder); err != nil {
		return err
	}
	if err := run("restore", r.before, "--data", elsewhere, "--erasures-from", later); err != nil {
		return err
	}
	r.terminate()
	if _, err := r.gone(stopWithin); err != nil {
		return err
	}
	if err := run("restore", r.before, "--data", r.house.folder); err != nil {
		return err
	}
	for what, folder := range map[string]string{"a later backup": kept, "a restore elsewhere": elsewhere, "a restore": r.house.folder} {
		if found := r.holding(folder); len(found) > 0 {
			r.fault("%s: the name is in %v", what, found)
		}
	}
	if _, err := r.start(ctx, startWithin); err != nil {
		return err
	}
	holds, err := r.export(ctx)
	if err != nil {
		return err
	}
	for _, one := range holds.Ideas {
		if one.Number == r.number && strings.HasSuffix(one.Text, said) && !strings.Contains(one.Text, r.name) {
			return nil
		}
	}
	r.fault("restored, the ideas are %v", holds.Ideas)
	return nil
}
