package server_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rule says what the Go files of a folder may import beside the standard library.
type rule struct {
	ours   []string // packages of this module; a trailing slash allows all below
	others bool     // packages of other modules
}

// rules keeps the arrows pointing one way: cmd -> server -> live -> store <- sqlstore. A folder
// without a rule may not hold Go files.
var rules = map[string]rule{
	"cmd/masswerk":              {ours: []string{"cmd/masswerk/", "server", "server/", "static", "store", "store/"}, others: true},
	"cmd/masswerk/demo":         {ours: []string{"store"}},
	"cmd/masswerk/rehearsal":    {others: true}, // a client: it knows the protocol, not the server
	"cmd/check":                 {},
	"cmd/signin":                {others: true},                                           // somebody else's provider, for tests
	"cmd/faultcheck":            {ours: []string{"cmd/masswerk/rehearsal"}, others: true}, // a client, too
	"cmd/figures":               {ours: []string{"cmd/masswerk/rehearsal", "store", "store/sqlstore"}, others: true},
	"cmd/figures/target":        {}, // built into the load generator, not into this module
	"server":                    {ours: []string{"server/live", "server/topics", "server/export", "server/sheet", "server/pages", "static", "store"}, others: true},
	"server/live":               {ours: []string{"store"}},
	"server/topics":             {ours: []string{"store"}},
	"server/export":             {ours: []string{"store"}},
	"server/sheet":              {ours: []string{"store"}, others: true}, // excelize
	"server/pages":              {ours: []string{"store"}},
	"static":                    {},
	"store":                     {},
	"store/storetest":           {ours: []string{"store"}},
	"store/sqlstore":            {ours: []string{"store"}, others: true},
	"store/sqlstore/migrations": {},
}

// webFramework is known to package server alone, so that no value which Fiber reuses gets further.
var webFramework = []string{"github.com/gofiber/", "github.com/valyala/fasthttp"}

func TestImportsPointOneWay(t *testing.T) {
	imports := readImports(t, "..")
	for _, folder := range []string{"store", "server/live"} {
		if len(imports[folder]) == 0 {
			t.Errorf("found no Go files in %s", folder)
		}
	}
	for _, wrong := range violations(imports) {
		t.Error(wrong)
	}
}

func TestImportViolationsAreFound(t *testing.T) {
	for name, situation := range map[string]struct {
		folder, imported string
		found            bool
	}{
		"the server may call a running event":         {"server", "masswerk/server/live", false},
		"the server may use Fiber":                    {"server", "github.com/gofiber/fiber/v2", false},
		"the server knows no SQL":                     {"server", "masswerk/store/sqlstore", true},
		"a running event knows the nouns":             {"server/live", "masswerk/store", false},
		"a running event knows no HTTP server":        {"server/live", "masswerk/server", true},
		"a running event knows no SQL":                {"server/live", "masswerk/store/sqlstore", true},
		"a running event needs no other module":       {"server/live", "github.com/google/uuid", true},
		"the export does not know a running event":    {"server/export", "masswerk/server/live", true},
		"topics need the nouns at most":               {"server/topics", "masswerk/server/export", true},
		"the nouns use the standard library":          {"store", "crypto/sha256", false},
		"the nouns need no other module":              {"store", "modernc.org/sqlite", true},
		"the nouns do not know who keeps them":        {"store", "masswerk/store/sqlstore", true},
		"SQL knows its driver":                        {"store/sqlstore", "modernc.org/sqlite", false},
		"SQL does not know the server":                {"store/sqlstore", "masswerk/server", true},
		"Fiber's types stay out of the store":         {"store/sqlstore", "github.com/gofiber/fiber/v2", true},
		"Fiber's types stay out of the command":       {"cmd/masswerk", "github.com/valyala/fasthttp", true},
		"the command wires everything":                {"cmd/masswerk", "masswerk/store/sqlstore", false},
		"a package name that only begins alike":       {"server/live", "masswerk/storefront", true},
		"a new folder needs a rule before it is used": {"server/helpers", "fmt", true},
	} {
		found := violations(map[string][]string{situation.folder: {situation.imported}})
		if (len(found) > 0) != situation.found {
			t.Errorf("%s: %s imports %s: found %v", name, situation.folder, situation.imported, found)
		}
	}
}

// violations returns what the rules forbid among the imports of each folder.
func violations(imports map[string][]string) []string {
	var found []string
	for folder, imported := range imports {
		rule, ruled := rules[folder]
		if !ruled {
			found = append(found, fmt.Sprintf("%s: no rule says what it may import", folder))
			continue
		}
		for _, name := range imported {
			if !rule.allows(name) || folder != "server" && isWebFramework(name) {
				found = append(found, fmt.Sprintf("%s imports %s", folder, name))
			}
		}
	}
	slices.Sort(found)
	return found
}

func (r rule) allows(name string) bool {
	if ours, ok := strings.CutPrefix(name, "masswerk/"); ok {
		return slices.ContainsFunc(r.ours, func(allowed string) bool {
			return ours == allowed || strings.HasSuffix(allowed, "/") && strings.HasPrefix(ours, allowed)
		})
	}
	host, _, _ := strings.Cut(name, "/")
	return r.others || !strings.Contains(host, ".")
}

func isWebFramework(name string) bool {
	return slices.ContainsFunc(webFramework, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// readImports returns what the product's Go files import, by folder. Tests may reach further than
// what they test.
func readImports(t *testing.T, root string) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") && name != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(relative))
		for _, spec := range parsed.Imports {
			imports[folder] = append(imports[folder], strings.Trim(spec.Path.Value, `"`))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}
