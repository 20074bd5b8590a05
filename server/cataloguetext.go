package server

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// The folder catalogue holds plain text. Lines that begin with # are remarks.
//
// tables-*.txt has a block for each table: its name, then facts ("Zweck: …", "Grundlage: …",
// "Aufbewahrung: …", "Rollen: …"), then its columns ("- name: purpose", and behind a bar what
// differs from the table: "| Aufbewahrung: …"). interfaces.txt has blocks of the same kind without
// columns. All others have a line for each thing: "key | text" or "key | kind | text".

// saidOfAll is what the folder says.
type saidOfAll struct {
	tables     map[string]saidOfTable
	fields     map[string]CatalogueEntry
	shown      map[string]CatalogueEntry // routes
	views      []CatalogueEntry          // pages and what draws in them
	roles      map[string]CatalogueEntry
	rights     map[string]CatalogueEntry
	interfaces []CatalogueEntry
}

type saidOfTable struct {
	facts   map[string]string
	columns map[string]saidOfColumn
}

type saidOfColumn struct {
	text  string
	facts map[string]string
}

func (s saidOfColumn) or(fact, otherwise string) string {
	if own := s.facts[fact]; own != "" {
		return own
	}
	return otherwise
}

func readCatalogue() (said saidOfAll, err error) {
	said = saidOfAll{tables: map[string]saidOfTable{}}
	names, err := fs.Glob(catalogueFiles, "catalogue/*.txt")
	if err != nil {
		return said, err
	}
	for _, name := range names {
		content, err := catalogueFiles.ReadFile(name)
		if err != nil {
			return said, err
		}
		text := string(content)
		switch base := path.Base(name); {
		case strings.HasPrefix(base, "tables-"):
			err = readTables(said.tables, text)
		case base == "interfaces.txt":
			said.interfaces, err = readInterfaces(text)
		case base == "fields.txt":
			said.fields, err = readLines(text, 2)
		case base == "routes.txt":
			said.shown, err = readLines(text, 3)
		case base == "roles.txt":
			said.roles, err = readLines(text, 2)
		case base == "rights.txt":
			said.rights, err = readLines(text, 2)
		case base == "views.txt":
			said.views, err = readViews(text)
		case base != "released.txt":
			err = fmt.Errorf("nobody reads it")
		}
		if err != nil {
			return said, fmt.Errorf("%s: %w", name, err)
		}
	}
	return said, nil
}

// blocks returns the text's paragraphs as lines, without remarks.
func blocksOf(text string) (blocks [][]string) {
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		var lines []string
		for line := range strings.SplitSeq(paragraph, "\n") {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			blocks = append(blocks, lines)
		}
	}
	return blocks
}

func readTables(tables map[string]saidOfTable, text string) error {
	for _, block := range blocksOf(text) {
		if _, twice := tables[block[0]]; twice {
			return fmt.Errorf("table %s stands there twice", block[0])
		}
		table := saidOfTable{facts: map[string]string{}, columns: map[string]saidOfColumn{}}
		for _, line := range block[1:] {
			line, isColumn := strings.CutPrefix(line, "- ")
			parts := strings.Split(line, " | ")
			name, words, ok := strings.Cut(parts[0], ": ")
			if !ok {
				return fmt.Errorf("%s: %q says nothing", block[0], line)
			}
			if !isColumn {
				table.facts[name] = words
				continue
			}
			column := saidOfColumn{text: words, facts: map[string]string{}}
			for _, part := range parts[1:] {
				fact, words, ok := strings.Cut(part, ": ")
				if !ok {
					return fmt.Errorf("%s.%s: %q says nothing", block[0], name, part)
				}
				column.facts[fact] = words
			}
			if _, twice := table.columns[name]; twice {
				return fmt.Errorf("column %s.%s stands there twice", block[0], name)
			}
			table.columns[name] = column
		}
		tables[block[0]] = table
	}
	return nil
}

func readInterfaces(text string) (entries []CatalogueEntry, err error) {
	for _, block := range blocksOf(text) {
		entry := CatalogueEntry{Key: block[0], Said: map[string]string{}}
		for _, line := range block[1:] {
			fact, words, ok := strings.Cut(line, ": ")
			if !ok {
				return nil, fmt.Errorf("%s: %q says nothing", block[0], line)
			}
			entry.Said[fact] = words
		}
		entry.Text = entry.Said["Zweck"]
		delete(entry.Said, "Zweck")
		entries = append(entries, entry)
	}
	return entries, nil
}

func readLines(text string, parts int) (map[string]CatalogueEntry, error) {
	entries := map[string]CatalogueEntry{}
	all, err := linesOf(text, parts)
	for _, one := range all {
		if _, twice := entries[one.Key]; twice {
			return nil, fmt.Errorf("%s stands there twice", one.Key)
		}
		entries[one.Key] = one
	}
	return entries, err
}

func readViews(text string) ([]CatalogueEntry, error) {
	views, err := linesOf(text, 3)
	slices.SortStableFunc(views, func(a, b CatalogueEntry) int { return strings.Compare(a.Key, b.Key) })
	return views, err
}

func linesOf(text string, parts int) (entries []CatalogueEntry, err error) {
	for _, block := range blocksOf(text) {
		for _, line := range block {
			said := strings.SplitN(line, " | ", parts)
			if len(said) != parts {
				return nil, fmt.Errorf("%q has not %d parts", line, parts)
			}
			entry := CatalogueEntry{Key: said[0], Text: said[parts-1]}
			if parts == 3 {
				entry.Kind = said[1]
			}
			entries = append(entries, entry)
		}
	}
	return entries, nil
}
