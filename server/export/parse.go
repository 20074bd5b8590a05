package export

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"masswerk/store"
)

// Bounds of what is read: more than any room holds, and little enough to keep in memory.
const (
	maxPeople   = 100_000
	maxThings   = 100_000
	maxSupports = 1_000_000 // and reactions
	maxSeconds  = 24 * 60 * 60
	maxInstant  = 253_402_300_799_999 // milliseconds UTC: the end of the year 9999
)

// ParseJSON reads a document that JSON wrote into an event of its own: new ids, key and join code,
// nobody who could sign in. The people who took part are restored as a number: participants whom
// no device can claim. Open rounds, candidates and outcomes are left out. Whatever does not fit
// together, tallies that their ballots do not give among it, is refused as invalid, naming where.
func ParseJSON(data []byte) (store.Contents, error) {
	var d document
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if !utf8.Valid(data) {
		return store.Contents{}, store.ErrTextInvalid
	}
	if err := decoder.Decode(&d); err != nil {
		return store.Contents{}, malformed(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return store.Contents{}, store.ErrInvalid
	}
	r := reader{document: d}
	return r.read()
}

func malformed(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return store.ErrInvalid.About(wrong.Field)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return store.ErrInvalid.About(strings.Trim(name, `"`))
	}
	return store.ErrInvalid
}

// reader turns a document into contents. The first thing that does not fit stays in err.
type reader struct {
	document
	contents store.Contents
	ideaIDs  map[int]string // by number
	err      error
}

// want notes a refusal about a place in the document unless it holds. Names and list indexes
// make the place: "ideas", 3, "text" is ideas[3].text.
func (r *reader) want(holds bool, place ...any) bool {
	if !holds && r.err == nil {
		var path strings.Builder
		for _, part := range place {
			if index, ok := part.(int); ok {
				fmt.Fprintf(&path, "[%d]", index)
			} else if path.Len() > 0 {
				fmt.Fprintf(&path, ".%s", part)
			} else {
				fmt.Fprint(&path, part)
			}
		}
		r.err = store.ErrInvalid.About(path.String())
	}
	return holds && r.err == nil
}

func (r *reader) read() (store.Contents, error) {
	r.want(r.Format == format, "format")
	r.want(r.Version == 1 || r.Version == version, "version")
	r.want(r.document.Participants >= 0 && r.document.Participants <= maxPeople, "participants")
	r.want(len(r.document.Sessions) > 0 && len(r.document.Sessions) <= maxThings, "sessions")
	r.want(len(r.document.Fields) <= maxThings, "fields")
	r.want(len(r.document.Ideas) <= maxThings, "ideas")
	r.want(len(r.document.Comments) <= maxThings, "comments")
	r.want(len(r.document.Rounds) <= maxThings, "rounds")
	for _, step := range []func(){
		r.readEvent, r.readPeople, r.readSessions, r.readSeating, r.readFields, r.readIdeas, r.readMerges, r.readComments, r.readRounds,
	} {
		if r.err != nil {
			return store.Contents{}, r.err
		}
		step()
	}
	if r.err != nil {
		return store.Contents{}, r.err
	}
	return r.contents, nil
}

func (r *reader) readEvent() {
	e := r.document.Event
	key := make([]byte, 32)
	rand.Read(key)
	r.contents.Event = store.Event{
		ID: store.NewID(), Title: e.Title, Format: e.Format, JoinCode: store.NewCode(8), Admission: e.Admission,
		Language: e.Language, Address: e.Address, HeldOn: e.HeldOn, DeleteOn: e.DeleteOn, Publication: e.Publication,
		Welcome: e.Welcome, Notice: e.Notice, Key: key,
	}
	r.want(line(e.Title, 1, 200), "event", "title")
	r.want(oneOf(e.Format, store.Workshop, store.Barcamp, store.Conference), "event", "format")
	r.want(oneOf(e.Admission, store.AdmissionOpen, store.AdmissionTickets, store.AdmissionClosed), "event", "admission")
	r.want(oneOf(e.Language, "de", "en"), "event", "language")
	r.want(oneOf(e.Address, "sie", "du"), "event", "address")
	r.want(oneOf(e.Publication, store.Internal, store.Committee, store.Public), "event", "publication")
	r.want(day(e.HeldOn), "event", "held_on")
	r.want(day(e.DeleteOn), "event", "delete_on")
	r.want(text(e.Welcome, 0, 1000), "event", "welcome")
	r.want(text(e.Notice, 0, 20_000), "event", "notice")
}

// readPeople makes as many participants as there were. Their devices are hashes of secrets that
// are thrown away here, so nobody can come back as one of them.
func (r *reader) readPeople() {
	for range r.document.Participants {
		secret := make([]byte, 32)
		rand.Read(secret)
		r.contents.Participants = append(r.contents.Participants, store.Participant{
			ID: store.NewID(), Event: r.contents.Event.ID, Device: store.HashSecret(base64.RawURLEncoding.EncodeToString(secret)),
		})
	}
}

func (r *reader) readSessions() {
	for i, s := range r.document.Sessions {
		one := store.Session{
			ID: store.NewID(), Event: r.contents.Event.ID, Position: i, Title: s.Title, Prompt: s.Prompt,
			Blank: s.Blank, SupportShown: s.SupportShown,
		}
		r.want(line(s.Title, 0, 200), "sessions", i, "title")
		r.want(text(s.Prompt, 0, 1000), "sessions", i, "prompt")
		r.want(len(s.Phases) <= 100, "sessions", i, "phases")
		for j, p := range s.Phases {
			one.Phases = append(one.Phases, store.Phase{
				ID: store.NewID(), Session: one.ID, Position: j, PhasePlan: r.readPlan(p.PhasePlan, i, j), PhaseSettings: p.PhaseSettings,
			})
		}
		if r.want(s.Phase >= 1 && s.Phase <= len(one.Phases), "sessions", i, "phase") {
			one.Phase = one.Phases[s.Phase-1].ID
		}
		r.contents.Sessions = append(r.contents.Sessions, one)
	}
}

func (r *reader) readPlan(p store.PhasePlan, i, j int) store.PhasePlan {
	r.want(oneOf(p.Kind, store.Lobby, store.Collect, store.Cluster, store.Vote, store.Discuss, store.Results), "sessions", i, "phases", j, "kind")
	r.want(line(p.Title, 0, 200), "sessions", i, "phases", j, "title")
	r.want(text(p.Instruction, 0, 2000), "sessions", i, "phases", j, "instruction")
	r.want(p.Seconds >= 0 && p.Seconds <= maxSeconds, "sessions", i, "phases", j, "seconds")
	r.want(oneOf(p.End, store.EndSignal, store.EndNext, store.EndClose), "sessions", i, "phases", j, "end")
	r.want(p.OpensAt >= 0 && p.OpensAt <= maxInstant, "sessions", i, "phases", j, "opens_at")
	r.want(p.Scene == "" || slices.Contains(store.Scenes, p.Scene), "sessions", i, "phases", j, "scene")
	if p.Vote == nil {
		return p
	}
	vote, err := p.Vote.CheckPlan()
	r.want(err == nil && saysLittle(vote), "sessions", i, "phases", j, "vote")
	p.Vote = &vote
	return p
}

// saysLittle bounds the words of a vote's plan.
func saysLittle(plan store.RoundPlan) bool {
	holds := line(plan.Title, 0, 200)
	for _, one := range plan.Criteria {
		holds = holds && line(one.Name, 1, 200) && line(one.Low, 0, 200) && line(one.High, 0, 200)
	}
	return holds
}

// readSeating reads what of the event needs its sessions.
func (r *reader) readSeating() {
	e, event := r.document.Event, &r.contents.Event
	r.want(e.Tables >= 0 && e.Tables <= store.MaxTables, "event", "tables")
	r.want(e.Step >= 0 && e.Step <= maxThings, "event", "step")
	r.want(e.Heads >= 0 && e.Heads <= maxPeople, "event", "heads")
	r.want(len(e.Cards) <= maxThings, "event", "cards")
	for i, one := range e.Cards {
		r.want(one.From >= 1 && one.From <= one.To && one.To <= maxThings, "event", "cards", i)
		event.Cards = append(event.Cards, store.CardRange(one))
	}
	event.Heads, event.Seating = e.Heads, store.Seating{Tables: e.Tables, Step: e.Step}
	if r.want(e.Plenary >= 0 && e.Plenary <= len(r.contents.Sessions), "event", "plenary") && e.Plenary > 0 {
		event.Seating.Plenary = r.contents.Sessions[e.Plenary-1].ID
	}
}

func (r *reader) readFields() {
	for i, f := range r.document.Fields {
		r.want(line(f.Title, 1, store.MaxFieldTitle), "fields", i, "title")
		r.want(f.Color >= 0 && f.Color < 12, "fields", i, "color")
		r.contents.Fields = append(r.contents.Fields, store.TopicField{
			ID: store.NewID(), Event: r.contents.Event.ID, Title: f.Title, Color: f.Color, Position: i,
			Nominated: f.Nominated, Removed: f.Removed,
		})
	}
	for i, f := range r.document.Fields {
		if r.want(f.JoinedInto >= 0 && f.JoinedInto <= len(r.document.Fields), "fields", i, "joined_into") {
			r.contents.Fields[i].JoinedInto = r.fieldID(f.JoinedInto)
		}
	}
	into := func(place int) int { return r.document.Fields[place-1].JoinedInto }
	for i := range r.contents.Fields {
		if r.err == nil {
			r.want(!circles(i+1, into, len(r.document.Fields)), "fields", i, "joined_into")
		}
	}
}

// fieldID returns the id of the field at a place that was checked; none for 0.
func (r *reader) fieldID(place int) string {
	if place == 0 {
		return ""
	}
	return r.contents.Fields[place-1].ID
}

func oneOf[T comparable](value T, allowed ...T) bool { return slices.Contains(allowed, value) }

func day(date string) bool {
	_, err := time.Parse(time.DateOnly, date)
	return err == nil
}

// text checks a text's length in code points, and that it has no control characters but line ends
// and tabs.
func text(value string, least, most int) bool {
	for _, r := range value {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return false
		}
	}
	length := utf8.RuneCountInString(value)
	return length >= least && length <= most
}

func line(value string, least, most int) bool {
	return text(value, least, most) && !strings.ContainsAny(value, "\n\t")
}
