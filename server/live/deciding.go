package live

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"masswerk/store"
)

// answered is a request with what was decided, waiting for the commit.
type answered struct {
	request
	result json.RawMessage
	undo   Command
	err    error
	later  bool // when its ballot lies in the box
}

// batch is what the commands of one commit bring about.
type batch struct {
	answers  []answered
	facts    []store.Fact
	casts    []cast // ballots for boxes
	accepted []store.Accepted
	before   map[seen]any       // how touched nouns looked before, by face
	order    []noun             // touched nouns
	own      map[string]*Screen // participants whose own view changed, and the one screen that knows
	votes    bool
	signals  bool // who is done or wants to speak, or who may know it
}

type seen struct {
	face Face
	noun noun
}

// decide fills the batch. A panic in a rule is an error like any other.
func (h *Hub) decide(waiting []request) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("decide: %v", fault)
		}
	}()
	h.batch = batch{before: map[seen]any{}, own: map[string]*Screen{}}
	means := Means{NewID: store.NewID, Now: h.clock.now(), Shuffle: rand.Shuffle}
	if h.config.Boxes != nil {
		means.Boxed = h.boxed
	}
	for _, one := range waiting {
		if answer := h.decideOne(one, means); !answer.later {
			h.batch.answers = append(h.batch.answers, answer)
		}
	}
	return h.boxFault
}

func (h *Hub) decideOne(one request, means Means) answered {
	remembered := one.id != ""
	if _, ok := one.command.(selfIdempotent); ok {
		remembered = false
	}
	var mac string
	if remembered {
		mac = sealed(h.state.event.Key, one.command)
		if earlier, ok := h.state.accepted[acceptedKey{one.actor.ID, one.id}]; ok {
			if earlier.MAC != "" && earlier.MAC != mac {
				return answered{request: one, err: store.ErrReusedID}
			}
			return answered{request: one, result: json.RawMessage(earlier.Result)}
		}
	}
	if command, ok := one.command.(identified); ok {
		command.identify(one.id)
	}
	if h.state.sentAway(one.actor) { // what was asked before the line was closed
		return answered{request: one, err: store.ErrForbidden}
	}
	decision, err := one.command.Decide(h.state, one.actor, means)
	if err != nil {
		return answered{request: one, err: err}
	}
	if decision.Cast != nil {
		h.batch.casts = append(h.batch.casts, cast{one, *decision.Cast})
		return answered{request: one, later: true}
	}
	result := json.RawMessage("{}")
	if decision.Result != nil {
		result = encode(decision.Result)
	}
	for _, fact := range decision.Facts {
		h.apply(fact, one.screen)
	}
	if len(decision.Facts) > 0 {
		if remembered {
			accepted := store.Accepted{Actor: one.actor.ID, ID: one.id, MAC: mac, Result: string(result)}
			h.state.accepted[acceptedKey{one.actor.ID, one.id}] = accepted
			h.batch.accepted = append(h.batch.accepted, accepted)
		}
		if one.actor.Face == Console || one.actor.Face == Helper {
			h.batch.facts = append(h.batch.facts, store.Audited{
				At: means.Now.UnixMilli(), Actor: one.actor.ID, Action: nameOf(one.command), Event: h.id, About: decision.About,
			})
		}
	}
	return answered{request: one, result: result, undo: decision.Undo}
}

// apply changes the state and notes how what the fact touches looked before.
func (h *Hub) apply(fact store.Fact, from *Screen) {
	for _, at := range touched(h.state, fact) {
		if _, noted := h.batch.before[seen{Console, at}]; noted {
			continue
		}
		for _, face := range h.state.looking() {
			h.batch.before[seen{face, at}] = look(face, h.state, at, h.config.Address(h.state.event.JoinCode))
		}
		h.batch.order = append(h.batch.order, at)
	}
	switch f := fact.(type) {
	case store.VoteSet:
		h.batch.votes = true
	case store.IdeaSupported:
		h.told[f.Idea] = struct{}{}
	case store.ReactionSet:
		h.told[f.Reaction.Idea] = struct{}{}
	case store.SignalSet, store.SignalsCleared, store.PhaseEntered, store.PhaseSet:
		h.batch.signals = true
	}
	whose := owners(h.state, fact)
	h.state.Apply(fact)
	h.batch.facts = append(h.batch.facts, fact)
	_, isVote := fact.(store.VoteSet)
	for _, participant := range whose {
		knows, noted := h.batch.own[participant]
		// The screen that set a vote learns of it by its answer; everything else is told to all.
		if !isVote || noted && knows != from {
			from = nil
		}
		h.batch.own[participant] = from
	}
}

func (h *Hub) reply(one answered) {
	h.meter.answered(one.actor.Face, nameOf(one.command), one.err)
	switch {
	case one.screen != nil:
		one.screen.settled(message(one.answer()))
	case one.beside != nil:
		one.beside <- encode(one.answer())
	case one.reply != nil:
		one.reply <- reply{one.result, one.err}
	}
}

func (h *Hub) refuseAll(waiting []request, err error) {
	for _, one := range waiting {
		h.reply(answered{request: one, err: err})
	}
}

// identified is a command that keeps its own id with what it makes.
type identified interface{ identify(id string) }

func (c *SubmitIdea) identify(id string) { c.id = id }
func (c *AddIdea) identify(id string)    { c.id = id }
func (c *AddComment) identify(id string) { c.id = id }
