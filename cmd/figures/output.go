package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// report is what the generator printed, by the name of the phase.
type report map[string]phase

// phase is one stretch of load. What it did not print is zero.
type phase struct {
	sockets, failed, ready int     // of a connect or a storm
	allReady               float64 // seconds
	acked                  int
	perSecond              float64 // acknowledgements
	errors                 int
	lastError              string
	delivery               spread // to each socket
	first                  spread // to socket 0
	last                   spread // to the last of all sockets
	deliveriesPerS         float64
	mebibytes              float64 // received
	lost                   int     // sockets
	resident               float64 // MiB of the server
}

// spread is a distribution in milliseconds.
type spread struct {
	count         int
	p50, p95, p99 float64
}

var (
	dialled   = regexp.MustCompile(`sockets=(\d+) failed=(\d+) ready=(\d+) .*all ready in ([\d.]+)s`)
	loaded    = regexp.MustCompile(`: acked (\d+) in [\d.]+s = (\d+)/s, errors (\d+) (.*)`)
	spreading = regexp.MustCompile(`n=(\d+) p50=([\d.]+) p95=([\d.]+) p99=([\d.]+)`)
	delivered = regexp.MustCompile(`^  (\d+) deliveries/s;.*sockets lost (\d+)`)
	received  = regexp.MustCompile(`received \d+ (?:msgs|frames) ([\d.]+) MiB`)
	occupied  = regexp.MustCompile(`srv-rss=([\d.]+)MiB`)
)

// parse reads the generator's output. A phase begins with its name in the first column.
func parse(output string) (report, error) {
	found := report{}
	var name string
	var one phase
	for text := range strings.Lines(output) {
		text = strings.TrimRight(text, "\n")
		if !strings.HasPrefix(text, "  ") {
			name, _, _ = strings.Cut(text, " ")
			name, one = strings.TrimSuffix(name, ":"), phase{}
		}
		one.read(text)
		found[name] = one
	}
	for name, one := range found {
		if one.failed > 0 || one.ready < one.sockets {
			return nil, fmt.Errorf("%s: of %d sockets %d failed and %d got everything", name, one.sockets, one.failed, one.ready)
		}
		if one.errors > 0 {
			return nil, fmt.Errorf("%s: %d requests failed, the last with %s", name, one.errors, one.lastError)
		}
	}
	return found, nil
}

// phase returns one stretch of load. What was not understood of it must not pass for a zero.
func (r report) phase(name string) (phase, error) {
	one := r[name]
	understood := one.resident > 0
	switch name {
	case "connect", "storm":
		understood = understood && one.ready > 0 && one.allReady > 0 && one.mebibytes > 0
	case "ideas", "votes":
		understood = understood && one.acked > 0 && one.perSecond > 0 && one.deliveriesPerS > 0 &&
			one.delivery.count > 0 && one.first.count > 0 && one.last.count > 0
	}
	if !understood {
		return phase{}, fmt.Errorf("the generator tells nothing about %q, or not as expected", name)
	}
	return one, nil
}

// read takes in one line.
func (p *phase) read(text string) {
	if m := dialled.FindStringSubmatch(text); m != nil {
		p.sockets, p.failed, p.ready, p.allReady = whole(m[1]), whole(m[2]), whole(m[3]), decimal(m[4])
	}
	if m := loaded.FindStringSubmatch(text); m != nil {
		p.acked, p.perSecond, p.errors, p.lastError = whole(m[1]), decimal(m[2]), whole(m[3]), m[4]
	}
	if m := spreading.FindStringSubmatch(text); m != nil {
		times := spread{whole(m[1]), decimal(m[2]), decimal(m[3]), decimal(m[4])}
		switch {
		case strings.HasPrefix(text, "  delivery:"):
			p.delivery = times
		case strings.HasPrefix(text, "  socket 0:"):
			p.first = times
		case strings.HasPrefix(text, "  last of all:"):
			p.last = times
		}
	}
	if m := delivered.FindStringSubmatch(text); m != nil {
		p.deliveriesPerS, p.lost = decimal(m[1]), whole(m[2])
	}
	if m := received.FindStringSubmatch(text); m != nil {
		p.mebibytes = decimal(m[1])
	}
	if m := occupied.FindStringSubmatch(text); m != nil {
		p.resident = decimal(m[1])
	}
}

// missing is how many deliveries to so many sockets did not come, and how many sockets were lost.
func (p phase) missing(sockets int) float64 {
	return float64(p.acked*sockets - p.delivery.count + p.lost)
}

func whole(text string) int {
	value, _ := strconv.Atoi(text) // digits by the pattern
	return value
}

func decimal(text string) float64 {
	value, _ := strconv.ParseFloat(text, 64)
	return value
}
