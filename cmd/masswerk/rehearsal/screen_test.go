package rehearsal

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
)

func TestScreensFindGaps(t *testing.T) {
	const start = `{"s":"","type":"Snapshot","epoch":"e1","n":4,"data":{}} {"s":"s1","type":"Snapshot","epoch":"e1","n":7,"data":{}}`
	for name, situation := range map[string]struct {
		frames string
		wrong  bool
	}{
		"the next number":                  {`{"s":"s1","n":8,"type":"IdeasShown","data":{}}`, false},
		"numbers of one stream each":       {`{"s":"","n":5,"type":"FieldsShown","data":{}} {"s":"s1","n":8,"type":"IdeasShown","data":{}}`, false},
		"a number left out":                {`{"s":"s1","n":9,"type":"IdeasShown","data":{}}`, true},
		"a number told again":              {`{"s":"s1","n":7,"type":"IdeasShown","data":{}}`, true},
		"a stream that nobody follows":     {`{"s":"s2","n":1,"type":"IdeasShown","data":{}}`, true},
		"a snapshot goes on":               {`{"s":"s1","type":"Snapshot","epoch":"e1","n":12,"data":{}} {"s":"s1","n":13,"type":"IdeasShown","data":{}}`, false},
		"a snapshot goes back":             {`{"s":"s1","type":"Snapshot","epoch":"e1","n":6,"data":{}}`, true},
		"a restarted server begins again":  {`{"s":"s1","type":"Snapshot","epoch":"e2","n":0,"data":{}} {"s":"s1","n":1,"type":"IdeasShown","data":{}}`, false},
		"a heartbeat at the same place":    {`{"type":"Heartbeat","at":{"":["e1",4],"s1":["e1",7]}}`, false},
		"a heartbeat further on":           {`{"type":"Heartbeat","at":{"":["e1",4],"s1":["e1",8]}}`, true},
		"a heartbeat of another epoch":     {`{"type":"Heartbeat","at":{"":["e2",4],"s1":["e1",7]}}`, true},
		"state has no number":              {`{"s":"s1","type":"Pulse","data":{}} {"type":"Mine","data":{}}`, false},
		"an answer that was not asked for": {`{"re":"0123456789abcdef","result":{}}`, true},
	} {
		seen := 0
		s := newScreen(&stage{session: "s1", ledger: newLedger()}, "/x", "", func(frame) { seen++ }, func() {})
		var found error
		for decoder := json.NewDecoder(strings.NewReader(start + situation.frames)); decoder.More() && found == nil; {
			f := frame{held: &held{}}
			if err := decoder.Decode(&f); err != nil {
				t.Fatal(err)
			}
			found = s.take(f)
		}
		if (found != nil) != situation.wrong {
			t.Errorf("%s: found %v", name, found)
		}
		if !s.arrived.Load() || seen < 2 {
			t.Errorf("%s: the screen did not see its snapshots", name)
		}
	}
}

func TestFramesMayComeCompressedAndLarge(t *testing.T) {
	var long strings.Builder
	for number := range 1000 {
		fmt.Fprintf(&long, `,{"number":%d,"text":"%x"}`, number+2, rand.Uint64())
	}
	for name, more := range map[string]string{"small": "", "large": long.String()} {
		text := `{"s":"s1","type":"Snapshot","epoch":"e1","n":7,"data":{"ideas":[{"number":1}` + more + `]}}`
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		zip.Write([]byte(text))
		zip.Close()
		if name == "large" && packed.Len() < sharedFrom {
			t.Fatalf("%d bytes are not large", packed.Len())
		}
		r := newReader()
		for range 2 { // the second time with what was kept
			plain, err := r.read(websocket.TextMessage, strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			unpacked, err := r.read(websocket.BinaryMessage, bytes.NewReader(packed.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if *unpacked.Stream != "s1" || unpacked.N != 7 || string(unpacked.Data) != string(plain.Data) {
				t.Errorf("%s: got %+v, want %+v", name, unpacked, plain)
			}
			if got, want := len(unpacked.content().Ideas), 1+strings.Count(more, "number"); got != want {
				t.Errorf("%s: %d ideas, want %d", name, got, want)
			}
		}
	}
}

func TestPhonesKeepWhatTheyShow(t *testing.T) {
	s := &stage{session: "s1", ledger: newLedger(), tallies: newTallies()}
	p := newPhone(s, 0, "CODE")
	ideas := func(numbers ...int) (all []*contribution) {
		for _, number := range numbers {
			all = append(all, &contribution{number: number})
		}
		return all
	}
	for _, step := range []struct {
		frame           string
		shown, notShown []*contribution
	}{
		{`{"s":"s1","type":"Snapshot","data":{"ideas":[{"number":1},{"number":70}],"rounds":[]}}`, ideas(1, 70), ideas(2)},
		{`{"s":"s1","type":"IdeasShown","data":{"shown":[{"number":2}]}}`, ideas(1, 2, 70), ideas(3)},
		{`{"s":"s1","type":"IdeasShown","data":{"shown":[],"gone":[70]}}`, ideas(1, 2), ideas(70)},
		{`{"s":"s1","type":"RoundsShown","data":{"shown":[{"id":"r1","state":"open"}]}}`, ideas(1, 2), ideas(70)},
		{`{"s":"s1","type":"Snapshot","data":{"ideas":[{"number":5}],"rounds":[{"id":"r1","state":"closed","tally":{}}]}}`, ideas(5), ideas(1)},
	} {
		f := frame{held: &held{}}
		if err := json.Unmarshal([]byte(step.frame), &f); err != nil {
			t.Fatal(err)
		}
		p.see(f)
		if !p.shows(step.shown) || p.shows(step.notShown) {
			t.Errorf("after %s: wrong ideas", step.frame)
		}
	}
	if !p.knows("r1", true) || p.knows("r1", false) || p.knows("r2", false) {
		t.Error("the phone does not show the round's results")
	}
}

// Three commands are due within 20 ms while there is no connection, and answered one after the
// other when there is one: what each waited for its turn counts.
func TestLatencyCountsFromWhenACommandWasDue(t *testing.T) {
	s := newScreen(&stage{session: "s1", ledger: newLedger()}, "/x", "", func(frame) {}, func() {})
	began := time.Now().Add(-time.Second)
	for i := range 3 {
		due := began.Add(time.Duration(i) * 10 * time.Millisecond)
		s.send(newCommand("Support", struct{}{}, due, func(answer) {}))
	}
	for len(s.outbox) > 0 {
		s.sentAt = time.Now()
		if err := s.answered(answer{Re: s.outbox[0].id, Code: "busy", RetryMS: 1}); err != nil {
			t.Fatal(err)
		}
		s.sentAt = time.Now()
		if err := s.answered(answer{Re: s.outbox[0].id}); err != nil {
			t.Fatal(err)
		}
	}
	took := s.stage.ledger.acks
	if len(took) != 3 || slices.Min(took) < 980*time.Millisecond || slices.Max(took) < time.Second {
		t.Errorf("commands that were due a second ago took %v", took)
	}
}

func TestJitterIsBounded(t *testing.T) {
	for failures := range 100 {
		if wait := fullJitter(failures); wait < 0 || wait >= retryAtMost || failures == 0 && wait >= retryFirst {
			t.Errorf("after %d failures: %s", failures, wait)
		}
	}
}

func TestQuantiles(t *testing.T) {
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(100-i)*time.Millisecond)
	}
	if got := quantiles(all); *got != (Quantiles{50, 95, 99}) {
		t.Errorf("got %v", got)
	}
	if got := quantiles(all[99:]); *got != (Quantiles{1, 1, 1}) {
		t.Errorf("one value gives %v", got)
	}
}
