"""The one transaction that turns touches into customers and conversations, in order, exactly once."""
