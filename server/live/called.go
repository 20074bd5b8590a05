package live

// Called returns the hub of the running event with this join code, or nil. It asks no store: a room
// that comes back at once must cost no query for each phone.
func (hs *Hubs) Called(code string) *Hub {
	for _, hub := range hs.hubs() {
		if hub.Event().JoinCode == code && !hub.hasEnded() {
			return hub
		}
	}
	return nil
}
