package main

import (
	"context"
	"errors"
	"fmt"

	"masswerk/cmd/masswerk/rehearsal"
)

// crowd is a figure that the generator takes of both sides in the same way.
type crowd struct {
	phones int
	ideas  int  // in our room before; the floor keeps nothing
	voting bool // a vote with open results is under way, else contributions are taken
	load   string
	more   []string // the generator's
	floor  []string // the floor's
	values func(l phase, phones int) []float64
}

const updateBytes = "200"

var crowdFigures = []figure{
	figure{
		number: 1,
		lines:  []line{{"durable ballots acknowledged, 64 lanes", "1/s", []bound{atLeastOfFloor(0.4)}}},
	}.by(crowd{
		phones: 200, ideas: 50, voting: true, load: "votes@0", more: []string{"-vote-lanes", "64"},
		values: func(l phase, _ int) []float64 { return []float64{l.perSecond} },
	}),
	figure{
		number: 2,
		lines:  []line{{"1,000 phones, 500 ballots/s: to the projector, p99", "ms", []bound{atMostOfFloor(1.5), atMost(250)}}},
		alone:  rehearsed(1000, 500, func(r *rehearsal.Report) []float64 { return []float64{r.BallotProjectorMS.P99} }),
	}.by(crowd{
		phones: 1000, ideas: 50, voting: true, load: "votes@500",
		values: func(l phase, _ int) []float64 { return []float64{l.first.p99} },
	}),
	figure{
		number: 3,
		lines: []line{
			{"3,000 phones, 2,000 ballots/s: to each phone, p99", "ms", []bound{atMostOfFloor(1.5)}},
			{"… to the last of all phones, p99", "ms", []bound{atMostOfFloor(1.5)}},
			{"… deliveries or sockets lost", "", []bound{atMost(0)}},
		},
		alone: rehearsed(3000, 2000, func(r *rehearsal.Report) []float64 {
			return []float64{r.BallotPhoneMS.P99, r.EveryPhoneMS.P99, float64(r.Behind + r.SocketsLost)}
		}),
	}.by(crowd{
		phones: 3000, ideas: 50, voting: true, load: "votes@2000",
		values: func(l phase, phones int) []float64 {
			return []float64{l.delivery.p99, l.last.p99, l.missing(phones)}
		},
	}),
	figure{
		number: 4,
		lines: []line{
			{"9,500 phones, 28,500 frames/s: to each phone, p99", "ms", []bound{atMostOfFloor(1.3)}},
			{"… deliveries or sockets lost", "", []bound{atMost(0)}},
		},
	}.by(crowd{
		phones: 9500, load: "ideas@3", more: []string{"-opt", "size=" + updateBytes},
		values: func(l phase, phones int) []float64 { return []float64{l.delivery.p99, l.missing(phones)} },
	}),
	saturated(1000),
	saturated(5000),
}

// saturated lets as many ideas come as the server can show. Ours are stored before they are shown,
// so there must be many at once for showing them to be the limit; the floor stores nothing. Its
// queues are long enough here that it drops nobody, which would end the process.
func saturated(phones int) figure {
	return figure{
		number: 5,
		lines: []line{{fmt.Sprintf("updates of %s bytes, saturated, %d phones: deliveries", updateBytes, phones), "1/s", []bound{atLeastOfFloor(0.8)}},
			{"… deliveries or sockets lost", "", []bound{atMost(0)}}},
	}.by(crowd{
		phones: phones, load: "ideas@0", more: []string{"-idea-lanes", "64", "-opt", "size=" + updateBytes}, floor: []string{"-queue", "4096"},
		values: func(l phase, phones int) []float64 { return []float64{l.deliveriesPerS, l.missing(phones)} },
	})
}

// by completes a figure with a crowd for both sides.
func (f figure) by(c crowd) figure {
	f.floor = func(ctx context.Context, l *lab) ([]float64, error) {
		server, leave, err := l.openFloor(ctx, c.floor...)
		if err != nil {
			return nil, err
		}
		defer leave()
		values, err := c.take(l.drive(ctx, "floor", server.origin, server.pid(), c.phones, "connect,"+c.load, c.more...))
		if err != nil {
			return nil, errors.Join(err, server.death())
		}
		return values, nil
	}
	f.ours = func(ctx context.Context, l *lab) (values []float64, err error) {
		err = l.inRoom(ctx, c.ideas, c.voting, func(house *rehearsal.House, room rehearsal.Room) error {
			values, err = c.take(l.driveOurs(ctx, house, room, c.phones, "connect,"+c.load, c.more...))
			return err
		})
		return values, err
	}
	return f
}

func (c crowd) take(found report, err error) ([]float64, error) {
	if err != nil {
		return nil, err
	}
	name := "ideas"
	if c.voting {
		name = "votes"
	}
	load, err := found.phase(name)
	if err != nil {
		return nil, err
	}
	return c.values(load, c.phones), nil
}

// driveOurs lets the generator load a furnished room.
func (l *lab) driveOurs(ctx context.Context, house *rehearsal.House, room rehearsal.Room, phones int, phases string, more ...string) (report, error) {
	for name, value := range map[string]any{
		"code": room.Code, "session": room.Session, "round": room.Round, "items": room.Items, "projector": room.Projector,
	} {
		more = append(more, "-opt", fmt.Sprint(name, "=", value))
	}
	return l.drive(ctx, "masswerk", house.Origin, house.PID(), phones, phases, more...)
}
