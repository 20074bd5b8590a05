package rehearsal

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"sync"

	"github.com/fasthttp/websocket"
)

// What goes over the wire, written from the protocol and not shared with the server: a mistake in
// one of them shows.

// frame is anything a server says.
type frame struct {
	answer
	held   *held
	size   int                 // of the message, in bytes as it came
	Stream *string             `json:"s"`
	N      int64               `json:"n"`
	Type   string              `json:"type"`
	Epoch  string              `json:"epoch"`
	Data   json.RawMessage     `json:"data"`
	At     map[string]position `json:"at"`
}

// answer is what became of a command.
type answer struct {
	Re      string          `json:"re"`
	Result  json.RawMessage `json:"result"`
	Code    string          `json:"code"`
	Field   string          `json:"field"`
	RetryMS int64           `json:"retry_ms"`
}

// position is how far a stream was followed.
type position struct {
	epoch string
	n     int64
}

func (p *position) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[2]any{&p.epoch, &p.n})
}

func (p position) String() string { return fmt.Sprintf("%s.%d", p.epoch, p.n) }

type ideaView struct {
	Number int    `json:"number"`
	State  string `json:"state"`
}

type roundView struct {
	ID          string `json:"id"`
	Number      int    `json:"number"`
	State       string `json:"state"`
	ResultsOpen bool   `json:"results_open"`
	Items       []struct {
		Item  int   `json:"item"`
		Idea  int   `json:"idea"`
		Ideas []int `json:"ideas"`
	} `json:"items"`
	Tally *tally `json:"tally"`
}

type tally struct {
	Voters int           `json:"voters"`
	Items  map[int]count `json:"items"`
	Few    bool          `json:"few"` // so few that no ballot is told
}

type count struct {
	Points int   `json:"points"`
	Voters int   `json:"voters"`
	Counts []int `json:"counts"`
}

type sessionView struct {
	ID     string      `json:"id"`
	Phase  string      `json:"phase"`
	Blank  bool        `json:"blank"`
	Phases []phaseView `json:"phases"`
}

type phaseView struct {
	ID           string `json:"id"`
	Kind         string `json:"kind"`
	IdeasHidden  bool   `json:"ideas_hidden"`
	ReleaseFirst bool   `json:"release_first"`
}

// eventData is what a frame of the event's stream holds, snapshot or update.
type eventData struct {
	Event struct {
		Code     string `json:"code"`
		Language string `json:"language"`
	} `json:"event"`
	Sessions []sessionView `json:"sessions"`
}

// ideasData is what a frame of a session's stream says about ideas, to a screen that needs no
// more than their numbers.
type ideasData struct {
	Ideas []ideaView `json:"ideas"` // of a snapshot
	Shown []ideaView `json:"shown"`
	Gone  []int      `json:"gone"`
}

// roundsData is what such a frame says about rounds.
type roundsData struct {
	Rounds []roundView `json:"rounds"` // of a snapshot
	Shown  []roundView `json:"shown"`
}

// roundPulse is how an open round stands.
type roundPulse struct {
	ID  string `json:"id"`
	Rev int64  `json:"rev"`
}

// content is what a frame of a session's stream says.
type content struct {
	ideasData
	rounds []roundView
}

// content decodes what a frame of a session's stream says, once for all who were sent the same.
func (f frame) content() *content {
	f.held.decoded.Do(func() {
		if f.Type == "Snapshot" || f.Type == "IdeasShown" {
			json.Unmarshal(f.Data, &f.held.ideasData) // what cannot be read was not said
		}
		if f.Type == "Snapshot" || f.Type == "RoundsShown" {
			var data roundsData
			json.Unmarshal(f.Data, &data)
			f.held.rounds = append(data.Rounds, data.Shown...)
		}
	})
	return &f.held.content
}

// pulse decodes how a round stands, once for all who were sent the same.
func (f frame) pulse() roundPulse {
	f.held.decoded.Do(func() {
		var data struct {
			Round *roundPulse `json:"round"`
		}
		if data.Round = &f.held.round; json.Unmarshal(f.Data, &data) != nil {
			f.held.round = roundPulse{}
		}
	})
	return f.held.round
}

// held is a frame's content, as soon as somebody asked for it.
type held struct {
	decoded sync.Once
	content
	round roundPulse
}

// reader reads frames. All screens of a face are sent the same: a message that is no mere answer is
// unpacked and decoded once, however many screens it comes to.
type reader struct {
	seed maphash.Seed
	mu   sync.Mutex
	kept map[uint64]*shared
	keys []uint64 // the oldest first
}

type shared struct {
	once  sync.Once
	frame frame
	err   error
}

const (
	sharedFrom = 256 // bytes
	keptAtMost = 64
)

func newReader() *reader {
	return &reader{seed: maphash.MakeSeed(), kept: map[uint64]*shared{}}
}

var (
	buffers   = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	inflaters = sync.Pool{New: func() any { return new(gzip.Reader) }}
)

// read reads one message. A binary one is the same JSON, compressed.
func (r *reader) read(kind int, from io.Reader) (frame, error) {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if _, err := buffer.ReadFrom(from); err != nil {
		return frame{}, err
	}
	if buffer.Len() < sharedFrom {
		return decode(kind, buffer)
	}
	one := r.share(maphash.Bytes(r.seed, buffer.Bytes()))
	one.once.Do(func() { one.frame, one.err = decode(kind, buffer) })
	return one.frame, one.err
}

func (r *reader) share(key uint64) *shared {
	r.mu.Lock()
	defer r.mu.Unlock()
	if one := r.kept[key]; one != nil {
		return one
	}
	if len(r.keys) == keptAtMost {
		delete(r.kept, r.keys[0])
		r.keys = r.keys[1:]
	}
	one := &shared{}
	r.kept[key], r.keys = one, append(r.keys, key)
	return one
}

func decode(kind int, message *bytes.Buffer) (frame, error) {
	f := frame{held: &held{}, size: message.Len()}
	if kind != websocket.BinaryMessage {
		return f, json.Unmarshal(message.Bytes(), &f)
	}
	zip := inflaters.Get().(*gzip.Reader)
	defer inflaters.Put(zip)
	if err := zip.Reset(message); err != nil {
		return f, err
	}
	return f, json.NewDecoder(zip).Decode(&f)
}
