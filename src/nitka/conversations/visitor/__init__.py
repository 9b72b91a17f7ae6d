"""A conversation as its visitor sees it: their own strand of the chat and nothing else."""
