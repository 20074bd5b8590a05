package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// mutant is a change to one source file that breaks a promise its check guards.
type mutant struct {
	name, file string
	old, new   string // old is there exactly once
}

// ackFirst answers the batch, commits, and answers nobody a second time.
const ackFirst = `		for _, one := range h.batch.answers {
			h.reply(one)
		}
		h.batch.answers = nil
		err = h.commit()
`

// overlay writes the changed file and says where it stands, for go build -overlay.
func (m mutant) overlay(folder string) (string, error) {
	source, err := os.ReadFile(filepath.FromSlash(m.file))
	if err != nil {
		return "", err
	}
	if found := strings.Count(string(source), m.old); found != 1 {
		return "", fmt.Errorf("%s has %d times %q, want once: the mutant no longer fits", m.file, found, m.old)
	}
	original, err := filepath.Abs(filepath.FromSlash(m.file))
	if err != nil {
		return "", err
	}
	changed := filepath.Join(folder, "changed.go")
	if err := os.WriteFile(changed, []byte(strings.Replace(string(source), m.old, m.new, 1)), 0o600); err != nil {
		return "", err
	}
	replace, _ := json.Marshal(map[string]any{"Replace": map[string]string{original: changed}})
	file := filepath.Join(folder, "overlay.json")
	return file, os.WriteFile(file, replace, 0o600)
}

// runMutants builds each mutant and runs its check, which must turn red.
func runMutants(ctx context.Context, folder, only string) error {
	survived := 0
	for _, check := range checks {
		if only != "" && check.name != only {
			continue
		}
		for _, one := range check.mutants {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := check.catches(ctx, one, folder); err != nil {
				survived++
				fmt.Printf("%-9s MISSED  %s: %v\n\n", check.name, one.name, err)
				continue
			}
			fmt.Printf("%-9s caught  %s\n\n", check.name, one.name)
		}
	}
	if survived > 0 {
		return fmt.Errorf("%d mutants were not caught", survived)
	}
	return nil
}

var errGreen = errors.New("the check stays green")

// catches reports with an error that the check does not notice the mutant.
func (one check) catches(ctx context.Context, m mutant, folder string) error {
	folder, err := os.MkdirTemp(folder, "mutant-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	overlay, err := m.overlay(folder)
	if err != nil {
		return err
	}
	binary := filepath.Join(folder, "masswerk")
	if err := build(ctx, binary, overlay); err != nil {
		return err
	}
	if t := one.try(ctx, binary, folder, false, true); len(t.faults) == 0 {
		return errGreen
	}
	return nil
}
