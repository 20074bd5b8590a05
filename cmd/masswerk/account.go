package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"masswerk/server"
	"masswerk/store"
	"masswerk/store/sqlstore"
)

// accountCommand helps a house whose administration cannot sign in any more. The server must be
// stopped: whoever may do this holds the machine.
type accountCommand struct {
	List accountListCommand `cmd:"" help:"List the accounts and their roles."`
	Link accountLinkCommand `cmd:"" help:"Print a link by which the holder of a local account chooses a new password, once."`
}

type accountListCommand struct{}

// Run prints all accounts.
func (accountListCommand) Run(c *cli) error { return listAccounts(context.Background(), c, os.Stdout) }

func listAccounts(ctx context.Context, c *cli, to io.Writer) error {
	db, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	accounts, err := db.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, one := range accounts {
		var roles []string
		for _, role := range one.Roles {
			roles = append(roles, string(role))
		}
		remark := ""
		if one.Issuer != "" {
			remark = " (signs in at " + one.Issuer + ")"
		}
		if one.Disabled {
			remark += " (disabled)"
		}
		fmt.Fprintf(to, "%s\t%s\t%s%s\n", one.Login, one.Name, strings.Join(roles, " "), remark)
	}
	return nil
}

type accountLinkCommand struct {
	Login   string `arg:"" help:"Login of the account."`
	BaseURL string `help:"Address under which the server is opened." default:"http://localhost:8080" placeholder:"URL"`
}

// Run prints a link for seven days. A disabled account is enabled, and an account without the right
// stays without it.
func (a accountLinkCommand) Run(c *cli) error {
	return a.link(context.Background(), c, os.Stdout, time.Now())
}

func (a accountLinkCommand) link(ctx context.Context, c *cli, to io.Writer, now time.Time) error {
	db, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	account, err := accountNamed(ctx, db, a.Login)
	if err != nil {
		return err
	}
	if account.Issuer != "" {
		return fmt.Errorf("%s signs in at %s and has no password here", account.Login, account.Issuer)
	}
	if account.Disabled {
		account.Disabled = false
		if err := db.EditAccount(ctx, account); err != nil {
			return err
		}
	}
	link, path := server.NewPasswordLink(account.ID, now)
	if err := db.AddPasswordLink(ctx, link); err != nil {
		return err
	}
	fmt.Fprintln(to, strings.TrimRight(a.BaseURL, "/")+path)
	return nil
}

func accountNamed(ctx context.Context, db *sqlstore.Store, login string) (store.Account, error) {
	accounts, err := db.Accounts(ctx)
	if err != nil {
		return store.Account{}, err
	}
	login = strings.ToLower(strings.TrimSpace(login))
	at := slices.IndexFunc(accounts, func(one store.Account) bool { return one.Login == login })
	if at < 0 {
		return store.Account{}, fmt.Errorf("there is no account %q", login)
	}
	return accounts[at], nil
}
