"""«Continue in…» for visitors: make a token for oneself, and come with one."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import post

from nitka.channels.entrances import Entrances, Way
from nitka.connectors.chat import parse
from nitka.connectors.chat.parse import Sender
from nitka.connectors.chat.wire import Presented, Wanted
from nitka.conversations.visitor import service as visitor_chat
from nitka.customers.continuing import service as continuing
from nitka.customers.continuing.models import Settled
from nitka.customers.continuing.rules import REFUSALS
from nitka.customers.continuing.service import Origin
from nitka.entrypoints.api.ingest.bodies import AnyRequest, operation, read_body
from nitka.entrypoints.api.ingest.doors import VISITOR, Guest, guest_of, services_of
from nitka.entrypoints.reading import reading
from nitka.entrypoints.services import Services
from nitka.kernel.clock import now
from nitka.kernel.errors import Conflict, NotFound, Unavailable
from nitka.kernel.wire import decode, unpack

BODY_LIMIT = 4096  # bytes
PATIENCE, LOOK_EVERY = 5.0, 0.1  # seconds that an answer waits for the pipeline
_presented = msgspec.json.Decoder(Presented)
_wanted = msgspec.json.Decoder(Wanted)


class ClientContinuation(msgspec.Struct, frozen=True, kw_only=True):
    """A token of the visitor's own, readable this once: six digits, or the `ways` of a link."""

    code: str | None
    ways: list[Way]
    expires_at: datetime


class ClientOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a token: `joined`, or what is wrong. `pending`: taken, but not known yet; send the same again."""

    id: UUID
    outcome: str
    detail: str | None
    origin: str | None


@post(
    "/continue",
    security=VISITOR,
    status_code=200,
    operation_class=operation(Presented),
    summary="Come with a link or six digits",
)
async def come(request: AnyRequest) -> ClientOutcome:
    """Go on as who the token was made for. Nothing of what was said there is shown here."""
    services, body, guest = await _opened(request, _presented)
    touch = parse.continuation(Sender(guest.source, guest.id, now()), body)
    await services.visitors.keep(guest.binding)
    await services.intake.receive([touch])
    settled = await _settled(services, guest, touch.id)
    if settled is None:
        return ClientOutcome(id=touch.id, outcome="pending", detail=None, origin=None)
    return ClientOutcome(
        id=touch.id, outcome=settled.outcome, detail=REFUSALS.get(settled.outcome), origin=settled.origin
    )


@post(
    "/continuations",
    security=VISITOR,
    status_code=201,
    operation_class=operation(Wanted),
    summary="Let oneself continue elsewhere",
)
async def make(request: AnyRequest) -> ClientContinuation:
    """Make a single-use link, address and QR code, or six digits, of this visitor's own chat."""
    services, body, guest = await _opened(request, _wanted)
    entrances = Entrances(services.tokens, services.settings.base_url)
    source = guest.source
    async with reading(services.database, source.workspace_id) as tx:
        said_in = await visitor_chat.conversation_now(tx, guest.strand)
        if said_in is None and body.form == "code":
            raise Conflict("Write a message first: there is nothing yet to go on with")
        origin = Origin(workspace_id=source.workspace_id, node=guest.node, channel="chat", conversation_id=said_in)
        try:
            made = await continuing.make(tx, services.tokens, origin, body.form)
        except NotFound:
            raise Conflict("Write a message first: there is nothing yet to go on with") from None
        code = made.token if made.form == "code" else None
        ways = [] if code else await entrances.ways(tx, source.brand_id, made.token)
    return ClientContinuation(code=code, ways=ways, expires_at=made.expires_at)


async def _opened(request: AnyRequest, decoder: "msgspec.json.Decoder[Any]") -> tuple[Services, Any, Guest]:
    body = decode(unpack(await read_body(request, BODY_LIMIT), BODY_LIMIT), decoder)
    headers = request.headers
    guest = await guest_of(request, headers.get("x-nitka-key"), headers.get("x-nitka-visitor"), body.visitor)
    return services_of(request), body, guest


async def _settled(services: Services, guest: Guest, touch_id: UUID) -> Settled | None:
    """Wait a little for the pipeline: whoever has pressed a button wants to know."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < deadline:
        try:
            async with reading(services.database, guest.source.workspace_id) as tx:
                settled = await continuing.settled(tx, touch_id)
        except Unavailable:
            return None
        if settled is not None:
            return settled
        await asyncio.sleep(LOOK_EVERY)
    return None
