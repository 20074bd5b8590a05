package export

import (
	"time"

	"masswerk/store"
)

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
		r.want(in.Table >= 0 && in.Table <= store.MaxTables, "ideas", i, "table")
		submitted, err := time.Parse(time.DateOnly, in.SubmittedOn)
		if !r.want(err == nil, "ideas", i, "submitted_on") {
			return
		}
		one := store.Idea{
			ID: store.NewID(), Event: r.contents.Event.ID, Session: r.contents.Sessions[in.Session-1].ID, Number: in.Number,
			Kind: in.Kind, Text: in.Text, State: in.State, Reason: in.Reason, OnBehalf: in.OnBehalf,
			Redacted: in.Redacted, Pinned: in.Pinned, Table: in.Table, Field: r.fieldID(in.Field), Nominated: in.Nominated, SubmittedAt: submitted.UnixMilli(),
		}
		r.ideaIDs[in.Number] = one.ID
		r.contents.Ideas = append(r.contents.Ideas, one)
		if !r.want(len(r.contents.Supports)+in.Support <= maxSupports, "ideas", i, "support") {
			return
		}
		for _, participant := range r.contents.Participants[:in.Support] {
			r.contents.Supports = append(r.contents.Supports, store.Support{Idea: one.ID, Participant: participant.ID})
		}
		r.readReactions(in, i, one.ID)
	}
}

// readReactions gives an idea's reactions to the first participants, as its support.
func (r *reader) readReactions(in idea, at int, id string) {
	known := 0
	for _, kind := range store.ReactionKinds {
		count, stands := in.Reactions[kind]
		if stands {
			known++
		}
		holds := count >= 0 && count <= len(r.contents.Participants) && len(r.contents.Reactions)+count <= maxSupports
		if !r.want(holds, "ideas", at, "reactions") {
			return
		}
		for _, participant := range r.contents.Participants[:count] {
			r.contents.Reactions = append(r.contents.Reactions, store.Reaction{Idea: id, Participant: participant.ID, Kind: kind})
		}
	}
	r.want(known == len(in.Reactions), "ideas", at, "reactions")
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

// readComments gives what participants wrote to the first of them: that it was no moderator is all
// that is known.
func (r *reader) readComments() {
	numbers := map[int]bool{}
	for i, in := range r.document.Comments {
		r.want(in.Number >= 1 && in.Number <= maxThings && !numbers[in.Number], "comments", i, "number")
		numbers[in.Number] = true
		r.want(r.ideaIDs[in.Idea] != "", "comments", i, "idea")
		r.want(oneOf(in.State, store.Shown, store.Hidden, store.Withdrawn), "comments", i, "state")
		least, most := 1, store.MaxCommentLength
		if in.State == store.Withdrawn {
			least, most = 0, 0
		}
		r.want(text(in.Text, least, most), "comments", i, "text")
		one := store.Comment{
			ID: store.NewID(), Event: r.contents.Event.ID, Idea: r.ideaIDs[in.Idea], Number: in.Number, Text: in.Text, State: in.State,
		}
		if !in.Moderator && r.want(len(r.contents.Participants) > 0, "comments", i, "moderator") {
			one.Author = r.contents.Participants[0].ID
		}
		r.contents.Comments = append(r.contents.Comments, one)
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
