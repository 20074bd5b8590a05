package sheet

import "masswerk/store"

// Mapping is what somebody decided about a table in its preview. Zero: everything is found.
type Mapping struct {
	Sheet     string         `json:"sheet"`
	HeadRow   int            `json:"header_row"`   // last row of the headings, from 1; 0: found
	HeadLines int            `json:"header_lines"` // how many rows they take; 0: one
	Columns   map[int]string `json:"columns"`      // part by column, from 0; nil: found
	Leave     []int          `json:"leave"`        // rows that are not taken
	Create    []Created      `json:"create"`       // names that are to become parts of the structure
}

// Created is a part of the structure that a table names and that is not there yet.
type Created struct {
	Kind  store.NodeKind `json:"kind"`
	Title string         `json:"title"`
}

// Preview is what a table would do to the plan.
type Preview struct {
	Sheets    []string `json:"sheets"`
	Sheet     string   `json:"sheet"`
	HeadRow   int      `json:"header_row"`
	HeadLines int      `json:"header_lines"`
	Columns   []Column `json:"columns"`
	Rows      []Row    `json:"rows"`
	Counts    Counts   `json:"counts"`

	// Measures are those that would be created or changed, as they would be then.
	Measures []store.Measure `json:"-"`
}

// Row is one measure of the table.
type Row struct {
	Row    int              `json:"row"` // as the table counts, from 1
	Title  string           `json:"title"`
	Number string           `json:"number"` // of the measure that it is or becomes
	ID     string           `json:"id,omitempty"`
	Match  string           `json:"match"`          // "new", "same", "changed", "skipped"
	Skip   string           `json:"skip,omitempty"` // why it is skipped: a code
	Values map[string]Value `json:"values"`         // by part
	Errors int              `json:"errors"`
}

// Value is what a cell says: as it stands there, and as it was read.
type Value struct {
	Text  string `json:"text"`
	Value any    `json:"value,omitempty"`
	Note  string `json:"note,omitempty"` // how it was interpreted: a code
	Error *Fault `json:"error,omitempty"`
}

// Fault is a cell that could not be read.
type Fault struct {
	Row    int      `json:"row"`
	Column string   `json:"column"` // its letters
	Title  string   `json:"title"`  // its heading
	Part   string   `json:"part"`
	Text   string   `json:"text"`           // as it was read
	Code   string   `json:"code"`           // what was expected
	Kind   string   `json:"kind,omitempty"` // of the part of the structure that is not known
	Said   string   `json:"said,omitempty"` // which part of the text is meant
	Known  []string `json:"known,omitempty"`
}

// Counts sums a preview up.
type Counts struct {
	New     int `json:"new"`
	Same    int `json:"same"`
	Changed int `json:"changed"`
	Skipped int `json:"skipped"`
	Errors  int `json:"errors"` // cells
}
