package live

import (
	"cmp"

	"masswerk/store"
)

// Who leads an event.

// ModeratorMade is the result of Invite and EnterAccount.
type ModeratorMade struct {
	Moderator string `json:"moderator"`
}

// Invite makes a link that lets a further moderator or a helper in without an account. The console
// makes the secret, so it is never sent back.
type Invite struct {
	Label  string     `json:"label"`
	Secret string     `json:"secret"`
	Role   store.Role `json:"role,omitempty"` // empty: as a moderator
}

func (c Invite) Decide(state *State, _ Actor, means Means) (Decision, error) {
	label, err := cleanLine(c.Label, 80, "label")
	if err != nil {
		return Decision{}, err
	}
	if len(c.Secret) < 22 || len(c.Secret) > 128 {
		return Decision{}, store.ErrInvalid.About("secret")
	}
	role := cmp.Or(c.Role, store.Leads)
	if role != store.Leads && role != store.Helps {
		return Decision{}, store.ErrInvalid.About("role")
	}
	one := store.Moderator{ID: means.NewID(), Event: state.event.ID, Label: label, Secret: store.HashSecret(c.Secret), Role: role}
	return Decision{
		Facts:  []store.Fact{store.ModeratorInvited{Moderator: one}},
		Result: ModeratorMade{one.ID},
		Undo:   Revoke{Moderator: one.ID, On: true},
		About:  one.ID,
	}, nil
}

// Revoke ends an invitation, or takes that back. Whoever came in by it is sent away.
type Revoke struct {
	Moderator string `json:"moderator"`
	On        bool   `json:"on"`
}

func (c Revoke) Decide(state *State, by Actor, _ Means) (Decision, error) {
	one := state.moderator(c.Moderator)
	if one == nil {
		return Decision{}, store.ErrNotFound
	}
	if one.ID == by.ID {
		return Decision{}, store.ErrForbidden // nobody locks themselves out
	}
	return Decision{
		Facts: []store.Fact{store.ModeratorRevoked{Moderator: one.ID, Revoked: c.On}},
		Undo:  Revoke{Moderator: one.ID, On: one.Revoked},
		About: one.ID,
	}, nil
}

// EnterAccount lets a signed-in member of staff lead the event. Every entry has a secret of its
// own, so that one laptop's entry can be revoked. Asked by HTTP only.
type EnterAccount struct {
	Account string
	Label   string
	Secret  string // store.HashSecret of the console's secret
}

func (c EnterAccount) Decide(state *State, _ Actor, means Means) (Decision, error) {
	for _, one := range state.moderators {
		if one.Account == c.Account && one.Secret == c.Secret && !one.Revoked {
			return Decision{Result: ModeratorMade{one.ID}}, nil
		}
	}
	one := store.Moderator{ID: means.NewID(), Event: state.event.ID, Label: c.Label, Secret: c.Secret, Account: c.Account, Role: store.Leads}
	return Decision{Facts: []store.Fact{store.ModeratorInvited{Moderator: one}}, Result: ModeratorMade{one.ID}, About: one.ID}, nil
}
