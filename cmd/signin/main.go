// Command signin is a real OIDC provider for tests: people from a file, a form to sign in with, and
// their groups in the token. It listens on loopback alone and keeps nothing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address and port; loopback only")
	people := flag.String("people", "", "JSON file: people by subject, each with ID, Username, Password, FirstName, LastName and Groups")
	client := flag.String("client", "", "name of the server that people are sent from")
	secret := flag.String("secret", "", "its secret")
	back := flag.String("redirect", "", "address where it wants people back")
	flag.Parse()
	log.SetOutput(io.Discard) // the example tells every request
	if err := serve(*listen, *people, *client, *secret, *back); err != nil {
		fmt.Fprintln(os.Stderr, "signin:", err)
		os.Exit(1)
	}
}

func serve(listen, people, client, secret, back string) error {
	users, err := storage.StoreFromFile(people)
	if err != nil {
		return err
	}
	groups, err := groupsIn(people)
	if err != nil {
		return err
	}
	listener, err := listenHere(listen)
	if err != nil {
		return err
	}
	clients := map[string]*storage.Client{client: storage.WebClient(client, secret, back)}
	known := &provider{Storage: storage.NewStorageWithClients(users, clients), groups: groups}
	return http.Serve(listener, exampleop.SetupServer("http://"+listener.Addr().String(), known, nil, false))
}

// listenHere takes no address that others could reach: whoever knows the passwords of a test may be anybody.
func listenHere(address string) (net.Listener, error) {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, err
	}
	if !resolved.IP.IsLoopback() {
		return nil, errors.New("listen on a loopback address")
	}
	return net.ListenTCP("tcp", resolved)
}

// groupsIn reads what the example does not know of people.
func groupsIn(people string) (map[string][]string, error) {
	data, err := os.ReadFile(people)
	if err != nil {
		return nil, err
	}
	var found map[string]struct{ Groups []string }
	if err := json.Unmarshal(data, &found); err != nil {
		return nil, err
	}
	groups := map[string][]string{}
	for subject, one := range found {
		groups[subject] = one.Groups
	}
	return groups, nil
}

// provider is the example, which also tells groups.
type provider struct {
	*storage.Storage
	groups map[string][]string // by subject
}

// SetUserinfoFromRequest says what the ID token does.
func (p *provider) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, request op.IDTokenRequest, scopes []string) error {
	if err := p.Storage.SetUserinfoFromRequest(ctx, info, request, scopes); err != nil {
		return err
	}
	info.AppendClaims("groups", p.groups[request.GetSubject()])
	return nil
}
