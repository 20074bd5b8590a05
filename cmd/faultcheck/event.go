package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// event is a workshop on a house, as its moderator sees it.
type event struct {
	*house
	id, code, session string
	invitation        string            // secret
	console           string            // cookie
	phases            map[string]string // id by kind
}

// newEvent makes a workshop whose first session collects ideas.
func (h *house) newEvent(ctx context.Context) (*event, error) {
	today := time.Now()
	var made struct {
		ID   string `json:"id"`
		Code string `json:"code"`
	}
	_, err := h.must(ctx, "POST", "/staff/api/events", h.staff, object{
		"template": "workshop", "title": "Belastungsprobe", "format": "workshop", "language": "de", "address": "sie",
		"held_on": today.Format(time.DateOnly), "delete_on": today.AddDate(0, 0, 7).Format(time.DateOnly),
		"publication": "internal", "sessions": []any{},
	}, &made)
	if err != nil {
		return nil, err
	}
	e := &event{house: h, id: made.ID, code: made.Code, invitation: randomSecret(), phases: map[string]string{}}
	if e.console, err = h.must(ctx, "POST", "/staff/api/events/"+e.id+"/console", h.staff, nil, nil); err != nil {
		return nil, err
	}
	desk, err := e.desk(ctx)
	if err != nil {
		return nil, err
	}
	defer desk.leave()
	shown, _ := desk.find(func(f frame) bool { return f.Type == "Snapshot" && *f.Stream == "" })
	var data struct {
		Sessions []struct {
			ID     string `json:"id"`
			Phases []struct {
				ID   string `json:"id"`
				Kind string `json:"kind"`
			} `json:"phases"`
		} `json:"sessions"`
	}
	if err := json.Unmarshal(shown.Data, &data); err != nil || len(data.Sessions) == 0 {
		return nil, errors.Join(errors.New("the console shows no session"), err)
	}
	e.session = data.Sessions[0].ID
	for _, one := range data.Sessions[0].Phases {
		e.phases[one.Kind] = one.ID
	}
	if err := desk.must(ctx, "Invite", object{"label": "Moderation", "secret": e.invitation}, nil); err != nil {
		return nil, err
	}
	return e, desk.must(ctx, "EnterPhase", object{"session": e.session, "phase": e.phases["collect"]}, nil)
}

// desk opens the console.
func (e *event) desk(ctx context.Context) (*told, error) {
	return look(ctx, e.house, e.deskPath(), e.session, e.console, map[string]position{})
}

// wall pairs a screen of the room.
func (e *event) wall(ctx context.Context) (seat, error) {
	var made struct {
		Link string `json:"link"`
	}
	if _, err := e.must(ctx, "POST", "/console/"+e.id+"/projector", e.console, object{"session": e.session}, &made); err != nil {
		return seat{}, err
	}
	_, secret, _ := strings.Cut(made.Link, "#")
	cookie, err := e.must(ctx, "POST", "/projector/enter", "", object{"secret": secret}, nil)
	if err != nil {
		return seat{}, err
	}
	return seat{house: e.house, path: "/projector/socket", session: e.session, cookie: cookie}, nil
}

// projector opens a screen of the room.
func (e *event) projector(ctx context.Context) (*told, error) {
	at, err := e.wall(ctx)
	if err != nil {
		return nil, err
	}
	return look(ctx, e.house, at.path, at.session, at.cookie, map[string]position{})
}

// join lets a phone in and returns its cookie.
func (e *event) join(ctx context.Context) (string, error) {
	return e.must(ctx, "POST", "/e/"+e.code+"/join", "", object{"secret": randomSecret()}, nil)
}

// guest opens the page of a phone that has just joined.
func (e *event) guest(ctx context.Context) (*told, string, error) {
	cookie, err := e.join(ctx)
	if err != nil {
		return nil, "", err
	}
	page, err := look(ctx, e.house, e.phonePath(), e.session, cookie, map[string]position{})
	return page, cookie, err
}

func (e *event) deskPath() string { return "/console/" + e.id + "/socket" }

func (e *event) phonePath() string { return "/e/" + e.code + "/socket" }

type tally struct {
	Voters int         `json:"voters"`
	Items  map[int]sum `json:"items"`
}

type sum struct {
	Points int `json:"points"`
	Voters int `json:"voters"`
}

// exported is what the server holds of an event.
type exported struct {
	Ideas []struct {
		Number  int    `json:"number"`
		Text    string `json:"text"`
		State   string `json:"state"`
		Support int    `json:"support"`

		Reactions map[string]int `json:"reactions"`
	} `json:"ideas"`
	Comments []struct {
		Number int    `json:"number"`
		Idea   int    `json:"idea"`
		Text   string `json:"text"`
	} `json:"comments"`
	Rounds []struct {
		State string `json:"state"`
		Tally tally  `json:"tally"`
	} `json:"rounds"`
}

func (e *event) export(ctx context.Context) (exported, error) {
	var holds exported
	if _, err := e.must(ctx, "GET", "/console/"+e.id+"/export.json", e.console, nil, &holds); err != nil {
		return holds, fmt.Errorf("export: %w", err)
	}
	return holds, nil
}
