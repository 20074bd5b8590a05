package rehearsal

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// refusal is a server's answer that says no.
type refusal struct {
	Code    string `json:"code"`
	Field   string `json:"field"`
	RetryMS int64  `json:"retry_ms"`
}

func (r *refusal) Error() string {
	if r.Field != "" {
		return "refused: " + r.Code + " (" + r.Field + ")"
	}
	return "refused: " + r.Code
}

// client speaks HTTP as the pages do. Cookies are handed from call to call, because every phone
// has its own.
type client struct {
	Origin string
	http   *http.Client
}

func newClient(origin string) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxConnsPerHost, transport.MaxIdleConnsPerHost = 64, 64
	return &client{origin, &http.Client{Transport: transport, Timeout: 30 * time.Second}}
}

// call asks until there is an answer that does not say "later". It decodes the answer into into
// and returns the cookie it came with, if any.
func (c *client) call(ctx context.Context, method, path, cookie string, body, into any) (string, error) {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return "", err
		}
	}
	for failures := 0; ; failures++ {
		given, wait, err := c.try(ctx, method, path, cookie, sent, into)
		if err == nil || wait < 0 {
			return given, err
		}
		pause(ctx, wait+fullJitter(failures))
		if ctx.Err() != nil {
			return "", fmt.Errorf("%s %s: %w", method, path, err)
		}
	}
}

// try asks once. With an error it says how long to wait at least, or -1 when it is no use.
func (c *client) try(ctx context.Context, method, path, cookie string, body []byte, into any) (given string, wait time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, method, c.Origin+path, bytes.NewReader(body))
	if err != nil {
		return "", -1, err
	}
	request.Header.Set("Origin", c.Origin)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return "", 0, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return "", 0, err
	}
	if response.StatusCode >= 300 {
		refused := &refusal{}
		if json.Unmarshal(content, refused) != nil || refused.Code == "" {
			refused.Code = response.Status // not ours: a proxy's page
		}
		err = fmt.Errorf("%s %s: %w", method, path, refused)
		switch response.StatusCode {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return "", time.Duration(refused.RetryMS) * time.Millisecond, err
		}
		return "", -1, err
	}
	for _, one := range response.Cookies() {
		given = one.Name + "=" + one.Value
	}
	if into == nil {
		return given, 0, nil
	}
	if err := json.Unmarshal(content, into); err != nil {
		return "", -1, fmt.Errorf("%s %s: unreadable answer: %w", method, path, err)
	}
	return given, 0, nil
}

// randomSecret returns 32 random bytes as a page makes them for joining, receipts and invitations.
func randomSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// randomID returns the id of a command.
func randomID() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}
