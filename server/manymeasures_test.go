package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"masswerk/store"
)

// fillPlan stores many measures with long profiles, in ten units and topic fields.
func (c *city) fillPlan(count int) (units []store.Node) {
	c.t.Helper()
	ctx := context.Background()
	var fields []store.Node
	for i := range 10 {
		for kind, nodes := range map[store.NodeKind]*[]store.Node{store.NodeUnit: &units, store.NodeField: &fields} {
			node, err := c.db.AddNode(ctx, store.Node{ID: store.NewID(), Kind: kind, Title: fmt.Sprintf("%s %d", kind, i)})
			if err != nil {
				c.t.Fatal(err)
			}
			*nodes = append(*nodes, node)
		}
	}
	var measures []store.Measure
	long := strings.Repeat("Ein Satz, wie er in einem Steckbrief steht. ", 30)
	for i := range count {
		p := store.Profile{
			Title: fmt.Sprintf("Maßnahme %d", i), Summary: long, Effect: long, Situation: long, Audience: long, Field: fields[i%10].ID, Lead: units[i%10].ID,
			Priority: []string{"high", "medium", "low"}[i%3], Current: store.Dates{Start: "2026-01-01", End: "2027-12-31"},
			Visibility: store.Internal, Progress: i % 100, Lights: store.Lights{Time: "green", Result: "yellow", Budget: []string{"green", "red"}[i%2]},
		}
		for year := range 5 {
			p.Costs = append(p.Costs, store.Cost{ID: fmt.Sprint(year), Kind: "running", Year: 2026 + year, Amount: 10_000, Certainty: "estimate", Note: "Lizenzen"})
			p.Milestones = append(p.Milestones, store.Milestone{ID: fmt.Sprint(year), Title: "Ein Schritt", Due: "2027-01-01"})
			p.Risks = append(p.Risks, store.Risk{ID: fmt.Sprint(year), Title: "Ein Risiko", Answer: long})
		}
		measures = append(measures, store.Measure{ID: store.NewID(), Number: i + 1, State: store.MeasureRunning, Version: 1, CreatedAt: 1, ChangedAt: 1, Profile: p})
	}
	if _, _, _, err := c.db.ImportMeasures(ctx, measures, store.By{Function: "editor", At: 1}); err != nil {
		c.t.Fatal(err)
	}
	return units
}

// Two thousand measures are listed and filtered within 200 ms on two idle cores; the margin here is
// wide, because the cores that test are not idle.
func TestTwoThousandMeasuresAreListedQuickly(t *testing.T) {
	const margin = 20
	many := 2000
	if underRace {
		many = 200
	}
	c := open(t)
	unit := c.fillPlan(many)[3]
	editor, lead := c.colleague("", store.Editor), c.colleague(unit.ID, store.LeadUnit)
	quickly := func(b *browser, path string, want int) {
		t.Helper()
		least := time.Hour
		for range 3 {
			began := time.Now()
			answer := b.get(api+path).want(t, 200)
			least = min(least, time.Since(began))
			if got := strings.Count(string(answer.body), `"candidate_number"`); got != want {
				t.Fatalf("%s: %d measures, want %d", path, got, want)
			}
		}
		t.Logf("%s: %v", path, least)
		if least > margin*200*time.Millisecond {
			t.Errorf("%s takes %v", path, least)
		}
	}
	named := 0
	for i := range many {
		if strings.HasPrefix(fmt.Sprint(i), "77") {
			named++
		}
	}
	quickly(editor, "/measures", many)
	quickly(editor, "/measures?q="+"Ma%C3%9Fnahme+77", named)
	quickly(editor, "/measures?unit="+unit.ID+"&light=red", many/10)
	quickly(editor, "/measures?state=running&priority=high", (many+2)/3)
	quickly(lead, "/measures", many/10)
	quickly(editor, "/structure", 0)
	quickly(editor, "/status", 0)
}
