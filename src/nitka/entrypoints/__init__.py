"""Where Nitka is put together and started: the only wiring."""
