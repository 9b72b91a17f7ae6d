"""The use cases of conversations, for the pipeline, the roles and the edge."""

from nitka.conversations.answering import write
from nitka.conversations.apply import apply
from nitka.conversations.caring import change, mark_read, set_blocked, wake_snoozed
from nitka.conversations.drafts import draft, save_draft
from nitka.conversations.reading import counts, get, messages, original_of, page
from nitka.conversations.rehome import rehome
from nitka.conversations.taking_back import resend, undo

__all__ = [
    "apply",
    "change",
    "counts",
    "draft",
    "get",
    "mark_read",
    "messages",
    "original_of",
    "page",
    "rehome",
    "resend",
    "save_draft",
    "set_blocked",
    "undo",
    "wake_snoozed",
    "write",
]
