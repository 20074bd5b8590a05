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
	for _, check := range checks {
		for _, one := range check.mutants {
			if _, err := one.overlay(t.TempDir()); err != nil {
				t.Errorf("%s: %s: %v", check.name, one.name, err)
			}
		}
	}
}

func TestEveryCheckHasAMutant(t *testing.T) {
	for _, one := range checks {
		if len(one.mutants) == 0 {
			t.Errorf("%s has no mutant", one.name)
		}
	}
}
