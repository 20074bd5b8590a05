package server

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
	"rsc.io/qr/coding"
)

func TestQRCodeCanBeReadBack(t *testing.T) {
	for text, level := range map[string]qr.Level{
		"http://192.168.0.7:8080/e/ACDEFGHJ":                                                   qr.Q,
		"https://ideen.example.org/e/ACDEFGHJ/ideas#" + secretOf("Z"):                          qr.M,
		"https://beteiligung.grosse-stadt.example.org/e/ACDEFGHJ/ideas#" + secretOf("a") + "ä": qr.M,
	} {
		image, err := writeQR(text, level)
		if err != nil {
			t.Fatal(err)
		}
		if got := decode(t, string(image), coding.Level(level)); got != text {
			t.Errorf("read %q, want %q", got, text)
		}
	}
}

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// decode reads the modules from the image and the text from the modules.
func decode(t *testing.T, svg string, level coding.Level) string {
	t.Helper()
	var side int
	if _, err := fmt.Sscanf(svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d`, &side); err != nil {
		t.Fatal(err)
	}
	size := side - 2*quietZone
	dark := make([][]bool, size)
	for y := range dark {
		dark[y] = make([]bool, size)
	}
	path := regexp.MustCompile(`fill="#000" d="([^"]*)"`).FindStringSubmatch(svg)[1]
	runs := run.FindAllStringSubmatch(path, -1)
	if rest := run.ReplaceAllString(path, ""); rest != "" {
		t.Fatalf("path holds %q besides runs", rest)
	}
	for _, match := range runs {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(match[i+1])
		}
		if n[2] != n[3] {
			t.Fatalf("run %s is not closed", match[0])
		}
		for x := n[0]; x < n[0]+n[2]; x++ {
			dark[n[1]-quietZone][x-quietZone] = true // out of range: the quiet zone is not quiet
		}
	}
	return readModules(t, dark, coding.Version((size-17)/4), level)
}

// readModules undoes what the standard says was done: the mask, the order, the byte mode.
func readModules(t *testing.T, dark [][]bool, version coding.Version, level coding.Level) string {
	t.Helper()
	mask := coding.Mask(0) // named in row 8, in columns 2 to 4, under a mask of 101
	for i, flip := range []bool{true, false, true} {
		if dark[8][2+i] != flip {
			mask |= 1 << (2 - i)
		}
	}
	plan, err := coding.NewPlan(version, level, mask)
	if err != nil {
		t.Fatal(err)
	}
	bits := make([]byte, plan.DataBytes*8)
	for y, row := range plan.Pixel {
		for x, pixel := range row {
			if pixel.Role() == coding.Data {
				inverted := pixel&coding.Invert != 0
				if dark[y][x] != inverted {
					bits[pixel.Offset()] = 1
				}
			}
		}
	}
	take := func(n int) (value int) {
		for _, bit := range bits[:n] {
			value = value<<1 | int(bit)
		}
		bits = bits[n:]
		return value
	}
	if mode := take(4); mode != 4 {
		t.Fatalf("mode %d: only bytes are expected", mode)
	}
	length := 8
	if version >= 10 {
		length = 16
	}
	var text strings.Builder
	for range take(length) {
		text.WriteByte(byte(take(8)))
	}
	return text.String()
}

func TestQRCodesOverHTTP(t *testing.T) {
	c := open(t)
	code := c.newEvent(c.staff())["code"].(string)
	image := c.browser().get("/e/"+code+"/qr.svg").want(t, 200)
	if kind := image.Header.Get("Content-Type"); kind != "image/svg+xml" {
		t.Errorf("kind %s", kind)
	}
	if got := decode(t, string(image.body), coding.Q); got != c.url+"/e/"+code {
		t.Errorf("the code leads to %s", got)
	}
	link := c.url + "/e/" + code + "/ideas#" + secretOf("r")
	c.browser().post("/e/"+code+"/qr", `{"text":"`+link+`"}`).refused(t, 401, "forbidden")
	phone, _ := c.phone(code, secretOf("a"))
	own := phone.post("/e/"+code+"/qr", `{"text":"`+link+`"}`).want(t, 200)
	if got := decode(t, string(own.body), coding.M); got != link {
		t.Errorf("the idea link became %s", got)
	}
	phone.post("/e/"+code+"/qr", `{"text":"https://evil.example/e/`+code+`"}`).refused(t, 400, "invalid")
	phone.post("/e/"+code+"/qr", `{"text":"`+c.url+`.evil.example/"}`).refused(t, 400, "invalid")
}

func TestAModeratorsCodesToPrint(t *testing.T) {
	h := openHall(t)
	text := h.url + "/e/" + h.code + "#tisch=3"
	path := "/console/" + h.event + "/qr"
	made := h.office.post(path, `{"texts":["`+text+`","`+text+`4"]}`).want(t, 200).json()["codes"].([]any)
	if len(made) != 2 {
		t.Fatalf("%d codes for two texts", len(made))
	}
	for i, want := range []string{text, text + "4"} {
		if got := decode(t, made[i].(string), coding.M); got != want {
			t.Errorf("the code leads to %s, want %s", got, want)
		}
	}
	h.office.post(path, `{"texts":["https://evil.example/e/`+h.code+`"]}`).refused(t, 400, "invalid")
	h.office.post(path, `{"texts":[]}`).refused(t, 400, "invalid")
	h.browser().post(path, `{"texts":["`+text+`"]}`).refused(t, 401, "forbidden")
	ada, _ := h.join("a")
	ada.post(path, `{"texts":["`+text+`"]}`).refused(t, 401, "forbidden")
}
