package server

import (
	"context"
	"testing"
	"time"

	"masswerk/server/live"
)

// An event runs for weeks with nobody at a console: the phase whose date has come is entered by
// the tick alone, also when the event is not in memory.
func TestPhasesOpenByDateWithNobodyThere(t *testing.T) {
	c := open(t)
	_, event := c.console()
	hub := c.hub(event["code"].(string))
	session := hub.Sessions()[0]
	plan := session.Phases[2].PhasePlan
	plan.OpensAt = c.clock.Now().AddDate(0, 0, 3).UnixMilli()
	c.do(hub, live.Actor{Face: live.Console, ID: c.moderators(hub.Event().ID)[0]}, live.EditPhase{Session: session.ID, Phase: session.Phases[2].ID, Plan: plan})

	ctx, stop := context.WithCancel(context.Background())
	tick, woken := make(chan time.Time), make(chan struct{})
	go func() { defer close(woken); c.WakeAt(ctx, tick) }()
	defer func() { stop(); <-woken }()
	phase := func() string {
		contents, err := c.db.Load(ctx, hub.Event().ID)
		if err != nil {
			t.Fatal(err)
		}
		return contents.Sessions[0].Phase
	}
	c.Hubs.End(hub.Event().ID)
	tick <- time.Now()
	tick <- time.Now()
	if phase() != session.Phases[0].ID {
		t.Fatal("a phase was entered before its date")
	}
	c.clock.advance(3*24*time.Hour + time.Second)
	c.Hubs.End(hub.Event().ID)
	tick <- time.Now()
	for deadline := time.Now().Add(5 * time.Second); phase() != session.Phases[2].ID; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the phase was not entered")
		}
	}
}
