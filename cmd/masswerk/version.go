package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the module's version and, for a build from a checkout, its commit.
func (versionCommand) Run() error {
	fmt.Println("masswerk", version())
	return nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			text += " " + setting.Value[:12]
		}
		if setting.Key == "vcs.modified" && setting.Value == "true" {
			text += " with changes"
		}
	}
	return text
}
