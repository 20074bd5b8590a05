package store

// Column is one column of one table, as the database tells it.
type Column struct{ Table, Name string }
