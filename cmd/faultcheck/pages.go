package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The pages are mutated like the rest: they are embedded, and go build -overlay reaches them.
var pagesCheck = check{
	name: "pages", what: "pages in networks that break sockets, answer for us, and fall asleep", run: tryPages, limit: 5 * time.Minute,
	mutants: []mutant{
		{"a silent socket is waited for", "static/shared/ways.js", "if (waiting.length) impatient", "if (waiting.length > 9) impatient"},
		{"nothing stands in for a refused socket", "static/shared/ways.js", "} else if (code === RESTART) fail()", "} else if (code !== 0) fail()"},
		{"which way led here is forgotten", "static/shared/ways.js", `sessionStorage.setItem(KEY, "")`, "sessionStorage.length"},
		{"a failed request is an answer", "static/shared/events.js",
			`end(BROKEN, asRefusal(error).code === "portal" ? "portal" : undefined)`, `heard({ re: command.id, result: {}, code: asRefusal(error).code && undefined })`},
		{"a foreign page is the server's answer", "static/shared/api.js", "const answer = response.ok && objectIn(response, text)", "const answer = response.ok && (objectIn(response, text) || {})"},
		{"a redirect is followed", "static/shared/api.js", `redirect: "manual"`, `redirect: "follow"`},
		{"nobody notices that the page slept", "static/shared/waking.js", `[document, "visibilitychange", wake]`, `[document, "visibilitychange", look]`},
		{"idle lines stay silent", "server/live/screen.go", "heartbeatEvery = 20 * time.Second", "heartbeatEvery = 20 * time.Minute"},
	},
}

const (
	frontEnd   = "static/test"
	pagesTests = "browser/venue.test.js"
)

// tryPages lets the browser tests of hostile networks drive the server, up to the first that fails.
func tryPages(ctx context.Context, t *trial) {
	if _, err := os.Stat(filepath.Join(frontEnd, "node_modules")); t.failed("the pages' tools, which go run ./cmd/check installs", err) {
		return
	}
	binary, err := filepath.Abs(t.binary)
	if t.failed("find the server", err) {
		return
	}
	process := exec.CommandContext(ctx, "node", "--test", "--test-reporter=tap", pagesTests)
	process.Dir, process.Env = frontEnd, append(os.Environ(), "MASSWERK_BIN="+binary)
	asGroup(process)
	process.WaitDelay = 5 * time.Second
	out, err := process.StdoutPipe()
	if t.failed("run node", err) || t.failed("run node", process.Start()) {
		return
	}
	passed, slowest := 0, ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		switch name := strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(line, "not ok "), "ok "), "0123456789 -"); {
		case strings.HasPrefix(line, "not ok "):
			t.fault("%s", name)
			process.Cancel()
		case strings.HasPrefix(line, "ok "):
			passed++
		case strings.HasPrefix(line, "# by the fallback within "):
			slowest += strings.TrimPrefix(line, "#") + ";"
		}
	}
	if err := process.Wait(); err != nil && len(t.faults) == 0 {
		t.fault("the tests ended without a word: %v", err)
	}
	if passed == 0 && len(t.faults) == 0 {
		t.fault("no test was run")
	}
	t.note("%d situations;%s", passed, strings.TrimSuffix(slowest, ";"))
}
