package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// tests counts what ran, subtests included.
type tests struct{ passed, failed, skipped int }

func (t tests) plus(other tests) tests {
	return tests{t.passed + other.passed, t.failed + other.failed, t.skipped + other.skipped}
}

func (t tests) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped)
}

// verdict says what the counts add to how the program ended: without a single test that ran,
// nothing was tested.
func (t tests) verdict(err error) error {
	if err == nil && t.failed > 0 {
		return fmt.Errorf("%d tests failed", t.failed)
	}
	if err == nil && t.passed == 0 {
		return fmt.Errorf("no test was run")
	}
	return err
}

// goTest makes a step of go test. It prints the ordinary lines, and of the single tests what
// failed and what was skipped.
func goTest(args ...string) func(context.Context) (tests, error) {
	return func(ctx context.Context) (tests, error) {
		read, write := io.Pipe()
		ended := make(chan error, 1)
		go func() {
			err := run(ctx, task{out: write}, "go", append([]string{"test", "-json", "-timeout", stepLimit.String()}, args...)...)
			write.Close()
			ended <- err
		}()
		counted := countGo(read, os.Stdout)
		return counted, counted.verdict(<-ended)
	}
}

// goEvent is one line of go test -json.
type goEvent struct{ Action, Package, Test, Output string }

// countGo reads go test -json to its end.
func countGo(in io.Reader, out io.Writer) tests {
	var counted tests
	said := map[string]map[string]string{} // package, test: what it printed so far
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		var event goEvent
		if json.Unmarshal([]byte(line), &event) != nil {
			io.WriteString(out, line)
		} else {
			counted = counted.plus(settle(event, said, out))
		}
		if err != nil {
			return counted
		}
	}
}

// settle takes one event in, prints what a reader wants to see of it, and counts a test's end.
func settle(event goEvent, said map[string]map[string]string, out io.Writer) tests {
	if said[event.Package] == nil {
		said[event.Package] = map[string]string{}
	}
	running := said[event.Package]
	if event.Test == "" {
		switch event.Action {
		case "output", "build-output":
			if event.Output != "PASS\n" {
				io.WriteString(out, event.Output)
			}
		case "fail": // what still runs in a failing package was cut off, by a panic or the time limit
			cut := tests{failed: len(running)}
			for _, text := range running {
				io.WriteString(out, text)
			}
			delete(said, event.Package)
			return cut
		}
		return tests{}
	}
	switch event.Action {
	case "run":
		running[event.Test] = ""
	case "output":
		if !strings.HasPrefix(event.Output, "=== ") {
			running[event.Test] += event.Output
		}
	case "pass":
		delete(running, event.Test)
		return tests{passed: 1}
	case "fail", "skip":
		io.WriteString(out, running[event.Test])
		delete(running, event.Test)
		if event.Action == "skip" {
			return tests{skipped: 1}
		}
		return tests{failed: 1}
	}
	return tests{}
}

// nodeTest makes a step of the front end's test files that belong to it, one file after the other.
// With a product they are told where it is, and wait for pages: as a busy machine may make them wait
// too long, a file that fails is run once more, and the step says so.
func nodeTest(product *product, belongs func(file string) bool) func(context.Context) (tests, error) {
	return func(ctx context.Context) (tests, error) {
		files, err := projectFiles(ctx)
		if err != nil {
			return tests{}, err
		}
		var found []string
		for _, file := range files {
			file, ours := strings.CutPrefix(file, frontEnd+"/")
			if ours && strings.HasSuffix(file, ".test.js") && belongs(file) {
				found = append(found, file)
			}
		}
		if len(found) == 0 {
			return tests{}, fmt.Errorf("there is no such test file in %s", frontEnd)
		}
		if product == nil {
			return runNode(ctx, nil, found...)
		}
		env, err := product.build(ctx)
		if err != nil {
			return tests{}, err
		}
		return eachTwice(os.Stdout, found, func(file string) (tests, error) { return runNode(ctx, env, file) })
	}
}

// eachTwice runs every file, those that fail once more, and returns what their last runs came to.
func eachTwice(out io.Writer, files []string, runFile func(file string) (tests, error)) (all tests, failed error) {
	for _, file := range files {
		counted, err := runFile(file)
		if err != nil {
			fmt.Fprintf(out, "-- %s failed (%v) and is run once more\n", file, err)
			counted, err = runFile(file)
		}
		all, failed = all.plus(counted), errors.Join(failed, err)
	}
	return all, failed
}

func runNode(ctx context.Context, env []string, files ...string) (tests, error) {
	count := &nodeCount{}
	args := append([]string{"--test", "--test-reporter=spec", "--test-concurrency=1"}, files...)
	err := run(ctx, task{dir: frontEnd, env: env, out: io.MultiWriter(os.Stdout, count)}, "node", args...)
	return count.tests(), count.tests().verdict(err)
}

func isUnitTest(file string) bool { return !strings.HasPrefix(file, "browser/") }
func isBrowserTest(file string) bool {
	return !isUnitTest(file) && !isLighthouse(file) && !isFaultcheck(file)
}
func isLighthouse(file string) bool { return file == "browser/lighthouse.test.js" }
func isFaultcheck(file string) bool { return file == "browser/venue.test.js" } // its check pages

// faultcheck runs the short form of faultcheck. Each of its checks is a test; one that measures time
// may turn red on a busy machine, so it is tried twice.
func faultcheck(ctx context.Context) (tests, error) {
	folder, err := os.MkdirTemp("", "masswerk-check-")
	if err != nil {
		return tests{}, err
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "faultcheck")
	if err := run(ctx, task{}, "go", "build", "-o", program, "./cmd/faultcheck"); err != nil {
		return tests{}, err
	}
	var said bytes.Buffer
	err = run(ctx, task{out: io.MultiWriter(os.Stdout, &said)}, program, "--again")
	counted := countFaultchecks(said.String())
	return counted, counted.verdict(err)
}

var faultcheckLine = regexp.MustCompile(`(?m)^\w+ +(green|RED) `)

func countFaultchecks(said string) tests {
	var counted tests
	for _, match := range faultcheckLine.FindAllStringSubmatch(said, -1) {
		if match[1] == "green" {
			counted.passed++
		} else {
			counted.failed++
		}
	}
	return counted
}

// nodeCount reads the closing lines of node's reporter off what passes through.
type nodeCount struct{ text strings.Builder }

var nodeLine = regexp.MustCompile(`(?m)^\S+ (pass|fail|cancelled|skipped|todo) (\d+)$`)

func (c *nodeCount) Write(p []byte) (int, error) { return c.text.Write(p) }

func (c *nodeCount) tests() tests {
	var counted tests
	for _, match := range nodeLine.FindAllStringSubmatch(c.text.String(), -1) {
		n, _ := strconv.Atoi(match[2])
		switch match[1] {
		case "pass":
			counted.passed += n
		case "fail", "cancelled":
			counted.failed += n
		default:
			counted.skipped += n
		}
	}
	return counted
}
