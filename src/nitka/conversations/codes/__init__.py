"""One-time codes: somebody who is spoken with proves that they read an address."""
