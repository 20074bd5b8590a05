package live

import "masswerk/store"

// What a hub knows of comments, and how a face sees one.

// discussion is how participants and moderators answer ideas: with comments or without words.
type discussion struct {
	echoes     map[store.Reaction]bool     // support and reactions
	echoed     map[string][]store.Reaction // by participant
	comments   map[string]*comment         // by id
	remarks    map[int]string              // comment ids by number
	commentsOn map[string][]string         // comment ids by idea
	commentsBy map[string][]string         // comment ids by participant
	lastRemark int
}

// addDiscussion adds it as the rows have it, and the signals with it.
func (s *State) addDiscussion(contents store.Contents) {
	s.discussion = discussion{
		echoes: make(map[store.Reaction]bool, len(contents.Supports)+len(contents.Reactions)), echoed: map[string][]store.Reaction{},
		comments: map[string]*comment{}, remarks: map[int]string{},
		commentsOn: map[string][]string{}, commentsBy: map[string][]string{},
	}
	s.addEchoes(contents)
	for _, one := range contents.Comments {
		s.addComment(one)
	}
	for _, one := range contents.Signals {
		s.session(one.Session).set(one, true)
	}
}

// comment is a comment with its place.
type comment struct {
	store.Comment
	session string
	at      int // index in its session's comments
	on      int // index of its idea in its session's ideas
}

// comment returns a comment by its number, or nil.
func (s *State) comment(number int) *comment { return s.comments[s.remarks[number]] }

func (s *State) addComment(one store.Comment) {
	on := s.ideas[one.Idea]
	in := s.session(on.Session)
	added := &comment{Comment: one, session: in.ID, at: len(in.comments), on: on.at}
	in.comments = append(in.comments, added)
	s.comments[one.ID], s.remarks[one.Number] = added, one.ID
	s.lastRemark = max(s.lastRemark, one.Number)
	s.commentsOn[one.Idea] = append(s.commentsOn[one.Idea], one.ID)
	if one.Author != "" {
		s.commentsBy[one.Author] = append(s.commentsBy[one.Author], one.ID)
	}
}

// changeComment replaces a comment by a changed copy.
func (s *State) changeComment(id string, change func(*comment)) {
	copied := *s.comments[id]
	change(&copied)
	s.comments[id] = &copied
	s.session(copied.session).comments[copied.at] = &copied
}

// applyToDiscussion does what a fact says about answers to ideas, and about signals.
func (s *State) applyToDiscussion(fact store.Fact) {
	switch f := fact.(type) {
	case store.IdeaSupported:
		s.setEcho(backing(f.Idea, f.Participant), f.On)
	case store.ReactionSet:
		s.setEcho(f.Reaction, f.On)
	case store.CommentAdded:
		s.addComment(f.Comment)
	case store.CommentModerated:
		s.changeComment(f.Comment, func(c *comment) { c.State = f.State })
	case store.CommentWithdrawn:
		s.changeComment(f.Comment, func(c *comment) { c.State, c.Text = store.Withdrawn, "" })
		s.forgetMAC(s.comments[f.Comment].Command)
	case store.SignalSet:
		s.session(f.Signal.Session).set(f.Signal, f.On)
	case store.SignalsCleared:
		s.session(f.Session).clear(f.Kind)
	}
}

// CommentView is a comment as screens see it. Nobody is told which participant wrote it.
type CommentView struct {
	Number    int             `json:"number"`
	Idea      int             `json:"idea"`
	Text      string          `json:"text"`
	Moderator bool            `json:"moderator,omitempty"`
	State     store.IdeaState `json:"state,omitempty"` // console and helper
}

// viewComment shows a comment to who sees the idea it is on: to consoles and helpers unless it is
// withdrawn; to phones and projectors if it is shown, while the phase has comments.
func viewComment(to Face, in store.Session, on *idea, one *comment) (CommentView, bool) {
	view := CommentView{Number: one.Number, Idea: on.Number, Text: one.Text, Moderator: one.Author == ""}
	if !sees(to, in, on) {
		return view, false
	}
	switch to {
	case Console, Helper:
		view.State = one.State
		return view, one.State != store.Withdrawn
	case Phone, Projector:
		return view, one.State == store.Shown && in.Current().Comments
	}
	return view, false
}
