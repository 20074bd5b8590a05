package export

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"
)

func TestNoCellBeginsAFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "-1", "-1+2": "'-1+2", "-a": "'-a", "--1": "'--1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		" =1": "' =1", "\ufeff=1": "'\ufeff=1", "\u200b\u00a0=1": "'\u200b\u00a0=1", "\n=1": "'\n=1",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "a\tb": "a\tb",
		"": "", "Bäume": "Bäume", "1-2": "1-2", " Bäume = Luft": " Bäume = Luft", "'=1": "'=1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q became %q, want %q", cell, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	content, err := CSV(sample())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(content, []byte("\ufeffNr.;Art;Text;")) {
		t.Errorf("begins %q", content[:20])
	}
	for i, one := range content {
		if one == '\n' && content[i-1] != '\r' {
			t.Fatal("a line end is not CRLF")
		}
	}
	rows, got := table(t, content), cells(t, sample())
	for head, want := range map[string]string{
		"Nr.": "1", "Art": "Idee", "Text": "'=1+1", "Sitzung": "Bürgerservice", "Themenfeld": "Klima", "Status": "sichtbar", "Unterstützung": "2",
		"Vorgemerkt": "ja", "Name entfernt": "ja", "Angeheftet": "ja", "Tisch": "3", "Zustimmung": "2", "Fragen": "", "Bedenken": "1", "Kommentare": "Gute Sache",
		"Abstimmung 1: Punkte": "6", "Abstimmung 1: Geräte": "4", "Abstimmung 1: Rang": "1", "Abstimmung 3: Punkte": "",
		"Abstimmung 4: Punkte": "3", "Abstimmung 4: Ja": "3", "Abstimmung 4: Nein": "0", "Abstimmung 4: Enthaltung": "1", "Abstimmung 4: Rang": "1",
		"Abstimmung 5: Wirkung (Mittelwert)": "4,75", "Abstimmung 5: Aufwand (Mittelwert)": "2,00", "Abstimmung 5: Aufwand (Streuung)": "0,82", "Maßnahmenvorschlag": "V12",
		"Ergebnis": "als Maßnahmenvorschlag übernommen", "Veröffentlicht": "ja",
	} {
		if got[head] != want {
			t.Errorf("%s is %q, want %q", head, got[head], want)
		}
	}
	if below := column(rows, "Abstimmung 4: Punkte", 2); below != "-1" {
		t.Errorf("more against than for: %q", below)
	}
	if len(rows) != 1+4+2 || rows[5][1] != "Themenfeld" || rows[5][2] != "Klima" {
		t.Errorf("rows: %v", rows)
	}
	if rows[2][2] != "Ruhe;\n\"Raum\"" || rows[3][7] != "1" || rows[4][2] != "" || rows[4][5] != "zurückgezogen" {
		t.Errorf("rows: %q", rows)
	}
	english := sample()
	english.Contents.Event.Language = "en"
	if content, _ := CSV(english); !bytes.Contains(content, []byte("Topic field")) {
		t.Error("the English table is not English")
	}
}

func table(t *testing.T, content []byte) [][]string {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(content[3:]))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// cells returns the first idea's cells by the heads of their columns.
func cells(t *testing.T, record Record) map[string]string {
	t.Helper()
	content, err := CSV(record)
	if err != nil {
		t.Fatal(err)
	}
	rows, got := table(t, content), map[string]string{}
	for i, head := range rows[0] {
		got[head] = rows[1][i]
	}
	return got
}

func column(rows [][]string, head string, row int) string {
	at := slices.Index(rows[0], head)
	if at < 0 {
		return "no such column"
	}
	return rows[row][at]
}
