package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"masswerk/static"
	"masswerk/store"
)

// What must be said of a table, of its columns and of an interface.
var (
	tableFacts     = []string{"Zweck", "Grundlage", "Aufbewahrung", "Rollen"}
	columnFacts    = []string{"Grundlage", "Aufbewahrung", "Rollen"}
	interfaceFacts = []string{"Daten", "Richtung", "Standard", "Quelle"}
)

func catalogueText(t *testing.T) saidOfAll {
	t.Helper()
	all, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sameKeys fails for what is there and not described, and for what is described and not there.
func sameKeys(t *testing.T, file string, there []string, described []string) {
	t.Helper()
	for _, gap := range gapsBetween(there, described) {
		t.Errorf("%s %s", file, gap)
	}
}

func gapsBetween(there, described []string) (found []string) {
	if len(there) == 0 {
		found = append(found, "has nothing to describe")
	}
	for _, key := range there {
		if !slices.Contains(described, key) {
			found = append(found, "lacks: "+key)
		}
	}
	for _, key := range described {
		if !slices.Contains(there, key) {
			found = append(found, "describes what there is not: "+key)
		}
	}
	return found
}

// notEmpty fails for a description that is none.
func notEmpty(t *testing.T, entries map[string]CatalogueEntry) {
	t.Helper()
	for key, entry := range entries {
		if len([]rune(entry.Text)) < 3 {
			t.Errorf("%s: %q says nothing", key, entry.Text)
		}
	}
}

func TestEveryColumnIsDescribed(t *testing.T) {
	c := open(t)
	columns, err := c.db.Columns(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	tables := catalogueText(t).tables
	var there, described, tablesThere []string
	for _, column := range columns {
		there, tablesThere = append(there, column.Table+"."+column.Name), append(tablesThere, column.Table)
	}
	for name, table := range tables {
		for _, fact := range tableFacts {
			if table.facts[fact] == "" {
				t.Errorf("table %s: no %s", name, fact)
			}
		}
		for fact := range table.facts {
			if !slices.Contains(tableFacts, fact) {
				t.Errorf("table %s: %s is not asked for", name, fact)
			}
		}
		for column, about := range table.columns {
			described = append(described, name+"."+column)
			if len([]rune(about.text)) < 3 {
				t.Errorf("column %s.%s: %q says nothing", name, column, about.text)
			}
			for fact := range about.facts {
				if !slices.Contains(columnFacts, fact) {
					t.Errorf("column %s.%s: %s is not asked for", name, column, fact)
				}
			}
		}
	}
	sameKeys(t, "tables-*.txt", unique(tablesThere), slices.Collect(maps.Keys(tables)))
	sameKeys(t, "tables-*.txt", there, described)
	if len(there) < 250 {
		t.Errorf("the database has only %d columns", len(there))
	}
}

func TestEveryFieldOfADocumentIsDescribed(t *testing.T) {
	fields := catalogueText(t).fields
	sameKeys(t, "fields.txt", profileFields(), slices.Collect(maps.Keys(fields)))
	notEmpty(t, fields)
	for _, want := range []string{"profile.costs.amount", "profile.obligations.file", "profile.baseline.end", "report.actuals"} {
		if !slices.Contains(profileFields(), want) {
			t.Errorf("%s is not found", want)
		}
	}
}

func TestEveryRouteIsDescribed(t *testing.T) {
	c := open(t)
	routes := catalogueText(t).shown
	sameKeys(t, "routes.txt", c.allRoutes(), slices.Collect(maps.Keys(routes)))
	notEmpty(t, routes)
	for key, route := range routes {
		if !slices.Contains(shownKinds, route.Kind) {
			t.Errorf("%s: there is no kind %q", key, route.Kind)
		}
		if file := regexp.MustCompile(`\.(json|csv|xlsx)$`).MatchString(key); file && route.Kind != "Ausgabe" && strings.HasPrefix(key, "GET ") {
			t.Errorf("%s is an export, not %s", key, route.Kind)
		}
	}
}

// Whatever draws a chart or a table on a staff page, console or phone, and every address of the
// staff pages.
func TestEveryViewIsDescribed(t *testing.T) {
	draws := regexp.MustCompile("<svg|<table|<canvas|from \"[./]*/(plots|bars|rosette|matrix)\\.js\"")
	var there, described []string
	err := fs.WalkDir(static.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".js") || strings.HasPrefix(file, "vendor/") {
			return err
		}
		content, err := fs.ReadFile(static.Files, file)
		if err != nil {
			return err
		}
		if draws.Match(content) {
			there = append(there, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	routes, err := fs.ReadFile(static.Files, "staff/routes.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`\["[a-z_]+", "(/staff[^"]*)"`).FindAllSubmatch(routes, -1) {
		there = append(there, string(found[1]))
	}
	for _, view := range catalogueText(t).views {
		described = append(described, view.Key)
		if len([]rune(view.Text)) < 3 || !slices.Contains(shownKinds, view.Kind) {
			t.Errorf("%s: %q, %q", view.Key, view.Kind, view.Text)
		}
	}
	sameKeys(t, "views.txt", unique(there), described)
}

// Every file of the program that opens a line, to listen or to ask somebody, belongs to a described
// interface, and every described one has such a file.
func TestEveryInterfaceIsDescribed(t *testing.T) {
	opens := regexp.MustCompile(`net\.Listen\(|net\.Dial|http\.Client\{|http\.Get\(|http\.DefaultClient|websocket\.Dialer|os\.WriteFile\(|export(Format)?\{"\.|fasthttp\.Client|\.Dialer\{`)
	var there, described []string
	for _, root := range []string{"../server", "../store", "../cmd/masswerk"} {
		err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if opens.Match(content) {
				there = append(there, filepath.ToSlash(strings.TrimPrefix(file, "../")))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range catalogueText(t).interfaces {
		if one.Text == "" {
			t.Errorf("%s: no Zweck", one.Key)
		}
		for _, fact := range interfaceFacts {
			if one.Said[fact] == "" {
				t.Errorf("%s: no %s", one.Key, fact)
			}
		}
		if one.Said["Richtung"] == "nach außen" && one.Said["Standard"] != "aus" {
			t.Errorf("%s leads out and is %s", one.Key, one.Said["Standard"])
		}
		described = append(described, strings.Fields(one.Said["Quelle"])...)
	}
	for _, file := range described {
		if _, err := os.Stat(filepath.Join("..", file)); err != nil {
			t.Errorf("interfaces.txt: %v", err)
		}
	}
	for _, file := range there {
		if !slices.Contains(described, file) {
			t.Errorf("interfaces.txt lacks what %s opens", file)
		}
	}
	if len(there) < 2 {
		t.Errorf("only %v open a line", there)
	}
}

func TestEveryRoleAndRightIsDescribed(t *testing.T) {
	all := catalogueText(t)
	var roles, rights []string
	for _, role := range store.StaffRoles() {
		roles = append(roles, string(role))
	}
	for one := range holders {
		if one != anybody {
			rights = append(rights, string(one))
		}
	}
	sameKeys(t, "roles.txt", roles, slices.Collect(maps.Keys(all.roles)))
	sameKeys(t, "rights.txt", rights, slices.Collect(maps.Keys(all.rights)))
	notEmpty(t, all.roles)
	notEmpty(t, all.rights)
}

// Who looks for what is missing finds it, whatever is missing.
func TestGapsAreFound(t *testing.T) {
	for name, situation := range map[string]struct {
		there, described []string
		want             string
	}{
		"all is described":                 {[]string{"a"}, []string{"a"}, ""},
		"something that is not described":  {[]string{"a", "b"}, []string{"a"}, "lacks: b"},
		"something described that is gone": {[]string{"a"}, []string{"a", "b"}, "describes what there is not: b"},
		"nothing to describe at all":       {nil, nil, "has nothing to describe"},
	} {
		if got := strings.Join(gapsBetween(situation.there, situation.described), ", "); got != situation.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestCataloguesAreAnswered(t *testing.T) {
	c := open(t)
	c.staff()
	reader, _ := c.signedInAs("", store.Reader)
	var all Catalogues
	if err := json.Unmarshal(reader.get("/staff/api/catalogues").want(t, 200).body, &all); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all.Stored, func(table StoredTable) bool { return table.Name == "change" })
	if at < 0 {
		t.Fatal("no table change")
	}
	for _, column := range all.Stored[at].Columns {
		if own := strings.HasPrefix(column.Retention, "90 Tage"); own != (column.Name == "account") || column.Basis == "" || column.Roles == "" {
			t.Errorf("column %+v", column)
		}
	}
	page := reader.get("/staff/api/catalogues.html").want(t, 200)
	for _, want := range []string{"<h3>participant</h3>", "profile.costs.amount", "GET /staff/api/audit", "manageAccounts", "OIDC"} {
		if !strings.Contains(string(page.body), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	policy := page.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, catalogueStyleHash) || strings.Contains(policy, "unsafe") || strings.Contains(string(page.body), "<script") {
		t.Errorf("policy: %s", policy)
	}
}

func TestWhatChangedSinceTheLastRelease(t *testing.T) {
	const released = "Tabelle a\tAlt\nSpalte a.x\tBleibt\nSpalte a.y\tGeht\nRecht editor self\t\n"
	const now = "Tabelle a\tAnders\nSpalte a.x\tBleibt\nSpalte a.z\tKommt\nRecht editor self\t\nRecht reader self\t\n"
	const want = "## Was sich an Daten, Anzeigen, Schnittstellen und Rechten geändert hat\n" +
		"\n### Neu\n\n- Recht reader self\n- Spalte a.z: Kommt\n" +
		"\n### Anders beschrieben\n\n- Tabelle a: Anders\n" +
		"\n### Nicht mehr vorhanden\n\n- Spalte a.y: Geht\n"
	if got := string(changes(released, now)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := string(changes(now, now)); !strings.HasSuffix(got, "\n\nNichts.\n") {
		t.Errorf("without a change: %s", got)
	}
}

// The section of the release notes is up to date: masswerk catalogue writes it to changes.md.
func TestTheReleaseNotesSayWhatChanged(t *testing.T) {
	c := open(t)
	all, err := c.Catalogues(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want, err := all.Changes()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("catalogue/changes.md")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("catalogue/changes.md is not what this build says, %v: write it with `go run ./cmd/masswerk catalogue --out DIR` and copy it", err)
	}
	if released, err := catalogueFiles.ReadFile("catalogue/released.txt"); err != nil || len(snapshotLines(string(released))) < 100 {
		t.Errorf("released.txt holds too little, %v", err)
	}
}
