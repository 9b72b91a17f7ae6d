"""Lists of names, as plain text."""
