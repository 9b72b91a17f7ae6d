"""One folder a channel, each independent of the others."""
