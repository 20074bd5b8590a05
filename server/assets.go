package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"masswerk/store"
)

// assets is the front end, ready to send: every file plain and, where that is shorter, gzipped.
// They are served under a build id made from all of them, so browsers may keep them for good.
type assets struct {
	build string
	files map[string]file // by path below the build id
	pages map[string]file // index.html by face
}

type file struct {
	kind   string // media type
	plain  []byte
	zipped []byte // nil: not worth it
}

// faces have a page each; check, which tries a network, has one, too, and so has a unit's form.
var faces = []string{"phone", "console", "projector", "staff", "check", "status"}

// mediaTypes of what a front end is made of. What is not listed is not served.
var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

func loadAssets(from fs.FS) (*assets, error) {
	contents, err := readAll(from)
	if err != nil {
		return nil, err
	}
	a := &assets{build: buildID(contents), files: map[string]file{}, pages: map[string]file{}}
	for name, content := range contents {
		if kind, ok := mediaTypes[path.Ext(name)]; ok && path.Base(name) != "index.html" {
			a.files[name] = newFile(kind, content)
		}
	}
	for _, face := range faces {
		page, ok := contents[face+"/index.html"]
		if !ok {
			return nil, fmt.Errorf("%s/index.html is missing", face)
		}
		a.pages[face] = newFile(mediaTypes[".html"], a.fill(page, contents))
	}
	return a, nil
}

func readAll(from fs.FS) (map[string][]byte, error) {
	contents := map[string][]byte{}
	err := fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		contents[name], err = fs.ReadFile(from, name)
		return err
	})
	return contents, err
}

// buildID changes whenever any file does.
func buildID(contents map[string][]byte) string {
	names := make([]string, 0, len(contents))
	for name := range contents {
		names = append(names, name)
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		fmt.Fprintf(sum, "%s %d\n", name, len(contents[name]))
		sum.Write(contents[name])
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

func newFile(kind string, content []byte) file {
	made := file{kind: kind, plain: content}
	if strings.HasPrefix(kind, "font/") || kind == "image/png" {
		return made
	}
	var zipped bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	writer.Write(content)
	writer.Close()
	if zipped.Len() < len(content) {
		made.zipped = zipped.Bytes()
	}
	return made
}

var moduleScript = regexp.MustCompile(`<script[^>]+src="/assets/\{\{build\}\}/([^"]+\.js)"`)

// fill writes the build id and, so that nothing is found out late, the page's whole import graph
// into an index.html.
func (a *assets) fill(page []byte, contents map[string][]byte) []byte {
	var modules []string
	for _, script := range moduleScript.FindAllSubmatch(page, -1) {
		modules = follow(string(script[1]), contents, modules)
	}
	var links strings.Builder
	for _, module := range modules {
		fmt.Fprintf(&links, "<link rel=\"modulepreload\" href=\"/assets/{{build}}/%s\">\n", module)
	}
	page = bytes.Replace(page, []byte("<!-- preload -->\n"), []byte(links.String()), 1)
	page = bytes.Replace(page, []byte("<!-- preload -->"), []byte(links.String()), 1)
	return bytes.ReplaceAll(page, []byte("{{build}}"), []byte(a.build))
}

// staticImport finds the modules that a module cannot start without. Types in comments and
// import() on demand are not among them.
var staticImport = regexp.MustCompile(`(?:^|[\n;}])\s*(?:import|export)\b\s*(?:[\w*{}\s,$]+?\bfrom\s*)?["'](\.{1,2}/[^"']+)["']`)

// follow adds a module and all that it imports to the list, each once.
func follow(module string, contents map[string][]byte, found []string) []string {
	content, ok := contents[module]
	if !ok || slices.Contains(found, module) {
		return found
	}
	found = append(found, module)
	for _, imported := range staticImport.FindAllSubmatch(content, -1) {
		found = follow(path.Join(path.Dir(module), string(imported[1])), contents, found)
	}
	return found
}

// page handles the address of a face's page.
func (s *Server) page(face string) fiber.Handler {
	page := s.assets.pages[face]
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return page.send(c)
	}
}

// asset handles GET /assets/:build/*. Only whole known names are served: there is no file system
// behind it that a path could leave.
func (s *Server) asset(c *fiber.Ctx) error {
	file, ok := s.assets.files[c.Params("*")]
	if !ok || c.Params("build") != s.assets.build {
		return store.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return file.send(c)
}

func (f file) send(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, f.kind)
	if f.zipped == nil {
		return c.Send(f.plain)
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderAcceptEncoding) != "" && c.AcceptsEncodings("gzip") == "gzip" {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(f.zipped)
	}
	return c.Send(f.plain)
}
