package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// mutant is a change to one source file that breaks a promise, and the check that must notice.
type mutant struct {
	name, check, file string
	old, new          string // old is there exactly once
}

var mutants = []mutant{
	{"the stream skips a number", "kill", "server/live/stream.go", "\tst.n++\n", "\tst.n += 1 + st.n%7/6\n"},
	{"a repeated command is done again", "kill", "server/live/hub.go",
		`h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok {`, `h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok && false {`},
	{"synchronous is off, and asserted", "kill", "store/sqlstore/sqlite.go", `{"synchronous", "FULL", "2"}`, `{"synchronous", "OFF", "2"}`},
	{"synchronous is off", "sync", "store/sqlstore/sqlite.go", `{"synchronous", "FULL", "2"}`, `{"synchronous", "OFF", "0"}`},
	{"acks before the commit", "sync", "server/live/hub.go", "\t\terr = h.commit()\n", ackFirst},
	{"acks before the commit", "slowdisk", "server/live/hub.go", "\t\terr = h.commit()\n", ackFirst},
	{"goes on after a failed sync", "sync", "server/live/hub.go", "case errors.As(err, &syncFailed):", "case errors.As(err, &syncFailed) && false:"},
	{"intake without bounds", "slowdisk", "server/live/hub.go", "intakeSize  = 2000 ", "intakeSize  = 2000000 "},
	{"never tries again to store", "full", "server/live/hub.go", "if time.Now().Before(h.probeAt) {", "if h.storage != nil {"},
	{"a full disk is any failure", "full", "store/sqlstore/sqlite.go", "case sqlite3.SQLITE_FULL:", "case -1:"},
	{"stops without settling what waits", "term", "server/live/hub.go", "\t\t\th.drain()\n", ""},
	{"stops without saying so", "term", "server/live/hubs.go", "hub.end(CloseRestart)", "hub.end(CloseEventOver)"},
	{"any origin will do", "origin", "server/origin.go", "if !s.origins.allowed(c.Get(fiber.HeaderOrigin)) {", "if false {"},
	{"a missing origin will do", "origin", "server/origin.go", "if origin == \"\" {\n\t\treturn false", "if origin == \"\" {\n\t\treturn true"},
	{"an origin that only begins right will do", "origin", "server/origin.go",
		"if slices.Contains(o.own, origin) {", "if slices.ContainsFunc(o.own, func(own string) bool { return strings.HasPrefix(origin, own) }) {"},
	{"messages of any length", "hostile", "server/socket.go", "conn.SetReadLimit(maxMessage)", "conn.SetReadLimit(maxMessage << 10)"},
	{"pings without end", "hostile", "server/socket.go", "pings > pingsPerMin {", "pings > pingsPerMin && pings < 0 {"},
	{"lone surrogates are taken", "hostile", "server/live/decode.go", "|| loneSurrogate(data) {", "|| loneSurrogate(nil) {"},
	{"keys may come twice", "hostile", "server/live/decode.go", "if open[top].keys[text] || ", "if "},
	{"headers may take forever", "hostile", "server/server.go", "ReadTimeout:           10 * time.Second,", "ReadTimeout:           10 * time.Hour,"},
	{"old frames are served after hiding", "sight", "server/live/stream.go", "\tif raise {\n", "\tif raise && false {\n"},
	{"phones are shown hidden ideas", "sight", "server/live/view.go", "return view, one.Visible() && phase.Kind", "return view, phase.Kind"},
	{"ideas are shown while they are hidden", "sight", "server/live/view.go", " && !phase.IdeasHidden && !in.Blank", " && !in.Blank"},
	{"phones are told the tally of a hidden round", "sight", "server/live/view.go", "if !open.Hidden {", "if !open.Hidden || to == Phone {"},
	{"codes may be tried without end", "guess", "server/server.go", "newBudget(config.Now, 60, time.Second)", "newBudget(config.Now, 60_000, time.Second)"},
	{"whoever reads nothing may stay", "stuck", "server/live/screen.go", "var writeWithin = 10 * time.Second", "var writeWithin = 10 * time.Hour"},
}

// ackFirst answers the batch, commits, and answers nobody a second time.
const ackFirst = `		for _, one := range h.batch.answers {
			h.reply(one)
		}
		h.batch.answers = nil
		err = h.commit()
`

// overlay writes the changed file and says where it stands, for go build -overlay.
func (m mutant) overlay(folder string) (string, error) {
	source, err := os.ReadFile(filepath.FromSlash(m.file))
	if err != nil {
		return "", err
	}
	if found := strings.Count(string(source), m.old); found != 1 {
		return "", fmt.Errorf("%s has %d times %q, want once: the mutant no longer fits", m.file, found, m.old)
	}
	original, err := filepath.Abs(filepath.FromSlash(m.file))
	if err != nil {
		return "", err
	}
	changed := filepath.Join(folder, "changed.go")
	if err := os.WriteFile(changed, []byte(strings.Replace(string(source), m.old, m.new, 1)), 0o600); err != nil {
		return "", err
	}
	replace, _ := json.Marshal(map[string]any{"Replace": map[string]string{original: changed}})
	file := filepath.Join(folder, "overlay.json")
	return file, os.WriteFile(file, replace, 0o600)
}

// runMutants builds each mutant and runs its check, which must turn red.
func runMutants(ctx context.Context, folder, only string) error {
	survived := 0
	for _, one := range mutants {
		if only != "" && one.check != only {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := one.caught(ctx, folder); err != nil {
			survived++
			fmt.Printf("%-9s MISSED  %s: %v\n\n", one.check, one.name, err)
			continue
		}
		fmt.Printf("%-9s caught  %s\n\n", one.check, one.name)
	}
	if survived > 0 {
		return fmt.Errorf("%d mutants were not caught", survived)
	}
	return nil
}

var errGreen = errors.New("the check stays green")

// caught reports with an error that the check does not notice the mutant.
func (m mutant) caught(ctx context.Context, folder string) error {
	folder, err := os.MkdirTemp(folder, "mutant-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	overlay, err := m.overlay(folder)
	if err != nil {
		return err
	}
	binary := filepath.Join(folder, "masswerk")
	if err := build(ctx, binary, overlay); err != nil {
		return err
	}
	if t := checkOf(m.check).try(ctx, binary, folder, false); len(t.faults) == 0 {
		return errGreen
	}
	return nil
}
