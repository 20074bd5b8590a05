package main

import (
	"os"
	"testing"
)

// A mutant that no longer fits the source guards nothing.
func TestMutantsFitTheSource(t *testing.T) {
	if err := os.Chdir("../.."); err != nil {
		t.Fatal(err)
	}
	for _, one := range mutants {
		if _, err := one.overlay(t.TempDir()); err != nil {
			t.Errorf("%s: %v", one.name, err)
		}
	}
}

func TestEveryCheckHasAMutant(t *testing.T) {
	guarded := map[string]bool{}
	for _, one := range mutants {
		if checkOf(one.check) == nil {
			t.Errorf("%s: no check %q", one.name, one.check)
		}
		guarded[one.check] = true
	}
	for _, one := range checks {
		if !guarded[one.name] {
			t.Errorf("%s has no mutant", one.name)
		}
	}
}
