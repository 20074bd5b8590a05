// Package demo fills an empty store with a city that does not exist: a workshop that is over, the
// plan that came of it, and two years of carrying it out. The texts stand in the JSON files beside
// this one; rows within them are parted by upright strokes. All goes through the contracts that the
// product uses itself.
package demo

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"masswerk/store"
)

//go:embed *.json
var files embed.FS

// Store is what the demonstration is kept in.
type Store interface {
	store.Events
	store.Accounts
	store.Measures
	store.Outcomes
	store.Inbox
	store.Structure
	store.Assessments
	store.Statuses
}

// Guide is what somebody needs to look around.
type Guide struct {
	Logins   []Login
	Password string // of all of them
	JoinCode string
	IdeaLink string // path of the Ideen-Link of one contribution
	Status   string // path of a unit's open status form
}

// Login is an account of the demonstration.
type Login struct{ Role, Login, Name string }

// city is the demonstration while it is built.
type city struct {
	Store
	ctx      context.Context
	now      time.Time
	shift    int               // years by which the texts' dates are moved
	nodes    map[string]string // ids by key
	measures map[string]store.Measure
	guide    Guide
}

// Build fills a store that is empty. hash turns the password of all accounts into what is stored.
// Dates are told as if the city's November were the last one; ids are the same every time, secrets
// are not.
func Build(ctx context.Context, to Store, now time.Time, hash func(password string) (string, error)) (Guide, error) {
	c := &city{Store: to, ctx: ctx, now: now.UTC(), nodes: map[string]string{}, measures: map[string]store.Measure{}}
	c.shift = now.UTC().Year() - writtenIn
	if now.UTC().Before(time.Date(now.UTC().Year(), 11, 15, 0, 0, 0, 0, time.UTC)) {
		c.shift--
	}
	password := secret()[:10]
	hashed, err := hash(password)
	if err != nil {
		return Guide{}, err
	}
	c.guide.Password = password
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"structure", c.addStructure}, {"accounts", func() error { return c.addPeople(hashed) }}, {"workshop", c.addWorkshop},
		{"measures", c.addMeasures}, {"assessments", c.addAssessments}, {"status", c.addRequests}, {"life of measures", c.liveOn}, {"outcomes", c.addOutcomes},
	} {
		if err := step.do(); err != nil {
			return Guide{}, fmt.Errorf("demonstration: %s: %w", step.what, err)
		}
	}
	return c.guide, nil
}

// writtenIn is the year in which the texts' present lies.
const writtenIn = 2026

var years = regexp.MustCompile(`\b20[0-9]{2}(-| \|)`)

// read decodes a file, its dates moved to now.
func (c *city) read(name string, to any) error {
	content, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	moved := years.ReplaceAllStringFunc(string(content), func(found string) string {
		year, _ := strconv.Atoi(found[:4])
		return strconv.Itoa(year+c.shift) + found[4:]
	})
	decoder := json.NewDecoder(strings.NewReader(moved))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(to); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// day moves a day of this code as the texts' are moved.
func (c *city) day(year, month, day int) time.Time {
	return time.Date(year+c.shift, time.Month(month), day, 9, 0, 0, 0, time.UTC)
}

// at returns the morning of a day (milliseconds UTC).
func at(day string) int64 {
	when, _ := time.Parse(time.DateOnly, day)
	return when.Add(9 * time.Hour).UnixMilli()
}

// id returns the same id for the same words, every time.
func id(words ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(append([]any{"lindenhafen"}, words...)...)))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func secret() string {
	random := make([]byte, 32)
	rand.Read(random)
	return base64.RawURLEncoding.EncodeToString(random)
}

// row cuts a line at its strokes into so many fields.
func row(line string, count int) []string {
	fields := strings.Split(line, "|")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	for len(fields) < count {
		fields = append(fields, "")
	}
	return fields
}

func figure(text string) float64 {
	value, _ := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return value
}

func given(text string) *float64 {
	if text == "" {
		return nil
	}
	value := figure(text)
	return &value
}

func whole(text string) int { return int(figure(text)) }

// addStructure adds the house and what measures refer to.
func (c *city) addStructure() error {
	var file struct {
		House struct {
			Name   string                        `json:"name"`
			States map[store.MeasureState]string `json:"states"`
		} `json:"house"`
		Nodes []struct {
			store.Node
			Key     string `json:"key"`
			Actuals string `json:"actuals"`
		} `json:"nodes"`
	}
	if err := c.read("structure.json", &file); err != nil {
		return err
	}
	if err := c.SetHouse(c.ctx, store.House{Name: file.House.Name, StateNames: file.House.States}); err != nil {
		return err
	}
	for _, one := range file.Nodes {
		node := one.Node
		node.ID = id("node", one.Key)
		node.Parent, node.Lead, node.Group = c.nodes[node.Parent], c.nodes[node.Lead], c.nodes[node.Group]
		for said := range strings.SplitSeq(one.Actuals, ";") {
			if on, value, ok := strings.Cut(strings.TrimSpace(said), "="); ok {
				node.Actuals = append(node.Actuals, store.Actual{On: on, Value: figure(value)})
			}
		}
		if _, err := c.AddNode(c.ctx, node); err != nil {
			return fmt.Errorf("%s: %w", one.Key, err)
		}
		c.nodes[one.Key] = node.ID
	}
	return nil
}

// people are the accounts, named by what they do.
var people = []struct {
	login, name string
	role        store.StaffRole
	unit        string
}{
	{"verwaltung", "Systemverwaltung", store.Administration, ""},
	{"redaktion", "Geschäftsstelle CIIO", store.Editor, ""},
	{"freigabe", "Leitung Stabsstelle CIIO", store.Releaser, ""},
	{"bewertung", "Bewertung Organisation", store.Assessor, ""},
	{"bewertung2", "Bewertung Technik", store.Assessor, ""},
	{"bewertung3", "Bewertung Bürgerdienste", store.Assessor, ""},
	{"federfuehrung", "Leitung FB 12", store.LeadUnit, "fb12"},
	{"personalrat", "Personalrat", store.Reader, ""},
}

// rolesInWords are what the terminal calls the roles.
var rolesInWords = map[store.StaffRole]string{
	store.Administration: "Administration", store.Editor: "Redaktion", store.Releaser: "Freigabe",
	store.Assessor: "Bewertung", store.LeadUnit: "Federführung", store.Reader: "Lesen (Personalrat)",
}

func (c *city) addPeople(password string) error {
	for i, one := range people {
		account := store.Account{
			ID: id("account", one.login), Name: one.name, Login: one.login, Password: password,
			Roles: []store.StaffRole{one.role}, Unit: c.nodes[one.unit], CreatedAt: c.day(2025, 1, 13).UnixMilli(),
		}
		if err := c.CreateAccount(c.ctx, account, i == 0); err != nil {
			return err
		}
		c.guide.Logins = append(c.guide.Logins, Login{rolesInWords[one.role], one.login, one.name})
	}
	return nil
}

// by says who did something on a day, in which function.
func by(login string, on string) store.By {
	for _, one := range people {
		if one.login == login {
			return store.By{Account: id("account", login), Function: string(one.role), At: at(on)}
		}
	}
	return store.By{}
}
