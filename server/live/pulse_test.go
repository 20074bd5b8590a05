package live

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"masswerk/store"
)

// Whichever pulses a screen gets to see, it ends up with the tally as it is.
func TestAScreenThatSkipsPulsesKnowsTheTally(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	st := newStream(streamKey{Phone, "s1"}, "epoch", &faceMeter{})
	open := newRoundFor(t)
	type screen struct {
		told  int64
		tally map[int]store.ItemTally
	}
	screens := make([]screen, 5)
	steps, wholes := 0, 0
	for i := range 400 {
		for range dice.IntN(4) {
			item := 1 + dice.IntN(60)
			if sum := (store.ItemTally{Points: dice.IntN(3), Voters: 1}); sum.Points == 0 {
				delete(open.count.Items, item)
			} else {
				open.count.Items[item] = sum
			}
			open.changes++
		}
		if i%97 == 96 {
			st.pulse.Store(nil) // as when the round changes
		}
		st.beat(pulseOf(Phone, open))
		latest := st.pulse.Load()
		for k := range screens {
			one := &screens[k]
			if latest.n == one.told || dice.IntN(3) == 0 {
				continue
			}
			told := unframed(t, latest.frame(one.told, k%2 == 0)).Round
			one.told = latest.n
			if told.Since == nil {
				one.tally = told.Tally.Items
				wholes++
			} else {
				maps.Copy(one.tally, told.Tally.Items)
				steps++
			}
			for item, sum := range one.tally {
				if !sum.Equal(open.count.Items[item]) {
					t.Fatalf("pulse %d: screen %d has %v for item %d, want %v", i, k, sum, item, open.count.Items[item])
				}
			}
			for item := range open.count.Items {
				if _, known := one.tally[item]; !known {
					t.Fatalf("pulse %d: screen %d does not know item %d", i, k, item)
				}
			}
		}
	}
	if steps < 100 || wholes < 100 {
		t.Fatalf("%d steps, %d wholes: too few of one to tell", steps, wholes)
	}
}

func TestAPulseThatTellsNothingNewIsNotTold(t *testing.T) {
	st := newStream(streamKey{Phone, "s1"}, "epoch", &faceMeter{})
	open := newRoundFor(t)
	tell := func() bool { return st.beat(pulseOf(Phone, open)) }
	if !tell() || tell() {
		t.Fatal("told once, then not again")
	}
	open.count.Items[3] = store.ItemTally{Points: 2, Voters: 1}
	if !tell() {
		t.Fatal("a vote was not told")
	}
	if said := unframed(t, st.pulse.Load().frame(1, true)); len(said.Round.Tally.Items) != 1 {
		t.Fatalf("told %v, want the one item that changed", said.Round.Tally.Items)
	}
}

// Nobody is told how a hidden round stands, and the forms of a pulse do not change that.
func TestAHiddenRoundHasNoTallyInAnyForm(t *testing.T) {
	st := newStream(streamKey{Projector, "s1"}, "epoch", &faceMeter{})
	open := newRoundFor(t)
	open.Hidden = true
	for i := range 3 {
		open.count.Items[i] = store.ItemTally{Points: 7, Voters: 7}
		open.count.Voters++
		st.beat(pulseOf(Projector, open))
		for _, told := range []int64{0, int64(i)} {
			if said := unframed(t, st.pulse.Load().frame(told, true)); said.Round.Tally != nil || said.Round.Rev != 0 || *said.Round.Voters != i+1 {
				t.Fatalf("told %+v", said.Round)
			}
		}
	}
}

// While most screens are still being told, pulses come at most once a second.
func TestACrowdThatIsStillBeingToldStretchesThePace(t *testing.T) {
	r := openRoom(t, sampleContents())
	ada := r.join("ada")
	screen, err := r.hub.Connect(ada, Hello{})
	if err != nil {
		t.Fatal(err)
	}
	slow := &page{t: t, block: make(chan struct{}), inside: make(chan struct{})}
	go screen.Serve(slow)
	t.Cleanup(screen.Leave)
	<-slow.inside
	r.must(ada, &SubmitIdea{Session: "s1", Kind: store.Proposal, Text: "weckt sie", Receipt: receipt})
	pulses := func(during time.Duration) (count int) {
		var last time.Time
		for end := time.Now().Add(during); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
			r.hub.inLoop(func() {
				if r.hub.lastPulse != last {
					last = r.hub.lastPulse
					count++
				}
				r.hub.schedule(tallyPace)
			})
		}
		return count - 1 // the one that was
	}
	if count := pulses(700 * time.Millisecond); count > 1 {
		t.Errorf("%d pulses while nobody was told", count)
	}
	close(slow.block)
	if count := pulses(700 * time.Millisecond); count < 3 {
		t.Errorf("%d pulses once everybody was", count)
	}
}

func pulseOf(to Face, open *round) PulseView {
	return PulseView{Here: 1, Admitted: 1, Round: viewRoundPulse(to, open, open.standing())}
}

func newRoundFor(t *testing.T) *round {
	t.Helper()
	return &round{Round: store.Round{ID: "r1"}, count: store.Tally{Items: map[int]store.ItemTally{}}}
}

// unframed reads the pulse in a frame, zipped or not.
func unframed(t *testing.T, frame []byte) PulseView {
	t.Helper()
	payload := frame[2:]
	if frame[1] == 126 {
		payload = frame[4:]
	}
	if frame[0] == binaryFrame {
		zip, err := gzip.NewReader(bytes.NewReader(payload))
		if err != nil {
			t.Fatal(err)
		}
		if payload, err = io.ReadAll(zip); err != nil {
			t.Fatal(err)
		}
	}
	var said struct{ Data PulseView }
	if err := json.Unmarshal(payload, &said); err != nil {
		t.Fatalf("%v: %q", err, payload)
	}
	return said.Data
}
