package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// houseView is the house's settings, with what holds where it has none of its own.
type houseView struct {
	store.House
	DefaultPriorities []store.Priority `json:"default_priorities"`
}

// house handles GET /staff/api/house.
func (s *Server) house(c *fiber.Ctx) error {
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	return answerHouse(c, house)
}

func answerHouse(c *fiber.Ctx, house store.House) error {
	if house.StateNames == nil {
		house.StateNames = map[store.MeasureState]string{}
	}
	house.Priorities = listed(house.Priorities)
	return c.JSON(houseView{house, store.DefaultPriorities()})
}

// setHouse handles PUT /staff/api/house. Only what is named is changed. An empty notice goes back to
// the marked sample, an empty scale or zero to what holds without settings.
func (s *Server) setHouse(c *fiber.Ctx) error {
	type priority struct {
		Key     string `json:"key" validate:"required,filled,line,max=40"`
		Title   string `json:"title" validate:"required,filled,line,max=80"`
		Meaning string `json:"meaning" validate:"max=500"`
	}
	type request struct {
		Name        *string                        `json:"name" validate:"omitnil,line,max=200"`
		Notice      *string                        `json:"notice" validate:"omitnil,max=20000"`
		StateNames  *map[store.MeasureState]string `json:"state_names" validate:"omitnil,dive,line,max=80"`
		Priorities  *[]priority                    `json:"priorities" validate:"omitnil,max=10,unique=Key,dive"`
		AnswerWeeks *int                           `json:"answer_weeks" validate:"omitnil,min=0,max=104"`
		AuditDays   *int                           `json:"audit_days" validate:"omitnil,min=0,max=365"`
		Prefix      *string                        `json:"prefix" validate:"omitnil,line,max=8"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	house, err := s.Store.House(c.UserContext())
	if err != nil {
		return err
	}
	set(&house.Name, trimmed(body.Name))
	set(&house.Notice, trimmed(body.Notice))
	set(&house.AnswerWeeks, body.AnswerWeeks)
	set(&house.AuditDays, body.AuditDays)
	set(&house.Prefix, trimmed(body.Prefix))
	if body.StateNames != nil {
		if house.StateNames, err = ownNames(*body.StateNames); err != nil {
			return err
		}
	}
	if body.Priorities != nil {
		house.Priorities = nil
		for _, one := range *body.Priorities {
			house.Priorities = append(house.Priorities, store.Priority{
				Key: strings.TrimSpace(one.Key), Title: strings.TrimSpace(one.Title), Meaning: strings.TrimSpace(one.Meaning),
			})
		}
	}
	if err := s.Store.SetHouse(c.UserContext(), house); err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "SetHouse", "", ""); err != nil {
		return err
	}
	return answerHouse(c, house)
}

// ownNames keeps the house's own wording of states that there are; an empty one is ours.
func ownNames(asked map[store.MeasureState]string) (map[store.MeasureState]string, error) {
	names := map[store.MeasureState]string{}
	for state, name := range asked {
		if !slices.Contains(store.MeasureStates(), state) {
			return nil, store.ErrInvalid.About("state_names")
		}
		if name = strings.TrimSpace(name); name != "" {
			names[state] = name
		}
	}
	return names, nil
}

// actor is the signed-in account as a hub knows it.
func actor(c *fiber.Ctx) live.Actor { return live.Actor{Face: live.Staff, ID: account(c).ID} }

// joined writes numbers as the audit log has them.
func joined(numbers []int) string {
	words := make([]string, len(numbers))
	for i, number := range numbers {
		words[i] = strconv.Itoa(number)
	}
	return strings.Join(words, " ")
}
