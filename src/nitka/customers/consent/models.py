"""Consents as they are recorded and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from nitka.channels.consents import ConsentState, Part, PolicyVersion, Purpose
from nitka.customers.models import Author


class NewConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer allowed or refused, and how it is known.

    Without `identifier_id` it is said of every identifier that the customer has now.
    """

    purpose: Purpose
    state: ConsentState
    channel: Part = ""
    topic: Part = ""
    reason: Annotated[str, msgspec.Meta(max_length=1000, description="How it is known, in the operator's words")] = ""
    identifier_id: UUID | None = None
    touch_id: Annotated[UUID | None, msgspec.Meta(description="The touch that proves it")] = None
    policy_version: PolicyVersion = ""
    at: Annotated[datetime | None, msgspec.Meta(description="When it was said; by default now")] = None


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the ledger. `subjects` are the customer's identifiers that it was said of."""

    id: UUID
    purpose: str
    channel: str
    topic: str
    state: ConsentState
    source: str
    reason: str
    touch_id: UUID | None
    policy_version: str
    author: Author | None
    at: datetime
    recorded_at: datetime
    subjects: list[UUID]


class ConsentPage(msgspec.Struct, frozen=True):
    """What holds for a customer now: for each purpose, channel and topic the statement that decides."""

    items: list[Statement]


class StatementPage(msgspec.Struct, frozen=True):
    """All that was ever said, the latest first."""

    items: list[Statement]
    next: str | None
