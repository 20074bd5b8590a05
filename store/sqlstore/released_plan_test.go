package sqlstore

import (
	"encoding/json"
	"slices"
	"testing"

	"masswerk/store"
)

// What was a candidate is a measure whose history begins with it, and who managed all may do all
// that was the same right.
func TestReleasedCandidatesAreMeasures(t *testing.T) {
	for _, one := range releases(t)[:2] {
		t.Run(one.version, func(t *testing.T) {
			path := one.unpack(t)
			before := rowsOf(t, path)
			s := openAt(t, path)
			measures, err := s.Measures(ctx, store.MeasureFilter{})
			must(t, err)
			if len(measures) != len(before["candidate"]) || len(measures) < 2 {
				t.Fatalf("%d measures of %d candidates", len(measures), len(before["candidate"]))
			}
			event := exampleID("workshop event", 1)
			for i, listed := range measures {
				m, err := s.Measure(ctx, listed.ID)
				must(t, err)
				if m.Candidate != i+1 || m.Number != 0 || m.State != store.MeasureCandidate || m.Version != 1 || m.Event != event ||
					m.Profile.Title != "Maßnahme" || m.Profile.Summary != "In eigenen Worten" || m.Profile.Visibility != store.Internal || m.ChangedAt != exampleAt ||
					len(m.Sources) != 1 || m.Sources[0].Event != event || m.Sources[0].Round != i+1 {
					t.Errorf("measure: %+v", m)
				}
				was, err := s.Version(ctx, m.ID, 1)
				must(t, err)
				content, err := json.Marshal(m.Profile)
				must(t, err)
				if was.What != "promote" || was.At != exampleAt || string(was.Content) != string(content) {
					t.Errorf("its history begins with %+v", was)
				}
				parts := map[string]json.RawMessage{"effect": json.RawMessage(`"Schneller"`)}
				edited, err := s.EditMeasure(ctx, m.ID, 1, parts, "", store.By{Account: "somebody", Function: "editor", At: exampleAt})
				must(t, err)
				if _, err := s.RestoreMeasure(ctx, m.ID, edited.Version, 1, store.By{At: exampleAt}); err != nil {
					t.Errorf("going back: %v", err)
				}
			}
			outcomes, err := s.Outcomes(ctx, event)
			must(t, err)
			if !slices.ContainsFunc(outcomes, func(o store.Outcome) bool {
				return o.Published && o.Measure == measures[0].ID && o.CandidateNumber == 1 && o.CandidateTitle == "Maßnahme"
			}) {
				t.Errorf("outcomes: %+v", outcomes)
			}
			account, err := s.AccountByLogin(ctx, "leitung")
			must(t, err)
			if !slices.Equal(account.Roles, []store.StaffRole{store.Administration, store.Editor, store.Releaser, store.Assessor}) || account.Disabled {
				t.Errorf("account: %+v", account)
			}
			if _, login, err := s.SignedIn(ctx, store.HashSecret("login"), 1); err != nil || login.Account != account.ID {
				t.Errorf("signed in: %+v, %v", login, err)
			}
			must(t, checkDatabase(ctx, s.path))
		})
	}
}
