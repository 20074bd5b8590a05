package server

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"

	"masswerk/store"
)

func TestCommandsBesideAnEventStream(t *testing.T) {
	h := openHall(t)
	b, _ := h.phone(h.code, secretOf("a"))
	path := "/e/" + h.code + "/commands"
	ask := func(by *browser, path, id, typ string, data object) answer {
		message, _ := json.Marshal(object{"id": id, "type": typ, "data": data})
		return by.post(path, string(message))
	}
	idea := object{"session": h.session, "kind": "idea", "text": "Einmal", "receipt": secretOf("r")}

	// The same id by socket and by request is the same command.
	socket := b.open("/e/" + h.code + "/socket")
	const id = "0123456789abcdef0123456789abcdef"
	message, _ := json.Marshal(object{"id": id, "type": "SubmitIdea", "data": idea})
	socket.conn.WriteMessage(fastws.TextMessage, message)
	over := socket.sees(`"re":"` + id + `"`)
	beside := ask(b, path, id, "SubmitIdea", idea).want(t, 200)
	if string(beside.body) != over || !strings.Contains(over, `"number":1`) {
		t.Errorf("by socket %s, by request %s", over, beside.body)
	}
	if kind, cache := beside.Header.Get("Content-Type"), beside.Header.Get("Cache-Control"); kind != "application/json" || cache != "no-store" {
		t.Errorf("answered as %s, %s", kind, cache)
	}
	if counts := h.hub(h.code).Counts(); counts.Ideas != 1 {
		t.Errorf("%d ideas", counts.Ideas)
	}

	moderated := ask(h.office, "/console/"+h.event+"/commands", strings.Repeat("c", 32), "CreateField", object{"title": "Wege"}).want(t, 200)
	undo, _ := moderated.json()["undo"].(map[string]any)
	if undo["type"] != "RemoveField" {
		t.Fatalf("no undo in %s", moderated.body)
	}
	undone := ask(h.office, "/console/"+h.event+"/commands", strings.Repeat("d", 32), "RemoveField", undo["data"].(map[string]any)).want(t, 200)
	if undone.json()["result"] == nil {
		t.Errorf("undo: %s", undone.body)
	}

	for name, refused := range map[string]struct {
		typ, code string
	}{"not a phone's": {"CloseRound", "forbidden"}, "unknown": {"Destroy", "unknown_type"}, "malformed data": {"Support", "invalid"}} {
		got := ask(b, path, strings.Repeat("e", 32), refused.typ, object{"x": 1}).want(t, 200)
		if got.code() != refused.code || got.json()["re"] != strings.Repeat("e", 32) {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	if pong := ask(b, path, strings.Repeat("f", 32), "Ping", object{}).want(t, 200); pong.json()["result"] == nil {
		t.Errorf("ping: %s", pong.body)
	}

	for _, malformed := range []string{"", "hello", `{"id":"x","type":"Ping","data":{}}`, `{"id":"` + id + `","type":"Ping","data":{},"admin":true}`} {
		b.post(path, malformed).refused(t, 400, "invalid")
	}
	tooLong := `{"id":"` + id + `","type":"Ping","data":{"x":"` + strings.Repeat("x", maxMessage) + `"}}`
	b.post(path, tooLong).refused(t, 413, "invalid")
	if status := b.announce(path, maxBody+1); status != 413 {
		t.Errorf("too much: %d", status)
	}

	ask(h.browser(), path, id, "Ping", object{}).refused(t, 401, "forbidden")
	ask(b, "/console/"+h.event+"/commands", id, "Ping", object{}).refused(t, 401, "forbidden")
	b.origin = "http://evil.example"
	ask(b, path, id, "Ping", object{}).refused(t, 403, "forbidden")
	b.origin = h.url
	b.get(path).refused(t, 404, "not_found")

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	h.Hubs.Stop(ctx)
	stopped := ask(b, path, strings.Repeat("a", 32), "SubmitIdea", idea)
	if stopped.code() != store.ErrStopping.Code || stopped.json()["retry_ms"] == nil {
		t.Errorf("while the server stops: %d %s", stopped.StatusCode, stopped.body)
	}
}
