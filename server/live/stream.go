package live

import (
	"sync"
	"sync/atomic"
	"time"
)

// streamKey names a stream: what one face may know of the event (session empty) or of a session.
type streamKey struct {
	face    Face
	session string
}

const (
	ringFrames   = 512
	chunkBytes   = 64 << 10
	snapshotPace = 250 * time.Millisecond // a stream makes no more than one snapshot in this time
)

// stream holds the latest frames of a stream for all its screens. A screen has only a cursor: a
// slow one costs the others nothing, and who falls out of the ring takes a snapshot.
type stream struct {
	key     streamKey
	epoch   string
	meter   *faceMeter
	capture func() (encode func() any, n int64, ok bool) // copies the state inside the hub's loop

	mu      sync.RWMutex
	n       int64 // number of the newest update
	floor   int64 // no frame and no snapshot below this number is served: sight was taken away
	ring    [ringFrames][]byte
	chunk   []byte // where frames are appended, so that neighbours join into one write
	screens map[*Screen]struct{}

	pulse atomic.Pointer[pulse] // the latest volatile state; nil: none that may be told
	beats int64                 // pulses so far; the hub's loop's

	making   sync.Mutex // held while a snapshot is made
	snapshot *snapshot
}

// snapshot is a stream's state at n, framed plainly and compressed.
type snapshot struct {
	n            int64
	madeAt       time.Time
	plain, gzipd []byte
}

func newStream(key streamKey, epoch string, meter *faceMeter) *stream {
	return &stream{key: key, epoch: epoch, meter: meter, screens: map[*Screen]struct{}{}}
}

// publish appends one update. Nothing below the floor is served from now on; 0 leaves it as it is.
func (st *stream) publish(typ string, data any, floor int64) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.n++
	payload := encode(update{st.key.session, st.n, typ, data})
	if cap(st.chunk)-len(st.chunk) < len(payload)+10 {
		st.chunk = make([]byte, 0, max(chunkBytes, len(payload)+10))
	}
	from := len(st.chunk)
	st.chunk = appendFrame(st.chunk, textFrame, payload)
	st.ring[st.n%ringFrames] = st.chunk[from:len(st.chunk)]
	st.floor = max(st.floor, floor)
}

// wake tells every screen that there is something to write.
func (st *stream) wake() {
	st.mu.RLock()
	defer st.mu.RUnlock()
	for screen := range st.screens {
		screen.rouse()
	}
}

func (st *stream) attach(screen *Screen) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.screens[screen] = struct{}{}
}

func (st *stream) detach(screen *Screen) {
	st.mu.Lock()
	defer st.mu.Unlock()
	delete(st.screens, screen)
}

// reach reports whether a screen at n can go on by frames.
func (st *stream) reach(n int64) bool {
	return n <= st.n && n >= st.floor-1 && n >= st.n-ringFrames
}

// since returns everything after n as few slices as possible, and the number reached. It
// reports false when only a snapshot can help.
func (st *stream) since(n int64, into [][]byte) ([][]byte, int64, bool) {
	st.mu.RLock()
	defer st.mu.RUnlock()
	if !st.reach(n) {
		st.meter.missed.Add(1)
		return into, n, false
	}
	if n < st.n {
		st.meter.lag.observe(st.n - n)
	}
	for i := n + 1; i <= st.n; i++ {
		into = joinNext(into, st.ring[i%ringFrames])
	}
	return into, st.n, true
}

// joinNext appends a slice, or extends the last one when both lie side by side in a chunk.
func joinNext(into [][]byte, next []byte) [][]byte {
	if len(into) > 0 {
		last := into[len(into)-1]
		if end := len(last); cap(last) > end && &last[:end+1][end] == &next[0] {
			into[len(into)-1] = last[:end+len(next)]
			return into
		}
	}
	return append(into, next)
}

// snapshotFor returns a snapshot that can be served now, making one if need be. Screens that ask
// meanwhile wait for the same one.
func (st *stream) snapshotFor(now time.Time) (*snapshot, bool) {
	st.making.Lock()
	defer st.making.Unlock()
	if st.servable(st.snapshot, now) {
		return st.snapshot, true
	}
	view, n, ok := st.capture()
	if !ok {
		return nil, false
	}
	plain := encode(snapshotMessage{st.key.session, "Snapshot", st.epoch, n, view()})
	st.snapshot = &snapshot{n, now, appendFrame(nil, textFrame, plain), appendFrame(nil, binaryFrame, gzipped(plain))}
	return st.snapshot, true
}

// servable reports whether a snapshot is young enough, hides nothing that must be gone, and can
// be followed by frames.
func (st *stream) servable(s *snapshot, now time.Time) bool {
	st.mu.RLock()
	defer st.mu.RUnlock()
	return s != nil && s.n >= st.floor && st.reach(s.n) && (s.n == st.n || now.Sub(s.madeAt) < snapshotPace)
}
