package main

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// filesIn returns the content of every file below a folder. One that goes away meanwhile is left
// out.
func filesIn(folder string) map[string][]byte {
	files := map[string][]byte{}
	filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if content, err := os.ReadFile(path); err == nil {
				files[path] = content
			}
		}
		return nil
	})
	return files
}

const anySheet = 4096 // bytes looked at together, of a file that has no pages

// sheets takes a file apart as SQLite writes it: a database in pages, its log in pages behind a
// head each. Of any other file neighbours overlap.
func sheets(path string, content []byte) (all [][]byte) {
	size, from, head, step := anySheet, 0, 0, anySheet/2
	switch {
	case strings.HasSuffix(path, "-wal") && len(content) > 32:
		size, from, head = int(binary.BigEndian.Uint32(content[8:])), 32, 24
		step = head + size
	case strings.HasPrefix(string(content[:min(16, len(content))]), "SQLite format 3"):
		if size = int(binary.BigEndian.Uint16(content[16:])); size == 1 {
			size = 65536
		}
		step = size
	}
	for at := from; at+head < len(content); at += step {
		all = append(all, content[at+head:min(at+head+size, len(content))])
	}
	return all
}

// links tells what in a folder leads from a person to a choice: a page that has both.
func (b *booth) links(folder string) (found []string) {
	for path, content := range filesIn(folder) {
		count := 0
		for _, sheet := range sheets(path, content) {
			if b.anyOf(b.choices, sheet) && (b.anyOf(b.people, sheet) || b.anyOf(b.devices, sheet)) {
				count++
			}
		}
		if count > 0 {
			found = append(found, fmt.Sprintf("%d pages of %s have people beside their choices", count, filepath.Base(path)))
		}
	}
	return found
}
