package store

// Health is how storing does, as far as it shows without writing.
type Health struct {
	LogBytes int64 // of the log file; it grows as long as somebody keeps reading
	Fault    error // why commits are refused; nil when nothing is known to be in the way
}

// The log of a database is short unless a reader from elsewhere does not end. Above LogAlarm
// people are told; above LogCap nothing more is stored, lest the log fill the disk.
const (
	LogAlarm = 64 << 20
	LogCap   = 256 << 20
)
