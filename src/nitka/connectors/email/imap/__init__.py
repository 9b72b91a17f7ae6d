"""An IMAP client (RFC 3501, 2177, 4959, 6154): as much as reading a mailbox needs, bounded in memory."""
