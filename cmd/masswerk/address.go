package main

import (
	"net"
	"strconv"
	"strings"
)

// reachable returns the address of the listener that a phone in the same network can open.
func reachable(listen *net.TCPAddr, tls bool) string {
	host := listen.IP.String()
	if listen.IP == nil || listen.IP.IsUnspecified() {
		host = bestHost()
	}
	scheme, own := "http", 80
	if tls {
		scheme, own = "https", 443
	}
	if listen.Port == own {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return scheme + "://" + host
	}
	return scheme + "://" + net.JoinHostPort(host, strconv.Itoa(listen.Port))
}

// bestHost prefers a private IPv4 address of a real interface that is up.
func bestHost() string {
	best, rank := "127.0.0.1", 0
	interfaces, err := net.Interfaces()
	if err != nil {
		return best
	}
	for _, one := range interfaces {
		if one.Flags&net.FlagUp == 0 || one.Flags&net.FlagLoopback != 0 {
			continue
		}
		addresses, err := one.Addrs()
		if err != nil {
			continue
		}
		for _, address := range addresses {
			network, ok := address.(*net.IPNet)
			if !ok {
				continue
			}
			if r := rankOf(network.IP, one.Name); r > rank {
				best, rank = network.IP.String(), r
			}
		}
	}
	return best
}

// virtual begins the names of interfaces that no phone is connected to.
var virtual = []string{"docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "cni", "flannel", "tailscale", "wg", "tun", "tap", "zt"}

// rankOf tells how likely a phone reaches an address: 0 is never.
func rankOf(ip net.IP, name string) int {
	if ip.To4() == nil || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return 0
	}
	rank := 2
	if ip.IsPrivate() {
		rank++
	}
	for _, prefix := range virtual {
		if strings.HasPrefix(name, prefix) {
			return rank - 1
		}
	}
	return rank + 1
}
