"""What customers said of themselves: found in their words, kept, taken at once or decided by people."""
