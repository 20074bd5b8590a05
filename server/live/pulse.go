package live

import (
	"bytes"
	"compress/gzip"
	"reflect"
	"sync"
	"time"

	"masswerk/store"
)

const (
	tallyPace   = 100 * time.Millisecond
	tallyAtMost = time.Second // a crowd that is still being told stretches the pace so far
	herePace    = time.Second
	zipFrom     = 1 << 10 // bytes from which compressing a pulse pays
)

// PulseView is the volatile state of a session: the latest replaces all before.
type PulseView struct {
	Here     int         `json:"here"`
	Admitted int         `json:"admitted"`
	Round    *RoundPulse `json:"round,omitempty"` // but for helpers
	SignalPulse
	Alarm string `json:"alarm,omitempty"` // console
}

// RoundPulse is how an open round stands.
type RoundPulse struct {
	ID     string     `json:"id"`
	Rev    int64      `json:"rev,omitempty"`   // of the tally: it holds every vote answered with this or less
	Since  *int64     `json:"since,omitempty"` // rev of the pulse before, when the tally has only the items changed since
	Voters *int       `json:"voters,omitempty"`
	Tally  *TallyView `json:"tally,omitempty"`
}

// viewRoundPulse tells consoles and projectors the turnout, and with phones how the round stands,
// which is nil while the round is hidden. What it is given is kept: it must not change any more.
func viewRoundPulse(to Face, open *round, standing *TallyView) *RoundPulse {
	if open == nil || to != Phone && to != Projector && to != Console {
		return nil
	}
	view := &RoundPulse{ID: open.ID, Tally: standing}
	if voters := open.voters(); to != Phone || standing != nil {
		view.Voters = &voters
	}
	if standing != nil {
		view.Rev = open.changes
	}
	return view
}

// since returns the view for a screen that was told the earlier one: of the tally only what
// changed. It reports false when there is no way from one to the other.
func (v PulseView) since(earlier PulseView) (PulseView, bool) {
	now, was := v.Round, earlier.Round
	if now == nil || now.Tally == nil {
		return v, true
	}
	if was == nil || was.ID != now.ID || was.Tally == nil {
		return v, false
	}
	changed := map[int]store.ItemTally{}
	for item := range was.Tally.Items {
		if _, left := now.Tally.Items[item]; !left {
			changed[item] = store.ItemTally{}
		}
	}
	for item, sum := range now.Tally.Items {
		if !was.Tally.Items[item].Equal(sum) {
			changed[item] = sum
		}
	}
	step := *now
	step.Since = &was.Rev
	step.Tally = &TallyView{Voters: now.Tally.Voters, Items: changed, Few: now.Tally.Few}
	v.Round = &step
	return v, true
}

// pulse is the latest volatile state of a stream, in the forms that its screens need.
type pulse struct {
	session string
	n       int64 // counts the stream's pulses
	view    PulseView
	step    []byte // frame for whoever was told the pulse before; nil: there is no such way

	making       sync.Once
	plain, gzipd []byte
}

// frame returns what a screen must be told that was told the pulse n last.
func (p *pulse) frame(n int64, zip bool) []byte {
	if n == p.n-1 && p.step != nil {
		return p.step
	}
	p.making.Do(func() {
		whole := encode(stateMessage{&p.session, "Pulse", p.view})
		p.plain = appendFrame(nil, textFrame, whole)
		p.gzipd = p.plain
		if len(whole) >= zipFrom {
			p.gzipd = appendFrame(nil, binaryFrame, gzipped(whole))
		}
	})
	if zip {
		return p.gzipd
	}
	return p.plain
}

func gzipped(data []byte) []byte {
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	zip.Write(data)
	zip.Close()
	return small.Bytes()
}

// beat replaces the volatile state, and reports whether there was anything new to tell. The hub's
// loop alone calls it.
func (st *stream) beat(view PulseView) bool {
	last := st.pulse.Load()
	if last != nil && reflect.DeepEqual(view, last.view) {
		return false
	}
	st.beats++
	next := &pulse{session: st.key.session, n: st.beats, view: view}
	if last != nil {
		if step, ok := view.since(last.view); ok {
			next.step = message(stateMessage{&st.key.session, "Pulse", step})
		}
	}
	st.pulse.Store(next)
	return true
}

// schedule lets the next pulse come, no sooner than pace after the last.
func (h *Hub) schedule(pace time.Duration) {
	due := h.lastPulse.Add(pace)
	if h.pulseDue.IsZero() || due.Before(h.pulseDue) {
		h.pulseDue = due
	}
}

// beatDue reports whether a pulse is due. While most screens are still being told the last, the
// next waits a little: it replaces what they did not get to.
func (h *Hub) beatDue(now time.Time) bool {
	if h.pulseDue.IsZero() || now.Before(h.pulseDue) {
		return false
	}
	if now.Sub(h.lastPulse) < tallyAtMost && h.crowded() {
		h.pulseDue = now.Add(tallyPace / 4)
		return false
	}
	return true
}

// crowded reports whether more than half of the screens have yet to be written to.
func (h *Hub) crowded() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	roused, all := 0, 0
	for _, screens := range h.screens {
		for _, screen := range screens {
			all++
			roused += len(screen.wakeup)
		}
	}
	return 2*roused > all
}

// beat tells the volatile state: who is here, how an open round stands, and the support counts.
func (h *Hub) beat() {
	h.pulseDue, h.lastPulse = time.Time{}, time.Now()
	h.votesDue = false
	h.tellSupport()
	here := h.here()
	h.alarmed = h.alarm()
	for _, in := range h.state.sessions {
		open := in.openRound()
		var standing *TallyView
		if open != nil {
			standing = open.standing()
		}
		for _, face := range h.state.looking() {
			st := h.streams[streamKey{face, in.ID}]
			view := PulseView{
				Here: here, Admitted: len(h.state.devices), Round: viewRoundPulse(face, open, standing),
				SignalPulse: viewSignals(face, in, h.state.tableOf),
			}
			if face == Console {
				view.Alarm = h.alarmed
			}
			if st.beat(view) {
				st.wake()
			}
		}
	}
}
