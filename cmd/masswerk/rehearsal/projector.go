package rehearsal

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// openProjector lets a screen of the room in by a link from the console, as the page does, and
// returns how to send it away again.
func openProjector(ctx context.Context, m *moderator) (dismiss func(context.Context) error, err error) {
	stage := m.stage
	cookie, err := pairProjector(ctx, m)
	if err != nil {
		return nil, err
	}
	var me struct {
		Projector string `json:"projector"`
	}
	if _, err := stage.call(ctx, "GET", "/projector/me", cookie, nil, &me); err != nil {
		return nil, err
	}
	screen := newScreen(stage, "/projector/socket", cookie, func(f frame) { watchIdeas(stage.ledger, f) }, func() {})
	screen.tally = &follower{tallies: stage.tallies, audience: stage.tallies.projects}
	looking, away := context.WithCancel(stage.ctx)
	stage.start(func(context.Context) { screen.run(looking) })
	if err := await(ctx, answerTime, screen.arrived.Load); err != nil {
		away()
		return nil, fmt.Errorf("the projector shows nothing: %w", err)
	}
	return func(ctx context.Context) error {
		away()
		_, err := m.screen.ask(ctx, "DismissProjector", map[string]any{"projector": me.Projector, "on": true})
		return err
	}, nil
}

// pairProjector gives a screen of the room its identity, and returns its cookie.
func pairProjector(ctx context.Context, m *moderator) (cookie string, err error) {
	var made struct {
		Link string `json:"link"`
	}
	asked := map[string]string{"session": m.stage.session}
	if _, err := m.stage.call(ctx, "POST", m.console+"/projector", m.cookie, asked, &made); err != nil {
		return "", err
	}
	_, secret, _ := strings.Cut(made.Link, "#")
	return m.stage.call(ctx, "POST", "/projector/enter", "", map[string]string{"secret": secret}, nil)
}

// watchIdeas notes when the projector shows ideas.
func watchIdeas(l *ledger, f frame) {
	if *f.Stream != "" {
		says, now := f.content(), time.Now()
		l.project(says.Ideas, now)
		l.project(says.Shown, now)
	}
}
