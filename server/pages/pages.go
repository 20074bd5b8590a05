// Package pages writes what is read without JavaScript: what became of an event's contributions,
// and the way in. A page is a template, words in two languages and a view that the server fills; the
// template escapes every text. Nothing inline stands in it, as the content policy demands: looks come
// from stylesheets among the assets.
package pages

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
)

//go:embed *.html
var files embed.FS

var templates = template.Must(template.ParseFS(files, "*.html"))

// Frame is what every page needs.
type Frame struct {
	Words
	Build string // below which the assets lie
	House string // name; empty: not said
}

// Notice is a page that says one thing.
type Notice struct {
	Frame
	Code string // of the refusal
}

// Entrance asks for a read code.
type Entrance struct {
	Frame
	Title string
	On    string // day of the event
	Wrong bool   // the code that was typed
}

// WriteNotice returns the page that says why there is nothing to read.
func WriteNotice(notice Notice) ([]byte, error) { return write("notice.html", notice) }

// WriteEntrance returns the page that asks for a read code.
func WriteEntrance(entrance Entrance) ([]byte, error) { return write("entrance.html", entrance) }

// WriteOutcomes returns the page of what became of an event's contributions.
func WriteOutcomes(outcomes Outcomes) ([]byte, error) { return write("outcomes.html", outcomes) }

func write(name string, view any) ([]byte, error) {
	var page bytes.Buffer
	if err := templates.ExecuteTemplate(&page, name, view); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return page.Bytes(), nil
}
