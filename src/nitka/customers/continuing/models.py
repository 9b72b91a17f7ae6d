"""What tokens of «Continue in…» are, and what became of one that was presented."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.channels.continuing import Form
from nitka.customers.models import Continued

# joined: the two are one from now on. again: the same address came with it before. here: it was made for this very
# address. wrong, expired, used, elsewhere (only another channel may present it), later (too many wrong guesses).
Outcome = Literal["joined", "again", "here", "wrong", "expired", "used", "elsewhere", "later"]


class Known(msgspec.Struct, frozen=True):
    """A token that was made, as it is now."""

    id: UUID
    node: UUID
    channel: str
    target: str | None
    expires_at: datetime
    used_node: UUID | None


class Presentation(msgspec.Struct, frozen=True):
    """Who comes with a token, null for what can be nobody's address; by which channel, and when we heard of it."""

    node: UUID | None
    channel: str
    at: datetime


class Guesses(msgspec.Struct, frozen=True):
    """What limits guesses of six digits. `live`: codes that could be hit. `spent`: what wrong guesses within an hour
    could have hit, each counted with the codes live at its time. `own`: wrong guesses of this presenter within a day,
    and when the `last` was.
    """

    live: int = 0
    spent: int = 0
    own: int = 0
    last: datetime | None = None


class Settled(msgspec.Struct, frozen=True):
    """What became of a presented token, as it is kept with its touch. `origin`: the channel that it came from."""

    outcome: Outcome
    form: Form
    origin: str | None = None


class Redeemed(msgspec.Struct):
    """What became of a batch's tokens: by touch, and which of them join it to whom."""

    settled: dict[UUID, Settled] = {}
    joins: dict[UUID, Continued] = {}


class Made(msgspec.Struct, frozen=True):
    """A new token: the only time that it can be read."""

    id: UUID
    token: str
    form: Form
    expires_at: datetime
