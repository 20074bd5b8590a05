package live

import (
	"context"
	"encoding/json"
	"sync"

	"masswerk/store"
)

// How a message of a screen becomes a request, whichever way it came: over the screen's own line
// (Screen.Receive) or by a single request beside it (Hub.Answer).

// Answer asks for what one message says, and returns the answer as a socket would carry it. A
// message that cannot be answered is store.ErrInvalid. If the context ends first the answer is a
// refusal for now: the command may be done or not, and sent again with its id it is done once.
func (h *Hub) Answer(ctx context.Context, by Actor, data []byte) ([]byte, error) {
	one, answer, ok := h.understand(by, data)
	switch {
	case !ok:
		return nil, store.ErrInvalid
	case answer != nil:
		return encode(answer), nil
	case !h.beside.begin(by):
		return encode(h.refuse(one, store.ErrBusy)), nil
	}
	one.beside = make(chan []byte, 1)
	if err := h.ask(one); err != nil {
		h.beside.end(by)
		return encode(h.refuse(one, err)), nil
	}
	settled := make(chan []byte, 1)
	go func() { // who gives up waiting has the command in flight all the same
		answer, err := awaited(context.Background(), h, one.beside)
		if err != nil {
			answer = encode(refused(one.id, err))
		}
		h.beside.end(by)
		settled <- answer
	}()
	select {
	case answer := <-settled:
		return answer, nil
	case <-ctx.Done():
		return encode(refused(one.id, store.ErrBusy)), nil
	}
}

// understand reads one message. What is answered without asking the event, a ping or a refusal,
// comes with its answer. It reports false when there is no id to answer to.
func (h *Hub) understand(by Actor, data []byte) (one request, answer *answerMessage, ok bool) {
	var asked struct {
		ID   string          `json:"id"`
		Type string          `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := Decode(data, &asked); err != nil || len(asked.ID) < 16 || len(asked.ID) > 64 {
		return request{}, nil, false
	}
	if asked.Type == "Ping" { // a page that woke asks whether the line still holds, and what time it is
		return request{}, &answerMessage{Re: asked.ID, Result: encode(h.clock.read())}, true
	}
	command, err := Parse(by.Face, asked.Type, asked.Data)
	if err != nil {
		name := unknown
		if _, known := commands[asked.Type]; known {
			name = asked.Type
		}
		h.meter.answered(by.Face, name, err)
		refusal := refused(asked.ID, err)
		return request{}, &refusal, true
	}
	return request{actor: by, id: asked.ID, command: command}, nil, true
}

// refuse counts and refuses what never reached the loop.
func (h *Hub) refuse(one request, err error) answerMessage {
	h.meter.answered(one.actor.Face, nameOf(one.command), err)
	return refused(one.id, err)
}

// answer is what a screen is told of its command.
func (a answered) answer() answerMessage {
	if a.err != nil {
		return refused(a.id, a.err)
	}
	answer := answerMessage{Re: a.id, Result: a.result}
	if a.undo != nil {
		answer.Undo = &undoMessage{nameOf(a.undo), a.undo}
	}
	return answer
}

// refused returns the answer that refuses a command.
func refused(id string, err error) answerMessage {
	refusal := asRefusal(err)
	return answerMessage{Re: id, Code: refusal.Code, Field: refusal.Field, Retry: refusal.Retry.Milliseconds()}
}

// awaited returns what the loop answers. When the hub ends without an answer it is
// store.ErrStopping.
func awaited[T any](ctx context.Context, h *Hub, answers <-chan T) (answer T, err error) {
	select {
	case answer = <-answers:
		return answer, nil
	case <-h.done:
		select {
		case answer = <-answers:
			return answer, nil
		default:
			return answer, store.ErrStopping
		}
	case <-ctx.Done():
		return answer, ctx.Err()
	}
}

// flights counts the commands of each actor that were asked beside a line and wait for their
// answer.
type flights struct {
	mu sync.Mutex
	of map[Actor]int
}

// begin reports false when the actor has as many in flight as one may have.
func (f *flights) begin(by Actor) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of[by] >= maxInFlight {
		return false
	}
	if f.of == nil {
		f.of = map[Actor]int{}
	}
	f.of[by]++
	return true
}

func (f *flights) end(by Actor) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of[by]--; f.of[by] == 0 {
		delete(f.of, by)
	}
}
