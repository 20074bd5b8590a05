// Command check is the one test command of the project: it formats, vets, lints, tests and
// type-checks everything, breaks the server on purpose, in this order, and stops at the first step that fails. What it needs it
// installs where it may; where it may not, it fails and names the command to run. A step that
// found nothing to do has failed, so nothing is skipped in silence.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// stepLimit ends a step that hangs. The longest one takes six minutes on two quiet cores.
const stepLimit = 25 * time.Minute

// step is one check. The quick ones are the inner loop.
type step struct {
	name  string
	quick bool
	run   func(ctx context.Context) (tests, error)
}

func main() {
	quick := flag.Bool("quick", false, "only gofmt, vet, tests without the race detector, types, lint and unit tests")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	if err := enterRoot(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
	built := &product{}
	ok := check(ctx, steps(*quick, built), *quick)
	built.remove()
	if !ok {
		os.Exit(1)
	}
}

// steps returns every check, in order.
func steps(quick bool, built *product) []step {
	return []step{
		{"tools", true, func(ctx context.Context) (tests, error) { return tests{}, installTools(ctx, quick) }},
		{"layout", false, plain(checkLayout)},
		{"gofmt", true, plain(checkFormat)},
		{"go vet", true, command(".", "go", "vet", "./...")},
		{"staticcheck", false, command(".", "go", "tool", "staticcheck", "./...")},
		{"import direction", false, uncounted(goTest("-race", "-run", "^TestImport", "./server"))},
		{"go test", true, goTest(append(raceUnless(quick), "./...")...)},
		{"types", true, command(frontEnd, "npm", "run", "--silent", "types")},
		{"lint", true, command(frontEnd, "npm", "run", "--silent", "lint")},
		{"unit tests", true, nodeTest(nil, isUnitTest)},
		{"browser tests", false, nodeTest(built, isBrowserTest)},
		{"lighthouse", false, nodeTest(built, isLighthouse)},
		{"faultcheck", false, faultcheck},
	}
}

func raceUnless(quick bool) []string {
	if quick {
		return nil
	}
	return []string{"-race"}
}

// check runs the steps until one fails, then says in one table what happened, and in one line
// how many tests there were.
func check(ctx context.Context, all []step, quick bool) bool {
	var summary strings.Builder
	var sum tests
	failed := ""
	for _, step := range all {
		switch {
		case quick && !step.quick:
			continue
		case failed != "":
			fmt.Fprintf(&summary, "  %-18s not run\n", step.name)
			continue
		}
		fmt.Printf("== %s\n", step.name)
		began := time.Now()
		counted, err := runStep(ctx, step)
		took := time.Since(began).Round(100 * time.Millisecond)
		sum = sum.plus(counted)
		if err != nil {
			failed = step.name
			fmt.Printf("-- %s FAILED after %s: %v\n\n", step.name, took, err)
			fmt.Fprintf(&summary, "  %-18s FAILED  %8s\n", step.name, took)
			continue
		}
		fmt.Printf("-- %s: ok, %s\n\n", step.name, took)
		fmt.Fprintf(&summary, "  %-18s ok      %8s\n", step.name, took)
	}
	fmt.Print(summary.String())
	if failed != "" {
		fmt.Printf("The check failed at %q.\n", failed)
	}
	fmt.Println(sum)
	return failed == ""
}

func runStep(ctx context.Context, step step) (tests, error) {
	ctx, cancel := context.WithTimeout(ctx, stepLimit)
	defer cancel()
	counted, err := step.run(ctx)
	if ctx.Err() == context.DeadlineExceeded {
		err = fmt.Errorf("not done within %s", stepLimit)
	}
	return counted, err
}

// plain makes a step of a check that counts no tests.
func plain(run func(ctx context.Context) error) func(context.Context) (tests, error) {
	return func(ctx context.Context) (tests, error) { return tests{}, run(ctx) }
}

// command makes a step of a program that says by its exit status whether all is well.
func command(dir, name string, args ...string) func(context.Context) (tests, error) {
	return plain(func(ctx context.Context) error { return run(ctx, task{dir: dir}, name, args...) })
}

// uncounted makes a step of tests that a later step runs, and counts, again.
func uncounted(run func(context.Context) (tests, error)) func(context.Context) (tests, error) {
	return func(ctx context.Context) (tests, error) {
		_, err := run(ctx)
		return tests{}, err
	}
}
