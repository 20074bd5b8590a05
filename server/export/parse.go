package export

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
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
	maxSupports = 1_000_000
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
	r.want(r.Version == version, "version")
	r.want(r.document.Participants >= 0 && r.document.Participants <= maxPeople, "participants")
	r.want(len(r.document.Sessions) > 0 && len(r.document.Sessions) <= maxThings, "sessions")
	r.want(len(r.document.Fields) <= maxThings, "fields")
	r.want(len(r.document.Ideas) <= maxThings, "ideas")
	r.want(len(r.document.Rounds) <= maxThings, "rounds")
	for _, step := range []func(){r.readEvent, r.readPeople, r.readSessions, r.readFields, r.readIdeas, r.readMerges, r.readRounds} {
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
	r.want(oneOf(e.Admission, store.AdmissionOpen, store.AdmissionClosed), "event", "admission")
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
			r.want(oneOf(p.Kind, store.Lobby, store.Collect, store.Cluster, store.Vote, store.Discuss, store.Results), "sessions", i, "phases", j, "kind")
			r.want(line(p.Title, 0, 200), "sessions", i, "phases", j, "title")
			r.want(text(p.Instruction, 0, 2000), "sessions", i, "phases", j, "instruction")
			one.Phases = append(one.Phases, store.Phase{
				ID: store.NewID(), Session: one.ID, Position: j, Kind: p.Kind, Title: p.Title,
				Instruction: p.Instruction, PhaseSettings: p.PhaseSettings,
			})
		}
		if r.want(s.Phase >= 1 && s.Phase <= len(one.Phases), "sessions", i, "phase") {
			one.Phase = one.Phases[s.Phase-1].ID
		}
		r.contents.Sessions = append(r.contents.Sessions, one)
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

func (r *reader) readIdeas() {
	r.ideaIDs = map[int]string{}
	for i, in := range r.document.Ideas {
		_, twice := r.ideaIDs[in.Number]
		r.want(in.Number >= 1 && in.Number <= maxThings && !twice, "ideas", i, "number")
		r.want(in.Session >= 1 && in.Session <= len(r.contents.Sessions), "ideas", i, "session")
		r.want(oneOf(in.Kind, store.Proposal, store.Expectation), "ideas", i, "kind")
		r.want(oneOf(in.State, store.Held, store.Shown, store.Returned, store.Hidden, store.Withdrawn), "ideas", i, "state")
		least, most := 1, store.MaxIdeaLength
		if in.State == store.Withdrawn {
			least, most = 0, 0
		}
		r.want(text(in.Text, least, most), "ideas", i, "text")
		r.want(text(in.Reason, 0, most), "ideas", i, "reason")
		r.want(in.Field >= 0 && in.Field <= len(r.contents.Fields), "ideas", i, "field")
		r.want(in.Support >= 0 && in.Support <= len(r.contents.Participants), "ideas", i, "support")
		submitted, err := time.Parse(time.DateOnly, in.SubmittedOn)
		if !r.want(err == nil, "ideas", i, "submitted_on") {
			return
		}
		one := store.Idea{
			ID: store.NewID(), Event: r.contents.Event.ID, Session: r.contents.Sessions[in.Session-1].ID, Number: in.Number,
			Kind: in.Kind, Text: in.Text, State: in.State, Reason: in.Reason, OnBehalf: in.OnBehalf,
			Field: r.fieldID(in.Field), Nominated: in.Nominated, SubmittedAt: submitted.UnixMilli(),
		}
		r.ideaIDs[in.Number] = one.ID
		r.contents.Ideas = append(r.contents.Ideas, one)
		if !r.want(len(r.contents.Supports)+in.Support <= maxSupports, "ideas", i, "support") {
			return
		}
		for _, participant := range r.contents.Participants[:in.Support] {
			r.contents.Supports = append(r.contents.Supports, store.Support{Idea: one.ID, Participant: participant.ID})
		}
	}
}

func (r *reader) readMerges() {
	into := map[int]int{}
	for _, in := range r.document.Ideas {
		into[in.Number] = in.MergedInto
	}
	for i, in := range r.document.Ideas {
		known := in.MergedInto == 0 || r.ideaIDs[in.MergedInto] != ""
		circle := circles(in.Number, func(number int) int { return into[number] }, len(into))
		if r.want(known && !circle, "ideas", i, "merged_into") {
			r.contents.Ideas[i].MergedInto = r.ideaIDs[in.MergedInto]
		}
	}
}

// circles reports whether following the pointers from one thing never ends.
func circles(from int, into func(int) int, most int) bool {
	for range most + 1 {
		if from == 0 {
			return false
		}
		from = into(from)
	}
	return from != 0
}

func (r *reader) readRounds() {
	numbers := map[int]bool{}
	for i, in := range r.document.Rounds {
		r.want(in.Number >= 1 && in.Number <= maxThings && !numbers[in.Number], "rounds", i, "number")
		numbers[in.Number] = true
		r.want(in.Session >= 1 && in.Session <= len(r.contents.Sessions), "rounds", i, "session")
		r.want(in.Method == "dots", "rounds", i, "method")
		r.want(oneOf(in.Subject, store.OnIdeas, store.OnFields), "rounds", i, "subject")
		r.want(oneOf(in.Secrecy, store.OpenVote, store.Pseudonymous), "rounds", i, "secrecy")
		r.want(in.Budget >= 1 && in.Budget <= 1000, "rounds", i, "budget")
		r.want(in.Cap >= 1 && in.Cap <= in.Budget, "rounds", i, "cap")
		r.want(oneOf(in.State, store.RoundOpen, store.RoundClosed), "rounds", i, "state")
		r.want(in.Admitted >= 0 && in.Admitted <= maxPeople, "rounds", i, "admitted")
		if r.err != nil {
			return
		}
		if in.State == store.RoundOpen {
			continue
		}
		one := store.Round{
			ID: store.NewID(), Event: r.contents.Event.ID, Session: r.contents.Sessions[in.Session-1].ID, Number: in.Number,
			Method: in.Method, Subject: in.Subject, Secrecy: in.Secrecy, Budget: in.Budget, Cap: in.Cap, Hidden: in.Hidden,
			State: in.State, ResultsOpen: in.ResultsOpen, Admitted: in.Admitted,
		}
		one.Items = r.readItems(in, i)
		ballots := r.readBallots(in, i, one)
		if r.err != nil {
			return
		}
		counted := store.Count(ballots)
		if !r.want(in.Tally != nil && in.Tally.Voters == counted.Voters && sameItems(in.Tally.Items, counted.Items), "rounds", i, "tally") {
			return
		}
		one.Tally = &counted
		r.contents.Rounds = append(r.contents.Rounds, one)
		r.contents.Ballots = append(r.contents.Ballots, ballots...)
	}
}

func (r *reader) readItems(in round, at int) (items []store.RoundItem) {
	seen := map[int]bool{}
	for i, it := range in.Items {
		r.want(it.Item >= 1 && it.Item <= maxThings && !seen[it.Item], "rounds", at, "items", i, "item")
		seen[it.Item] = true
		one := store.RoundItem{Item: it.Item}
		if in.Subject == store.OnFields {
			if r.want(it.Field >= 1 && it.Field <= len(r.contents.Fields) && it.Idea == 0, "rounds", at, "items", i, "field") {
				one.Field = r.fieldID(it.Field)
			}
		} else if r.want(r.ideaIDs[it.Idea] != "" && it.Field == 0 && slices.Contains(it.Ideas, it.Idea), "rounds", at, "items", i, "idea") {
			one.Idea = r.ideaIDs[it.Idea]
		}
		for _, number := range it.Ideas {
			r.want(r.ideaIDs[number] != "", "rounds", at, "items", i, "ideas")
			one.Ideas = append(one.Ideas, r.ideaIDs[number])
		}
		items = append(items, one)
	}
	return items
}

func (r *reader) readBallots(in round, at int, into store.Round) (ballots []store.Ballot) {
	known := map[int]bool{}
	for _, one := range into.Items {
		known[one.Item] = true
	}
	r.want(len(in.Ballots) <= maxPeople, "rounds", at, "ballots")
	for i, b := range in.Ballots {
		one := store.Ballot{ID: store.NewID(), Round: into.ID, Points: b.Points}
		holds := len(b.Points) > 0
		spent := 0
		for number, points := range b.Points {
			holds = holds && known[number] && points >= 1 && points <= in.Cap
			spent += points
		}
		r.want(holds && spent <= in.Budget, "rounds", at, "ballots", i, "points")
		ballots = append(ballots, one)
	}
	return ballots
}

// sameItems compares tallies, in which an item without votes may stand or not.
func sameItems(a, b map[int]store.ItemTally) bool {
	voted := func(items map[int]store.ItemTally) map[int]store.ItemTally {
		kept := map[int]store.ItemTally{}
		for number, sum := range items {
			if sum != (store.ItemTally{}) {
				kept[number] = sum
			}
		}
		return kept
	}
	return reflect.DeepEqual(voted(a), voted(b))
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
