"""«Continue in…» at the desk: for whom a token is made, and who in a conversation has come with one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.continuing import Form, TokenSealer, given
from nitka.channels.entrances import Entrances, Way
from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.conversations.reading import load
from nitka.conversations.rows import Kept
from nitka.conversations.sql import queries
from nitka.conversations.voices import Voice, aim
from nitka.customers.continuing.service import Origin, make
from nitka.customers.trust import trust_in
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, Conflict
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, every

Whom = Annotated[UUID | None, msgspec.Meta(description="Of several who write here; else whom an answer goes to")]


class NewContinuation(msgspec.Struct, frozen=True, kw_only=True):
    """What to make: a link, which is also a QR code and an address of ours, or six digits to be read out."""

    form: Form = "link"
    target: Annotated[str, msgspec.Meta(max_length=40, description="The only channel that may bring it")] | None = None
    identifier_id: Whom = None


class Continuation(msgspec.Struct, frozen=True, kw_only=True):
    """A token, readable this once: `code` has the six digits, `ways` where a link leads."""

    id: UUID
    form: Form
    code: str | None
    ways: list[Way]
    expires_at: datetime


class PresentedToken(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer has read out or shown: six digits, or a link."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    identifier_id: Whom = None


async def continuation(
    tx: Connection, principal: Principal, entrances: Entrances, conversation_id: UUID, wanted: NewContinuation
) -> Continuation:
    """Make a token for the customer of a conversation. Raises `NotFound`, `Conflict`, `TooMany`."""
    state = await load(tx, conversation_id)
    speaker = await _speaker(tx, state, wanted.identifier_id)
    origin = Origin(
        workspace_id=principal.workspace_id, node=speaker["node"], channel=speaker["channel"],
        conversation_id=state.id, target=wanted.target, made_by=principal.actor_id,
    )  # fmt: skip
    made = await make(tx, entrances.sealer, origin, wanted.form)
    code = made.token if made.form == "code" else None
    ways = [] if code else await entrances.ways(tx, state.brand_id, made.token, wanted.target)
    if not code and not ways:
        raise Conflict("No channel of this brand can take a link; use six digits")
    await audit(tx, principal, "conversations.continue", state.id, {"form": made.form})
    return Continuation(id=made.id, form=made.form, code=code, ways=ways, expires_at=made.expires_at)


async def touch_of_speaker(
    tx: Connection, principal: Principal, sealer: TokenSealer, conversation_id: UUID, presented: PresentedToken
) -> Touch:
    """Return the touch of who speaks in a conversation and has told an operator their token.

    Raises `NotFound`, `Conflict`, `BadInput` for what can be no token.
    """
    token = given(presented.token)
    if token is None:
        raise BadInput("This is neither a link nor six digits", field="token")
    speaker = await _speaker(tx, await load(tx, conversation_id), presented.identifier_id)
    moment = now()
    return Touch(
        workspace_id=principal.workspace_id, connection_id=speaker["connection_id"], brand_id=speaker["brand_id"],
        channel=speaker["channel"], kind="continuation", sender=speaker["sender"],
        external_id=f"continue:{new_id().hex}", at=moment, received_at=moment,
        # That they spoke tells nothing new of whose the address is.
        identifiers=[Identifier(speaker["type"], speaker["value"], Assurance.OBSERVED, speaker["namespace"])],
        continues=sealer.seal(principal.workspace_id, token),
    )  # fmt: skip


async def _speaker(tx: Connection, state: Kept, node: UUID | None) -> asyncpg.Record:
    voices = [Voice(**row) for row in await every(queries.voices(tx, id=state.id))]
    if not voices:
        raise Conflict("Nobody has written here yet")
    if node is None:
        voice = aim(voices, await trust_in(tx, state.customer_id)).default
        if voice is None:
            raise Conflict("It is not proven that who wrote last is this customer: choose whom you mean")
    else:
        voice = next((one for one in sorted(voices, key=lambda one: -one.last) if one.node == node), None)
        if voice is None:
            raise BadInput("Nobody has written here from this address", field="identifier_id")
    row: asyncpg.Record = await queries.speaker(tx, strand_id=voice.strand_id)
    return row
