package server

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/server/live"
	"masswerk/store"
)

// gaps are parts of the structure that something is missing for, by id.
type gaps struct {
	Requirements []string `json:"requirements"` // no measure answers
	Goals        []string `json:"goals"`        // no measure contributes to, nor to a sub-goal
	Targets      []string `json:"targets"`      // whose day has passed, and which were not reached
}

// structure handles GET /staff/api/structure.
func (s *Server) structure(c *fiber.Ctx) error {
	type response struct {
		Nodes   []store.Node        `json:"nodes"`
		Gaps    gaps                `json:"gaps"`
		Answers map[string][]string `json:"answers"` // ids of the measures that refer to a node, as far as one may see them
	}
	nodes, err := s.Store.Nodes(c.UserContext())
	if err != nil {
		return err
	}
	measures, err := s.Store.Measures(c.UserContext(), store.MeasureFilter{})
	if err != nil {
		return err
	}
	view, err := s.sightOf(c.UserContext(), account(c))
	if err != nil {
		return err
	}
	answer := response{Nodes: listed(nodes), Answers: map[string][]string{}}
	answered := map[string]bool{}
	for _, measure := range measures {
		if measure.State == store.MeasureStopped || measure.State == store.MeasureMerged {
			continue
		}
		for _, id := range slices.Concat(measure.Profile.Requirements, measure.Profile.Goals, measure.Profile.Areas, []string{measure.Profile.Field}) {
			answered[id] = true
			if id != "" && view.sees(measure) {
				answer.Answers[id] = append(answer.Answers[id], measure.ID)
			}
		}
	}
	answer.Gaps = gapsOf(nodes, answered, s.today())
	return c.JSON(answer)
}

// gapsOf returns what is missing, given the nodes that some measure refers to.
func gapsOf(nodes []store.Node, answered map[string]bool, today string) gaps {
	found := gaps{[]string{}, []string{}, []string{}}
	for _, node := range nodes {
		if node.Removed {
			continue
		}
		switch node.Kind {
		case store.NodeRequirement:
			if !answered[node.ID] {
				found.Requirements = append(found.Requirements, node.ID)
			}
		case store.NodeGoal:
			below := store.Below(nodes, node.ID)
			if !slices.ContainsFunc(nodes, func(one store.Node) bool { return below[one.ID] && answered[one.ID] }) {
				found.Goals = append(found.Goals, node.ID)
			}
		case store.NodeTarget:
			if node.Due != "" && node.Due < today && !targetReached(node) {
				found.Targets = append(found.Targets, node.ID)
			}
		}
	}
	return found
}

// targetReached reports whether the latest value of a target is at its target, or beyond it as seen from
// the baseline.
func targetReached(target store.Node) bool {
	if target.Target == nil || len(target.Actuals) == 0 {
		return false
	}
	latest := slices.MaxFunc(target.Actuals, func(a, b store.Actual) int { return cmp.Compare(a.On, b.On) }).Value
	if target.Baseline != nil && *target.Baseline > *target.Target {
		return latest <= *target.Target
	}
	return latest >= *target.Target
}

// addNode handles POST /staff/api/structure. The store checks what a node says.
func (s *Server) addNode(c *fiber.Ctx) error {
	asked, err := read[store.Node](c)
	if err != nil {
		return err
	}
	asked.ID = store.NewID()
	node, err := s.Store.AddNode(c.UserContext(), tidied(asked))
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "AddNode", "", node.ID); err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(node)
}

// editNode handles PATCH /staff/api/structure/:node. What is not named stays. Whoever saw an older
// version is told how the node stands now.
func (s *Server) editNode(c *fiber.Ctx) error {
	node, err := s.node(c, c.Params("node"))
	if err != nil {
		return err
	}
	edited := node
	edited.Version = 0
	edited.Actuals = slices.Clone(node.Actuals)
	if names(c.BodyRaw(), "actuals") {
		edited.Actuals = nil // nothing of the old rows gets into new ones
	}
	if err := live.Decode(c.BodyRaw(), &edited); err != nil {
		return err
	}
	if edited.Version == 0 {
		return store.ErrInvalid.About("version")
	}
	edited.ID = node.ID
	edited, err = s.Store.EditNode(c.UserContext(), tidied(edited))
	if errors.Is(err, store.ErrVersion) {
		return c.Status(fiber.StatusConflict).JSON(fiber.Map{"code": store.ErrVersion.Code, "current": edited})
	}
	if err != nil {
		return err
	}
	if err := s.audit(c, account(c).ID, "EditNode", "", node.ID); err != nil {
		return err
	}
	return c.JSON(edited)
}

// names reports whether a JSON object has a key.
func names(object []byte, key string) bool {
	var keys map[string]json.RawMessage
	json.Unmarshal(object, &keys)
	_, named := keys[key]
	return named
}

func tidied(node store.Node) store.Node {
	for _, text := range []*string{&node.Title, &node.Short, &node.Text, &node.Unit, &node.Norm, &node.Section} {
		*text = strings.TrimSpace(*text)
	}
	return node
}

// moveNode handles POST /staff/api/structure/:node/move.
func (s *Server) moveNode(c *fiber.Ctx) error {
	type request struct {
		Position int `json:"position" validate:"min=0,max=100000"`
	}
	body, err := read[request](c)
	if err != nil {
		return err
	}
	id := c.Params("node")
	if err := s.Store.MoveNode(c.UserContext(), id, body.Position); err != nil {
		return err
	}
	return s.answerNode(c, id, "MoveNode")
}

// removeNode handles DELETE /staff/api/structure/:node. It stays for what refers to it.
func (s *Server) removeNode(c *fiber.Ctx) error {
	id := c.Params("node")
	if err := s.Store.RemoveNode(c.UserContext(), id, true); err != nil {
		return err
	}
	return s.answerNode(c, id, "RemoveNode")
}

// restoreNode handles POST /staff/api/structure/:node/restore.
func (s *Server) restoreNode(c *fiber.Ctx) error {
	id := c.Params("node")
	if err := s.Store.RemoveNode(c.UserContext(), id, false); err != nil {
		return err
	}
	return s.answerNode(c, id, "RestoreNode")
}

// answerNode notes what was done with a node, and answers with it.
func (s *Server) answerNode(c *fiber.Ctx, id, action string) error {
	if err := s.audit(c, account(c).ID, action, "", id); err != nil {
		return err
	}
	node, err := s.node(c, id)
	if err != nil {
		return err
	}
	return c.JSON(node)
}

func (s *Server) node(c *fiber.Ctx, id string) (store.Node, error) {
	nodes, err := s.Store.Nodes(c.UserContext())
	if err != nil {
		return store.Node{}, err
	}
	at := slices.IndexFunc(nodes, func(one store.Node) bool { return one.ID == id })
	if at < 0 {
		return store.Node{}, store.ErrNotFound
	}
	return nodes[at], nil
}
