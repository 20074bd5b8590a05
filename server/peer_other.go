//go:build !linux

package server

import "net"

// noticeDeath leaves it to the system when writes to a peer that vanished fail.
func noticeDeath(net.Conn) {}
