package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// isolate makes a network namespace whose phones, each with an address of its own, reach the gates
// and nothing else. It needs root and iproute2.
func isolate(ctx context.Context, phones int) (*network, error) {
	name, outer, inner := fmt.Sprint("masswerk-", os.Getpid()), fmt.Sprint("mw", os.Getpid(), "o"), fmt.Sprint("mw", os.Getpid(), "i")
	subnet := fmt.Sprintf("10.%d.%d.", 200+rand.IntN(50), rand.IntN(250))
	host := subnet + "1"
	remove := func() {
		ip(context.WithoutCancel(ctx), nil, "link del "+outer)
		ip(context.WithoutCancel(ctx), nil, "netns del "+name)
	}
	err := ip(ctx, nil, "netns add "+name, "link add "+outer+" type veth peer name "+inner+" netns "+name,
		"addr add "+host+"/32 dev "+outer, "link set "+outer+" up", "route add "+subnet+"0/24 dev "+outer)
	if err == nil {
		var lines []string
		for phone := range phones {
			lines = append(lines, fmt.Sprintf("addr add %s%d/32 dev %s", subnet, phone+2, inner))
		}
		err = ip(ctx, []string{"-n", name}, append(lines, "link set "+inner+" up", "route add "+host+"/32 dev "+inner)...)
	}
	if err != nil {
		remove()
		return nil, err
	}
	inside, err := os.Open("/run/netns/" + name)
	if err != nil {
		remove()
		return nil, err
	}
	dial := func(ctx context.Context, phone int, address string) (conn net.Conn, err error) {
		done := make(chan struct{})
		go func() { // its thread ends with it, and so does the thread's stay in there
			defer close(done)
			runtime.LockOSThread()
			if err = unix.Setns(int(inside.Fd()), unix.CLONE_NEWNET); err == nil {
				from := &net.TCPAddr{IP: net.ParseIP(fmt.Sprint(subnet, phone+2))}
				conn, err = (&net.Dialer{LocalAddr: from}).DialContext(ctx, "tcp", address)
			}
		}()
		<-done
		return conn, err
	}
	return &network{isolated: true, host: host, dial: dial, close: func() { inside.Close(); remove() }}, nil
}

// ip runs lines of iproute2's.
func ip(ctx context.Context, options []string, lines ...string) error {
	command := exec.CommandContext(ctx, "ip", append(options, "-batch", "-")...)
	command.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	if said, err := command.CombinedOutput(); err != nil {
		return errors.Join(err, errors.New(string(said)))
	}
	return nil
}
