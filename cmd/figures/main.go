// Command figures repeats the figures of the live core: what it reaches beside the least server
// there can be, the floor, on the same machine and in the same run. Load generator and floor lie
// outside this repository; --bench names their folder. Without it there are no ratios, and only
// what needs no floor is measured.
//
//	go run ./cmd/figures --bench ../shared/bench
//
// table is what a figure must reach and how that is told; lab builds and starts what is measured,
// output reads what the generator prints; crowd holds the figures that the generator takes, alone
// those that need no generator, start that of a start with a full event, which fill makes.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	ctx, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	done()
	if err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

var errShort = errors.New("something that is demanded was not reached")

func run(ctx context.Context) (err error) {
	bench := flag.String("bench", "", "`folder` of the load generator, with the floor in limits/floor")
	runs := flag.Int("runs", 5, "how often everything is measured; the medians count")
	only := flag.String("only", "", "figures to measure, by `number`: 1,3,5")
	machine := flag.Bool("json", false, "tell it for machines, with every run's value")
	flag.Parse()
	if flag.NArg() > 0 || *runs < 1 {
		return errors.New("want flags only, and one run at least")
	}
	chosen, err := choose(figures, *only)
	if err != nil {
		return err
	}
	lab, err := openLab(ctx, *bench)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lab.close()) }()
	measured, err := measure(ctx, lab, chosen, *runs)
	if err != nil {
		return err
	}
	told := summary{On: lab.place(), Runs: *runs, Floor: lab.hasFloor(), Lines: measured}
	if *machine {
		encoded, err := json.MarshalIndent(told, "", "  ")
		if err != nil {
			return err
		}
		fmt.Println(string(encoded))
	} else {
		told.table(os.Stdout)
	}
	if slices.ContainsFunc(measured, func(one result) bool { return one.Verdict == short }) {
		return errShort
	}
	return nil
}

// figure is a row of the table of what is demanded. Each way of measuring returns one value for
// each line; nil says that it cannot be measured so.
type figure struct {
	number int
	within bool // it needs no generator: what it is compared with, if anything, is ours, too
	lines  []line
	floor  func(context.Context, *lab) ([]float64, error)
	ours   func(context.Context, *lab) ([]float64, error)
	alone  func(context.Context, *lab) ([]float64, error) // ours, without the generator
}

var figures = slices.Concat(crowdFigures, []figure{stormFigure, newIdeaFigure, memoryFigure, startFigure})

// choose returns the figures with the given numbers, or all.
func choose(from []figure, only string) ([]figure, error) {
	if only == "" {
		return from, nil
	}
	var chosen []figure
	for number := range strings.SplitSeq(only, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(number))
		before := len(chosen)
		for _, one := range from {
			if one.number == n {
				chosen = append(chosen, one)
			}
		}
		if err != nil || len(chosen) == before {
			return nil, fmt.Errorf("there is no figure %q", number)
		}
	}
	return chosen, nil
}

// measure takes all figures so many times. Floor and ours follow each other at once, and take turns
// in coming first, so that what slows the machine down for a while slows both.
func measure(ctx context.Context, lab *lab, chosen []figure, runs int) ([]result, error) {
	floors, ours := make([][]sample, len(chosen)), make([][]sample, len(chosen))
	for run := range runs {
		for i, one := range chosen {
			fmt.Fprintf(os.Stderr, "run %d of %d, figure %d\n", run+1, runs, one.number)
			sides := []func() error{
				func() error { return take(ctx, lab, one, lab.floorOf(one), &floors[i]) },
				func() error { return take(ctx, lab, one, lab.oursOf(one), &ours[i]) },
			}
			if run%2 == 1 {
				slices.Reverse(sides)
			}
			for _, side := range sides {
				if err := side(); err != nil {
					return nil, fmt.Errorf("figure %d: %w", one.number, err)
				}
			}
		}
	}
	var results []result
	for i, one := range chosen {
		for at, line := range one.lines {
			results = append(results, line.judge(one.number, column(floors[i], at), column(ours[i], at)))
		}
	}
	return results, nil
}

// sample is what one run measured: a value for each line of a figure.
type sample []float64

// take adds a sample, if the figure can be measured so.
func take(ctx context.Context, lab *lab, of figure, side func(context.Context, *lab) ([]float64, error), to *[]sample) error {
	if side == nil {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, sideLimit, fmt.Errorf("not done within %v", sideLimit))
	defer cancel()
	values, err := side(ctx, lab)
	if err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	if len(values) != len(of.lines) {
		return fmt.Errorf("%d values for %d lines", len(values), len(of.lines))
	}
	*to = append(*to, values)
	return nil
}

// column returns one line's value of every run.
func column(samples []sample, at int) (values []float64) {
	for _, one := range samples {
		values = append(values, one[at])
	}
	return values
}
