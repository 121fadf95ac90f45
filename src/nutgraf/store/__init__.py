"""The only SQL, and the only writing of a desk's files."""
