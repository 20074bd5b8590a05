// Command faultcheck breaks the real server on purpose and checks that it keeps its promises:
// nothing that was acknowledged is lost, nothing is applied twice, streams have no gap and show
// nobody what is not theirs, and all screens end up alike. It judges by its own log of what was
// sent and answered, held against the server's export.
//
// Every check has at least one mutant, a small change to the product's source that breaks what
// the check guards. With --mutants it builds each and shows that its check turns red.
//
// house is the server and event a workshop on it; line is a socket or what stands in for one, page
// looks at it, viewer comes back to it and picture is what it shows; crowd is the phones, script
// what they do, log what is made of what they noted; relay and network stand between; hall is
// an event with everybody who is told about its vote, sheets are what files are made of. Each other
// file is a check or two.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// check is one way to break the server.
type check struct {
	name, what string
	run        func(ctx context.Context, t *trial)
	limit      time.Duration
	mutants    []mutant
}

var checks = []check{
	killCheck, termCheck, proxyCheck, venueCheck, pagesCheck, sightCheck, originCheck, hostileCheck, slowCheck, guessCheck, stuckCheck,
	leaksCheck, secrecyCheck, redactCheck,
	syncCheck, callsCheck, fullCheck, slowDiskCheck, lockCheck, readerCheck, readOnlyCheck, backupCheck, restoreCheck, upgradeCheck,
}

// trial is one run of a check.
type trial struct {
	binary, folder string
	long           bool
	houses         int

	mu            sync.Mutex
	faults, notes []string
}

const (
	trialLimit = 2 * time.Minute // of a check that names none
	faultsTold = 6
)

func (t *trial) fault(format string, about ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.faults = append(t.faults, fmt.Sprintf(format, about...))
}

func (t *trial) note(format string, about ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.notes = append(t.notes, fmt.Sprintf(format, about...))
}

// red reports whether something was found already.
func (t *trial) red() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.faults) > 0
}

// failed notes an error as a fault and reports whether there was one.
func (t *trial) failed(doing string, err error) bool {
	if err != nil {
		t.fault("%s: %v", doing, err)
	}
	return err != nil
}

// either returns one value in the short form and another in the long one.
func (t *trial) either(short, long int) int {
	if t.long {
		return long
	}
	return short
}

// open starts a server with one workshop. leave must be called if it reports true.
func (t *trial) open(ctx context.Context) (h *house, e *event, leave func(), ok bool) {
	t.houses++
	folder := filepath.Join(t.folder, fmt.Sprint("data", t.houses))
	if t.failed("make a folder", os.Mkdir(folder, 0o700)) {
		return nil, nil, nil, false
	}
	return t.openAt(ctx, folder)
}

func (t *trial) openAt(ctx context.Context, folder string) (h *house, e *event, leave func(), ok bool) {
	h, err := openHouse(ctx, t.binary, folder)
	if t.failed("open", err) {
		return nil, nil, nil, false
	}
	leave = func() { t.failed("end", h.end()) }
	if e, err = h.newEvent(ctx); t.failed("new event", err) {
		leave()
		return nil, nil, nil, false
	}
	return h, e, leave, true
}

// settle lets a crowd finish, holds its log against the server and sends it home.
func (t *trial) settle(ctx context.Context, c *crowd, within time.Duration) {
	c.rest(within)
	for _, fault := range c.verify(ctx) {
		t.fault("%s", fault)
	}
	refused := c.count(func(one *deed) bool { return one.refused != "" })
	if refused > 0 {
		t.fault("%d commands refused for good", refused)
	}
	if c.acked() == 0 {
		t.fault("nothing was acked at all")
	}
	c.leave()
}

func main() {
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer done()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "faultcheck:", err)
		done()
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	long := flag.Bool("long", false, "take the full numbers: 1,000 kills and 1,000 screens")
	only := flag.String("only", "", "run the check, or with --mutants the mutants of the check, of this `name`")
	again := flag.Bool("again", false, "try a check that turns red once more, as a busy machine may do that")
	mutated := flag.Bool("mutants", false, "show that each mutant turns its check red")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected %q", flag.Arg(0))
	}
	if *only != "" && checkOf(*only) == nil {
		return fmt.Errorf("there is no check %q; there are %s", *only, names())
	}
	folder, err := os.MkdirTemp("", "masswerk-faultcheck-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	if *mutated {
		return runMutants(ctx, folder, *only)
	}
	binary := filepath.Join(folder, "masswerk")
	if err := build(ctx, binary, ""); err != nil {
		return err
	}
	red := 0
	for _, one := range checks {
		if *only != "" && one.name != *only {
			continue
		}
		t := one.try(ctx, binary, folder, *long, !*again)
		if len(t.faults) > 0 && *again && ctx.Err() == nil {
			t = one.try(ctx, binary, folder, *long, true)
		}
		if len(t.faults) > 0 {
			red++
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if red > 0 {
		return fmt.Errorf("%d of the checks failed", red)
	}
	return nil
}

// try runs a check and writes its line of the table. Before the last try, red is not yet said.
func (one check) try(ctx context.Context, binary, folder string, long, last bool) *trial {
	t := &trial{binary: binary, long: long}
	began := time.Now()
	limit := cmp.Or(one.limit, trialLimit)
	if long {
		limit = time.Hour
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errors.New("out of time"))
	defer cancel()
	var err error
	if t.folder, err = os.MkdirTemp(folder, one.name+"-"); !t.failed("make a folder", err) {
		one.run(ctx, t)
	}
	if ctx.Err() != nil {
		t.fault("%v", context.Cause(ctx))
	}
	client.CloseIdleConnections()
	colour, say := "green", t.notes
	if len(t.faults) > 0 {
		if colour, say = "RED", t.faults; !last {
			colour = "again"
		}
		if more := len(say) - faultsTold; more > 0 {
			say = append(say[:faultsTold:faultsTold], fmt.Sprintf("and %d more", more))
		}
	}
	fmt.Printf("%-9s %-5s %5.1f s  %s: %s\n", one.name, colour, time.Since(began).Seconds(), one.what, strings.ReplaceAll(strings.Join(say, "; "), "\n", " "))
	return t
}

func checkOf(name string) *check {
	for i := range checks {
		if checks[i].name == name {
			return &checks[i]
		}
	}
	return nil
}

func names() string {
	var all []string
	for _, one := range checks {
		all = append(all, one.name)
	}
	return strings.Join(all, ", ")
}

func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	file := strings.TrimSpace(string(out))
	if err != nil || filepath.Base(file) != "go.mod" {
		return "", errors.Join(errors.New("run this inside the module"), err)
	}
	return filepath.Dir(file), nil
}

// build makes the product's binary, with an overlay if there is one.
func build(ctx context.Context, binary, overlay string) error {
	args := []string{"build", "-o", binary}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	if said, err := exec.CommandContext(ctx, "go", append(args, "./cmd/masswerk")...).CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, said)
	}
	return nil
}
