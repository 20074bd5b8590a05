package live

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"testing"
	"time"
)

// FuzzFrame frames two payloads behind each other, the second one so many times as long as it is,
// and expects another reader to find both, in the shortest form that RFC 6455 allows.
func FuzzFrame(f *testing.F) {
	f.Fuzz(func(t *testing.T, first, second []byte, times uint16) {
		if len(second)*int(times) > 1<<20 {
			return // no message is that long
		}
		second = bytes.Repeat(second, int(times))
		wire := bytes.NewBuffer(appendFrame(appendFrame(nil, pongFrame, first), textFrame, second))
		for _, want := range [][]byte{first, second} {
			length, extended := wire.Bytes()[1], len(want)
			switch {
			case len(want) > 0xffff:
				extended = int(binary.BigEndian.Uint64(wire.Bytes()[2:]))
			case len(want) > 125:
				extended = int(binary.BigEndian.Uint16(wire.Bytes()[2:]))
			}
			if short := min(len(want), 126); extended != len(want) || len(want) <= 0xffff && int(length) != short || len(want) > 0xffff && length != 127 {
				t.Fatalf("%d bytes are announced by %d, %d", len(want), length, extended)
			}
			got, _, whole := nextFrame(wire)
			if !whole || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes became %d", len(want), len(got))
			}
		}
		if wire.Len() > 0 {
			t.Errorf("%d bytes are left", wire.Len())
		}
	})
}

// FuzzReceive lets a phone send any message in a running event: it is answered once, under its id,
// or ends the socket as bad data.
func FuzzReceive(f *testing.F) {
	contents := contentsOf(table(), sampleContents())
	hubs := New(Config{
		Events: &forgetful{contents: contents}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Address: func(string) string { return "" }, Fatal: func(err error) { f.Error(err) },
	})
	hub, err := hubs.Hub(context.Background(), eventID)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { hubs.Stop(context.Background()) })
	f.Fuzz(func(t *testing.T, message []byte) {
		screen, err := hub.Connect(Actor{Phone, "ada"}, Hello{})
		if err != nil {
			t.Fatal(err)
		}
		heard := &page{t: t, screen: screen}
		go screen.Serve(heard)
		defer screen.Leave()
		switch code := screen.Receive(message); code {
		case 0:
		case CloseBadData:
			return
		default:
			t.Fatalf("closed with %d", code)
		}
		var asked struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(message, &asked); err != nil {
			t.Fatalf("%q is taken: %v", message, err)
		}
		heard.sees(string(encode(map[string]string{"re": asked.ID})[:len(encode(asked.ID))+6]))
	})
}
