package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

var restoreCheck = check{
	name: "restore", what: "back to a backup, under screens that know more, and killed on the way", run: tryRestore,
	mutants: []mutant{
		{"the epoch outlives the server", "server/live/hub.go", "epoch: store.NewID()[:8]", "epoch: id[:8]"},
		{"erasures are not repeated", "store/sqlstore/restore.go", "lists = append([]string{target}, lists...)", "lists = append([]string{}, lists...)"},
		{"packing leaves rows behind", "store/sqlstore/backup.go", `{"secure_delete", "ON", "1"}`, `{"secure_delete", "OFF", "0"}`},
		{"the old file is written over in place", "store/sqlstore/restore.go", "return report, rename(fresh, target)",
			"content, err := os.ReadFile(fresh)\n\tif err != nil {\n\t\treturn report, err\n\t}\n\treturn report, os.WriteFile(target, content, 0o600)"},
		{"the old log goes unread", "store/sqlstore/restore.go", "err := emptyLog(ctx, target)", `err := emptyLog(ctx, "")`},
		{"the old log stays", "store/sqlstore/restore.go", "errors.Join(removeLog(target), syncFolder(target))", "syncFolder(target)"},
		{"the new name is not synced", "store/sqlstore/backup.go", "\tfolder.Sync() // not every system can\n", ""},
	},
}

// returning is a server that goes back to a backup.
type returning struct {
	*trial
	house                     *house
	load, voted, gone         *event
	crowd                     *crowd
	seats                     []comeback
	backup, list              string // files: the backup, and a later one whose erasures are repeated
	atBackup                  exported
	known                     map[string]bool // texts acked before the backup
	withdrawn, deleted        []string        // texts, since the backup
	killed                    string          // the folder as the killed server left it
	before, backedUp, renewed contents        // what the databases hold
}

// tryRestore makes a backup, goes on, kills the server, restores and starts it. Screens that were
// there all the time come back with positions ahead of everything, and with commands that have no
// answer. The same restore is killed at every write and sync.
func tryRestore(ctx context.Context, t *trial) {
	h, e, leave, ok := t.open(ctx)
	if !ok {
		return
	}
	defer leave()
	r := &returning{trial: t, house: h, load: e, known: map[string]bool{}, backup: filepath.Join(t.folder, "backup.db"), list: filepath.Join(t.folder, "later.db"), killed: filepath.Join(t.folder, "killed")}
	if t.failed("until the backup", r.untilBackup(ctx)) {
		return
	}
	defer r.crowd.leave()
	if t.failed("after the backup", r.afterBackup(ctx)) || t.failed("restore", r.restore(ctx)) || t.failed("back", r.back(ctx)) {
		return
	}
	r.kills(ctx)
}

// untilBackup fills three events, and copies the database when everybody has an answer.
func (r *returning) untilBackup(ctx context.Context) (err error) {
	if r.gone, err = r.house.newEvent(ctx); err != nil {
		return err
	}
	if r.voted, err = r.house.newEvent(ctx); err != nil {
		return err
	}
	if err := r.vote(ctx); err != nil {
		return err
	}
	guest, _, err := r.gone.guest(ctx)
	if err != nil {
		return err
	}
	defer guest.leave()
	r.deleted = append(r.deleted, "Merkwort"+randomID())
	idea := object{"session": r.gone.session, "kind": "idea", "text": r.deleted[0], "receipt": randomSecret()}
	if err := guest.must(ctx, "SubmitIdea", idea, nil); err != nil {
		return err
	}
	if r.crowd, err = gather(ctx, r.load, habits{phones: authors}); err != nil {
		return err
	}
	if err := r.sit(ctx); err != nil {
		return err
	}
	r.wave("vor der Sicherung", r.either(12, 60))
	r.crowd.rest(20 * time.Second)
	for _, one := range r.crowd.deeds {
		r.known[one.text] = true
	}
	if r.atBackup, err = r.load.export(ctx); err != nil {
		return err
	}
	if err := r.succeeds(ctx, "backup", r.backup); err != nil {
		return err
	}
	r.backedUp, err = readContents(ctx, r.backup)
	return err
}

// succeeds runs a command of the product on the house's folder.
func (r *returning) succeeds(ctx context.Context, command ...string) error {
	said, status, err := runProgram(ctx, append([]string{r.binary, "--data", r.house.folder}, command...)...)
	if err == nil && status != 0 {
		err = errors.New(said)
	}
	return err
}

const authors = 8 // phones of the crowd; its other screens only look

// wave lets every phone submit so many ideas at once.
func (r *returning) wave(when string, each int) {
	for i := range each {
		for _, one := range r.crowd.phones[:authors] {
			one.do(fmt.Sprintf("Beitrag %s %d-%d%s", when, one.name, i, strings.Repeat(" Wort", 20)))
		}
	}
}

// vote leaves a round open in which three people voted.
func (r *returning) vote(ctx context.Context) error {
	desk, err := r.voted.desk(ctx)
	if err != nil {
		return err
	}
	defer desk.leave()
	var guests []*told
	for i := range 3 {
		guest, _, err := r.voted.guest(ctx)
		if err != nil {
			return err
		}
		defer guest.leave()
		guests = append(guests, guest)
		idea := object{"session": r.voted.session, "kind": "idea", "text": fmt.Sprint("Zur Wahl ", i), "receipt": randomSecret()}
		if err := guest.must(ctx, "SubmitIdea", idea, nil); err != nil {
			return err
		}
	}
	if err := desk.must(ctx, "EnterPhase", object{"session": r.voted.session, "phase": r.voted.phases["vote"]}, nil); err != nil {
		return err
	}
	var made struct {
		Round string `json:"round"`
	}
	if err := desk.must(ctx, "OpenRound", object{"session": r.voted.session, "subject": "ideas", "budget": 3, "cap": 2, "hidden": false}, &made); err != nil {
		return err
	}
	for i, guest := range guests {
		if err := guest.must(ctx, "SetVote", object{"round": made.Round, "item": i%2 + 1, "points": 2, "counter": 1}, nil); err != nil {
			return err
		}
	}
	return nil
}

// afterBackup goes on: more ideas, some withdrawn, an event deleted. The server dies with commands
// on their way.
func (r *returning) afterBackup(ctx context.Context) error {
	r.wave("nach der Sicherung", 6)
	r.crowd.rest(20 * time.Second)
	for _, author := range r.crowd.phones[:authors] {
		page, err := look(ctx, r.house, r.load.phonePath(), r.load.session, author.cookie, map[string]position{})
		if err != nil {
			return err
		}
		defer page.leave()
		// The first ideas are the ones that packing may leave behind.
		own := r.first(author)
		r.withdrawn = append(r.withdrawn, own.text)
		if err := page.must(ctx, "WithdrawIdea", object{"idea": own.number}, nil); err != nil {
			return err
		}
	}
	if err := r.succeeds(ctx, "backup", r.list); err != nil {
		return err
	}
	if _, err := r.house.must(ctx, "DELETE", "/staff/api/events/"+r.gone.id, r.house.staff, nil, nil); err != nil {
		return err
	}
	for _, one := range r.seats {
		if !eventually(ctx, 5*time.Second, func() bool { return one.page.has("nach der Sicherung 7-5") }) {
			return fmt.Errorf("the %s does not show what came after the backup", one.name)
		}
	}
	r.wave("unbeantwortet", 4)
	r.house.kill()
	for _, one := range r.seats {
		one.page.leave()
	}
	if err := copyFolder(r.house.folder, r.killed); err != nil {
		return err
	}
	var err error
	r.before, err = readContents(ctx, filepath.Join(r.killed, "masswerk.db"))
	return err
}

// first returns the first idea that a phone submitted.
func (r *returning) first(author *phone) *deed {
	return slices.MinFunc(author.log(), func(a, b *deed) int { return a.number - b.number })
}

// spared are tables that withdrawals do not touch.
var spared = []string{
	"participant", "moderator", "projector", "session", "support", "topic_field", "round", "round_item", "round_member", "tally", "open_ballot", "ballot",
	"account", "login", "house",
}

// restore restores the backup to an empty folder, where it must be equal, to another with a list
// of erasures, and in the place of what the server left: nothing may be left there of what was
// erased since.
func (r *returning) restore(ctx context.Context) error {
	elsewhere, listed := filepath.Join(r.folder, "elsewhere"), filepath.Join(r.folder, "listed")
	if err := r.succeeds(ctx, "restore", r.backup, "--data", elsewhere); err != nil {
		return err
	}
	same, err := readContents(ctx, filepath.Join(elsewhere, "masswerk.db"))
	if err != nil {
		return err
	}
	if wrong := same.differs(r.backedUp); len(wrong) > 0 {
		r.fault("restored elsewhere, it is not what the backup holds: %v", wrong)
	}
	if err := r.succeeds(ctx, "restore", r.backup, "--data", listed, "--erasures-from", r.list); err != nil {
		return err
	}
	if err := r.erased(listed, r.withdrawn); err != nil {
		return err
	}
	if err := r.succeeds(ctx, "restore", r.backup); err != nil {
		return err
	}
	if r.renewed, err = readContents(ctx, filepath.Join(r.house.folder, "masswerk.db")); err != nil {
		return err
	}
	if wrong := r.renewed.differs(r.backedUp.without(r.gone.id), spared...); len(wrong) > 0 {
		r.fault("restored, it is not what the backup holds: %v", wrong)
	}
	return r.erased(r.house.folder, slices.Concat(r.deleted, r.withdrawn))
}

// erased looks for texts in every file of a folder.
func (r *returning) erased(folder string, texts []string) error {
	return fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(folder, path))
		for _, text := range texts {
			if bytes.Contains(content, []byte(text)) {
				r.fault("restored, %s still holds what was erased after the backup", path)
			}
		}
		return err
	})
}

// back starts the server and looks at what the screens make of it.
func (r *returning) back(ctx context.Context) error {
	if _, err := r.house.start(ctx, readyWithin); err != nil {
		return err
	}
	r.crowd.rest(20 * time.Second)
	for _, one := range r.seats {
		r.failed(one.name, r.resynchronises(ctx, one))
	}
	now, err := r.load.export(ctx)
	if err != nil {
		return err
	}
	texts, times, visible := map[int]string{}, map[string]int{}, []string{}
	for _, one := range now.Ideas {
		texts[one.Number] = one.Text
		times[one.Text]++
		if one.State == "shown" {
			visible = append(visible, fmt.Sprint(one.Number))
		}
	}
	for _, one := range r.atBackup.Ideas {
		if want := one.Text; texts[one.Number] != want && !(slices.Contains(r.withdrawn, want) && texts[one.Number] == "") {
			r.fault("idea %d of the backup is %.30q", one.Number, texts[one.Number])
		}
	}
	c := r.crowd
	for _, fault := range c.alike(ctx) {
		r.fault("%s", fault)
	}
	slices.Sort(visible)
	for _, one := range c.phones[:authors] {
		if !slices.Equal(slices.Sorted(maps.Keys(one.ideas())), visible) {
			r.fault("phone %d does not show what was restored", one.name)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	resent, wrong := 0, map[string]int{}
	for _, one := range c.deeds {
		count := times[one.text]
		switch {
		case slices.Contains(r.withdrawn, one.text) && count > 0:
			wrong["withdrawn and back"]++
		case count > 1:
			wrong["there twice"]++
		case strings.Contains(one.text, "nach der Sicherung") && count > 0:
			wrong["newer than the backup and there"]++
		case one.ok && strings.Contains(one.text, "unbeantwortet") && texts[one.number] == one.text:
			resent++
		case one.refused != "":
			wrong["refused as "+one.refused]++
		}
	}
	for what, count := range wrong {
		r.fault("%d ideas %s", count, what)
	}
	for _, fault := range c.faults[:min(len(c.faults), 4)] {
		r.fault("%s", fault)
	}
	if resent == 0 {
		r.fault("nothing was sent again: this check proves less")
	}
	r.note("%d ideas of the backup are back, %d sent again for want of an answer are there once", len(r.atBackup.Ideas), resent)
	return nil
}
