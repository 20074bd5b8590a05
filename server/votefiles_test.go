package server

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"masswerk/store"
	"masswerk/store/sqlstore"
)

// What the disk and a backup hold of a vote.

// nothingButTheBoxHoldsBallots looks at the disk while a secret vote is open: the ballots lie in
// one file of their own, apart from who voted, and a backup has neither.
func (p *polling) nothingButTheBoxHoldsBallots() {
	p.t.Helper()
	boxes := 0
	for name, data := range p.files() {
		holds := slices.ContainsFunc(p.choices, func(choices string) bool { return bytes.Contains(data, []byte(choices)) })
		if holds && !strings.HasPrefix(name, box) {
			p.t.Errorf("%s holds ballots of an open secret vote", name)
		}
		if holds {
			boxes++
		}
		p.notLinked(name, data)
		for _, id := range p.asked {
			if bytes.Contains(data, []byte(id)) {
				p.t.Errorf("%s names the command that brought a vote", name)
			}
		}
	}
	if boxes != 1 {
		p.t.Errorf("ballots stand in %d files", boxes)
	}
	for name, data := range p.backup() {
		for _, choices := range p.choices {
			if bytes.Contains(data, []byte(choices)) {
				p.t.Errorf("a backup (%s) holds a ballot of an open secret vote", name)
			}
		}
		// Whoever did not vote stands there as often as whoever did.
		if voted, idle := bytes.Count(data, []byte(p.persons[3])), bytes.Count(data, []byte(p.idle)); voted != idle || idle == 0 {
			p.t.Errorf("a backup (%s) names a voter %d times, somebody else %d times", name, voted, idle)
		}
	}
}

// filesHoldNoLink looks at the disk and a backup once the vote is closed.
func (p *polling) filesHoldNoLink() {
	p.t.Helper()
	if p.secrecy != store.Secret {
		p.eraseNow() // what was linked while the vote was open has left the log as well
	}
	held := 0
	files := p.files()
	for name, data := range p.backup() {
		files["the backup's "+name] = data
	}
	for name, data := range files {
		for _, choices := range p.choices {
			held += bytes.Count(data, []byte(choices))
		}
		if strings.Contains(name, box) {
			p.t.Errorf("the box of a closed vote is still there: %s", name)
		}
		if p.secrecy != store.OpenVote {
			p.notLinked(name, data)
			for _, id := range p.asked {
				if bytes.Contains(data, []byte(id)) {
					p.t.Errorf("%s names the command that brought a vote", name)
				}
			}
		}
	}
	if held < len(p.choices) {
		p.t.Fatal("no file holds the ballots: nothing was looked at")
	}
	ballots, err := p.db.Ballots(context.Background(), p.round)
	if err != nil || len(ballots) != len(p.voters) {
		p.t.Fatal(ballots, err)
	}
	for _, ballot := range ballots {
		if ballot.Participant != "" && p.secrecy != store.OpenVote {
			p.t.Error("a ballot names its voter")
		}
	}
}

// box begins the names of the files that ballots of open secret votes lie in.
const box = "masswerk.db.secret-"

// nextTo is how near a voter and a ballot stand when they are columns of one row.
const nextTo = 100

// notLinked fails the test when a voter and a ballot stand side by side.
func (p *polling) notLinked(name string, data []byte) {
	p.t.Helper()
	for _, choices := range p.choices {
		for from := 0; ; {
			at := bytes.Index(data[from:], []byte(choices))
			if at < 0 {
				break
			}
			at += from
			near := data[max(0, at-nextTo):min(len(data), at+len(choices)+nextTo)]
			for _, person := range p.persons {
				if bytes.Contains(near, []byte(person)) {
					p.t.Errorf("%s holds a voter beside a ballot: %q", name, near)
					return
				}
			}
			from = at + 1
		}
	}
}

// backup returns the files of a backup made now.
func (p *polling) backup() map[string][]byte {
	p.t.Helper()
	folder := p.t.TempDir()
	if err := sqlstore.Backup(context.Background(), p.db, filepath.Join(folder, "backup.db")); err != nil {
		p.t.Fatal(err)
	}
	found := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, entry := range entries {
		if found[entry.Name()], err = os.ReadFile(filepath.Join(folder, entry.Name())); err != nil {
			p.t.Fatal(err)
		}
	}
	return found
}
