"""What every other module may use: ids, clock, errors, events, safe text. No I/O."""
