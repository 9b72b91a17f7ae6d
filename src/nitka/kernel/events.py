"""The base of everything that is published: closed typed structs in the past tense, told apart by `kind`."""

import re
from uuid import UUID

import msgspec


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=_snake):
    """A fact of one workspace. Written to the outbox in the transaction that made it true."""

    workspace_id: UUID


def kind_of(event: Event) -> str:
    """Return the event's `kind` as it stands in its JSON: `MessageReceived` is `message_received`."""
    return str(type(event).__struct_config__.tag)
