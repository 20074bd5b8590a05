package live

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"masswerk/store"
)

// forgetful takes every commit at once: what is measured is the hub alone.
type forgetful struct {
	store.Events
	contents store.Contents
}

func (f *forgetful) Load(context.Context, string) (store.Contents, error) { return f.contents, nil }
func (f *forgetful) Commit(context.Context, string, int64, []store.Accepted, []store.Fact) error {
	return nil
}

// benchRoom runs an event with so many ideas and participants.
func benchRoom(b *testing.B, ideas, people int) *Hub {
	b.Helper()
	contents := sampleContents()
	for i := range ideas {
		contents.Ideas = append(contents.Ideas, store.Idea{
			ID: fmt.Sprint("idea-", i), Event: eventID, Session: "s1", Number: i + 1, Kind: store.Proposal, State: store.Shown,
			Text: fmt.Sprintf("Vorschlag %d: den Antrag online stellen und den Stand jederzeit sehen können", i),
		})
	}
	for i := range people {
		contents.Participants = append(contents.Participants, store.Participant{ID: fmt.Sprint("p-", i), Event: eventID, Device: fmt.Sprint("d-", i)})
	}
	hubs := New(Config{
		Events: &forgetful{contents: contents}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Address: func(string) string { return "" }, Fatal: func(error) {},
	})
	hub, err := hubs.Hub(context.Background(), eventID)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { hubs.Stop(context.Background()) })
	return hub
}

// counting is a wire that only counts.
type counting struct{ bytes *atomic.Int64 }

func (counting) SetWriteDeadline(time.Time) error { return nil }
func (c counting) Write(data []byte) (int, error) {
	c.bytes.Add(int64(len(data)))
	return len(data), nil
}

// watch connects so many phones and lets them come to rest. It returns what they receive in all.
func watch(b *testing.B, hub *Hub, phones int) *atomic.Int64 {
	b.Helper()
	var received atomic.Int64
	for i := range phones {
		screen, err := hub.Connect(Actor{Phone, fmt.Sprint("p-", i)}, Hello{Zip: true})
		if err != nil {
			b.Fatal(err)
		}
		go screen.Serve(counting{&received})
		b.Cleanup(screen.Leave)
	}
	for before := int64(-1); before < 1 || before != received.Load(); time.Sleep(20 * time.Millisecond) { // the snapshots
		before = received.Load()
	}
	return &received
}

// BenchmarkVotes sets votes from 64 lanes; a commit costs nothing here.
func BenchmarkVotes(b *testing.B) {
	hub := benchRoom(b, 50, 1000)
	result, err := hub.Do(context.Background(), moderator, dots(99, 99))
	if err != nil {
		b.Fatal(err)
	}
	var made RoundMade
	if err := Decode(result, &made); err != nil {
		b.Fatal(err)
	}
	var counter atomic.Int64
	var lanes sync.WaitGroup
	b.ResetTimer()
	for range 64 {
		lanes.Go(func() {
			for {
				n := counter.Add(1)
				if n > int64(b.N) {
					return
				}
				vote := SetVote{Round: made.Round, Item: int(n%50) + 1, Points: 1, Counter: n}
				hub.Do(context.Background(), Actor{Phone, fmt.Sprint("p-", n%1000)}, vote)
			}
		})
	}
	lanes.Wait()
}

// BenchmarkNewIdea brings one idea into a room that has 50 or 1,000 already, before 100 phones.
func BenchmarkNewIdea(b *testing.B) {
	for _, ideas := range []int{50, 1000} {
		b.Run(fmt.Sprint("with-", ideas), func(b *testing.B) {
			hub := benchRoom(b, ideas, 100)
			watch(b, hub, 100)
			b.ResetTimer()
			for range b.N {
				idea := &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Noch ein Vorschlag", Receipt: receipt}
				if _, err := hub.Do(context.Background(), Actor{Phone, ""}, idea); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSnapshot makes the snapshot of 1,000 ideas, as a room coming back needs it once.
func BenchmarkSnapshot(b *testing.B) {
	hub := benchRoom(b, 1000, 1)
	st := hub.streams[streamKey{Phone, "s1"}]
	for range b.N {
		st.snapshot = nil
		if _, ok := st.snapshotFor(time.Now()); !ok {
			b.Fatal("no snapshot")
		}
	}
	b.ReportMetric(float64(len(st.snapshot.plain)), "bytes")
	b.ReportMetric(float64(len(st.snapshot.gzipd)), "gzip-bytes")
}

// BenchmarkFanOut publishes an update of 200 bytes and wakes 1,000 phones.
func BenchmarkFanOut(b *testing.B) {
	hub := benchRoom(b, 0, 1000)
	received := watch(b, hub, 1000)
	st := hub.streams[streamKey{Phone, "s1"}]
	data := changed{Shown: []any{IdeaView{Number: 1, Kind: store.Proposal, Text: string(make([]byte, 24))}}}
	b.ResetTimer()
	from := received.Load()
	for range b.N {
		st.publish("IdeasShown", data, 0)
		st.wake()
	}
	b.ReportMetric(float64(received.Load()-from)/float64(b.N), "bytes/op")
}
