package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// topLevel is all that may lie beside the dot-files.
var topLevel = []string{"cmd", "server", "static", "store", "go.mod", "go.sum", "README.md", "LICENSE"}

// checkLayout sees to what no compiler looks at: what lies at the top, that the lock file leaves
// the registry to whoever installs, and that the pictures of the README exist.
func checkLayout(ctx context.Context) error {
	files, err := projectFiles(ctx)
	if err != nil {
		return err
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	wanted, err := readLock(filepath.Join(frontEnd, "package-lock.json"))
	if err != nil {
		return err
	}
	var wrong []error
	for _, name := range strays(files) {
		wrong = append(wrong, fmt.Errorf("%s does not belong at the top level", name))
	}
	for _, name := range wanted.hosts() {
		wrong = append(wrong, fmt.Errorf("package-lock.json names a download address for %s; npm's omit-lockfile-registry-resolved=true avoids it", name))
	}
	pictures := localPictures(string(readme))
	if len(pictures) < 4 {
		wrong = append(wrong, fmt.Errorf("README.md shows %d pictures, want one of each of the four faces", len(pictures)))
	}
	for _, path := range pictures {
		if !slices.Contains(files, path) {
			wrong = append(wrong, fmt.Errorf("README.md shows %s, which does not exist; make it with: node %s/browser/screenshots.mjs --readme", path, frontEnd))
		}
	}
	return errors.Join(wrong...)
}

// projectFiles returns the files of the project as they lie on disk: all that git knows or would
// add.
func projectFiles(ctx context.Context) ([]string, error) {
	listed, err := output(ctx, ".", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	var files []string
	for name := range strings.SplitSeq(strings.TrimSuffix(listed, "\x00"), "\x00") {
		if _, err := os.Lstat(name); err == nil {
			files = append(files, name)
		}
	}
	if len(files) == 0 {
		return nil, errors.New("git lists no files here")
	}
	return files, nil
}

// strays returns what lies at the top level and does not belong there.
func strays(files []string) []string {
	var found []string
	for _, file := range files {
		top, _, _ := strings.Cut(file, "/")
		if !strings.HasPrefix(top, ".") && !slices.Contains(topLevel, top) && !slices.Contains(found, top) {
			found = append(found, top)
		}
	}
	return found
}

var picture = regexp.MustCompile(`!\[[^\]]*\]\(([^)\s]+)|<img[^>]+src="([^"]+)"`)

// localPictures returns the paths of a text's pictures that lie in the project, each once.
func localPictures(markdown string) []string {
	var paths []string
	for _, match := range picture.FindAllStringSubmatch(markdown, -1) {
		path := strings.TrimPrefix(match[1]+match[2], "./")
		if !strings.Contains(path, "://") && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// checkFormat fails when gofmt would change a file.
func checkFormat(ctx context.Context) error {
	files, err := projectFiles(ctx)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(name string) bool { return filepath.Ext(name) != ".go" })
	changed, err := output(ctx, ".", "gofmt", append([]string{"-l"}, files...)...)
	if err != nil {
		return err
	}
	if changed != "" {
		return fmt.Errorf("gofmt -w would change:\n%s", changed)
	}
	return nil
}
