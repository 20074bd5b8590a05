package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	htmltemplate "html/template"
	"slices"
	"strings"

	"masswerk/store"
)

// cataloguePage is the page to print; its style stands in it, so that it is whole in a file, too.
var cataloguePage = htmltemplate.Must(htmltemplate.New("page.html").Funcs(htmltemplate.FuncMap{
	"holdsKey": func(role RoleRights, one string) bool { return slices.Contains(role.Rights, right(one)) },
}).ParseFS(catalogueFiles, "catalogue/page.html"))

var catalogueStyle = func() string {
	style, err := catalogueFiles.ReadFile("catalogue/page.css")
	if err != nil {
		panic(err)
	}
	return string(style)
}()

// catalogueStyleHash lets browsers use this style and no other.
var catalogueStyleHash = func() string {
	sum := sha256.Sum256([]byte(catalogueStyle))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}()

// JSON returns the catalogues for machines.
func (c Catalogues) JSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(c)
	return out.Bytes(), err
}

// HTML returns the catalogues as a page to print.
func (c Catalogues) HTML() ([]byte, error) {
	said, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	var rights []CatalogueEntry
	for _, one := range rightsOf(store.Account{Roles: store.StaffRoles()}) {
		rights = append(rights, entryFor(string(one), said.rights))
	}
	var out bytes.Buffer
	err = cataloguePage.Execute(&out, map[string]any{
		"All": c, "Rights": rights, "Style": htmltemplate.CSS(catalogueStyle), "Kinds": byKind(c.Shown), "Roles": c.Roles,
	})
	if err != nil {
		return nil, fmt.Errorf("write the catalogues: %w", err)
	}
	return out.Bytes(), nil
}

// shownKind is everything shown of one kind.
type shownKind struct {
	Kind    string
	Entries []CatalogueEntry
}

// shownKinds are the kinds there are, as the catalogue orders them.
var shownKinds = []string{"Liste", "Ansicht", "Grafik", "Ausgabe", "Änderung", "Anmeldung", "Verbindung", "Technik"}

func byKind(shown []CatalogueEntry) (kinds []shownKind) {
	for _, kind := range shownKinds {
		one := shownKind{Kind: kind}
		for _, entry := range shown {
			if entry.Kind == kind {
				one.Entries = append(one.Entries, entry)
			}
		}
		kinds = append(kinds, one)
	}
	return kinds
}

// Snapshot writes everything the catalogues name as a line each: what it is, and what is said of
// it. The one of the last release stands in catalogue/released.txt.
func (c Catalogues) Snapshot() ([]byte, error) {
	var lines []string
	add := func(kind, name string, words ...string) {
		lines = append(lines, kind+" "+name+"\t"+strings.Join(words, " · "))
	}
	for _, table := range c.Stored {
		add("Tabelle", table.Name, table.Purpose, table.Basis, table.Retention, table.Roles)
		for _, column := range table.Columns {
			words := []string{column.Purpose}
			for _, differs := range [][2]string{{column.Basis, table.Basis}, {column.Retention, table.Retention}, {column.Roles, table.Roles}} {
				if differs[0] != differs[1] {
					words = append(words, differs[0])
				}
			}
			add("Spalte", table.Name+"."+column.Name, words...)
		}
	}
	for _, field := range c.Fields {
		add("Feld", field.Key, field.Text)
	}
	for _, entry := range c.Shown {
		add(entry.Kind, entry.Key, entry.Text)
	}
	for _, entry := range c.Interfaces {
		add("Schnittstelle", entry.Key, entry.Text, entry.Said["Daten"], entry.Said["Standard"])
	}
	for _, role := range c.Roles {
		for _, one := range role.Rights {
			add("Recht", string(role.Role)+" "+string(one))
		}
	}
	return []byte(strings.Join(unique(lines), "\n") + "\n"), nil
}

// Changes writes the section of the release notes that says what is stored, shown, connected and
// allowed now and was not in the last release, what is not any more, and what is described
// otherwise.
func (c Catalogues) Changes() ([]byte, error) {
	content, err := catalogueFiles.ReadFile("catalogue/released.txt")
	if err != nil {
		return nil, err
	}
	now, err := c.Snapshot()
	if err != nil {
		return nil, err
	}
	return changes(string(content), string(now)), nil
}

func changes(released, now string) []byte {
	before, after := snapshotLines(released), snapshotLines(now)
	var out strings.Builder
	out.WriteString("## Was sich an Daten, Anzeigen, Schnittstellen und Rechten geändert hat\n")
	for _, section := range []struct {
		title    string
		of, than map[string]string
		other    bool
	}{{"Neu", after, before, false}, {"Anders beschrieben", after, before, true}, {"Nicht mehr vorhanden", before, after, false}} {
		var lines []string
		for key, words := range section.of {
			other, both := section.than[key]
			if both == section.other && (!both || other != words) {
				lines = append(lines, strings.TrimSuffix("- "+key+": "+words, ": "))
			}
		}
		if len(lines) > 0 {
			out.WriteString("\n### " + section.title + "\n\n" + strings.Join(unique(lines), "\n") + "\n")
		}
	}
	if len(before) == len(after) && !strings.Contains(out.String(), "###") {
		out.WriteString("\nNichts.\n")
	}
	return []byte(out.String())
}

func snapshotLines(snapshot string) map[string]string {
	lines := map[string]string{}
	for line := range strings.SplitSeq(snapshot, "\n") {
		if key, words, ok := strings.Cut(line, "\t"); ok {
			lines[key] = words
		}
	}
	return lines
}
