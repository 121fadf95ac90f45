"""Looks at addresses as values: what is asked and what came, how a source stands, when it is due, how it is doing."""
