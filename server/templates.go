package server

import "masswerk/store"

// NewSession is a session as staff ask for it.
type NewSession struct {
	Title  string `json:"title" validate:"line,max=200"`
	Prompt string `json:"prompt" validate:"max=1000"`
}

// step is a phase of a template: its kind, settings and, by language and form of address, what
// people are asked to do.
type step struct {
	kind     store.PhaseKind
	settings store.PhaseSettings
	words    map[string]string
}

// template is what a new event starts with.
type template struct {
	steps  []step
	title  map[string]string // of the session that is made when none is asked for
	prompt map[string]string
}

var templates = map[string]template{
	"workshop": {
		steps: []step{
			{kind: store.Lobby, words: lobbyWords},
			{kind: store.Collect, words: collectWords},
			{kind: store.Cluster, words: clusterWords},
			{kind: store.Vote, words: voteWords},
			{kind: store.Results, words: resultsWords},
		},
		title: map[string]string{"de": "Ideenwerkstatt", "en": "Ideas workshop"},
		prompt: map[string]string{
			"sie": "Was würde Ihre Arbeit und den Service für die Menschen in unserer Stadt spürbar verbessern?",
			"du":  "Was würde deine Arbeit und den Service für die Menschen in unserer Stadt spürbar verbessern?",
			"en":  "What would noticeably improve your work and our service to the people of this city?",
		},
	},
	"questions": {
		steps: []step{
			{kind: store.Lobby, words: lobbyWords},
			{kind: store.Collect, settings: store.PhaseSettings{IdeasHidden: true}, words: answerWords},
			{kind: store.Cluster, words: clusterWords},
			{kind: store.Vote, words: voteWords},
			{kind: store.Results, words: resultsWords},
		},
		title: map[string]string{"de": "Frage 1", "en": "Question 1"},
		prompt: map[string]string{
			"sie": "Was brauchen Sie, um gut arbeiten zu können?",
			"du":  "Was brauchst du, um gut arbeiten zu können?",
			"en":  "What do you need to be able to work well?",
		},
	},
	"empty": {
		steps: []step{{kind: store.Lobby}, {kind: store.Collect}, {kind: store.Cluster}, {kind: store.Vote}, {kind: store.Results}},
		title: map[string]string{"de": "Sitzung 1", "en": "Session 1"},
	},
}

var (
	lobbyWords = map[string]string{
		"sie": "Schön, dass Sie da sind. Es geht gleich los. Lassen Sie diese Seite einfach offen.",
		"du":  "Schön, dass du da bist. Es geht gleich los. Lass diese Seite einfach offen.",
		"en":  "Good to have you here. We are about to start. Just keep this page open.",
	}
	collectWords = map[string]string{
		"sie": "Schreiben Sie auf, was Sie vorschlagen oder brauchen: ein Gedanke je Beitrag, so viele Beiträge, wie Sie möchten.",
		"du":  "Schreib auf, was du vorschlägst oder brauchst: ein Gedanke je Beitrag, so viele Beiträge, wie du möchtest.",
		"en":  "Write down what you suggest or need: one thought each, as many as you like.",
	}
	answerWords = map[string]string{
		"sie": "Antworten Sie erst einmal für sich. Die Beiträge der anderen sehen Sie danach.",
		"du":  "Antworte erst einmal für dich. Die Beiträge der anderen siehst du danach.",
		"en":  "Answer for yourself first. You will see what others wrote afterwards.",
	}
	clusterWords = map[string]string{
		"sie": "Wir ordnen die Beiträge gemeinsam nach Themenfeldern. Sagen Sie, was zusammengehört und was fehlt.",
		"du":  "Wir ordnen die Beiträge gemeinsam nach Themenfeldern. Sag, was zusammengehört und was fehlt.",
		"en":  "Together we sort everything into topic fields. Say what belongs together and what is missing.",
	}
	voteWords = map[string]string{
		"sie": "Verteilen Sie Ihre Stimmen auf das, was Ihnen am wichtigsten ist. Sie können sie verschieben, bis die Abstimmung endet.",
		"du":  "Verteile deine Stimmen auf das, was dir am wichtigsten ist. Du kannst sie verschieben, bis die Abstimmung endet.",
		"en":  "Give your votes to what matters most to you. You can move them until the vote ends.",
	}
	resultsWords = map[string]string{
		"sie": "Das ist das Meinungsbild im Raum. Mit Ihrem Ideen-Link sehen Sie später, was daraus geworden ist.",
		"du":  "Das ist das Meinungsbild im Raum. Mit deinem Ideen-Link siehst du später, was daraus geworden ist.",
		"en":  "This is the mood in the room. Your idea link will tell you later what became of it.",
	}
)

// fromTemplate returns the sessions a new event starts with, each in its first phase.
func fromTemplate(name string, event store.Event, asked []NewSession) []store.Session {
	from, voice := templates[name], event.Address
	if event.Language != "de" {
		voice = event.Language
	}
	if len(asked) == 0 {
		asked = []NewSession{{Title: from.title[event.Language], Prompt: from.prompt[voice]}}
	}
	var sessions []store.Session
	for position, one := range asked {
		session := store.Session{ID: store.NewID(), Event: event.ID, Position: position, Title: one.Title, Prompt: one.Prompt}
		for position, step := range from.steps {
			session.Phases = append(session.Phases, store.Phase{
				ID: store.NewID(), Session: session.ID, Position: position, Kind: step.kind,
				Instruction: step.words[voice], PhaseSettings: step.settings,
			})
		}
		session.Phase = session.Phases[0].ID
		sessions = append(sessions, session)
	}
	return sessions
}
