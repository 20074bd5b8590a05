package export

import (
	"strings"
	"testing"
)

// A measure may come from several events; the export of one holds that one's part and nothing else.
func TestAnExportHoldsItsOwnEventsSources(t *testing.T) {
	content := string(exported(t, sample()))
	d := describe(sample())
	if sources := d.Candidates[0].Sources; len(sources) != 2 || sources[0].Idea != 1 || sources[1].Field != 1 {
		t.Errorf("sources: %+v", sources)
	}
	if strings.Contains(content, "99") || strings.Contains(content, "Ein Gesetz") {
		t.Error("another event's votes, or a requirement, are in it")
	}
	if one := d.Outcomes[1]; one.Joined == nil || one.Joined.Event != "Barcamp" || one.Joined.Idea != 8 || d.Outcomes[0].Joined != nil || d.Outcomes[0].Measure != 7 {
		t.Errorf("outcomes: %+v", d.Outcomes)
	}
}
