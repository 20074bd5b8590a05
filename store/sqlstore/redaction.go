package sqlstore

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"masswerk/store"
)

// redactIdea takes a name out of a text, forgets how the text was submitted, and notes the places
// for backups that still hold the name.
func (t *tx) redactIdea(f store.IdeaRedacted) error {
	if err := t.rewordRedacted(t.event, f.Idea, f.Text); err != nil {
		return err
	}
	return t.one(`
		INSERT INTO redaction (event, idea, number, spans, language, at)
		SELECT id, $2, $3, $4, language, $5 FROM event WHERE id = $1`,
		t.event, f.Idea, f.Number, writeSpans(f.Spans), f.At)
}

func (t *tx) rewordRedacted(event, idea, text string) error {
	if err := t.one(`UPDATE idea SET redacted = TRUE WHERE id = $1 AND event = $2 AND state <> 'withdrawn'`, idea, event); err != nil {
		return err
	}
	if err := t.word(idea, "text", text); err != nil {
		return err
	}
	return t.forgetSubmission(event, idea)
}

// redaction is an entry of another database's list that this one has not followed yet.
type redaction struct {
	event, idea, spans, language string
	number                       int
	at                           int64
	known                        string // the spans that this database has under the number
}

// redactAgain takes out the names that the other database's list tells of, and takes the list over.
func (t *tx) redactAgain(report *Report) error {
	// A database of schema 1 has no such list.
	listed, err := first(t.view, nil, value[string], `SELECT name FROM other.sqlite_schema WHERE name = 'redaction'`)
	if err != nil || listed == "" {
		return err
	}
	missed, err := all(t.view, func(rows *sql.Rows, r *redaction) error {
		return rows.Scan(&r.event, &r.idea, &r.number, &r.spans, &r.language, &r.at, &r.known)
	}, `
		SELECT theirs.event, theirs.idea, theirs.number, theirs.spans, theirs.language, theirs.at, COALESCE(ours.spans, '')
		FROM other.redaction AS theirs
		JOIN idea ON idea.id = theirs.idea AND idea.state <> 'withdrawn'
		LEFT JOIN redaction AS ours ON ours.idea = theirs.idea AND ours.number = theirs.number
		WHERE ours.spans IS NULL OR ours.spans <> theirs.spans
		ORDER BY theirs.idea, theirs.number`)
	if err != nil {
		return err
	}
	for _, one := range missed {
		if err := t.redactOnceMore(one); err != nil {
			return fmt.Errorf("redact idea %s: %w", one.idea, err)
		}
		report.Redacted++
	}
	return t.run(`
		INSERT INTO redaction (event, idea, number, spans, language, at)
		SELECT event, idea, number, spans, language, at FROM other.redaction WHERE event NOT IN (SELECT event FROM deletion)
		ON CONFLICT (idea, number) DO NOTHING`)
}

// redactOnceMore repeats a redaction. Where its places mean nothing any more, because this text was
// redacted differently since, nobody can tell where the name stands: all of it goes.
func (t *tx) redactOnceMore(r redaction) error {
	text, err := first(t.view, nil, value[string], `SELECT text FROM wording WHERE idea = $1 AND part = 'text' AND text <> ''`, r.idea)
	if err != nil {
		return err
	}
	spans, err := readSpans(r.spans)
	if err != nil {
		return err
	}
	mark := store.RedactedMark(r.language)
	redacted, err := store.Redact(text, spans, mark)
	if errors.Is(err, store.ErrInvalid) || r.known != "" {
		redacted, err = mark, nil
	}
	if err != nil {
		return err
	}
	return t.rewordRedacted(r.event, r.idea, redacted)
}

// writeSpans returns places in a text as text for one column, "3-7 12-20".
func writeSpans(spans []store.Span) string {
	parts := make([]string, len(spans))
	for i, span := range spans {
		parts[i] = fmt.Sprintf("%d-%d", span.From, span.To)
	}
	return strings.Join(parts, " ")
}

// readSpans reads what writeSpans wrote.
func readSpans(text string) (spans []store.Span, err error) {
	for _, part := range strings.Fields(text) {
		var span store.Span
		if _, err := fmt.Sscanf(part, "%d-%d", &span.From, &span.To); err != nil {
			return nil, fmt.Errorf("spans %q: %w", part, err)
		}
		spans = append(spans, span)
	}
	return spans, nil
}
