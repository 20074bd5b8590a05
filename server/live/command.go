package live

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"time"

	"masswerk/store"
)

// Face is the kind of screen that somebody looks at.
type Face string

const (
	Phone     Face = "phone"
	Console   Face = "console"
	Projector Face = "projector"
	Helper    Face = "helper" // a moderator who looks after ideas and comments that wait, and nothing else
	Staff     Face = "staff"  // acts through HTTP only
)

// Actor is who asks: a participant, moderator, projector or account, by id.
type Actor struct {
	Face Face
	ID   string
}

// Command is something an actor asks of a running event. Decide is pure: it looks at the state
// and answers with what follows, or refuses with a *store.Error. What it returns is applied and
// committed; only then does anybody learn of it.
type Command interface {
	Decide(state *State, by Actor, means Means) (Decision, error)
}

// Means is what a decision may need from outside: chance and time.
type Means struct {
	NewID   func() string
	Now     time.Time
	Shuffle func(n int, swap func(i, j int))
	Boxed   func(round string) ([]store.Ballot, error) // of an open secret round, all there are; nil: there can be no such round
}

// Decision is what follows from a command.
type Decision struct {
	Facts  []store.Fact
	Result any           // told to the actor; nil for {}
	Undo   Command       // the inverse, where there is one; it is guarded against later changes
	About  string        // ids and numbers for the audit log, never content
	Cast   *store.Ballot // goes into its round's box instead of the commit; answered when it lies there
}

// selfIdempotent marks commands whose repetition is harmless by what they say. They are not
// remembered: a list of vote commands would be a second, traceable copy of the ballots.
type selfIdempotent interface{ selfIdempotent() }

// commands lists what can be asked by which face. What is not listed cannot be asked.
var commands = map[string]registered{
	"SubmitIdea":   asked[SubmitIdea](Phone),
	"WithdrawIdea": asked[WithdrawIdea](Phone, Console),
	"Support":      asked[SupportIdea](Phone),
	"React":        asked[React](Phone),
	"SignalDone":   asked[SignalDone](Phone),
	"RaiseHand":    asked[RaiseHand](Phone),
	"SitDown":      asked[SitDown](Phone),
	"SetVote":      asked[SetVote](Phone),
	"SetOrder":     asked[SetOrder](Phone),
	"CastBallot":   asked[CastBallot](Phone),

	"EnterPhase":  asked[EnterPhase](Console),
	"SetPhase":    asked[SetPhase](Console),
	"EditSession": asked[EditSession](Console),
	"BlankWall":   asked[BlankWall](Console),
	"ShowSupport": asked[ShowSupport](Console),
	"Spotlight":   asked[Spotlight](Console),
	"Welcome":     asked[Welcome](Console),

	"AddPhase":    asked[AddPhase](Console),
	"EditPhase":   asked[EditPhase](Console),
	"RemovePhase": asked[RemovePhase](Console),
	"OrderPhases": asked[OrderPhases](Console),
	"SetTimer":    asked[SetTimer](Console),

	"SetSeating":   asked[SetSeating](Console),
	"SetAdmission": asked[SetAdmission](Console),
	"CountHeads":   asked[CountHeads](Console),

	"AddIdea":      asked[AddIdea](Console),
	"ModerateIdea": asked[ModerateIdea](Console, Helper),
	"RedactIdea":   asked[RedactIdea](Console, Helper),
	"PinIdea":      asked[PinIdea](Console),

	"AddComment":      asked[AddComment](Phone, Console),
	"WithdrawComment": asked[WithdrawComment](Phone, Console),
	"ModerateComment": asked[ModerateComment](Console, Helper),

	"CallHand":   asked[CallHand](Console),
	"LowerHand":  asked[LowerHand](Console),
	"ClearHands": asked[ClearHands](Console),
	"ClearDone":  asked[ClearDone](Console),

	"IssueTickets":  asked[IssueTickets](Console),
	"ReissueTicket": asked[ReissueTicket](Console),
	"RevokeTicket":  asked[RevokeTicket](Console),
	"ReserveCards":  asked[ReserveCards](Console),

	"MergeIdea":    asked[MergeIdea](Console),
	"UnmergeIdea":  asked[UnmergeIdea](Console),
	"MoveIdeas":    asked[MoveIdeas](Console),
	"CreateField":  asked[CreateField](Console),
	"EditField":    asked[EditField](Console),
	"OrderFields":  asked[OrderFields](Console),
	"JoinField":    asked[JoinField](Console),
	"PartField":    asked[PartField](Console),
	"RemoveField":  asked[RemoveField](Console),
	"RestoreField": asked[RestoreField](Console),

	"OpenRound":     asked[OpenRound](Console),
	"CloseRound":    asked[CloseRound](Console),
	"TakeBackRound": asked[TakeBackRound](Console),
	"Runoff":        asked[Runoff](Console),
	"EnterPaper":    asked[EnterPaper](Console),
	"TakeBackPaper": asked[TakeBackPaper](Console),
	"ShowResults":   asked[ShowResults](Console),

	"NominateIdea":  asked[NominateIdea](Console),
	"NominateField": asked[NominateField](Console),

	"Invite":           asked[Invite](Console),
	"Revoke":           asked[Revoke](Console),
	"DirectProjector":  asked[DirectProjector](Console),
	"DismissProjector": asked[DismissProjector](Console),
}

type registered struct {
	faces []Face
	empty func() Command
}

func asked[C Command](faces ...Face) registered {
	return registered{faces, func() Command { return any(new(C)).(Command) }}
}

// names finds a command's name on the wire by its type.
var names = func() map[reflect.Type]string {
	byType := map[reflect.Type]string{}
	for name, command := range commands {
		byType[reflect.TypeOf(command.empty()).Elem()] = name
	}
	return byType
}()

// Parse returns the command that face asks by name. Names and fields it does not know, and
// malformed JSON, are refused.
func Parse(face Face, name string, data json.RawMessage) (Command, error) {
	known, ok := commands[name]
	if !ok {
		return nil, store.ErrUnknownType
	}
	allowed := false
	for _, f := range known.faces {
		allowed = allowed || f == face
	}
	if !allowed {
		return nil, store.ErrForbidden
	}
	command := known.empty()
	if err := Decode(data, command); err != nil {
		return nil, err
	}
	return command, nil
}

// nameOf returns a command's name on the wire, or its type's name when only HTTP asks for it.
func nameOf(command Command) string {
	t := reflect.TypeOf(command)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name, ok := names[t]; ok {
		return name
	}
	return t.Name()
}

// sealed returns the MAC under which an accepted command is remembered.
func sealed(key []byte, command Command) string {
	content, err := json.Marshal(command)
	if err != nil {
		panic("live: command cannot be encoded: " + err.Error())
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(nameOf(command)))
	mac.Write([]byte{0})
	mac.Write(content)
	return hex.EncodeToString(mac.Sum(nil))
}
