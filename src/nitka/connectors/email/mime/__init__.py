"""Bytes of a mail into headers and parts (RFC 5322, 2045 to 2047, 2231). Nothing here raises, whatever the bytes."""
