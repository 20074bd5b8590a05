package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"time"

	"masswerk/cmd/masswerk/rehearsal"
)

// rehearse plays a workshop on a house of its own. All that was confirmed must be there.
func (l *lab) rehearse(ctx context.Context, config rehearsal.Config) (report *rehearsal.Report, err error) {
	house, err := rehearsal.OpenHouse(ctx, l.product)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	if config.Origin, config.Event, config.Secret, err = rehearsal.Invitation(house.Origin, house.Invitation); err != nil {
		return nil, err
	}
	config.Ideas, config.Seed, config.Duration = rehearsal.Example(), 1, sideLimit
	config.Resident, config.Watch = house.Resident, func(rehearsal.Step, int, int) {}
	report, err = rehearsal.Play(ctx, config)
	if err == nil && !report.Clean() {
		err = fmt.Errorf("the rehearsal was not clean: %v", report.Faults)
	}
	return report, err
}

// rehearsed takes a figure of votes with open results from a rehearsal.
func rehearsed(phones int, rate float64, values func(*rehearsal.Report) []float64) func(context.Context, *lab) ([]float64, error) {
	return func(ctx context.Context, l *lab) ([]float64, error) {
		config := rehearsal.Config{Phones: phones, Votes: 3, Rate: rate, Open: true}
		report, err := l.rehearse(ctx, config)
		if err != nil {
			return nil, err
		}
		if report.BallotProjectorMS == nil || report.EveryPhoneMS == nil {
			return nil, errors.New("the rehearsal saw no vote on a screen")
		}
		return values(report), nil
	}
}

// memoryFigure tells what a phone costs that joined and is connected. Joined phones are counted in.
var memoryFigure = figure{
	number: 8,
	lines:  []line{{"memory of the server for each of 5,000 phones", "KiB", []bound{atMost(25)}}},
	floor: func(ctx context.Context, l *lab) ([]float64, error) {
		server, leave, err := l.openFloor(ctx)
		if err != nil {
			return nil, err
		}
		defer leave()
		return perPhone(server.pid(), func() (report, error) {
			return l.drive(ctx, "floor", server.origin, server.pid(), memoryPhones, "connect,idle")
		})
	},
	ours: func(ctx context.Context, l *lab) (values []float64, err error) {
		err = l.inRoom(ctx, memoryIdeas, false, func(house *rehearsal.House, room rehearsal.Room) error {
			if err := house.Restart(ctx); err != nil { // what furnishing left behind is no phone's
				return err
			}
			if _, err := snapshotsOf(ctx, house.Origin, room); err != nil { // loads the event
				return err
			}
			values, err = perPhone(house.PID(), func() (report, error) {
				return l.driveOurs(ctx, house, room, memoryPhones, "connect,idle")
			})
			return err
		})
		return values, err
	},
	alone: func(ctx context.Context, l *lab) ([]float64, error) {
		report, err := l.rehearse(ctx, rehearsal.Config{Phones: memoryPhones, Votes: 1, Rate: 1000})
		if err != nil {
			return nil, err
		}
		if report.RSSPerPhone == nil {
			return nil, errors.New("this system does not tell how much memory a process occupies")
		}
		return []float64{*report.RSSPerPhone}, nil
	},
}

const (
	memoryPhones = 5000
	memoryIdeas  = 50
)

// perPhone divides what a server grew by while phones came and then were quiet.
func perPhone(pid int, connect func() (report, error)) ([]float64, error) {
	before, err := rehearsal.Resident(pid)
	if err != nil {
		return nil, err
	}
	found, err := connect()
	if err != nil {
		return nil, err
	}
	idle, err := found.phase("idle")
	return []float64{(idle.resident*1024 - float64(before)) / memoryPhones}, err
}

// newIdeaFigure runs the benchmark of one new idea. Each idea stays in the room, so that a room of
// 50 must not be measured long: few ideas each time, and many times.
var newIdeaFigure = figure{
	number: 7,
	within: true,
	lines:  []line{{"one new idea among 1,000, and as floor among 50", "µs", []bound{atMostOfFloor(1.2)}}},
	floor:  func(ctx context.Context, l *lab) ([]float64, error) { return l.newIdea(ctx, 50) },
	ours:   func(ctx context.Context, l *lab) ([]float64, error) { return l.newIdea(ctx, 1000) },
}

const (
	newIdeas = "200x"
	newRooms = "15"
)

// newIdea returns what an idea costs in a room that has so many.
func (l *lab) newIdea(ctx context.Context, among int) ([]float64, error) {
	bench := fmt.Sprint("^BenchmarkNewIdea$/^with-", among, "$")
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", bench, "-benchtime", newIdeas, "-count", newRooms, "./server/live")
	command.Dir, command.WaitDelay = l.root, time.Second
	said, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("benchmark: %w\n%s", err, said)
	}
	cost := median(costs(string(said)))
	if cost == nil {
		return nil, fmt.Errorf("the benchmark told nothing: %s", said)
	}
	return []float64{*cost / 1000}, nil
}

var benchLine = regexp.MustCompile(`(?m)^Benchmark\S+\s+\d+\s+([\d.]+) ns/op`)

// costs reads the nanoseconds that a benchmark printed, one for each time it ran.
func costs(printed string) (nanoseconds []float64) {
	for _, m := range benchLine.FindAllStringSubmatch(printed, -1) {
		nanoseconds = append(nanoseconds, decimal(m[1]))
	}
	return nanoseconds
}
