"""The use cases of conversations, for the pipeline, the roles and the edge."""

from nitka.conversations.apply import apply
from nitka.conversations.rehome import rehome

__all__ = ["apply", "rehome"]
