package live

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"masswerk/store"
)

func TestCountingAllocatesNothing(t *testing.T) {
	m := newMeter()
	m.answered(Phone, "SetVote", nil)
	if allocated := testing.AllocsPerRun(100, func() {
		m.answered(Phone, "SetVote", nil)
		m.committed(3, time.Now(), nil)
		m.faces[Phone].lag.observe(2)
		m.alarm(false, time.Now())
	}); allocated > 0 {
		t.Errorf("%v allocations", allocated)
	}
	if counts := m.commands.read(); counts[Counted{Phone, "SetVote", "ok"}] != 102 || len(counts) != 1 {
		t.Errorf("counted %v", counts)
	}
}

func TestAHistogramCountsEachValueOnce(t *testing.T) {
	h := newHistogram(1, 10)
	for _, value := range []int64{1, 2, 10, 11} {
		h.observe(value)
	}
	if read := h.read(); read.Counts[0] != 1 || read.Counts[1] != 2 || read.Counts[2] != 1 || read.Sum != 24 {
		t.Errorf("%+v", read)
	}
}

func TestAlarms(t *testing.T) {
	now := time.Now()
	slow, quick := now.Add(-600*time.Millisecond), now
	for name, situation := range map[string]struct {
		commits []time.Time
		refused bool
		free    float64
		after   time.Duration
		want    string
	}{
		"nothing happened":                  {nil, false, math.NaN(), 0, ""},
		"one slow commit is an accident":    {[]time.Time{slow}, false, 1, 0, ""},
		"two of three are slow":             {[]time.Time{slow, quick, slow}, false, 1, 0, AlarmSlow},
		"it is over after a minute":         {[]time.Time{slow, slow, slow}, false, 1, 2 * time.Minute, ""},
		"three of 64 are below a twentieth": {append(many(61, quick), slow, slow, slow), false, 1, 0, ""},
		"four of 64 are above it":           {append(many(60, quick), slow, slow, slow, slow), false, 1, 0, AlarmSlow},
		"quick ones push slow ones out":     {append(many(60, slow), many(64, quick)...), false, 1, 0, ""},
		"a nearly full disk":                {nil, false, 0.09, 0, AlarmDisk},
		"a tenth is free":                   {nil, false, 0.1, 0, ""},
		"refused comes before slow":         {many(9, slow), true, 1, 0, AlarmDisk},
	} {
		m := newMeter()
		m.free.Store(math.Float64bits(situation.free))
		for _, began := range situation.commits {
			m.committed(1, began, nil)
		}
		if got := m.alarm(situation.refused, now.Add(situation.after)); got != situation.want {
			t.Errorf("%s: %q, want %q", name, got, situation.want)
		}
	}
}

func many(n int, at time.Time) (list []time.Time) {
	for range n {
		list = append(list, at)
	}
	return list
}

func TestConsolesAloneAreToldThatStoringIsRefusedAndThatItIsOver(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	phone, console, wall := r.connect(ada, Hello{}), r.connect(moderator, Hello{}), r.connect(Actor{Projector, "p1"}, Hello{})
	console.sees(`"Pulse"`, `"here":1`)
	console.neverSaw("alarm")
	r.events.failWith(store.ErrStorageFull)
	if _, err := r.do(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "Voll", Receipt: receipt}); code(err) != "storage_full" {
		t.Fatalf("%v", err)
	}
	console.sees(`"Pulse"`, `"alarm":"disk"`)
	if read := r.hubs.Read(); !read.DiskAlarm || read.SlowAlarm || read.Failures[Counted{Code: "storage_full"}] == 0 {
		t.Errorf("%+v", read)
	}
	r.events.failWith(nil) // nobody asks for anything: the hub tries by itself
	until(t, "the alarm goes", func() bool {
		frames := console.all()
		last := frames[len(frames)-1]
		return strings.Contains(last, `"Pulse"`) && !strings.Contains(last, "alarm")
	})
	if read := r.hubs.Read(); read.DiskAlarm {
		t.Error("operators see an alarm that is over")
	}
	phone.neverSaw("alarm")
	wall.neverSaw("alarm")
}

func TestTheDiskIsLookedAt(t *testing.T) {
	hubs := New(Config{
		Events: &fakeEvents{contents: sampleContents()}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Address: func(string) string { return "" }, Disk: func() float64 { return 0.05 },
	})
	t.Cleanup(func() { hubs.Stop(context.Background()) })
	until(t, "the disk's alarm", func() bool { return hubs.Read().DiskAlarm })
	hub, err := hubs.Hub(context.Background(), eventID)
	if err != nil {
		t.Fatal(err)
	}
	console := (&room{t: t, hubs: hubs, hub: hub}).connect(moderator, Hello{})
	console.sees(`"Pulse"`, `"alarm":"disk"`)
}

func TestTheDatabaseIsLookedAt(t *testing.T) {
	var health atomic.Pointer[store.Health]
	health.Store(&store.Health{})
	hubs := New(Config{
		Events: &fakeEvents{contents: sampleContents()}, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Address: func(string) string { return "" }, Health: func() store.Health { return *health.Load() },
	})
	t.Cleanup(func() { hubs.Stop(context.Background()) })
	hub, err := hubs.Hub(context.Background(), eventID)
	if err != nil {
		t.Fatal(err)
	}
	console := (&room{t: t, hubs: hubs, hub: hub}).connect(moderator, Hello{})
	console.sees(`"Pulse"`)
	console.neverSaw("alarm")
	health.Store(&store.Health{LogBytes: store.LogAlarm + 1})
	console.sees(`"Pulse"`, `"alarm":"log"`)
	if read := hubs.Read(); !read.LogAlarm || read.DiskAlarm || read.LogBytes != store.LogAlarm+1 {
		t.Errorf("%+v", read)
	}
	health.Store(&store.Health{LogBytes: store.LogCap + 1, Fault: store.ErrStorage})
	console.sees(`"Pulse"`, `"alarm":"disk"`)
	if read := hubs.Read(); !read.LogAlarm || !read.DiskAlarm {
		t.Errorf("%+v", read)
	}
	health.Store(&store.Health{LogBytes: store.LogAlarm})
	until(t, "the alarm goes", func() bool {
		read := hubs.Read()
		return !read.LogAlarm && !read.DiskAlarm
	})
}

func TestScreensAreCountedAndSoIsWhyTheyWereDropped(t *testing.T) {
	r := openRoom(t, sampleContents())
	phone := r.connect(r.join("ada"), Hello{At: Position{r.hub.epoch, -2 * ringFrames}})
	phone.sees("Snapshot", `"s":"s1"`)
	r.connect(moderator, Hello{})
	read := r.hubs.Read()
	if read.Events != 1 || read.Screens[Phone] != 1 || read.Screens[Console] != 1 || read.Screens[Projector] != 0 {
		t.Errorf("%+v", read)
	}
	if read.Missed[Phone] != 1 || read.Snapshots[Phone] != 2 {
		t.Errorf("missed %v, snapshots %v", read.Missed, read.Snapshots)
	}
	for _, ended := range []struct {
		code int
		err  error
		want string
	}{
		{CloseRestart, nil, ""}, {CloseEventOver, nil, ""}, {closeNormal, io.EOF, ""}, {0, nil, ""}, {0, errors.New("gone"), ""},
		{CloseBadData, nil, "1007"}, {CloseTooBig, nil, "1009"}, {CloseNotAllowed, nil, "4003"}, {0, context.DeadlineExceeded, "4008"},
	} {
		before := r.hubs.Read().Dropped
		phone.screen.count(ended.code, ended.err)
		after := r.hubs.Read().Dropped
		if ended.want == "" && len(after) != len(before) || ended.want != "" && after[Counted{Face: Phone, Code: ended.want}] != 1 {
			t.Errorf("%+v: %v, then %v", ended, before, after)
		}
	}
}

// failWith lets every commit fail, or none.
func (f *fakeEvents) failWith(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = func([]store.Fact) error { return err }
}

// until waits for a condition.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not in time", what)
		}
	}
}
