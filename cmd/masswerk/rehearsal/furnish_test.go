package rehearsal

import (
	"strings"
	"testing"
)

// A furnished house lets phones vote on every contribution, on what is left of a server that was
// restarted.
func TestAFurnishedRoomIsReady(t *testing.T) {
	house := openHouse(t)
	contributions := len(Example()) + 2 // the example is used up, and told apart
	room, err := house.Furnish(t.Context(), contributions, true)
	if err != nil {
		t.Fatal(err)
	}
	if room.Items != contributions || room.Round == "" || room.Session == "" {
		t.Errorf("%+v, want a round with %d items", room, contributions)
	}
	if name, token, ok := strings.Cut(room.Projector, "="); !ok || name == "" || token == "" {
		t.Errorf("the projector's cookie is %q", room.Projector)
	}
	if want := strings.TrimPrefix(house.JoinPath, "/e/"); room.Code != want {
		t.Errorf("phones join with %q, want %q", room.Code, want)
	}
	before := house.PID()
	if err := house.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if house.PID() == before || house.Resident() == 0 {
		t.Errorf("process %d after %d, with %d KiB: not restarted", house.PID(), before, house.Resident())
	}
	config := house.config(t)
	if _, err := Play(t.Context(), config); err == nil || !strings.Contains(err.Error(), "a vote is open") {
		t.Errorf("playing where a vote is open ended with %v", err)
	}
}
