package rehearsal

import (
	"context"
	"errors"
	"fmt"
)

// Room is what has to be known to play in a house's event.
type Room struct {
	Code      string // to join with
	Session   string
	Round     string // that is open; empty: contributions are taken
	Items     int    // that can be voted for
	Projector string // cookie of a screen of the room
}

// What a round of a furnished room lets everybody give.
const (
	furnishedBudget = 10
	furnishedCap    = 2
)

// Furnish brings the house's workshop to where something can be measured: a projector is paired and
// so many contributions are there. Either more are taken, or a vote with open results is under way.
func (h *House) Furnish(ctx context.Context, ideas int, voting bool) (room Room, err error) {
	_, event, secret, err := Invitation(h.Origin, h.Invitation)
	if err != nil {
		return room, err
	}
	stage := newStage(ctx, h.Origin)
	defer stage.close()
	cookie, err := stage.call(ctx, "POST", "/console/"+event+"/enter", "", map[string]string{"secret": secret}, nil)
	if err != nil {
		return room, err
	}
	m, err := enterConsole(ctx, stage, event, cookie)
	if err != nil {
		return room, err
	}
	room.Code, _ = m.event()
	room.Session = stage.session
	if room.Projector, err = pairProjector(ctx, m); err != nil {
		return room, err
	}
	if err := m.enter(ctx, "collect"); err != nil {
		return room, err
	}
	if err := m.contribute(ctx, ideas); err != nil || !voting {
		return room, err
	}
	if err := m.enter(ctx, "vote"); err != nil {
		return room, err
	}
	round, err := m.openRound(ctx, map[string]any{
		"session": room.Session, "method": "dots", "subject": "ideas", "secrecy": "pseudonymous",
		"budget": furnishedBudget, "cap": furnishedCap,
	})
	room.Round, room.Items = round.ID, len(round.Items)
	return room, err
}

// contribute enters so many contributions of the example, all different, at the console.
func (m *moderator) contribute(ctx context.Context, count int) error {
	example := Example()
	if len(example) == 0 {
		return errors.New("the example holds no contribution")
	}
	for i := range count {
		one := example[i%len(example)]
		text := one.Text
		if again := i / len(example); again > 0 {
			text = fmt.Sprintf("%s (%d)", text, again+1)
		}
		data := map[string]string{"session": m.stage.session, "kind": one.Kind, "text": text}
		if _, err := m.screen.ask(ctx, "AddIdea", data); err != nil {
			return err
		}
	}
	return nil
}
