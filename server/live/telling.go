package live

import (
	"cmp"
	"reflect"
	"slices"

	"masswerk/store"
)

// What a hub does once a batch is committed: it answers, and tells every stream what it may know.

// show answers the settled commands and tells every stream what it may know of the changes.
func (h *Hub) show() {
	h.remember() // before the answers: whoever joined comes back at once
	for _, one := range h.batch.answers {
		h.reply(one)
	}
	slices.SortStableFunc(h.batch.order, byNoun)
	first := map[*stream]int64{} // number of each stream's first update
	for from := 0; from < len(h.batch.order); {
		to := from
		for to < len(h.batch.order) && h.batch.order[to].kind == h.batch.order[from].kind && h.batch.order[to].session == h.batch.order[from].session {
			to++
		}
		for _, face := range h.state.looking() {
			h.tell(face, h.batch.order[from:to], first)
		}
		from = to
	}
	for st := range first {
		st.wake()
	}
	h.showOwn()
	if h.batch.votes {
		h.votesDue = true
	}
	if h.votesDue || len(h.told) > 0 || h.batch.signals {
		h.schedule(tallyPace)
	}
}

// tell publishes how nouns of one kind changed for a face. What takes sight away raises the floor
// to the batch's first update: all of them are made of what is so in the end, so that screens that
// were there before can go on.
func (h *Hub) tell(face Face, nouns []noun, first map[*stream]int64) {
	var told changed
	told.Shown = []any{}
	raise := false
	for _, at := range nouns {
		before, after := h.batch.before[seen{face, at}], look(face, h.state, at, h.config.Address(h.state.event.JoinCode))
		if reflect.DeepEqual(before, after) {
			continue
		}
		raise = raise || takesAway(before, after)
		if after == nil {
			told.Gone = append(told.Gone, keyOf(h.state, at))
		} else {
			told.Shown = append(told.Shown, after)
		}
	}
	if len(told.Shown)+len(told.Gone) == 0 {
		return
	}
	st := h.streams[streamKey{face, nouns[0].session}]
	if first[st] == 0 {
		first[st] = st.n + 1
	}
	floor := int64(0)
	if raise {
		floor = first[st]
	}
	if nouns[0].kind == ofEvent {
		st.publish(updateTypes[ofEvent], map[string]any{"event": told.Shown[0]}, floor)
	} else {
		st.publish(updateTypes[nouns[0].kind], told, floor)
	}
	if nouns[0].kind == ofRound {
		st.pulse.Store(nil) // whatever it said of a round may no longer be so
		h.votesDue = true
	}
}

// showOwn sends participants their own view where it changed.
func (h *Hub) showOwn() {
	for participant, knows := range h.batch.own {
		actor := Actor{Phone, participant}
		h.mu.RLock()
		screens := h.screens[actor]
		h.mu.RUnlock()
		var frame []byte
		for _, screen := range screens {
			if screen == knows {
				continue
			}
			if frame == nil {
				frame = h.mine(participant)
			}
			screen.setMine(frame)
		}
	}
}

func (h *Hub) mine(participant string) []byte {
	return message(stateMessage{Type: "Mine", Data: viewMine(h.state, participant)})
}

// remember publishes what is asked from outside the loop, and sends away who may no longer be here.
func (h *Hub) remember() {
	for _, fact := range h.batch.facts {
		switch f := fact.(type) {
		case store.TicketReissued, store.TicketRevoked, store.DeviceReplaced:
			h.recognise()
			h.expel()
			h.schedule(herePace)
		case store.ParticipantJoined:
			h.mu.Lock()
			h.known[identity{Phone, f.Participant.Device}] = Actor{Phone, f.Participant.ID}
			h.mu.Unlock()
			h.schedule(herePace)
		case store.ModeratorInvited, store.ModeratorRevoked, store.ProjectorPaired, store.ProjectorDirected:
			h.recognise()
			h.expel()
		}
	}
	h.publishFacts()
}

// recognise lists who may enter.
func (h *Hub) recognise() {
	known := make(map[identity]Actor, len(h.state.devices)+8)
	for device, id := range h.state.devices {
		known[identity{Phone, device}] = Actor{Phone, id}
	}
	for _, one := range h.state.moderators {
		if !one.Revoked {
			known[identity{Console, one.Secret}] = Actor{faceOf(one.Role), one.ID}
		}
	}
	for _, one := range h.state.projectors {
		if !one.Revoked {
			known[identity{Projector, one.Secret}] = Actor{Projector, one.ID}
		}
	}
	h.mu.Lock()
	h.known = known
	h.mu.Unlock()
}

// faceOf returns the face that a moderator's link opens.
func faceOf(role store.Role) Face {
	if role == store.Helps {
		return Helper
	}
	return Console
}

// expel ends the screens of those who were sent away.
func (h *Hub) expel() {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for actor, screens := range h.screens {
		if !h.state.sentAway(actor) {
			continue
		}
		for _, screen := range screens {
			screen.End(CloseNotAllowed)
		}
	}
}

// publishFacts lets the event be described without asking the loop.
func (h *Hub) publishFacts() {
	sessions := make([]store.Session, len(h.state.sessions))
	for i, one := range h.state.sessions {
		sessions[i] = one.Session
	}
	h.mu.Lock()
	h.event, h.sessions = h.state.event, sessions
	h.counts = store.Counts{Participants: len(h.state.devices), Ideas: len(h.state.ideas), Rounds: len(h.state.rounds)}
	h.mu.Unlock()
}

// tellSupport publishes the support counts that changed since the last pulse, as one update.
func (h *Hub) tellSupport() {
	if len(h.told) == 0 {
		return
	}
	h.batch = batch{before: map[seen]any{}}
	for id := range h.told {
		one := h.state.ideas[id]
		at := noun{ofIdea, id, one.Session}
		for _, face := range h.state.looking() {
			h.batch.before[seen{face, at}] = look(face, h.state, at, "")
		}
		h.state.changeIdea(id, func(i *idea) { i.told = i.echo })
		h.batch.order = append(h.batch.order, at)
	}
	h.told = map[string]struct{}{}
	slices.SortFunc(h.batch.order, func(a, b noun) int {
		if a.session != b.session {
			return cmp.Compare(a.session, b.session)
		}
		return h.state.number(a.id) - h.state.number(b.id)
	})
	h.show()
}

// here counts the participants with a connected phone.
func (h *Hub) here() int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	count := 0
	for actor := range h.screens {
		if actor.Face == Phone {
			count++
		}
	}
	return count
}
