"""What customers allow and refuse: a ledger of what was said, and what follows from it."""
