package sqlstore

import (
	"context"
	"database/sql"
	"slices"

	"masswerk/store"
)

// Nodes returns all nodes with their sources, by kind, parent and position; removed ones too.
func (s *Store) Nodes(ctx context.Context) (nodes []store.Node, err error) {
	err = s.read(ctx, func(v view) error {
		if nodes, err = v.nodes(); err != nil {
			return err
		}
		return v.addNodeSources(nodes)
	})
	return nodes, err
}

const selectNode = `
	SELECT id, kind, COALESCE(parent, ''), position, title, short, text, COALESCE(lead, ''), COALESCE(team, ''), color,
		unit, baseline, target, due, actuals, norm, section, version, removed
	FROM node `

func scanNode(rows *sql.Rows, n *store.Node) error {
	var actuals string
	if err := rows.Scan(&n.ID, &n.Kind, &n.Parent, &n.Position, &n.Title, &n.Short, &n.Text, &n.Lead, &n.Group, &n.Color,
		&n.Unit, &n.Baseline, &n.Target, &n.Due, &actuals, &n.Norm, &n.Section, &n.Version, &n.Removed); err != nil {
		return err
	}
	return fromJSON(actuals, &n.Actuals)
}

// nodes returns all nodes without their sources.
func (v view) nodes() ([]store.Node, error) {
	nodes, err := all(v, scanNode, selectNode+`ORDER BY kind, COALESCE(parent, ''), position, id`)
	order := store.NodeKinds()
	slices.SortStableFunc(nodes, func(a, b store.Node) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return nodes, err
}

// addNodeSources gives nodes the contributions that were taken into them, as staff decided, also
// while that is a draft. They outlive their event.
func (v view) addNodeSources(nodes []store.Node) error {
	type source struct {
		node string
		store.Source
	}
	sources, err := all(v, func(rows *sql.Rows, s *source) error {
		return rows.Scan(&s.node, &s.Idea, &s.Event, &s.Number)
	}, `
		SELECT node, idea, event, number FROM (
			SELECT outcome.node, outcome.idea, outcome.event, idea.number, event.held_on
			FROM outcome JOIN idea ON idea.id = outcome.idea JOIN event ON event.id = outcome.event
			WHERE outcome.kind = 'goal' AND outcome.node IS NOT NULL
			UNION ALL
			SELECT trace.node, trace.idea, trace.event, trace.number, deletion.held_on
			FROM trace JOIN deletion ON deletion.event = trace.event
			WHERE trace.outcome = 'goal' AND trace.node <> ''
		) AS taken ORDER BY node, held_on, event, number`)
	place := map[string]int{}
	for i := range nodes {
		place[nodes[i].ID] = i
	}
	for _, s := range sources {
		if at, ok := place[s.node]; ok {
			nodes[at].Sources = append(nodes[at].Sources, s.Source)
		}
	}
	return err
}

// AddNode stores a node at the end of its kind and parent.
func (s *Store) AddNode(ctx context.Context, n store.Node) (store.Node, error) {
	n.Version, n.Removed, n.Sources = 1, false, nil
	err := s.write(ctx, func(t *tx) error {
		if err := t.checkNode(n); err != nil {
			return err
		}
		actuals, err := toJSON(&n.Actuals)
		if err != nil {
			return err
		}
		if err := t.run(`
			INSERT INTO node (id, kind, parent, position, title, short, text, lead, team, color, unit, baseline, target, due, actuals, norm, section, version, removed)
			VALUES ($1, $2, NULLIF($3, ''), 2000000000, $4, $5, $6, NULLIF($7, ''), NULLIF($8, ''), $9, $10, $11, $12, $13, $14, $15, $16, 1, FALSE)`,
			n.ID, n.Kind, n.Parent, n.Title, n.Short, n.Text, n.Lead, n.Group, n.Color, n.Unit, n.Baseline, n.Target, n.Due, actuals, n.Norm, n.Section); err != nil {
			return err
		}
		if err := t.settleNodes(n.Kind, n.Parent); err != nil {
			return err
		}
		n, err = t.node(n.ID)
		return err
	})
	return n, err
}

// EditNode replaces all but kind and position. Under another parent a node comes last.
func (s *Store) EditNode(ctx context.Context, n store.Node) (edited store.Node, err error) {
	err = s.write(ctx, func(t *tx) error {
		was, err := t.node(n.ID)
		if err != nil {
			return err
		}
		edited = was
		if was.Version != n.Version {
			return store.ErrVersion
		}
		n.Kind, n.Position, n.Removed = was.Kind, was.Position, was.Removed
		if err := t.checkNode(n); err != nil {
			return err
		}
		actuals, err := toJSON(&n.Actuals)
		if err != nil {
			return err
		}
		if n.Parent != was.Parent {
			n.Position = 2_000_000_000
		}
		if err := t.one(`
			UPDATE node SET parent = NULLIF($2, ''), position = $3, title = $4, short = $5, text = $6, lead = NULLIF($7, ''), team = NULLIF($8, ''),
				color = $9, unit = $10, baseline = $11, target = $12, due = $13, actuals = $14, norm = $15, section = $16, version = version + 1
			WHERE id = $1`,
			n.ID, n.Parent, n.Position, n.Title, n.Short, n.Text, n.Lead, n.Group,
			n.Color, n.Unit, n.Baseline, n.Target, n.Due, actuals, n.Norm, n.Section); err != nil {
			return err
		}
		for _, parent := range []string{was.Parent, n.Parent} {
			if err := t.settleNodes(n.Kind, parent); err != nil {
				return err
			}
		}
		edited, err = t.node(n.ID)
		return err
	})
	return edited, err
}

// MoveNode puts a node at a position among its siblings that stand.
func (s *Store) MoveNode(ctx context.Context, id string, position int) error {
	return s.write(ctx, func(t *tx) error {
		node, err := t.node(id)
		if err != nil {
			return err
		}
		siblings, err := t.siblings(node.Kind, node.Parent)
		if err != nil {
			return err
		}
		siblings = slices.DeleteFunc(siblings, func(one string) bool { return one == id })
		at := min(max(position, 0), len(siblings))
		return t.orderNodes(slices.Insert(siblings, at, id))
	})
}

// RemoveNode removes a node, or brings it back, last among its siblings. What refers to it still does.
func (s *Store) RemoveNode(ctx context.Context, id string, removed bool) error {
	return s.write(ctx, func(t *tx) error {
		node, err := t.node(id)
		if err != nil || node.Removed == removed {
			return err
		}
		if err := t.one(`UPDATE node SET removed = $2, position = 2000000000, version = version + 1 WHERE id = $1`, id, removed); err != nil {
			return err
		}
		return t.settleNodes(node.Kind, node.Parent)
	})
}

func (v view) node(id string) (store.Node, error) {
	node, err := first(v, store.ErrNotFound, scanNode, selectNode+`WHERE id = $1`, id)
	if err != nil {
		return node, err
	}
	one := []store.Node{node}
	err = v.addNodeSources(one)
	return one[0], err
}

// settleNodes numbers siblings from 0 as they stand, and those removed after them.
func (t *tx) settleNodes(kind store.NodeKind, parent string) error {
	siblings, err := t.siblings(kind, parent)
	if err != nil {
		return err
	}
	return t.orderNodes(siblings)
}

func (v view) siblings(kind store.NodeKind, parent string) ([]string, error) {
	return all(v, value[string], `
		SELECT id FROM node WHERE kind = $1 AND COALESCE(parent, '') = $2
		ORDER BY CASE WHEN removed THEN 1 ELSE 0 END, position, id`, kind, parent)
}

func (t *tx) orderNodes(ids []string) error {
	for position, id := range ids {
		if err := t.run(`UPDATE node SET position = $2 WHERE id = $1 AND position <> $2`, id, position); err != nil {
			return err
		}
	}
	return nil
}

// checkNode refuses a node that cannot be so, or refers to what does not fit.
func (t *tx) checkNode(n store.Node) error {
	if err := n.Check(); err != nil {
		return err
	}
	for _, one := range []struct {
		field, id string
		kind      store.NodeKind
	}{{"lead", n.Lead, store.NodeUnit}, {"group", n.Group, store.NodeGroup}} {
		if one.id == "" {
			continue
		}
		if _, err := first(t.view, store.ErrInvalid.About(one.field), value[int], `SELECT 1 FROM node WHERE id = $1 AND kind = $2`, one.id, one.kind); err != nil {
			return err
		}
	}
	if n.Parent == "" {
		return nil
	}
	nodes, err := t.nodes()
	if err != nil {
		return err
	}
	kind, _ := n.Kind.Parents()
	fits := slices.ContainsFunc(nodes, func(one store.Node) bool { return one.ID == n.Parent && one.Kind == kind })
	if !fits || store.Below(nodes, n.ID)[n.Parent] {
		return store.ErrInvalid.About("parent")
	}
	return nil
}
