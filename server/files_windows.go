package server

// openFiles returns how many files this process may have open: here it is memory that bounds them.
func openFiles() int { return manyFiles }
