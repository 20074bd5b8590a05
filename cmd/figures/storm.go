package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fasthttp/websocket"

	"masswerk/cmd/masswerk/rehearsal"
)

const (
	stormPhones = 1000
	stormIdeas  = 1000
)

// stormFigure cuts all phones off in a quiet room: contributions are taken, no vote is open. The
// floor greets every phone with the very bytes of our snapshots. That no phone costs a query is
// shown by a test of server/live.
var stormFigure = figure{
	number: 6,
	lines: []line{
		{"1,000 phones cut off, 1,000 ideas: all back", "s", []bound{atMostOfFloor(3), atMost(2)}},
		{"… bytes, in compressed snapshots for each phone", "", []bound{atMost(1.1)}},
	},
	floor: func(ctx context.Context, l *lab) ([]float64, error) {
		hello, err := l.helloFile(ctx)
		if err != nil {
			return nil, err
		}
		server, leave, err := l.openFloor(ctx, "-hello", "@"+hello)
		if err != nil {
			return nil, err
		}
		defer leave()
		found, err := l.drive(ctx, "floor", server.origin, server.pid(), stormPhones, "connect,storm")
		if err != nil {
			return nil, err
		}
		storm, err := found.phase("storm")
		return []float64{storm.allReady, unknown}, err
	},
	ours: func(ctx context.Context, l *lab) ([]float64, error) {
		var storm phase
		var snapshots []byte
		err := l.inRoom(ctx, stormIdeas, false, func(house *rehearsal.House, room rehearsal.Room) error {
			found, err := l.driveOurs(ctx, house, room, stormPhones, "connect,storm")
			if err != nil {
				return err
			}
			if storm, err = found.phase("storm"); err != nil {
				return err
			}
			snapshots, err = snapshotsOf(ctx, house.Origin, room)
			return err
		})
		return []float64{storm.allReady, storm.mebibytes * (1 << 20) / float64(stormPhones*len(snapshots))}, err
	},
	alone: func(ctx context.Context, l *lab) ([]float64, error) {
		report, err := l.rehearse(ctx, rehearsal.Config{Phones: stormPhones, PerPhone: stormIdeas / stormPhones, Votes: 1, Rate: 500, Storm: true})
		if err != nil {
			return nil, err
		}
		return []float64{report.Storm.AllBackS, report.Storm.BytesRatio}, nil
	},
}

// inRoom opens a house with so many contributions for a while.
func (l *lab) inRoom(ctx context.Context, ideas int, voting bool, do func(*rehearsal.House, rehearsal.Room) error) (err error) {
	house, err := rehearsal.OpenHouse(ctx, l.product)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, house.Close()) }()
	room, err := house.Furnish(ctx, ideas, voting)
	if err != nil {
		return err
	}
	return do(house, room)
}

// helloFile returns a file with the bytes of a phone's snapshots in a room as the storm's.
func (l *lab) helloFile(ctx context.Context) (string, error) {
	if l.hello != "" {
		return l.hello, nil
	}
	file := filepath.Join(l.folder, "hello")
	err := l.inRoom(ctx, stormIdeas, false, func(house *rehearsal.House, room rehearsal.Room) error {
		snapshots, err := snapshotsOf(ctx, house.Origin, room)
		if err != nil {
			return err
		}
		return os.WriteFile(file, snapshots, 0o600)
	})
	if err == nil {
		l.hello = file
	}
	return l.hello, err
}

// snapshotsOf returns the compressed snapshots that a phone is sent which knows nothing.
func snapshotsOf(ctx context.Context, origin string, room rehearsal.Room) ([]byte, error) {
	cookie, err := join(ctx, origin, room.Code)
	if err != nil {
		return nil, err
	}
	conn, err := openSocket(ctx, origin, room.Code, room.Session, cookie)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var snapshots []byte
	for range 2 { // the event's and the session's come first
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return nil, err
		}
		if kind != websocket.BinaryMessage {
			return nil, fmt.Errorf("a phone was not told a snapshot first: %.80s", message)
		}
		snapshots = append(snapshots, message...)
	}
	return snapshots, nil
}

// join lets a phone in and returns its cookie.
func join(ctx context.Context, origin, code string) (string, error) {
	body := strings.NewReader(`{"secret":"` + strings.Repeat("0", 43) + `"}`)
	request, err := http.NewRequestWithContext(ctx, "POST", origin+"/e/"+code+"/join", body)
	if err != nil {
		return "", err
	}
	request.Header.Set("Origin", origin)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	for _, one := range response.Cookies() {
		return one.Name + "=" + one.Value, nil
	}
	return "", fmt.Errorf("join: %s", response.Status)
}

// openSocket connects a phone that knows nothing.
func openSocket(ctx context.Context, origin, code, session, cookie string) (*websocket.Conn, error) {
	address := "ws" + strings.TrimPrefix(origin, "http") + "/e/" + code + "/socket?zip=1&session=" + session
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, address, http.Header{"Origin": {origin}, "Cookie": {cookie}})
	if err != nil {
		return nil, err
	}
	return conn, conn.SetReadDeadline(time.Now().Add(startWithin))
}
