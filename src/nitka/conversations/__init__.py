"""One customer, one conversation, whatever the channel: strands, stretches, messages and what operators do."""
