package server

import (
	"context"
	"embed"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// What a staff council asks for: which data is stored, what is shown and exported, which lines lead
// in and out, who may do what. What there is comes from the build itself: the schema, the routes,
// the pages, the types. What it is for stands in the folder catalogue, in German. A test fails when
// one is without the other.
//
//go:embed catalogue
var catalogueFiles embed.FS

// Catalogues are the four of them.
type Catalogues struct {
	Stored     []StoredTable    `json:"stored"`
	Fields     []CatalogueEntry `json:"fields"` // what lies in columns that hold a document
	Shown      []CatalogueEntry `json:"shown"`
	Interfaces []CatalogueEntry `json:"interfaces"`
	Roles      []RoleRights     `json:"roles"`
}

// CatalogueEntry is one thing and what is said of it.
type CatalogueEntry struct {
	Key  string            `json:"key"`
	Kind string            `json:"kind,omitempty"` // of what is shown: list, chart, export and so on
	Text string            `json:"text"`
	Said map[string]string `json:"said,omitempty"` // further facts, by name
}

// StoredTable is a table with its columns. Basis, retention and roles hold for each column that says
// nothing else.
type StoredTable struct {
	Name      string         `json:"name"`
	Purpose   string         `json:"purpose"`
	Basis     string         `json:"basis"`
	Retention string         `json:"retention"`
	Roles     string         `json:"roles"`
	Columns   []StoredColumn `json:"columns"`
}

// StoredColumn is a column of a table.
type StoredColumn struct {
	Name      string `json:"name"`
	Purpose   string `json:"purpose"`
	Basis     string `json:"basis"`
	Retention string `json:"retention"`
	Roles     string `json:"roles"`
}

// RoleRights is a role with what it may do.
type RoleRights struct {
	Role   store.StaffRole `json:"role"`
	Text   string          `json:"text"`
	Rights []right         `json:"rights"`
	Routes []string        `json:"routes"`
}

// Catalogues returns what is stored, shown, exported and connected in this build.
func (s *Server) Catalogues(ctx context.Context) (Catalogues, error) {
	columns, err := s.Store.Columns(ctx)
	if err != nil {
		return Catalogues{}, err
	}
	said, err := readCatalogue()
	if err != nil {
		return Catalogues{}, err
	}
	all := Catalogues{Interfaces: said.interfaces, Roles: s.roleRights(said)}
	all.Stored = storedTables(columns, said)
	for _, path := range profileFields() {
		all.Fields = append(all.Fields, entryFor(path, said.fields))
	}
	for _, route := range s.allRoutes() {
		all.Shown = append(all.Shown, entryFor(route, said.shown))
	}
	all.Shown = append(all.Shown, said.views...)
	return all, nil
}

// catalogues handles GET /staff/api/catalogues.
func (s *Server) catalogues(c *fiber.Ctx) error {
	all, err := s.Catalogues(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(all)
}

// catalogueHTML handles GET /staff/api/catalogues.html: to be printed. Its one style sheet stands in
// the page, so the page says which.
func (s *Server) catalogueHTML(c *fiber.Ctx) error {
	all, err := s.Catalogues(c.UserContext())
	if err != nil {
		return err
	}
	page, err := all.HTML()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src '"+catalogueStyleHash+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(page)
}

func storedTables(columns []store.Column, said saidOfAll) (tables []StoredTable) {
	for _, column := range columns {
		about := said.tables[column.Table]
		if len(tables) == 0 || tables[len(tables)-1].Name != column.Table {
			tables = append(tables, StoredTable{
				Name: column.Table, Purpose: about.facts["Zweck"], Basis: about.facts["Grundlage"],
				Retention: about.facts["Aufbewahrung"], Roles: about.facts["Rollen"],
			})
		}
		table := &tables[len(tables)-1]
		own := about.columns[column.Name]
		table.Columns = append(table.Columns, StoredColumn{
			Name: column.Name, Purpose: own.text, Basis: own.or("Grundlage", table.Basis),
			Retention: own.or("Aufbewahrung", table.Retention), Roles: own.or("Rollen", table.Roles),
		})
	}
	return tables
}

func entryFor(key string, said map[string]CatalogueEntry) CatalogueEntry {
	entry := said[key]
	entry.Key = key
	return entry
}

// allRoutes returns every URL of the router with its method, once.
func (s *Server) allRoutes() (routes []string) {
	for _, route := range s.app.GetRoutes(true) {
		if route.Method == fiber.MethodHead || route.Method == fiber.MethodConnect || route.Method == fiber.MethodTrace || route.Method == fiber.MethodOptions || strings.HasSuffix(route.Path, "/api/*") {
			continue // what GET says, and what only answers that there is nothing
		}
		routes = append(routes, route.Method+" "+route.Path)
	}
	return unique(routes)
}

// roleRights returns the matrix of roles, from the same lists that let people pass.
func (s *Server) roleRights(said saidOfAll) (roles []RoleRights) {
	for _, role := range store.StaffRoles() {
		one := RoleRights{Role: role, Text: said.roles[string(role)].Text, Rights: rightsOf(store.Account{Roles: []store.StaffRole{role}})}
		for _, route := range s.staffRoutes() {
			if slices.Contains(one.Rights, route.right) {
				one.Routes = append(one.Routes, route.method+" /staff/api"+route.path)
			}
		}
		roles = append(roles, one)
	}
	return roles
}

// profileFields returns every field of the documents that columns hold, by its path in JSON.
func profileFields() []string {
	var paths []string
	for name, document := range map[string]any{
		"profile": store.Profile{}, "report": store.StatusReport{}, "criterion": store.AssessmentCriterion{}, "priority": store.Priority{},
	} {
		paths = append(paths, fieldsOf(name, reflect.TypeOf(document))...)
	}
	return unique(paths)
}

func fieldsOf(path string, of reflect.Type) (paths []string) {
	for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct {
		return []string{path}
	}
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		if name == "" {
			panic(fmt.Sprintf("field %s of %s has no name in JSON", field.Name, of))
		}
		paths = append(paths, fieldsOf(path+"."+name, field.Type)...)
	}
	return paths
}
