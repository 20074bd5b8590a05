package sheet

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readText reads a table of text (CSV), whatever its encoding and separator.
func readText(content []byte) (table, error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	separator := rune(0)
	if first, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(first, "sep=") && len(strings.TrimSpace(first)) == 5 {
		separator, text = rune(first[4]), rest
	}
	if separator == 0 {
		separator = separatorOf(text)
	}
	var read table
	rows, end := rowsOf(text, separator), 0 // the line in which the row before ended
	for {
		values, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ErrUnreadable
		}
		if len(read) >= MaxRows || len(values) > MaxColumns {
			return nil, ErrTooLarge
		}
		row := make([]cell, len(values))
		for i, value := range values {
			row[i].text = tidy(unguarded(value))
		}
		line, _ := rows.FieldPos(0)
		for ; end+1 < line; end++ {
			read = append(read, nil) // a blank line is a row where people count
		}
		read = append(read, row)
		last := len(values) - 1
		end, _ = rows.FieldPos(last)
		end += strings.Count(values[last], "\n")
	}
	if len(read) == 0 {
		return nil, ErrUnreadable
	}
	return read, nil
}

func rowsOf(text string, separator rune) *csv.Reader {
	rows := csv.NewReader(strings.NewReader(text))
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = separator, -1, true
	return rows
}

// separatorOf returns the separator that cuts the first rows into most columns, most evenly.
func separatorOf(text string) rune {
	best, most := ';', 0
	for _, separator := range []rune{';', '\t', ',', '|'} {
		counts := map[int]int{}
		rows := rowsOf(text, separator)
		for range 50 {
			values, err := rows.Read()
			if err != nil {
				break
			}
			counts[len(values)]++
		}
		for columns, rows := range counts {
			if score := columns * rows; columns > 1 && score > most {
				best, most = separator, score
			}
		}
	}
	return best
}

// unguarded takes away the apostrophe that keeps a cell from being a formula.
func unguarded(value string) string {
	if rest, ok := strings.CutPrefix(value, "'"); ok && guarded(rest) != rest {
		return rest
	}
	return value
}

// decode returns text in UTF-8, UTF-16 or, when it is neither, Windows-1252.
func decode(content []byte) (string, error) {
	if text, ok := bytes.CutPrefix(content, []byte("\ufeff")); ok {
		content = text
	}
	for mark, order := range map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian} {
		if text, ok := bytes.CutPrefix(content, []byte(mark)); ok {
			units := make([]uint16, len(text)/2)
			for i := range units {
				units[i] = order.Uint16(text[2*i:])
			}
			return string(utf16.Decode(units)), nil
		}
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return "", ErrUnreadable // no text at all
	}
	if utf8.Valid(content) {
		return string(content), nil
	}
	var text strings.Builder
	for _, b := range content {
		if b >= 0x80 && b < 0xa0 {
			text.WriteRune(windows1252[b-0x80])
		} else {
			text.WriteRune(rune(b))
		}
	}
	return text.String(), nil
}

// windows1252 is where that encoding differs from Latin-1.
var windows1252 = [32]rune{
	'€', 0xfffd, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0xfffd, 'Ž', 0xfffd,
	0xfffd, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0xfffd, 'ž', 'Ÿ',
}
